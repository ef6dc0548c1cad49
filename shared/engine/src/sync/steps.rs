//! What a round of sync asks for, and what can come of it.

use std::fmt;

use wufei_api::{
    feed::{Cursor, FeedPage, FeedQuery},
    push::{PushRequest, PushResponse},
};
use wufei_app::effect::sync::RoundReport;
use wufei_domain::{ids::RecordId, record::Record, refusal::Refusal, scope::Scope, time::UnixMs};

use crate::store::{Applied, Left, Store, identity::Standing};

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
    /// Reads a feed from its beginning. Answered by [`Input::Done`].
    Restart {
        /// Which.
        scope: Scope,
    },
    /// The token no longer opens a feed. Answered by [`Input::Done`].
    Revoke {
        /// Which.
        scope: Scope,
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
}

/// What happened.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A round begins.
    Begin,
    /// Where the device stands.
    Standing(Standing),
    /// The next batch, empty when nothing can be sent now.
    Batch(Vec<Record>),
    /// The verdicts are carried out.
    Applied(Applied),
    /// It is done.
    Done,
    /// The page is taken: so many rows.
    PageTaken(u32),
    /// What is left.
    Left(Left),
    /// The server's answer to a push; [`wufei_domain::refusal::Code::Offline`] without one.
    Pushed(Result<PushResponse, Refusal>),
    /// The server's answer to a pull.
    Pulled(Result<FeedPage, Refusal>),
    /// The store could not do what it was asked; nothing was changed.
    StoreFailed(Refusal),
}

impl fmt::Debug for Input {
    /// The name alone: pages and batches are long and tell about households.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Begin => "Begin",
            Self::Standing(_) => "Standing",
            Self::Batch(_) => "Batch",
            Self::Applied(_) => "Applied",
            Self::Done => "Done",
            Self::PageTaken(_) => "PageTaken",
            Self::Left(_) => "Left",
            Self::Pushed(_) => "Pushed",
            Self::Pulled(_) => "Pulled",
            Self::StoreFailed(_) => "StoreFailed",
        })
    }
}

impl StoreStep {
    /// Asks `store`, at the device's time `now`.
    pub fn carry_out(self, store: &mut Store, now: UnixMs) -> Input {
        let done = match self {
            Self::ReadStanding => store.standing().map(Input::Standing),
            Self::ReadBatch { entries_max, bytes_max } => {
                store.batch(entries_max, bytes_max, now).map(Input::Batch)
            }
            Self::ApplyVerdicts { entries, response } => {
                store.apply_verdicts(&entries, &response, now).map(Input::Applied)
            }
            Self::ChangeEpoch { from, to } => store.change_epoch(&from, &to).map(|()| Input::Done),
            Self::TakePage { scope, from, page } => {
                store.take_page(scope, from.as_ref(), &page).map(Input::PageTaken)
            }
            Self::Restart { scope } => store.restart(scope).map(|()| Input::Done),
            Self::Revoke { scope } => store.revoke(scope).map(|()| Input::Done),
            Self::CountLeft => store.left(now).map(Input::Left),
        };
        done.unwrap_or_else(Input::StoreFailed)
    }
}
