//! A walk: the door list, one door with its script, a door to propose, a visit to void.
//!
//! While a record is being stored its screen stays and takes no other tap; the list comes back
//! when the record is safe.

use wufei_domain::{
    ids::{DoorId, RecordId, TurfId},
    record::Body,
    refusal::{Code, Refusal},
    visit::{
        DoorProposal, Outcome, Script, ScriptAnswer, Visit, VisitVoid, VoidReason, validate_label,
    },
};

use super::{
    Cmd, Model, Notice, Wrong, intent,
    pictures::{PhotoPlace, Pictures},
    save_draft,
    turfs::Proposal,
    withdraw_draft,
};
use crate::{
    app::Wufei,
    effect::store::{DoorPlace, DraftPlace, TurfData},
    event::TurfsEvent,
};

/// The turf being walked.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) turf: TurfId,
    /// `None` until its doors arrive.
    pub(crate) data: Option<TurfData>,
    pub(crate) step: Step,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    List,
    Door { door: DoorId, stage: DoorStage },
    Proposal { storing: bool },
    Void { door: DoorId, visit: RecordId, storing: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DoorStage {
    /// What came of it?
    Ask,
    /// Someone was met; the answers are in [`super::turfs::Turfs::answers`].
    Script,
    Storing,
}

impl Walk {
    pub(crate) fn door(&self, id: DoorId) -> Option<&DoorPlace> {
        self.data.as_ref()?.doors.iter().find(|door| door.id == id)
    }

    pub(crate) fn script(&self) -> Option<&Script> {
        let script = self.data.as_ref()?.script.as_ref()?;
        (!script.questions.is_empty()).then_some(script)
    }

    pub(super) const fn is_storing(&self) -> bool {
        matches!(
            self.step,
            Step::Door { stage: DoorStage::Storing, .. }
                | Step::Proposal { storing: true }
                | Step::Void { storing: true, .. }
        )
    }
}

fn fits(script: &Script, answer: &ScriptAnswer) -> bool {
    script.questions.iter().any(|question| {
        question.key == answer.question
            && question.choices.iter().any(|choice| choice.key == answer.choice)
    })
}

impl Model {
    pub(super) fn walk_event(&mut self, app: &Wufei, event: TurfsEvent) -> Cmd {
        let Some(walk) = &mut self.turfs.walk else { return Cmd::done() };
        if walk.is_storing() {
            return Cmd::done();
        }
        match (walk.step, event) {
            (Step::List | Step::Door { .. }, TurfsEvent::DoorPicked { door }) => {
                self.door_picked(door)
            }
            (Step::List, TurfsEvent::OpenProposal) => {
                walk.step = Step::Proposal { storing: false };
                Cmd::done()
            }
            (Step::Door { door, .. }, TurfsEvent::OutcomeTapped { outcome }) => {
                self.outcome_tapped(door, outcome)
            }
            (
                Step::Door { door, stage: DoorStage::Script },
                TurfsEvent::AnswerPicked { question, choice },
            ) => self.answer_picked(door, ScriptAnswer { question, choice }),
            (Step::Door { door, stage: DoorStage::Script }, TurfsEvent::SaveVisit) => {
                self.record_visit(door, Outcome::Met)
            }
            (Step::Door { door, .. }, TurfsEvent::AddPhoto) => self.add_door_photo(app, door),
            (Step::Door { door, .. }, TurfsEvent::RemovePhoto { photo }) => {
                self.remove_photo(PhotoPlace::Door(door), &photo)
            }
            (Step::Door { door, .. }, TurfsEvent::LeaveDoor) => self.leave_door(door),
            (Step::Door { door, .. }, TurfsEvent::VoidPicked { visit }) => {
                self.void_picked(door, visit)
            }
            (Step::Void { door, visit, .. }, TurfsEvent::VoidConfirmed { reason }) => {
                self.void_confirmed(door, visit, reason)
            }
            (Step::Void { door, .. }, TurfsEvent::VoidCancelled) => self.open_door(door),
            (Step::Proposal { .. }, TurfsEvent::ProposalTyped { label }) => {
                self.turfs.proposal = Proposal { typed: label, wrong: None };
                save_draft(DraftPlace::Proposal, &self.turfs.proposal)
            }
            (Step::Proposal { .. }, TurfsEvent::SendProposal) => self.send_proposal(),
            (Step::Proposal { .. }, TurfsEvent::CancelProposal) => {
                walk.step = Step::List;
                self.turfs.proposal = Proposal::default();
                withdraw_draft(DraftPlace::Proposal)
            }
            _ => Cmd::done(),
        }
    }

    /// One step up; what was typed stays.
    pub(super) fn turfs_back(&mut self) -> Cmd {
        let Some(walk) = &mut self.turfs.walk else { return Cmd::done() };
        if walk.is_storing() {
            return Cmd::done();
        }
        match walk.step {
            Step::List => {
                self.turfs.walk = None;
                self.load_screen()
            }
            Step::Door { door, .. } => self.leave_door(door),
            Step::Void { door, .. } => self.open_door(door),
            Step::Proposal { .. } => {
                walk.step = Step::List;
                Cmd::done()
            }
        }
    }

    fn set_step(&mut self, step: Step) {
        if let Some(walk) = &mut self.turfs.walk {
            walk.step = step;
        }
    }

    fn door_picked(&mut self, door: DoorId) -> Cmd {
        let place = self.turfs.walk.as_ref().and_then(|walk| walk.door(door));
        match place {
            Some(place) if place.do_not_visit => {
                self.notice = Some(Notice::Info("notice-do-not-visit"));
                Cmd::done()
            }
            Some(_) => self.open_door(door),
            None => {
                let refusal = Refusal::new(Code::DoorOutsideTurf).with("value", door);
                self.notice = Some(Notice::Refused(refusal));
                Cmd::done()
            }
        }
    }

    /// Answers given before come back with the door.
    fn open_door(&mut self, door: DoorId) -> Cmd {
        let begun = self.turfs.answers.contains_key(&door);
        let stage = if begun { DoorStage::Script } else { DoorStage::Ask };
        self.set_step(Step::Door { door, stage });
        Cmd::done()
    }

    fn leave_door(&mut self, door: DoorId) -> Cmd {
        self.set_step(Step::List);
        if !self.turfs.has_draft(door) {
            return Cmd::done();
        }
        if self.turfs.answers.get(&door).is_some_and(Vec::is_empty) {
            self.turfs.answers.remove(&door);
        }
        self.turfs.save_door()
    }

    fn outcome_tapped(&mut self, door: DoorId, outcome: Outcome) -> Cmd {
        let script = self.turfs.walk.as_ref().and_then(Walk::script).is_some();
        if outcome != Outcome::Met || !script {
            return self.record_visit(door, outcome);
        }
        self.turfs.answers.entry(door).or_default();
        self.set_step(Step::Door { door, stage: DoorStage::Script });
        self.turfs.save_door()
    }

    /// Not before its list has arrived: after a restart a door may be open that is not on it.
    fn add_door_photo(&mut self, app: &Wufei, door: DoorId) -> Cmd {
        if self.turfs.walk.as_ref().is_none_or(|walk| walk.door(door).is_none()) {
            return Cmd::done();
        }
        self.add_photo(app, PhotoPlace::Door(door))
    }

    /// At most one answer a question; the last one picked stands.
    fn answer_picked(&mut self, door: DoorId, answer: ScriptAnswer) -> Cmd {
        let script = self.turfs.walk.as_ref().and_then(Walk::script);
        if !script.is_some_and(|script| fits(script, &answer)) {
            return Cmd::done();
        }
        let answers = self.turfs.answers.entry(door).or_default();
        answers.retain(|given| given.question != answer.question);
        answers.push(answer);
        self.turfs.save_door()
    }

    fn record_visit(&mut self, door: DoorId, outcome: Outcome) -> Cmd {
        let Some(walk) = &mut self.turfs.walk else { return Cmd::done() };
        // After a restart a door is open before the list has arrived, and its script with it.
        if walk.door(door).is_none() {
            return Cmd::done();
        }
        let given = self.turfs.answers.get(&door);
        let (answers, version) = match (outcome, given, walk.script()) {
            (Outcome::Met, Some(given), Some(script)) => {
                let fit = given.iter().filter(|answer| fits(script, answer)).cloned();
                (fit.collect(), Some(script.version))
            }
            _ => (Vec::new(), None),
        };
        let visit = Visit {
            turf: walk.turf,
            door,
            outcome,
            script_version: version.filter(|_| !answers.is_empty()),
            answers,
            supersedes: None,
            photos: self.turfs.photos.get(&door).map(Pictures::ids).unwrap_or_default(),
        };
        walk.step = Step::Door { door, stage: DoorStage::Storing };
        // The draft goes with the record, unless it holds something of other doors too.
        let last = self.turfs.has_draft(door) && !self.turfs.has_draft_beside(door);
        let from_draft = last.then_some(DraftPlace::Door);
        intent::record(door.community, Body::Visit(visit), from_draft)
    }

    pub(super) fn visit_recorded(&mut self, door: DoorId, stored: bool) -> Cmd {
        if !stored {
            return self.open_door(door);
        }
        self.set_step(Step::List);
        let begun = self.turfs.has_draft(door);
        self.turfs.answers.remove(&door);
        self.turfs.photos.remove(&door);
        let others = self.turfs.has_draft_beside(door);
        if begun && others { self.turfs.save_door() } else { Cmd::done() }
    }

    /// One's own visits only, and once.
    fn void_picked(&mut self, door: DoorId, visit: RecordId) -> Cmd {
        let actor = self.identity.as_ref().map(|who| who.actor);
        let data = self.turfs.walk.as_ref().and_then(|walk| walk.data.as_ref());
        let Some(data) = data else { return Cmd::done() };
        let own = data
            .visits
            .iter()
            .any(|seen| seen.id == visit && seen.visit.door == door && Some(seen.actor) == actor);
        let void = data.voids.iter().any(|void| void.visit == visit);
        if void || self.turfs.voided.contains(&visit) {
            let refusal = Refusal::new(Code::AlreadyVoided).with("value", visit);
            self.notice = Some(Notice::Refused(refusal));
        } else if own {
            self.set_step(Step::Void { door, visit, storing: false });
        }
        Cmd::done()
    }

    fn void_confirmed(&mut self, door: DoorId, visit: RecordId, reason: VoidReason) -> Cmd {
        let Some(walk) = &mut self.turfs.walk else { return Cmd::done() };
        walk.step = Step::Void { door, visit, storing: true };
        let void = VisitVoid { turf: walk.turf, door, visit, reason };
        intent::record(door.community, Body::VisitVoid(void), None)
    }

    pub(super) fn void_recorded(&mut self, stored: bool) -> Cmd {
        let step = self.turfs.walk.as_ref().map(|walk| walk.step);
        let Some(Step::Void { door, visit, .. }) = step else { return Cmd::done() };
        if !stored {
            self.set_step(Step::Void { door, visit, storing: false });
            return Cmd::done();
        }
        self.turfs.voided.insert(visit);
        self.notice = Some(Notice::Good("notice-voided"));
        self.open_door(door)
    }

    fn send_proposal(&mut self) -> Cmd {
        let label = match validate_label(&self.turfs.proposal.typed) {
            Ok(label) => label,
            Err(refusal) => {
                self.turfs.proposal.wrong = Some(Wrong::Refused(refusal));
                return Cmd::done();
            }
        };
        let Some(walk) = &mut self.turfs.walk else { return Cmd::done() };
        let community = match &walk.data {
            Some(data) => data.turf.community,
            None => return Cmd::done(),
        };
        walk.step = Step::Proposal { storing: true };
        let proposal = DoorProposal { turf: walk.turf, after: None, label };
        intent::record(community, Body::DoorProposal(proposal), Some(DraftPlace::Proposal))
    }

    pub(super) fn proposal_recorded(&mut self, stored: bool) -> Cmd {
        if stored {
            self.turfs.proposal = Proposal::default();
            self.set_step(Step::List);
            self.notice = Some(Notice::Good("notice-proposed"));
        } else {
            self.set_step(Step::Proposal { storing: false });
        }
        Cmd::done()
    }
}
