//! A round of sync as a synchronous state machine: one batch up, one page of each feed down.
//!
//! [`SyncClient::handle`] takes what happened and says what to do next; it has no thread, no clock,
//! no database and no network. [`steps`] names both; `rounds` drives it on a device; a simulation
//! drives it with a network of its own.
//!
//! What the server said of an entry counts only if it said something of each. A whole batch that is
//! refused does not stop the feeds, nor one feed the others; only what concerns every request does.
//! A device that is too old to be told anything goes on sending what it made.
//! A feed read to its end is compared with what the server holds of it: `healing`.
//!
//! This file goes up and begins and ends a round; `feeds` comes down in pages, `fetching` in parts of
//! a snapshot; `losing` empties a device that was reported lost.

mod feeds;
mod fetching;
mod healing;
mod losing;
mod rounds;
pub mod steps;
#[cfg(test)]
mod tests;

use std::{collections::VecDeque, mem};

use wufei_api::{
    feed::{Cursor, FeedCheck, FeedPage},
    push::{PushRequest, PushResponse, Turn},
    snapshot::SnapshotOffer,
};
use wufei_app::effect::sync::RoundReport;
use wufei_domain::{
    ids::{DeviceId, RecordId},
    lost::LostWord,
    news::NewsMark,
    record::Record,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::{BATCH_BYTES_MAX, BATCH_ENTRIES_MAX, Verdict},
    time::UnixMs,
};

use healing::Healing;
pub(crate) use rounds::Rounds;
pub use steps::{Input, NetStep, Step, StoreStep};

use crate::store::{Applied, Left, identity::Standing, news::ReadFeeds, snapshot::UnderWay};

/// What a push's body needs beside its entries.
const ENVELOPE_BYTES: usize = 256;

/// The client's half of sync.
pub struct SyncClient {
    at: At,
    /// Entries to send at once: fewer after a server found a batch too large.
    entries_max: usize,
    healing: Healing,
    round: Round,
}

#[derive(Default)]
struct Round {
    device: Option<DeviceId>,
    began_at: UnixMs,
    epoch: String,
    turn: u64,
    scopes: VecDeque<(Scope, Option<Cursor>)>,
    /// What news told before the round.
    heard: Option<NewsMark>,
    read: ReadFeeds,
    snapshots: Vec<UnderWay>,
    report: RoundReport,
    more_pages: bool,
    failed: Option<Refusal>,
    /// The server said that the device is lost.
    lost: Option<LostWord>,
}

/// What the machine waits for.
#[derive(Default)]
enum At {
    #[default]
    Rest,
    Standing,
    Batch,
    Push(Vec<RecordId>),
    EpochBeforeVerdicts(Vec<RecordId>, PushResponse),
    Verdicts,
    LeaveInstall(Refusal),
    Wipe,
    Pull(Asked),
    EpochBeforePage(Asked, FeedPage),
    Restart(Scope),
    Revoke,
    Page(Taken),
    Compare(Scope),
    BeginSnapshot,
    Part(UnderWay),
    KeepPart(UnderWay),
    TakeSnapshot,
    DropSnapshot,
    Mark,
    Left,
}

/// A page on its way into the store.
struct Taken {
    scope: Scope,
    rows: usize,
    next: Cursor,
    has_more: bool,
    check: Option<FeedCheck>,
    snapshot: Option<SnapshotOffer>,
}

/// A page that was asked for.
struct Asked {
    scope: Scope,
    from: Option<Cursor>,
    /// Whether this round has begun the feed anew: it does so at most once a feed.
    again: bool,
}

impl Default for SyncClient {
    fn default() -> Self {
        Self {
            at: At::Rest,
            entries_max: BATCH_ENTRIES_MAX,
            healing: Healing::default(),
            round: Round::default(),
        }
    }
}

/// Whether it would be refused again whatever else the round asked.
const fn concerns_every_request(code: Code) -> bool {
    matches!(
        code,
        Code::Offline
            | Code::ClockWrong
            | Code::Busy
            | Code::TooManyRequests
            | Code::TokenMissing
            | Code::TokenUnknown
            | Code::ProtocolUnknown
            | Code::StoreFailed
    )
}

