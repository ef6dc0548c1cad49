//! Areas and mergers.

use crate::store::Statement;

statements! {
    /// code, level, parent, name.
    UPSERT = "INSERT INTO areas (code, level, parent, name) VALUES ($1, $2, $3, $4)
        ON CONFLICT (code) DO UPDATE SET level = excluded.level, parent = excluded.parent,
        name = excluded.name, valid_to = NULL";
    /// code, from when it is no longer in force.
    END = "UPDATE areas SET valid_to = $2 WHERE code = $1 AND valid_to IS NULL";
    /// → code of each that is in force.
    CURRENT = "SELECT code FROM areas WHERE valid_to IS NULL ORDER BY code";
    /// code → name.
    NAME = "SELECT name FROM areas WHERE code = $1";
    /// → from, into, at of each merger.
    MERGERS = "SELECT from_code, into_code, at FROM area_mergers ORDER BY at, from_code";
}
