//! A phone that was reported lost: what the screens do while it empties itself.

use std::mem;

use super::{Cmd, Model, Notice, Phase, ask};
use crate::{effect::store::LoadStart, event::Event};

impl Model {
    /// Nothing is left on the phone: the app begins as on the first day, in the language it had, and
    /// says why.
    pub(super) fn begin_anew(&mut self) -> Cmd {
        self.forget_rounds();
        *self = Self {
            phase: Phase::Loading,
            settings: self.settings,
            sync: mem::take(&mut self.sync),
            notice: Some(Notice::Info("notice-lost-emptied")),
            ..Self::default()
        };
        ask(LoadStart, Event::Started)
    }

    /// Only what was not sent is left: what the screens still show is gone from the store.
    pub(super) fn hide_what_went(&mut self) {
        self.forget_screens();
        self.notice = Some(Notice::Info("notice-lost-sending"));
    }
}
