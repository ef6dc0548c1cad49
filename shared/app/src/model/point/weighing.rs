//! A drop-off being weighed: whose it is, the lines, the review. A draft until it is logged.

use serde::{Deserialize, Serialize};
use wufei_domain::{
    card::CardNumber,
    drop_off::{self, DropOff, Line},
    ids::PointId,
    record::Body,
    refusal::{Code, Refusal},
    tariff::{Grade, MaterialId, Tariff},
    units::{Grams, WeightUnit},
};

use super::super::{Cmd, Model, Notice, Wrong, ask, intent, save_draft, withdraw_draft};
use crate::{
    app::Wufei,
    effect::{
        shell::{Scan, Scanned},
        store::{CardHolder, DraftPlace},
    },
    event::{Event, PointEvent},
};

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Weighing {
    pub(crate) card: Card,
    pub(crate) entry: Entry,
    pub(crate) lines: Vec<Line>,
    pub(crate) stage: Stage,
    #[serde(skip)]
    pub(crate) card_wrong: Option<Wrong>,
    #[serde(skip)]
    pub(crate) line_wrong: Option<Wrong>,
    #[serde(skip)]
    scanning: bool,
}

/// Whose drop-off it is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Card {
    Asked { typed: String },
    Known { holder: CardHolder },
}

impl Default for Card {
    fn default() -> Self {
        Self::Asked { typed: String::new() }
    }
}

/// The line being typed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) material: Option<MaterialId>,
    pub(crate) unit: WeightUnit,
    pub(crate) gross: String,
    pub(crate) tare: String,
    pub(crate) grade: Grade,
}

impl Entry {
    /// A line of the same unit: a scale shows one.
    fn next(&self) -> Self {
        Self { unit: self.unit, ..Self::default() }
    }

    /// Whether a weight was typed. A picked material alone is not a line yet.
    pub(crate) fn is_begun(&self) -> bool {
        !self.gross.trim().is_empty() || !self.tare.trim().is_empty()
    }

