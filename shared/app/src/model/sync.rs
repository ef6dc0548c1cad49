//! The loop of sync rounds: one round at a time, one wait at a time.
//!
//! A round follows a start, a new record, an enrolment, a taken turf, a tap; another one follows
//! at once while there is more. After a failure the next waits, longer each time; without one an
//! enrolled device waits for news, so that bookings arrive: `news`. A person can stop between
//! rounds.

use std::mem;

use wufei_domain::{
    news::NewsMark,
    refusal::{Code, Refusal},
    sync::{BACKOFF_LONGEST_MS, backoff_ms},
};

use super::{Cmd, Intent, Model, Notice, ask, news::Waiting};
use crate::{
    effect::{
        clock::{Stamp, TakeStamp, Wait},
        sync::{Lost, RoundReport, SyncRound},
    },
    event::Event,
};

/// How long an idle device waits before it asks for its feeds again when it cannot wait for news, and
/// the longest slice of a wait.
pub(crate) const POLL_MS: u64 = 60_000;

/// How often the wait for somebody else's record doubles: to 64 minutes.
const HELD_UP_DOUBLINGS: u32 = 6;

#[derive(Debug, Default)]
pub(crate) struct Sync {
    pub(crate) run: Run,
    /// How the last round ended.
    pub(crate) last: Option<Result<RoundReport, Refusal>>,
    failures: u32,
    /// How long a busy server wants to be left alone, beside the back-off.
    pause_ms: u64,
    timer: Timer,
    pub(super) waiting: Waiting,
    /// Whether a stamp was asked for to draw a back-off.
    drawing: bool,
    /// Rounds in a row that left records waiting for those of others.
    held_up: u32,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    #[default]
    Idle,
    Round(Round),
    /// A person stopped it; only they, or the next start, begin again.
    Stopped,
}

/// A round that is under way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Round {
    /// It was due after a wait: only such a round, or a first one, counts as a new failure. A
    /// record made while the server is away says nothing about how long it will be.
    due: bool,
    then: Then,
    /// The mark it was given.
    heard: Option<NewsMark>,
}

/// What follows the round that is under way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Then {
    #[default]
    WhatItSays,
    /// Something was recorded meanwhile.
    Another,
    Stop,
}

/// The one wait. A long one is taken in slices of at most [`POLL_MS`], since a wait cannot be
/// taken back: so one that became pointless delays nothing for longer than that.
#[derive(Debug, Default, Clone, Copy)]
enum Timer {
    #[default]
    Off,
    /// A slice is under way, `left_ms` follow it.
    Set { left_ms: u64 },
}

impl Model {
    /// A round as soon as possible, if the device is enrolled and nobody stopped it.
    pub(super) fn sync_soon(&mut self) -> Cmd {
        self.begin_round(false)
    }

    pub(super) fn sync_now(&mut self) -> Cmd {
        if self.identity.is_none() {
            self.notice = Some(Notice::Info("notice-enrol-first"));
            return Cmd::done();
        }
        self.sync.failures = 0;
        self.photos.begin_anew();
        match &mut self.sync.run {
            Run::Stopped => self.sync.run = Run::Idle,
            Run::Round(round) if round.then == Then::Stop => round.then = Then::WhatItSays,
            Run::Idle | Run::Round(_) => {}
        }
        self.begin_round(false)
    }

    pub(super) fn stop_sync(&mut self) -> Cmd {
        match &mut self.sync.run {
            Run::Round(round) => round.then = Then::Stop,
            run => *run = Run::Stopped,
        }
        Cmd::done()
    }

    fn begin_round(&mut self, due: bool) -> Cmd {
        if self.identity.is_none() || self.leaving.takes_nothing_but_cancel() {
            return Cmd::done();
        }
        match &mut self.sync.run {
            Run::Idle => {
                let heard = self.sync.waiting.take_heard();
                self.sync.run = Run::Round(Round { due, then: Then::WhatItSays, heard });
                ask(SyncRound { heard }, Event::RoundDone)
            }
            Run::Round(round) => {
                if round.then == Then::WhatItSays {
                    round.then = Then::Another;
                }
                Cmd::done()
            }
            Run::Stopped => Cmd::done(),
        }
    }

    /// Nobody is enrolled any more: what was said of their rounds says nothing of the next one's. A
    /// wait that is under way, for the clock or for news, cannot be taken back and ends in nothing.
    pub(super) fn forget_rounds(&mut self) {
        let Sync { timer, drawing, .. } = self.sync;
        let mut waiting = mem::take(&mut self.sync.waiting);
        waiting.begin_anew();
        self.sync = Sync { timer, waiting, drawing, ..Sync::default() };
        self.photos.begin_anew();
    }

