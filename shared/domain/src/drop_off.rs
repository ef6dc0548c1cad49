//! Drop-offs: what was weighed at a recycling point for one household's card, and its reversal.

use serde::{Deserialize, Serialize};

use crate::{
    card::CardNumber,
    ids::{HouseholdId, PointId, RecordId},
    refusal::{Code, Refusal},
    tariff::{Grade, MaterialId, Tariff},
    units::Grams,
};

/// Lines a drop-off may have: more than the materials of any tariff seen.
pub const LINES_MAX: usize = 20;

/// One material on the scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Line {
    /// Which material.
    pub material: MaterialId,
    /// Weight with the container.
    pub gross: Grams,
    /// Weight of the empty container; 0 without one.
    pub tare: Grams,
    /// How clean.
    pub grade: Grade,
}

impl Line {
    /// Gross less tare; 0 when tare is not below gross (such a line is refused by [`validate`]).
    pub fn net(&self) -> Grams {
        self.gross.less(self.tare).unwrap_or(Grams::ZERO)
    }
}

/// What an attendant logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DropOff {
    /// Where it was weighed.
    pub point: PointId,
    /// In which shift.
    pub shift: RecordId,
    /// The household that brought it.
    pub household: HouseholdId,
    /// The card that was shown.
    pub card: CardNumber,
    /// The tariff's version at the scale.
    pub tariff_version: u32,
    /// What was weighed, 1 to [`LINES_MAX`].
    pub lines: Vec<Line>,
}

impl DropOff {
    /// All lines' net weight together.
    pub fn net_grams(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.net().value())).sum()
    }
}

/// Why a drop-off was reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum ReversalReason {
    /// The weight was typed wrong.
    WrongWeight,
    /// The material was picked wrong.
    WrongMaterial,
    /// Another household's card was picked.
    WrongCard,
    /// It was logged twice.
    LoggedTwice,
}

impl ReversalReason {
    /// All reasons, the commonest first.
    pub const ALL: [Self; 4] =
        [Self::WrongWeight, Self::WrongMaterial, Self::WrongCard, Self::LoggedTwice];

    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongWeight => "wrong_weight",
            Self::WrongMaterial => "wrong_material",
            Self::WrongCard => "wrong_card",
            Self::LoggedTwice => "logged_twice",
        }
    }
}

/// Takes a drop-off back. The drop-off stays on record; the right one is a new record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reversal {
    /// The recycling point where it was weighed.
    pub point: PointId,
    /// The drop-off taken back.
    pub drop_off: RecordId,
    /// Its household, so that its feed hears of it.
    pub household: HouseholdId,
    /// Why.
    pub reason: ReversalReason,
}

/// Checks one line against the scale and the tariff.
///
/// # Errors
/// [`Code::MaterialUnknown`], [`Code::WeightZero`], [`Code::WeightAboveScale`],
/// [`Code::TareAboveGross`] (equal weights too: nothing would be left).
pub fn validate_line(line: &Line, tariff: &Tariff, scale_max: Grams) -> Result<(), Refusal> {
    if tariff.rate(&line.material).is_none() {
        return Err(Refusal::new(Code::MaterialUnknown).with("value", &line.material.0));
    }
    if line.gross == Grams::ZERO {
        return Err(Refusal::new(Code::WeightZero).with("value", 0));
    }
    if line.gross > scale_max {
        return Err(Refusal::new(Code::WeightAboveScale)
            .with("value", line.gross)
            .with("max", scale_max));
    }
    if line.tare >= line.gross {
        return Err(Refusal::new(Code::TareAboveGross)
            .with("gross", line.gross)
            .with("tare", line.tare));
    }
    Ok(())
}

/// Checks a drop-off as both ends do.
///
/// # Errors
/// [`Code::LinesMissing`], [`Code::LinesTooMany`], and those of [`validate_line`].
pub fn validate(lines: &[Line], tariff: &Tariff, scale_max: Grams) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Err(Refusal::new(Code::LinesMissing));
    }
    if lines.len() > LINES_MAX {
        return Err(Refusal::new(Code::LinesTooMany)
            .with("value", lines.len())
            .with("max", LINES_MAX));
    }
    lines.iter().try_for_each(|line| validate_line(line, tariff, scale_max))
}

#[cfg(test)]
mod tests;
