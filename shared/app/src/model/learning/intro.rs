//! The volunteer's short quiz: ten questions before the first turf, all of them right in the end.
//!
//! Whoever holds a turf or held one is not asked, and nobody twice: what was right stays right, also
//! over a restart. It is asked on the device where the first turf is taken.

use wufei_domain::ids::TurfId;

use super::{Known, quiz::Quiz};
use crate::{
    app::Wufei,
    effect::net::Lease,
    model::{Cmd, Model},
};

/// The quiz, and the turf it stands before.
#[derive(Debug)]
pub(crate) struct Intro {
    pub(crate) turf: TurfId,
    pub(crate) quiz: Quiz,
}

/// Whether a turf may be taken.
enum Gate {
    Open,
    /// It is not known yet what was answered.
    Unknown,
    /// These are still to be answered rightly.
    Ask(Vec<usize>),
}

impl Model {
    /// Leads to the quiz first where it is to be passed.
    pub(in crate::model) fn turf_wanted(&mut self, app: &Wufei, turf: TurfId) -> Cmd {
        self.turfs.wanted = None;
        match self.gate(app) {
            Gate::Open => self.take_turf(turf),
            Gate::Unknown => {
                self.turfs.wanted = Some(turf);
                self.load_learning()
            }
            Gate::Ask(questions) => {
                let quiz = Quiz::until_right(app.lessons, questions);
                self.learning.intro = Some(Intro { turf, quiz });
                Cmd::done()
            }
        }
    }

    /// It is known now what was answered: goes on with the turf that was asked for.
    pub(super) fn take_wanted_turf(&mut self, app: &Wufei) -> Cmd {
        let Some(turf) = self.turfs.wanted.take() else { return Cmd::done() };
        match &self.learning.known {
            Known::Failed(refusal) => {
                self.notice = Some(crate::model::Notice::Refused(refusal.clone()));
                Cmd::done()
            }
            _ => self.turf_wanted(app, turf),
        }
    }

    fn gate(&self, app: &Wufei) -> Gate {
        let holds = |lease| matches!(lease, Lease::Mine { .. });
        if !self.turfs.mine.is_empty() || self.turfs.offers.iter().any(|one| holds(one.lease)) {
            return Gate::Open;
        }
        let Known::Here { recalls, held_turf } = &self.learning.known else {
            return Gate::Unknown;
        };
        let was_right = |key: &str| recalls.get(key).is_some_and(|recall| recall.was_right);
        let missing: Vec<usize> = app
            .lessons
            .questions()
            .iter()
            .enumerate()
            .filter(|(_, question)| question.is_intro && !was_right(&question.key))
            .map(|(at, _)| at)
            .collect();
        if *held_turf || missing.is_empty() { Gate::Open } else { Gate::Ask(missing) }
    }

    /// All ten were right: takes the turf they stood before.
    pub(super) fn finish_intro(&mut self) -> Cmd {
        match self.learning.intro.take() {
            Some(intro) if intro.quiz.is_over() => self.take_turf(intro.turf),
            intro => {
                self.learning.intro = intro;
                Cmd::done()
            }
        }
    }

    /// Back to the turfs; what was right stays right.
    pub(in crate::model) fn leave_intro(&mut self) -> Cmd {
        self.learning.intro = None;
        Cmd::done()
    }
}
