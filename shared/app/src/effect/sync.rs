//! One round of sync: at most one batch up and one page of each feed down.
//!
//! The app asks for the next round while there is more, so progress shows after each and a person
//! can stop between two.

use crux_core::capability::Operation;
use wufei_domain::{news::NewsMark, refusal::Refusal};

use super::store::{Book, OutboxCounts};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRound {
    /// What news told before this round. The engine keeps it when the round has read every feed to
    /// its end: the next wait for news shows it.
    pub heard: Option<NewsMark>,
}

/// What a round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoundReport {
    /// Records the server has now that it had not acknowledged before.
    pub acknowledged: u32,
    /// Records it refused: they need attention.
    pub refused: u32,
    /// Records it keeps for a team lead.
    pub held: u32,
    /// Facts received.
    pub received: u32,
    /// Feeds that were read again because they differed from what the server holds.
    pub healed: u32,
    /// A large feed that comes in one piece.
    pub fetching: Option<Fetching>,
    /// The device was reported lost.
    pub lost: Option<Lost>,
    /// Why no feed was read although the batch went up: the app's version is no longer served.
    pub outdated: Option<Refusal>,
    /// What is left.
    pub counts: OutboxCounts,
    /// Photos that could be sent now: their records are there.
    pub photos: u32,
    /// Whether another round would do something at once.
    pub more: bool,
    /// Whether every feed was read to its end, so that the mark the round was given is kept.
    pub reached: bool,
    /// The city's rulebook, when this round brought a new one.
    pub book: Option<Book>,
}

/// What became of a device that was reported lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Only what was not sent is left, and goes up as it can.
    Sending,
    /// Nothing is left, not even who was enrolled.
    Emptied,
}

/// How much of it is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fetching {
    /// Bytes that are here.
    pub have: u64,
    /// All bytes.
    pub bytes: u64,
}

impl Operation for SyncRound {
    /// `Err` with code `offline` when the server could not be reached, `store_failed` when the
    /// device could not, or the server's own refusal of the whole round.
    type Output = Result<RoundReport, Refusal>;
}
