//! What was looked up lately and what is kept: which things, in which order, how many.
//!
//! The store has the same list; what changes here is told to it in the same step.

use std::cmp::Reverse;

use wufei_domain::{refusal::Refusal, time::UnixMs};

use super::{Cmd, Intent, Model, Notice, ask};
use crate::{
    effect::{
        clock::{Stamp, TakeStamp},
        kept::{KeptItem, SaveKept},
    },
    event::Event,
};

/// Recent ones that are kept; the oldest drops out.
pub(crate) const RECENTS_MAX: usize = 20;
/// Favourites that are kept; one more is refused.
pub(crate) const FAVOURITES_MAX: usize = 200;

/// Recent ones and favourites.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    items: Vec<KeptItem>,
    /// The recent ones that were emptied out, while that can be undone.
    emptied: Vec<KeptItem>,
    /// Changes that are being stored.
    saving: u32,
}

impl Kept {
    pub(super) fn new(items: Vec<KeptItem>) -> Self {
        Self { items, ..Self::default() }
    }

    /// Whether a change is being stored.
    pub(super) const fn is_storing(&self) -> bool {
        self.saving > 0
    }

    /// Keys of the favourites, the newest first.
    pub(crate) fn favourites(&self) -> Vec<&str> {
        let mut found: Vec<_> =
            self.items.iter().filter(|one| one.favourite_at.is_some()).collect();
        found.sort_by_key(|one| Reverse((one.favourite_at, &one.item)));
        found.into_iter().map(|one| one.item.as_str()).collect()
    }

    /// Keys of the recent ones, the newest first.
    pub(crate) fn recents(&self) -> Vec<&str> {
        self.recent_items().into_iter().map(|one| one.item.as_str()).collect()
    }

    pub(crate) fn is_favourite(&self, item: &str) -> bool {
        self.items.iter().any(|one| one.item == item && one.favourite_at.is_some())
    }

    /// Whether the recent ones were just emptied out and can be put back.
    pub(crate) const fn can_restore(&self) -> bool {
        !self.emptied.is_empty()
    }

    /// Something else was done: what was emptied out stays out.
    pub(super) fn forget_emptied(&mut self) {
        self.emptied.clear();
    }

    fn recent_items(&self) -> Vec<&KeptItem> {
        let mut found: Vec<_> =
            self.items.iter().filter(|one| one.favourite_at.is_none()).collect();
        found.sort_by_key(|one| Reverse((one.looked_at, &one.item)));
        found
    }

    /// Later than every moment before it: a clock that was set back must not make what comes next
    /// the oldest.
    fn next_moment(&self, now: UnixMs) -> UnixMs {
        let moments = self.items.iter().flat_map(|one| [Some(one.looked_at), one.favourite_at]);
        moments.flatten().max().map_or(now, |newest| now.max(newest.plus_ms(1)))
    }

    fn put(&mut self, item: KeptItem) -> SaveKept {
        self.items.retain(|one| one.item != item.item);
        self.items.push(item.clone());
        SaveKept { put: vec![item], gone: self.drop_oldest() }
    }

    /// Gives the keys of those that dropped out.
    fn drop_oldest(&mut self) -> Vec<String> {
        let over = self.recents().into_iter().skip(RECENTS_MAX);
        let gone: Vec<String> = over.map(str::to_owned).collect();
        self.items.retain(|one| !gone.contains(&one.item));
        gone
    }
}

impl Model {
    /// Notes that a thing's answer was looked at; the newest and a favourite are noted already.
    pub(super) fn look_at(&mut self, item: &str) -> Cmd {
        if self.kept.is_favourite(item) || self.kept.recents().first() == Some(&item) {
            return Cmd::done();
        }
        self.keep(Intent::Look { item: item.to_owned() })
    }

    /// Makes a thing a favourite, or a recent one again.
    pub(super) fn favourite_picked(&mut self, item: &str, on: bool) -> Cmd {
        if self.kept.is_favourite(item) == on {
            return Cmd::done();
        }
        if on && self.kept.favourites().len() >= FAVOURITES_MAX {
            self.notice = Some(Notice::Info("notice-favourites-full"));
            return Cmd::done();
        }
        self.keep(Intent::Favourite { item: item.to_owned(), on })
    }

    fn keep(&mut self, intent: Intent) -> Cmd {
        self.kept.saving = self.kept.saving.saturating_add(1);
        ask(TakeStamp, |stamp| Event::Stamped(intent, stamp))
    }

    pub(super) fn look_stamped(&mut self, item: &str, stamp: Stamp) -> Cmd {
        let looked_at = self.kept.next_moment(stamp.time.wall);
        let before = self.kept.items.iter().find(|one| one.item == item);
        let favourite_at = before.and_then(|one| one.favourite_at);
        let item = KeptItem { item: item.to_owned(), looked_at, favourite_at };
        ask(self.kept.put(item), Event::KeptSaved)
    }

    pub(super) fn favourite_stamped(&mut self, item: &str, on: bool, stamp: Stamp) -> Cmd {
        let looked_at = self.kept.next_moment(stamp.time.wall);
        let item =
            KeptItem { item: item.to_owned(), looked_at, favourite_at: on.then_some(looked_at) };
        ask(self.kept.put(item), Event::KeptSaved)
    }

    pub(super) fn empty_recents(&mut self) -> Cmd {
        let emptied: Vec<_> = self.kept.recent_items().into_iter().cloned().collect();
        if emptied.is_empty() {
            return Cmd::done();
        }
        let gone = emptied.iter().map(|one| one.item.clone()).collect();
        self.kept.items.retain(|one| one.favourite_at.is_some());
        self.kept.emptied = emptied;
        self.save_kept(SaveKept { put: Vec::new(), gone })
    }

    pub(super) fn restore_recents(&mut self) -> Cmd {
        let mut put = std::mem::take(&mut self.kept.emptied);
        put.retain(|one| self.kept.items.iter().all(|known| known.item != one.item));
        if put.is_empty() {
            return Cmd::done();
        }
        self.kept.items.extend(put.iter().cloned());
        let gone = self.kept.drop_oldest();
        put.retain(|one| !gone.contains(&one.item));
        self.save_kept(SaveKept { put, gone })
    }

    fn save_kept(&mut self, change: SaveKept) -> Cmd {
        self.kept.saving = self.kept.saving.saturating_add(1);
        ask(change, Event::KeptSaved)
    }

    pub(super) fn kept_saved(&mut self, answer: Result<(), Refusal>) -> Cmd {
        self.kept.saving = self.kept.saving.saturating_sub(1);
        if let Err(refusal) = answer {
            self.notice = Some(Notice::Refused(refusal));
        }
        Cmd::done()
    }
}
