//! At the recycling point: shift, card, scale, log.

use wufei_app::{
    event::{PointEvent, Tab, UiEvent},
    view::{
        Screen, ViewModel,
        point::{CardStep, LogRow, ReviewView, WeighView},
    },
};
use wufei_domain::{
    drop_off::ReversalReason,
    ids::RecordId,
    tariff::{Grade, MaterialId},
    units::WeightUnit,
};

use super::{Failure, TestDevice};

/// What is typed for one material.
#[derive(Debug, Clone, Copy)]
pub struct Weighed<'a> {
    /// Its key in the tariff.
    pub material: &'a str,
    /// The unit's key.
    pub unit: WeightUnit,
    /// As typed.
    pub gross: &'a str,
    /// As typed; may be empty.
    pub tare: &'a str,
}

impl<'a> Weighed<'a> {
    /// In 公斤, without a container.
    pub const fn kilograms(material: &'a str, gross: &'a str) -> Self {
        Self { material, unit: WeightUnit::Kilogram, gross, tare: "" }
    }
}

fn weigh(view: &ViewModel) -> Option<&WeighView> {
    match &view.screen {
        Screen::Weigh { weigh } => Some(weigh),
        _ => None,
    }
}

impl TestDevice {
    fn point(&self, event: PointEvent) -> Result<(), Failure> {
        self.send(UiEvent::Point { event })
    }

    /// Waits for the point's data and opens a shift.
    ///
    /// # Errors
    /// When the scale is not shown in time.
    pub fn open_shift(&self) -> Result<(), Failure> {
        self.sync_until(Tab::Point, "a shift to open", |view| match &view.screen {
            Screen::Shift { shift } => shift.open_label.as_ref().map(drop),
            _ => None,
        })?;
        self.point(PointEvent::OpenShift)?;
        self.until("the scale", |view| weigh(view).map(drop))
    }

    /// Closes the shift.
    ///
    /// # Errors
    /// When the shift still shows as open in the end.
    pub fn close_shift(&self) -> Result<(), Failure> {
        self.go_to(Tab::Point)?;
        self.point(PointEvent::CloseShift)?;
        self.until("no open shift", |view| {
            matches!(view.screen, Screen::Shift { .. }).then_some(())
        })
    }

    /// The scale as it is shown now.
    ///
    /// # Errors
    /// When it is not shown in time.
    pub fn scale(&self) -> Result<WeighView, Failure> {
        self.go_to(Tab::Point)?;
        self.until("the scale", |view| weigh(view).cloned())
    }

    /// Types a card's number; gives back the problem shown when it is refused.
    ///
    /// # Errors
    /// When neither comes in time.
    pub fn try_card(&self, number: &str) -> Result<Option<String>, Failure> {
        self.scale()?;
        self.point(PointEvent::CardTyped { text: number.to_owned() })?;
        self.until("the number in its field", |view| match &weigh(view)?.card {
            CardStep::Ask { typed, problem: None, .. } if typed == number => Some(()),
            _ => None,
        })?;
        self.point(PointEvent::CardEntered)?;
        self.until("an answer to the card", |view| match &weigh(view)?.card {
            CardStep::Ask { problem: Some(problem), .. } => Some(Some(problem.clone())),
            CardStep::Ask { .. } => None,
            CardStep::Known { .. } => Some(None),
        })
    }

