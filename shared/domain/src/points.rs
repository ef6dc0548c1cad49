//! The points formula: integers only, one rounding, down, at the end of each line.
//!
//! `points = net grams x points per kg x grade % / 100,000` (1,000 g a kg times 100 %). The phone
//! calls it for an estimate, the server to book; `vectors/points.json` holds both to the same.

use crate::{drop_off::Line, tariff::Tariff, units::Points};

/// The formula's version, kept with every transfer.
pub const FORMULA_VERSION: u32 = 1;

/// What one line earns. A material that the tariff does not have earns 0.
///
/// No overflow: 5,000,000 g x 100,000 x 100 is below 2^63.
pub fn award_line(line: &Line, tariff: &Tariff) -> Points {
    let rate = tariff.rate(&line.material).map_or(0, |rate| rate.points_per_kg);
    let product = i64::from(line.net().value())
        .saturating_mul(i64::from(rate))
        .saturating_mul(i64::from(line.grade.per_cent()));
    Points::new(product / 100_000)
}

/// What a drop-off earns: the sum of its lines.
pub fn award(lines: &[Line], tariff: &Tariff) -> Points {
    lines.iter().map(|line| award_line(line, tariff)).sum()
}

#[cfg(test)]
mod tests;
