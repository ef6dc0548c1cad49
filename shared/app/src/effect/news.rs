//! Waiting for news: one question for all feeds, so that an idle device asks little and still shows
//! what others did within a second.

use crux_core::capability::Operation;
use wufei_domain::{news::NewsMark, refusal::Refusal};

/// Waits until some feed of this device holds something new, or for most of a minute. It holds up no
/// other question, and ends early when the device is enrolled as somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitNews;

/// How a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// There is something new. A round that is given this mark keeps it once it has read all feeds.
    Changed(NewsMark),
    /// The wait is over and nothing is new.
    Nothing,
}

impl Operation for AwaitNews {
    /// `Err` with code `offline` when the server could not be reached or the wait was broken off,
    /// `not_found` by an older server that does not know the question, `busy` when too many wait.
    type Output = Result<News, Refusal>;
}
