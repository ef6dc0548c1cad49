//! The ledger: insert and read, nothing else.

use crate::store::Statement;

statements! {
    /// community, id, source, phase, resolves, debit, credit, points, tariff_version,
    /// formula_version, household, written_at.
    INSERT = "INSERT INTO transfers (community, id, source, phase, resolves, debit, credit, points,
        tariff_version, formula_version, household, written_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// community, source → id, source, phase, resolves, debit, credit, points, tariff_version,
    /// formula_version, written_at.
    OF_SOURCE = "SELECT id, source, phase, resolves, debit, credit, points, tariff_version,
        formula_version, written_at FROM transfers WHERE community = $1 AND source = $2
        ORDER BY written_at, id";
    /// community, household → as [`OF_SOURCE`].
    OF_HOUSEHOLD = "SELECT id, source, phase, resolves, debit, credit, points, tariff_version,
        formula_version, written_at FROM transfers WHERE community = $1 AND household = $2
        ORDER BY written_at, CASE phase WHEN 'pending' THEN 0 ELSE 1 END, id";
    /// shift → as [`OF_SOURCE`], then point: what its drop-offs still promise.
    PENDING_OF_SHIFT = "SELECT t.id, t.source, t.phase, t.resolves, t.debit, t.credit, t.points,
        t.tariff_version, t.formula_version, t.written_at, d.point
        FROM drop_offs d JOIN transfers t ON t.community = d.community AND t.source = d.id
        WHERE d.shift = $1 AND t.phase = 'pending' AND NOT EXISTS (SELECT 1 FROM transfers r
        WHERE r.community = t.community AND r.resolves = t.id)
        ORDER BY t.community, t.written_at, t.id";
    /// written before, limit → as [`PENDING_OF_SHIFT`], of shifts that nobody closed.
    OVERDUE = "SELECT t.id, t.source, t.phase, t.resolves, t.debit, t.credit, t.points,
        t.tariff_version, t.formula_version, t.written_at, d.point
        FROM shifts s JOIN drop_offs d ON d.shift = s.id
        JOIN transfers t ON t.community = d.community AND t.source = d.id
        WHERE s.closed_by IS NULL AND t.phase = 'pending' AND t.written_at < $1
        AND NOT EXISTS (SELECT 1 FROM transfers r
        WHERE r.community = t.community AND r.resolves = t.id)
        ORDER BY t.community, t.written_at, t.id LIMIT $2";
}
