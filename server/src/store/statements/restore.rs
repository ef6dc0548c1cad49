//! Backup and restore: what a database holds, and what a backup did not bring back.

use crate::store::Statement;

statements! {
    /// → records.
    RECORDS = "SELECT CAST(COUNT(*) AS BIGINT) FROM records";
    /// → rows of all feeds.
    FACTS = "SELECT CAST(COUNT(*) AS BIGINT) FROM feed";
    /// → entries of the ledger.
    TRANSFERS = "SELECT CAST(COUNT(*) AS BIGINT) FROM transfers";
    /// → gaps of all restores.
    GAPS = "SELECT CAST(COUNT(*) AS BIGINT) FROM restore_gaps";
    /// → community, id, kind, device, made_at, received_at of each gap that is still open.
    OPEN_GAPS = "SELECT g.community, g.id, g.kind, g.device, g.made_at, g.received_at
        FROM restore_gaps g
        WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.community = g.community AND r.id = g.id)
        ORDER BY g.received_at, g.id";
}
