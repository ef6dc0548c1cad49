//! A volunteer's walk: turfs, the door list, one door.

use std::time::{Duration, Instant};

use wufei_app::{
    event::{Tab, TurfsEvent, UiEvent},
    view::{
        Screen, ViewModel,
        door::DoorView,
        turfs::{DoorsView, TurfsView},
    },
};
use wufei_domain::{
    ids::{DoorId, RecordId, TurfId},
    visit::{Outcome, VoidReason},
};

use super::{Failure, PATIENCE, TestDevice};
use crate::harness::holds;

fn turfs(view: &ViewModel) -> Option<&TurfsView> {
    match &view.screen {
        Screen::Turfs { turfs } => Some(turfs),
        _ => None,
    }
}

fn doors(view: &ViewModel, turf: TurfId) -> Option<&DoorsView> {
    match &view.screen {
        Screen::Doors { doors } if doors.turf == turf => Some(doors),
        _ => None,
    }
}

fn at_door(view: &ViewModel, id: DoorId) -> Option<&DoorView> {
    match &view.screen {
        Screen::Door { door } if door.door == id => Some(door),
        _ => None,
    }
}

fn holds_turf(view: &TurfsView, turf: TurfId) -> bool {
    view.mine.iter().any(|mine| mine.turf == turf)
}

const fn is_asked(view: &ViewModel) -> bool {
    matches!(view.screen, Screen::Quiz { .. } | Screen::QuizDone { .. })
}

const fn is_list(screen: &Screen) -> bool {
    matches!(screen, Screen::Turfs { .. } | Screen::Doors { .. })
}

impl TestDevice {
    fn turfs(&self, event: TurfsEvent) -> Result<(), Failure> {
        self.send(UiEvent::Turfs { event })
    }

    /// Takes a turf and waits until it is on the device.
    ///
    /// # Errors
    /// When it is not on offer, or does not arrive.
    pub fn take_turf(&self, turf: TurfId) -> Result<(), Failure> {
        self.go_to(Tab::Turfs)?;
        self.turfs(TurfsEvent::Refresh)?;
        self.until("the turf on offer", |view| {
            let offer = turfs(view)?.offers.iter().find(|offer| offer.turf == turf)?;
            offer.take_label.as_ref().map(drop)
        })?;
        self.turfs(TurfsEvent::Take { turf })?;
        let here = |view: &ViewModel| turfs(view).is_some_and(|turfs| holds_turf(turfs, turf));
        while self.until("the turf on the device, or a question before it", |view| {
            if here(view) { Some(false) } else { is_asked(view).then_some(true) }
        })? {
            self.answer_all()?;
            self.finish_quiz()?;
        }
        Ok(())
    }

    /// Answers what is asked before a first turf, up to the press that takes it.
    ///
    /// # Errors
    /// When nothing is asked in time.
    pub fn want_turf(&self, turf: TurfId) -> Result<(), Failure> {
        self.turfs(TurfsEvent::Take { turf })?;
        self.until("a question before the turf", |view| is_asked(view).then_some(()))?;
        self.answer_all()
    }

    /// The label of the way to take a turf on offer; `None` when somebody else holds it.
    ///
    /// # Errors
    /// When it is not on offer in time.
    pub fn take_turf_offered(&self, turf: TurfId) -> Result<Option<String>, Failure> {
        self.go_to(Tab::Turfs)?;
        self.turfs(TurfsEvent::Refresh)?;
        self.until("the turf on offer", |view| {
            let offer = turfs(view)?.offers.iter().find(|offer| offer.turf == turf)?;
            Some(offer.take_label.clone())
        })
    }

    /// Opens the door list once it shows what is looked for.
    ///
    /// # Errors
    /// When it does not in time.
    pub fn walk(
        &self,
        turf: TurfId,
        what: &str,
        mut holds: impl FnMut(&DoorsView) -> bool,
    ) -> Result<DoorsView, Failure> {
        self.go_to(Tab::Turfs)?;
        self.step_back_to_a_list()?;
        self.turfs(TurfsEvent::Walk { turf })?;
        self.until(what, |view| doors(view, turf).filter(|doors| holds(doors)).cloned())
    }

    /// As a person would: whoever stands at a door goes back before they go on.
    fn step_back_to_a_list(&self) -> Result<(), Failure> {
        while !is_list(&self.view()?.screen) {
            let before = self.view()?.screen;
            self.send(UiEvent::Back)?;
            self.until("one step back", |view| (view.screen != before).then_some(()))?;
        }
        Ok(())
    }