    pub(super) fn round_done(&mut self, mut answer: Result<RoundReport, Refusal>) -> Cmd {
        let brought = answer.as_mut().ok().and_then(|report| report.book.take());
        self.book = brought.or_else(|| self.book.take());
        let round = match self.sync.run {
            Run::Round(round) => round,
            Run::Idle | Run::Stopped => Round::default(),
        };
        self.sync.run = if round.then == Then::Stop { Run::Stopped } else { Run::Idle };
        if !answer.as_ref().is_ok_and(|report| report.reached) {
            self.sync.waiting.give_back(round.heard);
        }
        let next = match &answer {
            Ok(RoundReport { lost: Some(Lost::Emptied), .. }) => return self.begin_anew(),
            Ok(report) => {
                if report.lost.is_some() {
                    self.hide_what_went();
                }
                self.counts = report.counts;
                self.sync.failures = 0;
                let answered = report.acknowledged + report.refused + report.held;
                let news = report.received > 0 || answered > 0 || report.lost.is_some();
                let shown = if news { self.load_screen() } else { Cmd::done() };
                let again = if report.more || round.then == Then::Another {
                    self.begin_round(false)
                } else if report.outdated.is_some() {
                    // News are not told to this version either.
                    self.wait(POLL_MS)
                } else {
                    let rest = self.rest().and(self.photos_due(report.photos));
                    rest.and(self.try_again_later(answered > 0))
                };
                shown.and(again)
            }
            Err(refusal) => {
                self.sync.pause_ms = pause_ms(refusal);
                self.round_failed(round.due)
            }
        };
        self.sync.last = Some(answer);
        next
    }

    /// A record can wait for one of somebody else's, whose arrival is no news to this device: it is
    /// offered again after a minute, then after twice as long each time, at most an hour.
    fn try_again_later(&mut self, moved: bool) -> Cmd {
        if moved || self.counts.waiting == 0 {
            self.sync.held_up = 0;
        }
        if self.counts.waiting == 0 || matches!(self.sync.timer, Timer::Set { .. }) {
            return Cmd::done();
        }
        let ms = POLL_MS << self.sync.held_up.min(HELD_UP_DOUBLINGS);
        self.sync.held_up = self.sync.held_up.saturating_add(1);
        self.wait(ms)
    }

    fn round_failed(&mut self, due: bool) -> Cmd {
        if due || self.sync.failures == 0 {
            self.sync.failures = self.sync.failures.saturating_add(1);
        } else if matches!(self.sync.timer, Timer::Set { .. }) {
            // The wait that is set already stands for this failure too.
            return Cmd::done();
        }
        self.draw_backoff()
    }

    /// A wait for news failed: a round finds out how things stand.
    pub(super) fn wait_failed(&mut self, refusal: &Refusal) -> Cmd {
        if self.sync.run != Run::Idle || matches!(self.sync.timer, Timer::Set { .. }) {
            // The round that is under way, or the one that is due, does so.
            return Cmd::done();
        }
        self.sync.pause_ms = pause_ms(refusal);
        self.draw_backoff()
    }

    fn draw_backoff(&mut self) -> Cmd {
        if self.sync.drawing || self.sync.run != Run::Idle {
            return Cmd::done();
        }
        self.sync.drawing = true;
        ask(TakeStamp, |stamp| Event::Stamped(Intent::Backoff, stamp))
    }

    pub(super) fn backoff_drawn(&mut self, stamp: Stamp) -> Cmd {
        self.sync.drawing = false;
        if self.sync.run != Run::Idle {
            return Cmd::done();
        }
        let random = stamp.number();
        let backoff = match self.sync.failures {
            // Rounds are well, only news are not to be had: no later than without them.
            0 => backoff_ms(self.sync.waiting.failures(), random).min(POLL_MS),
            failures => backoff_ms(failures, random),
        };
        // Chance comes on top: those who were told the same must not come back at the same moment.
        self.wait(self.sync.pause_ms.saturating_add(backoff))
    }

    /// A round after `ms`. While a wait is under way no second one is asked for: the round comes
    /// when that one's slice and the rest are over.
    pub(super) fn wait(&mut self, ms: u64) -> Cmd {
        let left_ms = ms.saturating_sub(POLL_MS);
        let set = matches!(self.sync.timer, Timer::Set { .. });
        self.sync.timer = Timer::Set { left_ms };
        if set { Cmd::done() } else { slice(ms) }
    }

    pub(super) fn retry_due(&mut self) -> Cmd {
        match self.sync.timer {
            Timer::Set { left_ms } if left_ms > 0 && self.sync.run == Run::Idle => {
                self.sync.timer = Timer::Set { left_ms: left_ms.saturating_sub(POLL_MS) };
                slice(left_ms)
            }
            Timer::Set { .. } | Timer::Off => {
                self.sync.timer = Timer::Off;
                // A round that is under way sets the next wait itself.
                if self.sync.run == Run::Idle { self.begin_round(true) } else { Cmd::done() }
            }
        }
    }
}

/// What a busy server asks for, at most the longest back-off: a slip of the server must not park a
/// phone for good.
fn pause_ms(refusal: &Refusal) -> u64 {
    let asks_for_it = matches!(refusal.code, Code::Busy | Code::TooManyRequests);
    let seconds = refusal.args.get("seconds").filter(|_| asks_for_it);
    let asked: Option<u64> = seconds.and_then(|seconds| seconds.parse().ok());
    asked.map_or(0, |seconds| seconds.saturating_mul(1_000).min(BACKOFF_LONGEST_MS))
}

fn slice(ms: u64) -> Cmd {
    ask(Wait { ms: ms.min(POLL_MS) }, |_| Event::RetryDue)
}
