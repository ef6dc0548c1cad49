//! An attendant opens a shift, weighs, logs, takes a wrong drop-off back, closes the shift.

use wufei_app::{
    UiEvent,
    event::{PointEvent, Tab},
    view::{
        Screen,
        point::{CardStep, LogView, WeighView},
    },
};
use wufei_domain::{drop_off::ReversalReason, tariff::Grade, units::WeightUnit};

use super::{Hand, open};

const fn point(event: PointEvent) -> UiEvent {
    UiEvent::Point { event }
}

impl Hand<'_> {
    pub(super) fn weighs(&mut self, screen: &Screen) -> UiEvent {
        match screen {
            Screen::Shift { shift } if shift.open_label.is_some() => point(PointEvent::OpenShift),
            Screen::Weigh { weigh } => self.at_scale(weigh),
            Screen::Review { .. } => point(PointEvent::Confirm),
            Screen::Log { log } => self.at_log(log),
            Screen::Mend { .. } if self.chance.hits(1, 6) => point(PointEvent::MendCancelled),
            Screen::Mend { .. } => {
                let reason = ReversalReason::ALL[self.chance.index(ReversalReason::ALL.len())];
                point(PointEvent::MendConfirmed { reason })
            }
            _ => open(Tab::Point),
        }
    }

    fn at_scale(&mut self, view: &WeighView) -> UiEvent {
        if self.chance.hits(1, 14) {
            return point(PointEvent::OpenLog);
        }
        if self.chance.hits(1, 20) {
            return point(PointEvent::CloseShift);
        }
        if let CardStep::Ask { picks, .. } = &view.card
            && let Some(pick) = self.pick(picks)
        {
            return point(PointEvent::CardPicked { card: pick.card });
        }
        match self.pick(&view.materials) {
            Some(key) if view.lines.is_empty() || self.chance.hits(1, 6) => {
                *self.weighed += 1;
                let grams = 400 + *self.weighed * 7;
                point(PointEvent::LineEntered {
                    material: key.material.clone(),
                    unit: WeightUnit::Kilogram,
                    gross: format!("{}.{:03}", grams / 1_000, grams % 1_000),
                    tare: String::new(),
                    grade: [Grade::Clean, Grade::Mixed][self.chance.index(2)],
                })
            }
            _ => point(PointEvent::Review),
        }
    }

    fn at_log(&mut self, view: &LogView) -> UiEvent {
        let open: Vec<_> = view.rows.iter().filter(|row| row.mend_label.is_some()).collect();
        match self.pick(&open) {
            Some(row) if self.chance.hits(1, 2) => {
                point(PointEvent::MendPicked { drop_off: row.drop_off })
            }
            _ => point(PointEvent::CloseLog),
        }
    }
}
