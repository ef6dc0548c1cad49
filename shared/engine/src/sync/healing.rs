//! What to do about a feed that differs from what the server holds of it.
//!
//! Comparing reads all facts of the feed, so it is done when something arrived and once after a
//! start. A feed that differs is read again over what is there; if that did not help its facts are
//! dropped first; if that did not help either, reading it once more would not.

use std::collections::BTreeMap;

use wufei_api::{feed::FeedCheck, protocol};
use wufei_domain::scope::Scope;

/// What was found and done of each feed since the start.
#[derive(Default)]
pub(super) struct Healing(BTreeMap<Scope, Found>);

/// How the last comparison of a feed went.
#[derive(Clone, Copy)]
enum Found {
    Same,
    /// Different, and [`Cure::Reread`] is under way.
    Differs,
    /// Different after that, and [`Cure::Restart`] is under way.
    StillDiffers,
    /// Different for good.
    Beyond,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cure {
    None,
    /// Read it again over what is there.
    Reread,
    /// Drop its facts, then read it again.
    Restart,
}

impl Healing {
    /// Whether to compare a feed of which a last page of `rows` rows was taken.
    pub fn is_due(&self, scope: Scope, rows: u32, check: &FeedCheck) -> bool {
        let settled = matches!(self.0.get(&scope), Some(Found::Same | Found::Beyond));
        check.protocol == protocol::CURRENT && (rows > 0 || !settled)
    }

    /// Takes note of a comparison.
    pub fn compared(&mut self, scope: Scope, same: bool) -> Cure {
        let (found, cure) = match self.0.get(&scope) {
            _ if same => (Found::Same, Cure::None),
            None | Some(Found::Same) => (Found::Differs, Cure::Reread),
            Some(Found::Differs) => (Found::StillDiffers, Cure::Restart),
            Some(Found::StillDiffers | Found::Beyond) => (Found::Beyond, Cure::None),
        };
        self.0.insert(scope, found);
        cure
    }
}
