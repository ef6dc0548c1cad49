//! What a round of sync asks for, and what can come of it.

use std::fmt;

use wufei_api::{
    feed::{Cursor, FeedCheck, FeedPage, FeedQuery},
    push::{PushRequest, PushResponse},
    snapshot::{SnapshotId, SnapshotOffer, SnapshotQuery},
};
use wufei_app::effect::sync::RoundReport;
use wufei_domain::{
    ids::RecordId, lost::LostWord, news::NewsMark, record::Record, refusal::Refusal, scope::Scope,
    time::UnixMs,
};

use crate::store::{Applied, Left, Store, identity::Standing, news::ReadFeeds, wipe::Wiped};

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask the store: [`StoreStep::carry_out`] gives the next input.
    Store(StoreStep),
    /// Ask the server.
    Net(NetStep),
    /// The round is over.
    Over(Result<RoundReport, Refusal>),
}

/// A question to the store, each one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreStep {
    /// Answered by [`Input::Standing`].
    ReadStanding,
    /// Answered by [`Input::Batch`].
    ReadBatch {
        /// Records at most.
        entries_max: usize,
        /// Bytes of JSON at most.
        bytes_max: usize,
    },
    /// Answered by [`Input::Applied`].
    ApplyVerdicts {
        /// What was sent.
        entries: Vec<RecordId>,
        /// What the server said of each.
        response: PushResponse,
    },
    /// The installation is a copy of another. Answered by [`Input::Done`].
    LeaveInstall,
    /// The device was reported lost: it is emptied. Answered by [`Input::Wiped`].
    Wipe {
        /// What is to become of what was not sent.
        word: LostWord,
    },
    /// Answered by [`Input::Done`].
    ChangeEpoch {
        /// The epoch the round began with.
        from: String,
        /// The server's.
        to: String,
    },
    /// Answered by [`Input::PageTaken`].
    TakePage {
        /// Of which feed.
        scope: Scope,
        /// Where it was asked for from.
        from: Option<Cursor>,
        /// The page.
        page: FeedPage,
    },
    /// Begins to fetch a snapshot. Answered by [`Input::Done`].
    BeginSnapshot {
        /// Of which feed.
        scope: Scope,
        /// Which.
        offer: SnapshotOffer,
    },
    /// Answered by [`Input::PartKept`].
    KeepPart {
        /// Of which feed.
        scope: Scope,
        /// Of which snapshot.
        id: SnapshotId,
        /// Where the part begins.
        from: u64,
        /// Its bytes.
        body: Vec<u8>,
    },
    /// Answered by [`Input::SnapshotTaken`].
    TakeSnapshot {
        /// Of which feed.
        scope: Scope,
    },
    /// The server no longer has it. Answered by [`Input::Done`].
    DropSnapshot {
        /// Of which feed.
        scope: Scope,
    },
    /// Whether the device holds what the server says. Answered by [`Input::Compared`].
    Compare {
        /// Of which feed.
        scope: Scope,
        /// Where it stands.
        cursor: Cursor,
        /// What the server says.
        check: FeedCheck,
    },
    /// Reads a feed from its beginning over what is there. Answered by [`Input::Done`].
    Reread {
        /// Which.
        scope: Scope,
    },
    /// Drops a feed's facts and reads it from its beginning. Answered by [`Input::Done`].
    Restart {
        /// Which.
        scope: Scope,
    },
    /// The token no longer opens a feed. Answered by [`Input::Done`].
    Revoke {
        /// Which.
        scope: Scope,
    },
    /// Keeps what news told, now that every feed was read. Answered by [`Input::MarkKept`].
    KeepMark {
        /// The mark.
        mark: NewsMark,
        /// Where the feeds stand.
        read: ReadFeeds,
    },
    /// Answered by [`Input::Left`].
    CountLeft,
}