    fn line(&self, tariff: &Tariff, scale_max: Grams) -> Result<Line, Wrong> {
        let Some(material) = self.material.clone() else {
            return Err(Wrong::Said("weigh-pick-material"));
        };
        if self.gross.trim().is_empty() {
            return Err(Wrong::Said("weigh-type-gross"));
        }
        let gross = self.unit.parse(&self.gross).map_err(Wrong::Refused)?;
        let tare = match self.tare.trim() {
            "" => Grams::ZERO,
            typed => self.unit.parse(typed).map_err(Wrong::Refused)?,
        };
        let line = Line { material, gross, tare, grade: self.grade };
        drop_off::validate_line(&line, tariff, scale_max).map_err(Wrong::Refused)?;
        Ok(line)
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stage {
    #[default]
    Entering,
    Reviewing,
    /// Being stored.
    Logging,
}

impl Weighing {
    /// As it stands after a restart: what was not stored by then is to be confirmed again.
    pub(super) fn restored(mut self) -> Self {
        if self.is_logging() {
            self.stage = Stage::Reviewing;
        }
        self
    }

    pub(super) fn is_logging(&self) -> bool {
        self.stage == Stage::Logging
    }

    fn fresh(&self) -> Self {
        Self { entry: self.entry.next(), ..Self::default() }
    }

    /// Adds the line being typed; keeps it with what is wrong otherwise.
    fn add(&mut self, tariff: &Tariff, scale_max: Grams) -> bool {
        match self.entry.line(tariff, scale_max) {
            Ok(_) if self.lines.len() >= drop_off::LINES_MAX => {
                let refusal = Refusal::new(Code::LinesTooMany)
                    .with("value", self.lines.len().saturating_add(1))
                    .with("max", drop_off::LINES_MAX);
                self.line_wrong = Some(Wrong::Refused(refusal));
                false
            }
            Ok(line) => {
                self.lines.push(line);
                self.entry = self.entry.next();
                self.line_wrong = None;
                true
            }
            Err(wrong) => {
                self.line_wrong = Some(wrong);
                false
            }
        }
    }

    /// Shows the review if there is a card and each line may stand.
    fn review(&mut self, tariff: &Tariff, scale_max: Grams) {
        if self.entry.is_begun() && !self.add(tariff, scale_max) {
            return;
        }
        if let Err(refusal) = drop_off::validate(&self.lines, tariff, scale_max) {
            self.line_wrong = Some(Wrong::Refused(refusal));
            return;
        }
        self.line_wrong = None;
        match &self.card {
            Card::Known { .. } => self.stage = Stage::Reviewing,
            Card::Asked { .. } => self.card_wrong = Some(Wrong::Said("weigh-pick-card")),
        }
    }

    fn take_card(&mut self, read: Result<CardNumber, Refusal>, cards: &[CardHolder]) {
        let found = read.and_then(|card| {
            let holder = cards.iter().find(|holder| holder.card == card);
            holder
                .cloned()
                .ok_or_else(|| Refusal::new(Code::CardUnknown).with("value", card.spaced()))
        });
        match found {
            Ok(holder) => {
                self.card = Card::Known { holder };
                self.card_wrong = None;
            }
            Err(refusal) => self.card_wrong = Some(Wrong::Refused(refusal)),
        }
    }

    /// What a person does at the scale before the review.
    fn enter(
        &mut self,
        event: PointEvent,
        tariff: &Tariff,
        scale_max: Grams,
        cards: &[CardHolder],
    ) {
        match event {
            PointEvent::CardTyped { text } => {
                self.card = Card::Asked { typed: text };
                self.card_wrong = None;
            }
            PointEvent::CardEntered => {
                if let Card::Asked { typed } = &self.card {
                    let read = CardNumber::read(typed);
                    self.take_card(read, cards);
                }
            }
            PointEvent::CardPicked { card } => self.take_card(Ok(card), cards),
            PointEvent::ForgetCard => self.card = Card::default(),
            PointEvent::MaterialPicked { material } => {
                let complete = self.entry.material.is_some() && self.entry.is_begun();
                if !complete || self.add(tariff, scale_max) {
                    self.entry.material = Some(material);
                    self.line_wrong = None;
                }
            }
            PointEvent::UnitPicked { unit } => self.entry.unit = unit,
            PointEvent::GrossTyped { text } => self.entry.gross = text,
            PointEvent::TareTyped { text } => self.entry.tare = text,
            PointEvent::GradePicked { grade } => self.entry.grade = grade,
            PointEvent::LineEntered { material, unit, gross, tare, grade } => {
                self.entry = Entry { material: Some(material), unit, gross, tare, grade };
                self.add(tariff, scale_max);
            }
            PointEvent::AddLine => {
                self.add(tariff, scale_max);
            }
            PointEvent::RemoveLine { index } => {
                let index = usize::try_from(index).unwrap_or(usize::MAX);
                if index < self.lines.len() {
                    self.lines.remove(index);
                }
            }
            PointEvent::Review => self.review(tariff, scale_max),
            _ => {}
        }
    }
}

impl Model {
    /// Takes an event at the scale. Only while a shift is open; while a drop-off is being stored
    /// nothing changes it.
    pub(super) fn weighing_event(&mut self, app: &Wufei, point: PointId, event: PointEvent) -> Cmd {
        let weighing = &mut self.point.weighing;
        if weighing.is_logging() {
            return Cmd::done();
        }
        if event == PointEvent::Withdraw {
            *weighing = weighing.fresh();
            return withdraw_draft(DraftPlace::Weighing);
        }
        if self.point.data.open_shift.is_none() {
            self.notice = Some(Notice::Refused(Refusal::new(Code::ShiftNotOpen)));
            return Cmd::done();
        }
        match (weighing.stage, event) {
            (Stage::Reviewing, PointEvent::Confirm) => self.confirm(point),
            (Stage::Reviewing, PointEvent::Edit) => self.edit(),
            (Stage::Entering, PointEvent::ScanCard) => self.scan_card(app),
            (Stage::Entering, event) => self.enter(event),
            (Stage::Reviewing | Stage::Logging, _) => Cmd::done(),
        }
    }

    fn enter(&mut self, event: PointEvent) -> Cmd {
        let scale_max = self.point.scale_max();
        let Some(tariff) = &self.point.data.tariff else { return Cmd::done() };
        let typing = matches!(
            event,
            PointEvent::GrossTyped { .. }
                | PointEvent::TareTyped { .. }
                | PointEvent::UnitPicked { .. }
        );
        let weighing = &mut self.point.weighing;
        if typing {
            weighing.line_wrong = None;
        }
        weighing.enter(event, tariff, scale_max, &self.point.data.cards);
        save_draft(DraftPlace::Weighing, &self.point.weighing)
    }

    pub(super) fn edit(&mut self) -> Cmd {
        if self.point.weighing.stage != Stage::Reviewing {
            return Cmd::done();
        }
        self.point.weighing.stage = Stage::Entering;
        save_draft(DraftPlace::Weighing, &self.point.weighing)
    }

    fn confirm(&mut self, point: PointId) -> Cmd {
        let scale_max = self.point.scale_max();
        let weighing = &mut self.point.weighing;
        let (Card::Known { holder }, Some((shift, _)), Some(tariff)) =
            (&weighing.card, self.point.data.open_shift, &self.point.data.tariff)
        else {
            weighing.stage = Stage::Entering;
            return Cmd::done();
        };
        // A newer tariff may have come since the lines were added.
        if let Err(refusal) = drop_off::validate(&weighing.lines, tariff, scale_max) {
            weighing.stage = Stage::Entering;
            weighing.line_wrong = Some(Wrong::Refused(refusal));
            return Cmd::done();
        }
        let drop_off = DropOff {
            point,
            shift,
            household: holder.household,
            card: holder.card,
            tariff_version: tariff.version,
            lines: weighing.lines.clone(),
        };
        let community = drop_off.household.community;
        weighing.stage = Stage::Logging;
        intent::record(community, Body::DropOff(drop_off), Some(DraftPlace::Weighing))
    }

    pub(crate) fn drop_off_recorded(&mut self, stored: bool) -> Cmd {
        let weighing = &mut self.point.weighing;
        if stored {
            *weighing = weighing.fresh();
            self.notice = Some(Notice::Good("notice-logged"));
        } else {
            weighing.stage = Stage::Reviewing;
        }
        Cmd::done()
    }

    fn scan_card(&mut self, app: &Wufei) -> Cmd {
        if self.point.weighing.scanning {
            return Cmd::done();
        }
        self.point.weighing.scanning = true;
        let hint = app.words(self.settings.language).text("weigh-scan-hint");
        ask(Scan { hint }, Event::Scanned)
    }

    /// What a scanner read counts like a typed number, unless a card was given meanwhile.
    pub(crate) fn scanned(&mut self, scanned: Scanned) -> Cmd {
        self.point.weighing.scanning = false;
        match scanned {
            Scanned::Cancelled => Cmd::done(),
            Scanned::Unavailable { .. } => {
                self.notice = Some(Notice::Info("notice-scan-unavailable"));
                Cmd::done()
            }
            Scanned::Text { text } => {
                // Not of somebody who has left the phone meanwhile.
                let waits = self.own_point().is_some()
                    && matches!(self.point.weighing.card, Card::Asked { .. })
                    && self.point.weighing.stage == Stage::Entering;
                if !waits {
                    return Cmd::done();
                }
                self.point.weighing.card = Card::Asked { typed: text };
                self.enter(PointEvent::CardEntered)
            }
        }
    }
}
