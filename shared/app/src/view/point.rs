//! The recycling point: shift, weighing, review, log and mending.

mod log;

use serde::Serialize;
use wufei_domain::{
    card::CardNumber,
    drop_off::{Line, ReversalReason},
    ids::RecordId,
    points,
    tariff::{Grade, MaterialId, Tariff},
    time::UnixMs,
    units::WeightUnit,
};

pub(super) use self::log::{log, mend};
use super::{Scene, drop_off};
use crate::{
    effect::store::{CardHolder, PointData},
    model::point::weighing::{Card, Entry, Weighing},
};

/// Before a shift is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CardPick {
    pub card: CardNumber,
    pub label: String,
    pub number: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MaterialKey {
    pub material: MaterialId,
    pub name: String,
    pub rate: String,
    pub selected: bool,
}

/// The line being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct UnitKey {
    pub unit: WeightUnit,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct GradeKey {
    pub grade: Grade,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LogView {
    pub empty: Option<String>,
    pub rows: Vec<LogRow>,
    pub close_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MendView {
    pub row: LogRow,
    pub question: String,
    pub hint: String,
    pub reasons: Vec<ReversalKey>,
    pub cancel_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ReversalKey {
    pub reason: ReversalReason,
    pub label: String,
}

const UNITS: [(WeightUnit, &str); 2] =
    [(WeightUnit::Kilogram, "weigh-unit-kilogram"), (WeightUnit::Jin, "weigh-unit-jin")];

const GRADES: [Grade; 3] = [Grade::Clean, Grade::Mixed, Grade::Rejected];

pub(super) fn shift(scene: &Scene<'_>) -> ShiftView {
    let data = &scene.model.point.data;
    let point = data.point.as_ref();
    let ready = point.is_some() && data.tariff.is_some();
    ShiftView {
        point_name: point_name(scene),
        hours: point.map(|point| point.hours.clone()).unwrap_or_default(),
        text: scene.words.text(if ready { "shift-text" } else { "shift-waiting" }),
        open_label: ready.then(|| scene.text("shift-open")),
        log_label: scene.text("point-log"),
    }
}

fn point_name(scene: &Scene<'_>) -> String {
    scene.model.point.data.point.as_ref().map(|point| point.name.clone()).unwrap_or_default()
}

pub(super) fn weigh(scene: &Scene<'_>, opened_at: UnixMs) -> WeighView {
    let point = &scene.model.point;
    let weighing = &point.weighing;
    let tariff = point.data.tariff.as_ref();
    let selected = weighing.entry.material.as_ref();
    WeighView {
        point_name: point_name(scene),
        shift_line: scene.with("weigh-shift", &[("moment", &scene.words.moment(opened_at))]),
        close_shift_label: scene.text("shift-close"),
        log_label: scene.text("point-log"),
        card: card(scene, weighing, &point.data),
        materials_heading: scene.text("weigh-materials"),
        materials: tariff.map_or_else(Vec::new, |tariff| materials(scene, tariff, selected)),
        entry: entry(scene, &weighing.entry),
        lines_heading: scene.text("weigh-lines"),
        lines: lines(scene, weighing, tariff),
        estimate_line: scene.with("weigh-estimate", &[("points", &estimate(scene))]),
        review_label: scene.text("weigh-review"),
        can_review: !weighing.lines.is_empty() || weighing.entry.is_begun(),
        withdraw_label: scene.text("weigh-withdraw"),
    }
}

fn card(scene: &Scene<'_>, weighing: &Weighing, data: &PointData) -> CardStep {
    match &weighing.card {
        Card::Known { holder } => CardStep::Known {
            label: holder.label.clone(),
            number: holder.card.spaced(),
            change_label: scene.text("weigh-card-change"),
        },
        Card::Asked { typed } => CardStep::Ask {
            heading: scene.text("weigh-card"),
            typed: typed.clone(),
            field_label: scene.text("weigh-card-field"),
            enter_label: scene.text("weigh-card-enter"),
            scan_label: scene.text("weigh-card-scan"),
            problem: scene.wrong(weighing.card_wrong.as_ref()),
            pick_heading: scene.text("weigh-card-pick"),
            picks: data.cards.iter().map(pick).collect(),
        },
    }
}

fn pick(holder: &CardHolder) -> CardPick {
    CardPick { card: holder.card, label: holder.label.clone(), number: holder.card.spaced() }
}

fn materials(
    scene: &Scene<'_>,
    tariff: &Tariff,
    selected: Option<&MaterialId>,
) -> Vec<MaterialKey> {
    let key = |rate: &wufei_domain::tariff::Rate| MaterialKey {
        material: rate.material.clone(),
        name: drop_off::material_name(scene.words, Some(tariff), &rate.material),
        rate: drop_off::rate(scene.words, rate.points_per_kg),
        selected: selected == Some(&rate.material),
    };
    tariff.rates.iter().map(key).collect()
}

fn entry(scene: &Scene<'_>, entry: &Entry) -> LineEntry {
    let unit = |(unit, label): (WeightUnit, &str)| UnitKey {
        unit,
        label: scene.text(label),
        selected: unit == entry.unit,
    };
    let grade = |grade: Grade| GradeKey {
        grade,
        label: grade_name(scene, grade),
        selected: grade == entry.grade,
    };
    LineEntry {
        unit: entry.unit,
        units: UNITS.map(unit).to_vec(),
        gross: entry.gross.clone(),
        gross_label: scene.text("weigh-gross"),
        tare: entry.tare.clone(),
        tare_label: scene.text("weigh-tare"),
        grade: entry.grade,
        grades: GRADES.map(grade).to_vec(),
        grade_label: scene.text("weigh-grade"),
        add_label: scene.text("weigh-add"),
        problem: scene.wrong(scene.model.point.weighing.line_wrong.as_ref()),
    }
}

fn grade_name(scene: &Scene<'_>, grade: Grade) -> String {
    scene.text(&format!("grade-{}", grade.code()))
}

fn lines(scene: &Scene<'_>, weighing: &Weighing, tariff: Option<&Tariff>) -> Vec<LineRow> {
    let words = scene.words;
    let row = |(index, line): (usize, &Line)| LineRow {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        material: drop_off::material_name(words, tariff, &line.material),
        net: words.weight_both(u64::from(line.net().value())),
        detail: scene.with(
            "weigh-detail",
            &[
                ("gross", &words.weight_both(u64::from(line.gross.value()))),
                ("tare", &words.weight_both(u64::from(line.tare.value()))),
                ("grade", &grade_name(scene, line.grade)),
            ],
        ),
        points: tariff
            .map_or_else(String::new, |tariff| words.points(points::award_line(line, tariff))),
        remove_label: scene.text("weigh-remove"),
    };
    weighing.lines.iter().enumerate().map(row).collect()
}

/// What the lines so far would earn.
fn estimate(scene: &Scene<'_>) -> String {
    let point = &scene.model.point;
    let award =
        point.data.tariff.as_ref().map(|tariff| points::award(&point.weighing.lines, tariff));
    scene.words.points(award.unwrap_or_default())
}

pub(super) fn review(scene: &Scene<'_>) -> ReviewView {
    let weighing = &scene.model.point.weighing;
    let (household, card_number) = match &weighing.card {
        Card::Known { holder } => (holder.label.clone(), holder.card.spaced()),
        Card::Asked { .. } => (String::new(), String::new()),
    };
    let total = weighing.lines.iter().map(|line| u64::from(line.net().value())).sum();
    ReviewView {
        household,
        card_number,
        lines: lines(scene, weighing, scene.model.point.data.tariff.as_ref()),
        total_label: scene.text("review-total"),
        total: scene.words.weight_both(total),
        estimate_label: scene.text("review-estimate"),
        estimate: estimate(scene),
        estimate_hint: scene.text("review-estimate-hint"),
        confirm_label: scene.text("review-confirm"),
        edit_label: scene.text("review-edit"),
    }
}
