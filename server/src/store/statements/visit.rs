//! Visits and voids.

use crate::store::Statement;

statements! {
    /// community, number → do_not_visit.
    FIND_DOOR = "SELECT do_not_visit FROM doors WHERE community = $1 AND number = $2";
    /// community, id, turf, door, outcome, script_version, supersedes, actor, made_at, received_at.
    INSERT = "INSERT INTO visits (community, id, turf, door, outcome, script_version, supersedes,
        actor, made_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// community, visit, question, choice.
    INSERT_ANSWER = "INSERT INTO visit_answers (community, visit, question, choice)
        VALUES ($1, $2, $3, $4)";
    /// community, id → turf, door, actor.
    FIND = "SELECT turf, door, actor FROM visits WHERE community = $1 AND id = $2";
    /// community, visit, id, reason, actor, made_at, received_at. Changes no row when it was
    /// voided before.
    INSERT_VOID = "INSERT INTO visit_voids
        (community, visit, id, reason, actor, made_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (community, visit) DO NOTHING";
}
