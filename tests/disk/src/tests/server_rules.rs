//! What holds of the rows of the server's store at any time.

/// Rules, each with a statement that counts what breaks it.
pub const RULES: &[(&str, &str)] = &[
    (
        "a feed has as many rows as its head says",
        "SELECT count(*) FROM feed_heads h WHERE
                   h.seq <> (SELECT count(*) FROM feed f WHERE f.scope = h.scope)
                   OR h.seq <> (SELECT coalesce(max(seq), 0) FROM feed f WHERE f.scope = h.scope)",
    ),
    (
        "the log of acts has as many rows as its head says",
        "SELECT count(*) FROM audit_heads WHERE seq <> (SELECT count(*) FROM audit)",
    ),
    (
        "a feed has a head",
        "SELECT count(*) FROM feed f LEFT JOIN feed_heads h USING (scope)
                 WHERE h.scope IS NULL",
    ),
    (
        "a record has its rows, and they have it",
        "SELECT
                   (SELECT count(*) FROM records WHERE kind = 'shift_opened'
                      AND id NOT IN (SELECT id FROM shifts))
                 + (SELECT count(*) FROM records WHERE kind = 'drop_off'
                      AND id NOT IN (SELECT id FROM drop_offs))
                 + (SELECT count(*) FROM records WHERE kind = 'visit'
                      AND id NOT IN (SELECT id FROM visits))
                 + (SELECT count(*) FROM drop_offs WHERE id NOT IN (SELECT id FROM records))
                 + (SELECT count(*) FROM visits WHERE id NOT IN (SELECT id FROM records))",
    ),
    (
        "a record is told in the feed of its place",
        "SELECT count(*) FROM records r
                 WHERE r.id NOT IN (SELECT key FROM feed WHERE kind = 'record')",
    ),
    (
        "a drop-off has its lines and its points",
        "SELECT count(*) FROM drop_offs d
                 WHERE d.id NOT IN (SELECT drop_off FROM drop_off_lines)
                    OR d.id NOT IN (SELECT source FROM transfers)",
    ),
    (
        "a used code gave a device, and no device came without",
        "SELECT (SELECT count(*) FROM enrolment_codes WHERE used_at IS NOT NULL)
                      <> (SELECT count(*) FROM devices)",
    ),
];
