//! Standings: how communities compare, per registered household, never by raw totals.
//!
//! A unit in which fewer than [`THRESHOLD`] households are registered, or fewer than that took
//! part, is not shown: so few people could be told apart. No total above the units is published
//! beside them, so nothing can be had by subtraction. Ties share a rank (1, 2, 2, 4).

use serde::{Deserialize, Serialize};

use crate::area::AreaCode;

/// Households a shown unit has at least.
pub const THRESHOLD: u32 = 10;

/// What is known of a unit in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Which unit.
    pub community: AreaCode,
    /// Households on the roll; 0 when no roll was imported: such a unit is not ranked.
    pub registered: u32,
    /// Households with at least one drop-off that counts.
    pub contributing: u32,
    /// Net grams of all drop-offs that count.
    pub grams: u64,
}

/// Why a unit is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Suppressed {
    /// No roll was imported.
    NoRoll,
    /// Fewer than [`THRESHOLD`] households are registered.
    FewRegistered,
    /// Fewer than [`THRESHOLD`] households took part.
    FewContributing,
}

impl Suppressed {
    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRoll => "no_roll",
            Self::FewRegistered => "few_registered",
            Self::FewContributing => "few_contributing",
        }
    }
}

/// A unit's place among those shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// Which unit.
    pub community: AreaCode,
    /// 1 is best; ties share it and the next rank is left out.
    pub rank: u32,
    /// Net grams per registered household, rounded down for showing; ranks use the exact ratio.
    pub grams_per_household: u64,
    /// Contributing households in a thousand registered ones, rounded down, at most 1,000.
    pub participation_permille: u32,
}

/// A table of standings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Shown, best first, ties by code.
    pub ranked: Vec<Ranked>,
    /// Not shown, with the reason, by code. No figure of theirs leaves this function.
    pub suppressed: Vec<(AreaCode, Suppressed)>,
}

/// Whether and why a unit is held back.
pub const fn suppression(tally: &Tally) -> Option<Suppressed> {
    if tally.registered == 0 {
        Some(Suppressed::NoRoll)
    } else if tally.registered < THRESHOLD {
        Some(Suppressed::FewRegistered)
    } else if tally.contributing < THRESHOLD {
        Some(Suppressed::FewContributing)
    } else {
        None
    }
}

/// Ranks all units.
pub fn table(tallies: &[Tally]) -> Table {
    let mut shown: Vec<&Tally> = Vec::new();
    let mut suppressed: Vec<(AreaCode, Suppressed)> = Vec::new();
    for tally in tallies {
        match suppression(tally) {
            Some(why) => suppressed.push((tally.community, why)),
            None => shown.push(tally),
        }
    }
    suppressed.sort();
    shown.sort_by(|a, b| ratio_cmp(b, a).then(a.community.cmp(&b.community)));
    let mut ranked: Vec<Ranked> = Vec::with_capacity(shown.len());
    for (index, tally) in shown.iter().enumerate() {
        let tied = index > 0 && ratio_cmp(shown[index - 1], tally).is_eq();
        let place = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let rank = match ranked.last() {
            Some(before) if tied => before.rank,
            _ => place,
        };
        ranked.push(Ranked {
            community: tally.community,
            rank,
            grams_per_household: tally.grams / u64::from(tally.registered),
            participation_permille: permille(tally.contributing, tally.registered),
        });
    }
    Table { ranked, suppressed }
}

/// Compares grams per household exactly, by cross-multiplying.
fn ratio_cmp(a: &Tally, b: &Tally) -> std::cmp::Ordering {
    let left = u128::from(a.grams) * u128::from(b.registered);
    let right = u128::from(b.grams) * u128::from(a.registered);
    left.cmp(&right)
}

fn permille(part: u32, whole: u32) -> u32 {
    let permille = u64::from(part) * 1_000 / u64::from(whole.max(1));
    u32::try_from(permille.min(1_000)).unwrap_or(1_000)
}

#[cfg(test)]
mod tests;
