//! Waiting for news while there is nothing else to do: one wait at a time, and none that must end
//! before something else may begin.
//!
//! News lead to a round, which is given the mark that was told; nothing new leads to the next wait.
//! A wait that fails is followed by a round after a back-off, so that the round finds out how things
//! stand. A server that does not know the question is asked once a minute for its feeds, as before
//! there was one.

use std::mem;

use wufei_domain::{
    news::NewsMark,
    refusal::{Code, Refusal},
};

use super::{
    Cmd, Model, ask,
    sync::{POLL_MS, Run},
};
use crate::{
    effect::news::{AwaitNews, News},
    event::Event,
};

/// Waits without news after which a round looks all the same, and rounds once a minute after which a
/// server that did not know the question is asked again: about an hour of each.
pub(crate) const QUIET_MAX: u32 = 60;

#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Whether the question is open. It cannot be taken back: a round may pass meanwhile.
    is_open: bool,
    /// It was asked for somebody who was enrolled here before: its answer tells nothing.
    is_stale: bool,
    /// The mark that was told, for the next round to keep.
    heard: Option<NewsMark>,
    failures: u32,
    /// Waits without news in a row.
    quiet: u32,
    /// Rounds by the clock that are left before the question is asked again.
    polls: u32,
}

impl Waiting {
    /// Somebody else is enrolled.
    pub(super) fn begin_anew(&mut self) {
        *self = Self { is_open: self.is_open, is_stale: self.is_open, ..Self::default() };
    }

    /// For a round that begins now.
    pub(super) const fn take_heard(&mut self) -> Option<NewsMark> {
        self.heard.take()
    }

    /// A round could not keep the mark it was given; a newer one stands.
    pub(super) fn give_back(&mut self, given: Option<NewsMark>) {
        self.heard = self.heard.or(given);
    }

    /// How often in a row a wait failed.
    pub(super) const fn failures(&self) -> u32 {
        self.failures
    }
}

impl Model {
    /// There is nothing to do now.
    pub(super) fn rest(&mut self) -> Cmd {
        if self.identity.is_none() || self.sync.run != Run::Idle {
            return Cmd::done();
        }
        let waiting = &mut self.sync.waiting;
        if waiting.heard.is_some() {
            // The last round could not keep it: asked now, the server would only tell it again.
            return self.wait(POLL_MS);
        }
        if waiting.polls > 0 {
            waiting.polls -= 1;
            return self.wait(POLL_MS);
        }
        self.await_news()
    }

    fn await_news(&mut self) -> Cmd {
        if mem::replace(&mut self.sync.waiting.is_open, true) {
            return Cmd::done();
        }
        ask(AwaitNews, Event::NewsCame)
    }

    pub(super) fn news_came(&mut self, answer: Result<News, Refusal>) -> Cmd {
        let waiting = &mut self.sync.waiting;
        waiting.is_open = false;
        if mem::take(&mut waiting.is_stale) {
            return self.rest();
        }
        match answer {
            Ok(News::Changed(mark)) => {
                (waiting.failures, waiting.quiet) = (0, 0);
                waiting.heard = Some(mark);
                self.sync_soon()
            }
            Ok(News::Nothing) => {
                (waiting.failures, waiting.quiet) = (0, waiting.quiet + 1);
                if waiting.quiet < QUIET_MAX {
                    return self.rest();
                }
                waiting.quiet = 0;
                if self.sync.run == Run::Idle { self.sync_soon() } else { Cmd::done() }
            }
            Err(refusal) if refusal.code == Code::NotFound => {
                waiting.polls = QUIET_MAX;
                self.rest()
            }
            Err(refusal) => {
                waiting.failures = waiting.failures.saturating_add(1);
                self.wait_failed(&refusal)
            }
        }
    }
}
