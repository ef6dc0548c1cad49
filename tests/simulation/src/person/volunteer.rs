//! A volunteer takes turfs, walks from door to door, mends what was wrong, proposes a door.

use wufei_app::{
    UiEvent,
    event::{LearningEvent, QuizChoice, Tab, TurfsEvent},
    view::{
        Screen,
        door::DoorView,
        learning::QuizView,
        turfs::{DoorsView, TurfsView},
    },
};
use wufei_domain::visit::{Outcome, VoidReason};
use wufei_guide::Lessons;

use super::{Hand, open};

const fn turfs(event: TurfsEvent) -> UiEvent {
    UiEvent::Turfs { event }
}

impl Hand<'_> {
    pub(super) fn walks(&mut self, screen: &Screen) -> UiEvent {
        match screen {
            Screen::Turfs { turfs } => self.at_turfs(turfs),
            Screen::Quiz { quiz } => self.at_quiz(quiz),
            Screen::QuizDone { .. } => UiEvent::Learning { event: LearningEvent::Finish },
            Screen::Doors { doors } => self.at_doors(doors),
            Screen::Door { door } => self.at_door(door),
            Screen::Proposal { .. } if self.chance.hits(1, 2) => {
                *self.weighed += 1;
                let label = format!("{} 幢（合成）", self.weighed);
                turfs(TurfsEvent::ProposalTyped { label })
            }
            Screen::Proposal { .. } => turfs(TurfsEvent::SendProposal),
            Screen::VisitVoid { .. } if self.chance.hits(1, 6) => turfs(TurfsEvent::VoidCancelled),
            Screen::VisitVoid { .. } => {
                let reason = VoidReason::ALL[self.chance.index(VoidReason::ALL.len())];
                turfs(TurfsEvent::VoidConfirmed { reason })
            }
            _ => open(Tab::Turfs),
        }
    }

    fn at_turfs(&mut self, view: &TurfsView) -> UiEvent {
        let free: Vec<_> = view.offers.iter().filter(|offer| offer.take_label.is_some()).collect();
        let takes = view.mine.is_empty() || self.chance.hits(1, 5);
        match (self.pick(&view.mine), self.pick(&free)) {
            (_, Some(offer)) if takes => turfs(TurfsEvent::Take { turf: offer.turf }),
            (Some(mine), _) => turfs(TurfsEvent::Walk { turf: mine.turf }),
            _ => turfs(TurfsEvent::Refresh),
        }
    }

    /// Knows the answer, and now and then is wrong all the same.
    fn at_quiz(&mut self, view: &QuizView) -> UiEvent {
        if view.outcome.is_some() {
            return UiEvent::Learning { event: LearningEvent::Next };
        }
        let at = usize::try_from(view.question).unwrap_or_default().checked_sub(1);
        let lessons = Lessons::zhejiang().ok();
        let asked = at.and_then(|at| lessons?.questions().get(at));
        let known = asked.map(|question| QuizChoice::from(question.place()));
        let choice = match known {
            Some(right) if !self.chance.hits(1, 8) => right,
            _ => QuizChoice::BINS[self.chance.index(QuizChoice::BINS.len())],
        };
        UiEvent::Learning { event: LearningEvent::ChoicePicked { choice } }
    }

    fn at_doors(&mut self, view: &DoorsView) -> UiEvent {
        let doors: Vec<_> = view.doors.iter().filter(|door| door.open_label.is_some()).collect();
        match self.pick(&doors) {
            Some(_) if self.chance.hits(1, 20) => turfs(TurfsEvent::OpenProposal),
            Some(_) if self.chance.hits(1, 12) => UiEvent::Back,
            Some(door) => turfs(TurfsEvent::DoorPicked { door: door.door }),
            None if self.chance.hits(1, 3) => UiEvent::Back,
            None => turfs(TurfsEvent::Walk { turf: view.turf }),
        }
    }

    fn at_door(&mut self, view: &DoorView) -> UiEvent {
        let own: Vec<_> = view.history.iter().filter(|row| row.void_label.is_some()).collect();
        if let Some(row) = self.pick(&own)
            && self.chance.hits(1, 4)
        {
            return turfs(TurfsEvent::VoidPicked { visit: row.visit });
        }
        let Some(script) = &view.script else {
            let outcome = Outcome::ALL[self.chance.index(Outcome::ALL.len())];
            return turfs(TurfsEvent::OutcomeTapped { outcome });
        };
        let question = self.pick(&script.questions);
        match question.and_then(|question| Some((question, self.pick(&question.choices)?))) {
            Some((question, choice)) if self.chance.hits(1, 2) => {
                let (question, choice) = (question.question.clone(), choice.choice.clone());
                turfs(TurfsEvent::AnswerPicked { question, choice })
            }
            _ => turfs(TurfsEvent::SaveVisit),
        }
    }
}
