//! A device that was reported lost: it sends what it may, and is emptied.
//!
//! Every feed tells it; push still takes its records. The whole outbox goes up in this one round, as
//! nobody who holds the phone is to be asked between two. What is left then (refused, somebody
//! else's, put off, or the network went) stays until a later round or an organiser's word.

#[cfg(test)]
mod tests;

use wufei_app::effect::sync::Lost;
use wufei_domain::lost::LostWord;

use super::{At, Step, StoreStep, SyncClient, healing::Healing};
use crate::store::wipe::Wiped;

impl SyncClient {
    /// The server says so.
    pub(super) fn told_lost(&mut self, word: LostWord) -> Step {
        self.round.lost = Some(word);
        self.wipe(word)
    }

    /// After each batch again: what the server has now goes too.
    pub(super) fn wipe(&mut self, word: LostWord) -> Step {
        self.ask(At::Wipe, StoreStep::Wipe { word })
    }

    pub(super) fn wiped(&mut self, wiped: Wiped) -> Step {
        self.healing = Healing::default();
        match wiped {
            Wiped::Whole => {
                self.round.report.lost = Some(Lost::Emptied);
                let report = std::mem::take(&mut self.round).report;
                self.over(Ok(report))
            }
            Wiped::UnsentLeft => {
                self.round.report.lost = Some(Lost::Sending);
                self.read_batch()
            }
        }
    }
}
