//! Handing the phone to somebody else: asked first; then what is under way is finished, and the
//! store forgets who was enrolled. Own records stay in the store until their maker is back.

use wufei_domain::refusal::{Code, Refusal};

use super::{
    Cmd, Model, Notice, ask,
    lookup::{Lookup, Told},
    settings::Enrolment,
    standing::Standing,
    sync::Run,
};
use crate::{
    effect::store::{LeaveIdentity, OutboxCounts},
    event::{Event, SettingsEvent, UiEvent},
};

/// How far it has come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaving {
    #[default]
    No,
    /// The person is asked.
    Asked,
    /// They said yes. A round or a record that is under way is waited for: it is still theirs.
    Waiting,
    /// The store is forgetting.
    Forgetting,
}

impl Leaving {
    /// Whether the person said yes: nothing else is begun under their name.
    pub(crate) const fn takes_nothing_but_cancel(self) -> bool {
        matches!(self, Self::Waiting | Self::Forgetting)
    }

    pub(crate) const fn can_cancel(self) -> bool {
        matches!(self, Self::Asked | Self::Waiting)
    }
}

/// Whether it is one of the two ways back.
pub(super) const fn is_cancel(event: &UiEvent) -> bool {
    matches!(event, UiEvent::Back | UiEvent::Settings { event: SettingsEvent::LeaveCancelled })
}

impl Model {
    /// Whether a shift is open is read anew; the store has the last word on it.
    pub(super) fn leave_picked(&mut self) -> Cmd {
        if self.asks_for_code() || self.leaving != Leaving::No {
            return Cmd::done();
        }
        self.leaving = Leaving::Asked;
        self.load_point()
    }

    pub(super) fn leave_confirmed(&mut self) -> Cmd {
        if self.leaving != Leaving::Asked {
            return Cmd::done();
        }
        match self.leaving_refused() {
            Some(refusal) => self.notice = Some(Notice::Refused(refusal)),
            None => self.leaving = Leaving::Waiting,
        }
        Cmd::done()
    }

    pub(super) fn leave_cancelled(&mut self) -> Cmd {
        match self.leaving {
            Leaving::Asked => {
                self.leaving = Leaving::No;
                Cmd::done()
            }
            // No round was begun meanwhile.
            Leaving::Waiting => {
                self.leaving = Leaving::No;
                self.sync_soon()
            }
            Leaving::No | Leaving::Forgetting => Cmd::done(),
        }
    }

    /// Why it cannot be, as far as it is known here.
    pub(crate) fn leaving_refused(&self) -> Option<Refusal> {
        let open = self.own_point().is_some() && self.point.data.open_shift.is_some();
        open.then(|| Code::ShiftStillOpen.into())
    }

    /// Whether something of this person's is still being done.
    fn is_under_way(&self) -> bool {
        matches!(self.sync.run, Run::Round(_))
            || self.point.is_storing()
            || self.turfs.is_busy()
            || self.outbox.is_withdrawing()
            || self.learning.is_storing()
            || self.kept.is_storing()
            || matches!(self.lookup.told, Told::Telling(_))
    }

    /// The next step, as soon as there is nothing to wait for. Called after every event.
    pub(super) fn go_on_leaving(&mut self) -> Cmd {
        if self.leaving != Leaving::Waiting || self.is_under_way() {
            return Cmd::done();
        }
        self.leaving = Leaving::Forgetting;
        ask(LeaveIdentity, Event::Left)
    }

    pub(super) fn left(&mut self, answer: Result<OutboxCounts, Refusal>) -> Cmd {
        self.leaving = Leaving::No;
        let Some(counts) = self.take(answer) else { return self.sync_soon() };
        self.counts = counts;
        self.become_known(None);
        self.forget_screens();
        self.lookup = Lookup::default();
        self.standing = Standing::default();
        self.enrolment = Enrolment::default();
        self.forget_rounds();
        self.notice = Some(Notice::Good("notice-left"));
        Cmd::done()
    }
}