/// A question to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetStep {
    /// Answered by [`Input::Pushed`].
    Push(PushRequest),
    /// Answered by [`Input::Pulled`].
    Pull(FeedQuery),
    /// The next part of a snapshot. Answered by [`Input::Part`].
    Part {
        /// Which.
        query: SnapshotQuery,
        /// Where the part begins.
        from: u64,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A round begins, after what news told, if they did.
    Begin(Option<NewsMark>),
    /// Where the device stands, and its clock.
    Standing(Standing, UnixMs),
    /// The next batch, empty when nothing can be sent now.
    Batch(Vec<Record>),
    /// The verdicts are carried out.
    Applied(Applied),
    /// It is done.
    Done,
    /// The page is taken: so many rows.
    PageTaken(u32),
    /// The server's answer to [`NetStep::Part`].
    Part(Result<Vec<u8>, Refusal>),
    /// So many bytes of the snapshot are here.
    PartKept(u64),
    /// The snapshot is taken: so many facts; none when it was not what was offered.
    SnapshotTaken(Option<u32>),
    /// Whether both hold the same.
    Compared(bool),
    /// Whether the mark is kept.
    MarkKept(bool),
    /// What is left.
    Left(Left),
    /// The server's answer to a push; [`wufei_domain::refusal::Code::Offline`] without one.
    Pushed(Result<PushResponse, Refusal>),
    /// The server's answer to a pull.
    Pulled(Result<FeedPage, Refusal>),
    /// The device is emptied as far as the word allowed.
    Wiped(Wiped),
    /// The store could not do what it was asked; nothing was changed.
    StoreFailed(Refusal),
}

impl fmt::Debug for Input {
    /// The name alone: pages and batches are long and tell about households.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Begin(_) => "Begin",
            Self::Standing(..) => "Standing",
            Self::Batch(_) => "Batch",
            Self::Applied(_) => "Applied",
            Self::Done => "Done",
            Self::PageTaken(_) => "PageTaken",
            Self::Part(_) => "Part",
            Self::PartKept(_) => "PartKept",
            Self::SnapshotTaken(_) => "SnapshotTaken",
            Self::Compared(_) => "Compared",
            Self::MarkKept(_) => "MarkKept",
            Self::Left(_) => "Left",
            Self::Pushed(_) => "Pushed",
            Self::Pulled(_) => "Pulled",
            Self::Wiped(_) => "Wiped",
            Self::StoreFailed(_) => "StoreFailed",
        })
    }
}

impl StoreStep {
    /// Asks `store`, at the device's time `now`.
    pub fn carry_out(self, store: &mut Store, now: UnixMs) -> Input {
        let done = match self {
            Self::ReadStanding => store.standing().map(|standing| Input::Standing(standing, now)),
            Self::ReadBatch { entries_max, bytes_max } => {
                store.batch(entries_max, bytes_max, now).map(Input::Batch)
            }
            Self::ApplyVerdicts { entries, response } => {
                store.apply_verdicts(&entries, &response, now).map(Input::Applied)
            }
            Self::LeaveInstall => store.leave_install(now).map(|()| Input::Done),
            Self::Wipe { word } => store.wipe(word, now).map(Input::Wiped),
            Self::ChangeEpoch { from, to } => store.change_epoch(&from, &to).map(|()| Input::Done),
            Self::TakePage { scope, from, page } => {
                store.take_page(scope, from.as_ref(), &page).map(Input::PageTaken)
            }
            Self::BeginSnapshot { scope, offer } => {
                store.begin_snapshot(scope, &offer).map(|()| Input::Done)
            }
            Self::KeepPart { scope, id, from, body } => {
                store.keep_part(scope, &id, from, &body).map(Input::PartKept)
            }
            Self::TakeSnapshot { scope } => store.take_snapshot(scope).map(Input::SnapshotTaken),
            Self::DropSnapshot { scope } => store.drop_snapshot(scope).map(|()| Input::Done),
            Self::Compare { scope, cursor, check } => {
                store.holds(scope, &cursor, &check).map(Input::Compared)
            }
            Self::Reread { scope } => store.reread(scope).map(|()| Input::Done),
            Self::Restart { scope } => store.restart(scope).map(|()| Input::Done),
            Self::Revoke { scope } => store.revoke(scope).map(|()| Input::Done),
            Self::KeepMark { mark, read } => store.keep_news_mark(mark, &read).map(Input::MarkKept),
            Self::CountLeft => store.left(now).map(Input::Left),
        };
        done.unwrap_or_else(Input::StoreFailed)
    }
}
