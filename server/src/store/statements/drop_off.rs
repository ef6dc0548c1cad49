//! Shifts, drop-offs and reversals.

use crate::store::Statement;

statements! {
    /// community, id, point, actor, opened_at, received_at.
    OPEN_SHIFT = "INSERT INTO shifts (community, id, point, actor, opened_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// id → point, closed_at.
    FIND_SHIFT = "SELECT point, closed_at FROM shifts WHERE id = $1";
    /// id, closed_by, closed_at (the device's time). Changes no row when it was closed before.
    CLOSE_SHIFT = "UPDATE shifts SET closed_by = $2, closed_at = $3
        WHERE id = $1 AND closed_by IS NULL";
    /// community, id, point, shift, household, card, tariff_version, net_grams, actor, made_at,
    /// received_at.
    INSERT = "INSERT INTO drop_offs (community, id, point, shift, household, card,
        tariff_version, net_grams, actor, made_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// community, drop_off, position, material, gross_grams, tare_grams, grade, points.
    INSERT_LINE = "INSERT INTO drop_off_lines
        (community, drop_off, position, material, gross_grams, tare_grams, grade, points)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// community, id → point, household.
    FIND = "SELECT point, household FROM drop_offs WHERE community = $1 AND id = $2";
    /// community, drop_off, id, reason, actor, made_at, received_at. Changes no row when it was
    /// reversed before.
    INSERT_REVERSAL = "INSERT INTO reversals
        (community, drop_off, id, reason, actor, made_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (community, drop_off) DO NOTHING";
}
