//! Records that wait for a lead's decision.

use crate::store::Statement;

statements! {
    /// community, id, kind, turf, hash, body, device, actor, made_at, received_at, clock_off_ms.
    /// Changes no row when it is there.
    INSERT = "INSERT INTO held_records (community, id, kind, turf, hash, body, device, actor,
        made_at, received_at, clock_off_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
    /// id → community, its maker.
    COMMUNITY = "SELECT community, actor FROM held_records WHERE id = $1";
    /// id → hash, refused_why.
    FIND = "SELECT hash, refused_why FROM held_records WHERE id = $1";
    /// → community, id, kind, turf, person, device, made_at, received_at, body of those that nobody has
    /// decided on and that did not come in another way, oldest first.
    OPEN = "SELECT h.community, h.id, h.kind, t.name, p.label, h.device, h.made_at, h.received_at,
        h.body
        FROM held_records h
        LEFT JOIN turfs t ON t.community = h.community AND t.id = h.turf
        JOIN people p ON p.actor = h.actor
        WHERE h.decided_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM records r WHERE r.community = h.community AND r.id = h.id)
        ORDER BY h.received_at, h.made_at, h.id";
    /// id → body, device, actor, received_at, clock_off_ms of one that nobody has decided on.
    UNDECIDED = "SELECT body, device, actor, received_at, clock_off_ms FROM held_records
        WHERE id = $1 AND decided_at IS NULL";
    /// id, decided_at, refused_why. Changes no row when it was decided before.
    DECIDE = "UPDATE held_records SET decided_at = $2, refused_why = $3
        WHERE id = $1 AND decided_at IS NULL";
}
