//! A volunteer takes turfs, walks from door to door, mends what was wrong, proposes a door.

use wufei_app::{
    UiEvent,
    event::{Tab, TurfsEvent},
    view::{
        Screen,
        door::DoorView,
        turfs::{DoorsView, TurfsView},
    },
};
use wufei_domain::visit::{Outcome, VoidReason};

use super::{Hand, open};

const fn turfs(event: TurfsEvent) -> UiEvent {
    UiEvent::Turfs { event }
}

impl Hand<'_> {
    pub(super) fn walks(&mut self, screen: &Screen) -> UiEvent {
        match screen {
            Screen::Turfs { turfs } => self.at_turfs(turfs),
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