    /// Types one line by its keys; gives back the problem shown when it is refused.
    ///
    /// # Errors
    /// When neither comes in time.
    pub fn try_line(&self, line: &Weighed<'_>) -> Result<Option<String>, Failure> {
        let before = self.scale()?.lines.len();
        let material = MaterialId(line.material.to_owned());
        self.point(PointEvent::MaterialPicked { material: material.clone() })?;
        self.point(PointEvent::UnitPicked { unit: line.unit })?;
        self.point(PointEvent::GrossTyped { text: line.gross.to_owned() })?;
        self.point(PointEvent::TareTyped { text: line.tare.to_owned() })?;
        self.point(PointEvent::GradePicked { grade: Grade::Clean })?;
        self.until("the line in its fields", |view| {
            let weigh = weigh(view)?;
            let entry = &weigh.entry;
            let key = weigh.materials.iter().find(|key| key.material == material)?;
            let typed = entry.gross == line.gross && entry.tare == line.tare;
            (typed && key.selected && entry.unit == line.unit && entry.problem.is_none())
                .then_some(())
        })?;
        self.point(PointEvent::AddLine)?;
        self.until("the line on the list, or why not", |view| {
            let weigh = weigh(view)?;
            if weigh.lines.len() > before {
                return Some(None);
            }
            weigh.entry.problem.clone().map(Some)
        })
    }

    /// Shows the review.
    ///
    /// # Errors
    /// When it is not shown in time.
    pub fn review(&self) -> Result<ReviewView, Failure> {
        self.point(PointEvent::Review)?;
        self.until("the review", |view| match &view.screen {
            Screen::Review { review } => Some(review.clone()),
            _ => None,
        })
    }

    /// Logs a drop-off through card, lines, review and confirming; gives back the review.
    ///
    /// # Errors
    /// When anything of it is refused.
    pub fn weigh(&self, card: &str, lines: &[Weighed<'_>]) -> Result<ReviewView, Failure> {
        let refused = |problem: Option<String>| match problem {
            None => Ok(()),
            Some(problem) => {
                Err(Failure::new(format!("{}: card {card} to be taken", self.name), problem))
            }
        };
        refused(self.try_card(card)?)?;
        for line in lines {
            refused(self.try_line(line)?)?;
        }
        let review = self.review()?;
        self.point(PointEvent::Confirm)?;
        self.until("an empty scale", |view| {
            let weigh = weigh(view)?;
            (weigh.lines.is_empty() && matches!(weigh.card, CardStep::Ask { .. })).then_some(())
        })?;
        Ok(review)
    }

    /// What was logged here, once it shows what is looked for.
    ///
    /// # Errors
    /// When it is not shown in time.
    pub fn log(
        &self,
        what: &str,
        mut holds: impl FnMut(&[LogRow]) -> bool,
    ) -> Result<Vec<LogRow>, Failure> {
        self.go_to(Tab::Point)?;
        self.point(PointEvent::OpenLog)?;
        let rows = self.until(what, |view| match &view.screen {
            Screen::Log { log } if holds(&log.rows) => Some(log.rows.clone()),
            _ => None,
        })?;
        self.point(PointEvent::CloseLog)?;
        self.until("the log closed", |view| {
            (!matches!(view.screen, Screen::Log { .. })).then_some(())
        })?;
        Ok(rows)
    }

    /// Takes a drop-off back, from the log.
    ///
    /// # Errors
    /// When it cannot be mended, or the log does not follow in time.
    pub fn mend(&self, drop_off: RecordId, reason: ReversalReason) -> Result<(), Failure> {
        self.go_to(Tab::Point)?;
        self.point(PointEvent::OpenLog)?;
        self.until("the drop-off to mend", |view| match &view.screen {
            Screen::Log { log } => {
                let row = log.rows.iter().find(|row| row.drop_off == drop_off)?;
                row.mend_label.as_ref().map(drop)
            }
            _ => None,
        })?;
        self.point(PointEvent::MendPicked { drop_off })?;
        self.until("the reasons", |view| matches!(view.screen, Screen::Mend { .. }).then_some(()))?;
        self.point(PointEvent::MendConfirmed { reason })?;
        self.until("the drop-off mended", |view| match &view.screen {
            Screen::Log { log } => {
                let row = log.rows.iter().find(|row| row.drop_off == drop_off)?;
                row.mend_label.is_none().then_some(())
            }
            _ => None,
        })?;
        self.point(PointEvent::CloseLog)?;
        self.until("the log closed", |view| {
            (!matches!(view.screen, Screen::Log { .. })).then_some(())
        })
    }
}
