//! What standings are counted from.

use crate::store::Statement;

statements! {
    /// → community, registered, contributing, grams, of each community with a roll.
    TALLIES = "SELECT community, registered, contributing, grams FROM v_standings
        ORDER BY community";
    /// → code, county, local_name, synthetic, roll_source, roll_as_of.
    COMMUNITIES = "SELECT code, county, local_name, synthetic, roll_source, roll_as_of
        FROM communities ORDER BY code";
    /// → how many villages in force have no roll.
    WITHOUT_ROLL = "SELECT CAST(COUNT(*) AS BIGINT) FROM areas a
        WHERE a.level = 'village' AND a.valid_to IS NULL
        AND NOT EXISTS (SELECT 1 FROM communities c WHERE c.code = a.code)";
}