impl SyncClient {
    /// Takes what happened, gives what to do. [`Input::Begin`] begins a round at any time; every
    /// other input answers the step before it.
    pub fn handle(&mut self, input: Input) -> Step {
        if let Input::StoreFailed(refusal) = input {
            return self.over(Err(refusal));
        }
        match (mem::take(&mut self.at), input) {
            (_, Input::Begin(heard)) => {
                self.round = Round { heard, ..Round::default() };
                self.ask(At::Standing, StoreStep::ReadStanding)
            }
            (At::Standing, Input::Standing(standing, now)) => self.begin(standing, now),
            (At::Batch, Input::Batch(batch)) => self.push(batch),
            (At::Push(entries), Input::Pushed(Ok(response))) => self.pushed(entries, response),
            (At::Push(entries), Input::Pushed(Err(refusal))) => self.not_pushed(&entries, refusal),
            (At::EpochBeforeVerdicts(entries, response), Input::Done) => {
                self.epoch_changed(response.epoch.clone());
                self.apply(entries, response)
            }
            (At::LeaveInstall(refusal), Input::Done) => self.over(Err(refusal)),
            (At::Wipe, Input::Wiped(wiped)) => self.wiped(wiped),
            (At::Verdicts, Input::Applied(applied)) => self.applied(applied),
            (At::Pull(asked), Input::Pulled(Ok(page))) => self.pulled(asked, page),
            (At::Pull(asked), Input::Pulled(Err(refusal))) => self.not_pulled(&asked, refusal),
            (At::EpochBeforePage(asked, page), Input::Done) => {
                self.epoch_changed(page.epoch.clone());
                match asked.from {
                    None => self.take(asked.scope, None, page),
                    Some(_) => self.pull(Asked { from: None, again: true, ..asked }),
                }
            }
            (At::Restart(scope), Input::Done) => {
                self.pull(Asked { scope, from: None, again: true })
            }
            (At::Revoke | At::BeginSnapshot | At::DropSnapshot, Input::Done) => self.next_feed(),
            (At::Page(page), Input::PageTaken(rows)) => self.page_taken(page, rows),
            (At::Compare(scope), Input::Compared(same)) => self.compared(scope, same),
            (At::Part(under_way), Input::Part(part)) => self.part_came(under_way, part),
            (At::KeepPart(under_way), Input::PartKept(have)) => self.part_kept(under_way, have),
            (At::TakeSnapshot, Input::SnapshotTaken(facts)) => self.snapshot_taken(facts),
            (At::Mark, Input::MarkKept(kept)) => {
                self.round.report.reached = kept;
                self.ask(At::Left, StoreStep::CountLeft)
            }
            (At::Left, Input::Left(left)) => self.end(left),
            (_, _) => {
                let detail = "sync was answered out of turn";
                self.over(Err(Refusal::new(Code::StoreFailed).with("detail", detail)))
            }
        }
    }

    fn ask(&mut self, at: At, step: StoreStep) -> Step {
        self.at = at;
        Step::Store(step)
    }

    fn over(&mut self, result: Result<RoundReport, Refusal>) -> Step {
        self.at = At::Rest;
        Step::Over(result)
    }

    fn begin(&mut self, standing: Standing, now: UnixMs) -> Step {
        self.round.began_at = now;
        self.round.device = Some(standing.device);
        self.round.epoch = standing.epoch;
        self.round.turn = standing.turn;
        self.round.scopes = standing.scopes.into();
        self.round.snapshots = standing.snapshots;
        self.read_batch()
    }

    fn read_batch(&mut self) -> Step {
        let (entries_max, bytes_max) = (self.entries_max, BATCH_BYTES_MAX - ENVELOPE_BYTES);
        self.ask(At::Batch, StoreStep::ReadBatch { entries_max, bytes_max })
    }

    fn push(&mut self, entries: Vec<Record>) -> Step {
        match self.round.device {
            Some(device) if !entries.is_empty() => {
                self.at = At::Push(entries.iter().map(|record| record.id).collect());
                let turn = Turn {
                    epoch: self.round.epoch.clone(),
                    number: self.round.turn,
                    sent_at: Some(self.round.began_at),
                };
                Step::Net(NetStep::Push(PushRequest { device, entries, turn: Some(turn) }))
            }
            _ => self.next_feed(),
        }
    }

    fn pushed(&mut self, entries: Vec<RecordId>, response: PushResponse) -> Step {
        if response.verdicts.len() != entries.len() {
            self.round.failed = Some(Refusal::new(Code::ServerFailed));
            return self.next_feed();
        }
        if let Some(turn) = response.turn {
            self.round.turn = turn;
        }
        if response.epoch == self.round.epoch {
            return self.apply(entries, response);
        }
        let (from, to) = (self.round.epoch.clone(), response.epoch.clone());
        let at = At::EpochBeforeVerdicts(entries, response);
        self.ask(at, StoreStep::ChangeEpoch { from, to })
    }

    fn not_pushed(&mut self, entries: &[RecordId], refusal: Refusal) -> Step {
        if concerns_every_request(refusal.code) {
            return self.over(Err(refusal));
        }
        if refusal.code == Code::InstallForked {
            return self.ask(At::LeaveInstall(refusal), StoreStep::LeaveInstall);
        }
        if let Some(word) = LostWord::told_by(&refusal) {
            if self.round.lost.is_none() {
                return self.told_lost(word);
            }
            self.round.failed = Some(refusal);
            return self.next_feed();
        }
        match (refusal.code, entries) {
            // One that is too large even alone must not stop those behind it.
            (Code::BatchTooLarge | Code::BodyTooLarge, [id]) => {
                let verdicts = vec![Verdict::Rejected { refusal }];
                let (server_time, epoch) = (UnixMs::default(), self.round.epoch.clone());
                self.apply(vec![*id], PushResponse { verdicts, server_time, epoch, turn: None })
            }
            (Code::BatchTooLarge | Code::BodyTooLarge, [_, _, ..]) => {
                self.entries_max = entries.len() / 2;
                self.read_batch()
            }
            _ => {
                self.round.failed = Some(refusal);
                self.next_feed()
            }
        }
    }

    fn apply(&mut self, entries: Vec<RecordId>, response: PushResponse) -> Step {
        self.ask(At::Verdicts, StoreStep::ApplyVerdicts { entries, response })
    }

    fn applied(&mut self, applied: Applied) -> Step {
        self.round.report.acknowledged += applied.acknowledged;
        self.round.report.refused += applied.refused;
        self.round.report.held += applied.held;
        match self.round.lost {
            Some(word) => self.wipe(word),
            None => self.next_feed(),
        }
    }

    fn end(&mut self, left: Left) -> Step {
        let Round { mut report, more_pages, failed, .. } = mem::take(&mut self.round);
        report.counts = left.counts;
        report.more = left.sendable || more_pages;
        self.over(failed.map_or(Ok(report), Err))
    }
}
