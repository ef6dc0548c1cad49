//! Records as they were sent, and those that wait for the one before them.

use crate::store::Statement;

statements! {
    /// community, id, kind, hash, body, device, actor, made_at, received_at, clock_off_ms. Changes no
    /// row when the id is there: in this community by the unique index, not by a question asked before;
    /// in another by a question, since communities may lie on different machines. With its `OFFSET` the
    /// question is asked of the index once a row; PostgreSQL would read the whole table to join it as
    /// long as it has no statistics, which in a city's first minutes makes each push slower.
    INSERT = "INSERT INTO records
        (community, id, kind, hash, body, device, actor, made_at, received_at, clock_off_ms)
        SELECT * FROM (VALUES ($1, $2, $3, $4, $5, $6, $7, CAST($8 AS BIGINT),
            CAST($9 AS BIGINT), CAST($10 AS BIGINT))) AS new
        WHERE NOT EXISTS (SELECT 1 FROM records r
            WHERE r.id = new.column2 AND r.community <> new.column1 LIMIT 1 OFFSET 0)
        ON CONFLICT DO NOTHING";
    /// id → hash.
    FIND_HASH = "SELECT hash FROM records WHERE id = $1";
    /// community, household → body, actor, received_at of its drop-offs and their reversals.
    OF_HOUSEHOLD = "SELECT r.body, r.actor, r.received_at, r.made_at, r.id
        FROM drop_offs d JOIN records r ON r.id = d.id
        WHERE d.community = $1 AND d.household = $2
        UNION ALL
        SELECT r.body, r.actor, r.received_at, r.made_at, r.id
        FROM drop_offs d JOIN reversals x ON x.community = d.community AND x.drop_off = d.id
        JOIN records r ON r.id = x.id
        WHERE d.community = $1 AND d.household = $2
        ORDER BY 3, 4, 5";
    /// community, id, since.
    WAIT = "INSERT INTO waiting_records (community, id, since) VALUES ($1, $2, $3)
        ON CONFLICT (community, id) DO NOTHING";
    /// community, id → since.
    WAITS_SINCE = "SELECT since FROM waiting_records WHERE community = $1 AND id = $2";
    /// community → a row if any record of it waits.
    ANY_WAITS = "SELECT 1 FROM waiting_records WHERE community = $1 LIMIT 1";
    /// community, id.
    STOP_WAITING = "DELETE FROM waiting_records WHERE community = $1 AND id = $2";
    /// community, id, turf, after_door, label, actor, made_at, received_at.
    INSERT_DOOR_PROPOSAL = "INSERT INTO door_proposals
        (community, id, turf, after_door, label, actor, made_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}