    /// As [`TestDevice::walk`], with rounds until then.
    ///
    /// # Errors
    /// When it does not in time.
    pub fn sync_and_walk(
        &self,
        turf: TurfId,
        what: &str,
        mut holds: impl FnMut(&DoorsView) -> bool,
    ) -> Result<DoorsView, Failure> {
        self.sync_until(Tab::Turfs, "the turfs", |view| turfs(view).map(drop))?;
        let mut last = self.walk(turf, "the door list", |_| true)?;
        for _ in 0..20 {
            if holds(&last) {
                return Ok(last);
            }
            std::thread::sleep(Duration::from_millis(100));
            self.sync()?;
            last = self.walk(turf, "the door list", |_| true)?;
        }
        self.walk(turf, what, holds)
    }

    /// Opens a door of the list that is shown.
    ///
    /// # Errors
    /// When it is not shown in time.
    pub fn open_door(&self, door: DoorId) -> Result<DoorView, Failure> {
        self.turfs(TurfsEvent::DoorPicked { door })?;
        self.until(&format!("door {door}"), |view| at_door(view, door).cloned())
    }

    /// Records a visit at a door of the list that is shown, with the answers given when someone
    /// was met; comes back to the list.
    ///
    /// # Errors
    /// When the list does not show it in time.
    pub fn visit(
        &self,
        turf: TurfId,
        door: DoorId,
        outcome: Outcome,
        answers: &[(&str, &str)],
    ) -> Result<(), Failure> {
        self.open_door(door)?;
        let before = self.store()?.records()?.len();
        self.turfs(TurfsEvent::OutcomeTapped { outcome })?;
        if outcome == Outcome::Met {
            self.until("the script", |view| at_door(view, door)?.script.as_ref().map(drop))?;
            for (question, choice) in answers {
                self.turfs(TurfsEvent::AnswerPicked {
                    question: (*question).to_owned(),
                    choice: (*choice).to_owned(),
                })?;
            }
            self.turfs(TurfsEvent::SaveVisit)?;
        }
        self.until(&format!("the visit to {door} on the list"), |view| {
            let row = doors(view, turf)?.doors.iter().find(|row| row.door == door)?;
            (row.outcome == Some(outcome)).then_some(())
        })?;
        // The row may have shown that outcome before; and the record may have been sent by now.
        let deadline = Instant::now() + PATIENCE;
        while self.store()?.records()?.len() == before {
            let seen = || "no new record".to_owned();
            holds("a record of the visit", Instant::now() < deadline, seen)?;
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Voids a visit at the door that is shown; comes back to the door.
    ///
    /// # Errors
    /// When the door's history does not show it in time.
    pub fn void_visit(
        &self,
        door: DoorId,
        visit: RecordId,
        reason: VoidReason,
    ) -> Result<DoorView, Failure> {
        self.turfs(TurfsEvent::VoidPicked { visit })?;
        self.until("the reasons", |view| {
            matches!(view.screen, Screen::VisitVoid { .. }).then_some(())
        })?;
        self.turfs(TurfsEvent::VoidConfirmed { reason })?;
        self.until("the visit shown as void", |view| {
            let shown = at_door(view, door)?;
            let row = shown.history.iter().find(|row| row.visit == visit)?;
            row.void_word.as_ref().map(|_| shown.clone())
        })
    }

    /// Proposes a door that is missing from the list that is shown; gives back the problem shown
    /// when it is refused.
    ///
    /// # Errors
    /// When neither comes in time.
    pub fn propose_door(&self, turf: TurfId, label: &str) -> Result<Option<String>, Failure> {
        self.turfs(TurfsEvent::OpenProposal)?;
        self.turfs(TurfsEvent::ProposalTyped { label: label.to_owned() })?;
        self.until("the proposal", |view| match &view.screen {
            Screen::Proposal { proposal } if proposal.typed == label => Some(()),
            _ => None,
        })?;
        self.turfs(TurfsEvent::SendProposal)?;
        self.until("an answer to the proposal", |view| match &view.screen {
            Screen::Proposal { proposal } => proposal.problem.clone().map(Some),
            _ => doors(view, turf).map(|_| None),
        })
    }
}
