//! The recycling point: shift, weighing, review, log and mending.

use wufei_domain::{
    card::CardNumber,
    drop_off::ReversalReason,
    ids::RecordId,
    tariff::{Grade, MaterialId},
    units::WeightUnit,
};

/// Before a shift is open.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ShiftView {
    pub point_name: String,
    pub hours: String,
    pub text: String,
    /// `None` while the point's data has not arrived.
    pub open_label: Option<String>,
    pub log_label: String,
}

/// At the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct WeighView {
    pub point_name: String,
    /// `已开班 08:02`.
    pub shift_line: String,
    pub close_shift_label: String,
    pub log_label: String,
    pub card: CardStep,
    /// The keys, one a material of the tariff.
    pub materials_heading: String,
    pub materials: Vec<MaterialKey>,
    pub entry: LineEntry,
    pub lines_heading: String,
    pub lines: Vec<LineRow>,
    /// `预计 84 分`, an estimate until the server books it.
    pub estimate_line: String,
    pub review_label: String,
    /// Whether there is anything to review.
    pub can_review: bool,
    pub withdraw_label: String,
}

/// Whose drop-off it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum CardStep {
    Ask {
        heading: String,
        typed: String,
        field_label: String,
        enter_label: String,
        scan_label: String,
        /// What is wrong with what was typed.
        problem: Option<String>,
        pick_heading: String,
        /// The households of the point, by label.
        picks: Vec<CardPick>,
    },
    Known {
        label: String,
        number: String,
        change_label: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CardPick {
    pub card: CardNumber,
    pub label: String,
    pub number: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MaterialKey {
    pub material: MaterialId,
    pub name: String,
    pub rate: String,
    pub selected: bool,
}

/// The line being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LineEntry {
    pub unit: WeightUnit,
    pub units: Vec<UnitKey>,
    pub gross: String,
    pub gross_label: String,
    pub tare: String,
    pub tare_label: String,
    pub grade: Grade,
    pub grades: Vec<GradeKey>,
    pub grade_label: String,
    pub add_label: String,
    /// What is wrong with what was typed.
    pub problem: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct UnitKey {
    pub unit: WeightUnit,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct GradeKey {
    pub grade: Grade,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LineRow {
    pub index: u32,
    pub material: String,
    /// Net in both units: `3.2 公斤（6.4 斤）`.
    pub net: String,
    /// Gross, tare and grade.
    pub detail: String,
    pub points: String,
    pub remove_label: String,
}

/// Before confirming.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ReviewView {
    pub household: String,
    pub card_number: String,
    pub lines: Vec<LineRow>,
    pub total_label: String,
    pub total: String,
    pub estimate_label: String,
    pub estimate: String,
    pub estimate_hint: String,
    pub confirm_label: String,
    pub edit_label: String,
}

/// What was logged here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LogView {
    pub empty: Option<String>,
    pub rows: Vec<LogRow>,
    pub close_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LogRow {
    pub drop_off: RecordId,
    pub moment: String,
    pub household: String,
    pub lines: String,
    pub points: String,
    /// State, reversal reason, whether it waits to be sent.
    pub state_word: String,
    /// `None` when it was mended before.
    pub mend_label: Option<String>,
}

/// Why a drop-off is reversed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MendView {
    pub row: LogRow,
    pub question: String,
    pub hint: String,
    pub reasons: Vec<ReversalKey>,
    pub cancel_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ReversalKey {
    pub reason: ReversalReason,
    pub label: String,
}
