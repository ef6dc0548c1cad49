//! One round of sync: at most one batch up and one page of each feed down.
//!
//! The app asks for the next round while there is more, so progress shows after each and a person
//! can stop between two.

use crux_core::capability::Operation;
use wufei_domain::refusal::Refusal;

use super::store::OutboxCounts;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRound;

/// What a round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoundReport {
    /// Records the server has now that it had not acknowledged before.
    pub acknowledged: u32,
    /// Records it refused: they need attention.
    pub refused: u32,
    /// Facts received.
    pub received: u32,
    /// What is left.
    pub counts: OutboxCounts,
    /// Whether another round would do something at once.
    pub more: bool,
}

impl Operation for SyncRound {
    /// `Err` with code `offline` when the server could not be reached, `store_failed` when the
    /// device could not, or the server's own refusal of the whole round.
    type Output = Result<RoundReport, Refusal>;
}
