//! The feeds, page by page: each at most one page a round, so that a person can stop in between.

use std::mem;

use wufei_api::feed::{Cursor, FeedPage, FeedQuery};
use wufei_domain::{
    lost::LostWord,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::PAGE_ROWS_MAX,
};

use super::{
    Asked, At, NetStep, Step, StoreStep, SyncClient, Taken, concerns_every_request,
    fetching::is_acceptable, healing::Cure,
};

impl SyncClient {
    /// Every feed begins anew; those read earlier in this round come up in the next.
    pub(super) fn epoch_changed(&mut self, epoch: String) {
        self.round.epoch = epoch;
        self.round.more_pages = true;
        self.round.snapshots.clear();
        for (_, cursor) in &mut self.round.scopes {
            *cursor = None;
        }
    }

    pub(super) fn next_feed(&mut self) -> Step {
        if self.round.lost.is_some() {
            // Nothing comes down any more.
            return self.ask(At::Left, StoreStep::CountLeft);
        }
        match self.round.scopes.pop_front() {
            Some((scope, from)) => match self.under_way(scope) {
                Some(under_way) => self.fetch(under_way),
                None => self.pull(Asked { scope, from, again: false }),
            },
            None => self.feeds_read(),
        }
    }

    /// A mark counts when all feeds were read to their end after it was told.
    fn feeds_read(&mut self) -> Step {
        match self.round.heard {
            Some(mark) if !self.round.more_pages && self.round.failed.is_none() => {
                let read = mem::take(&mut self.round.read);
                self.ask(At::Mark, StoreStep::KeepMark { mark, read })
            }
            _ => self.ask(At::Left, StoreStep::CountLeft),
        }
    }

    /// The token does not open this feed. A turf is no longer followed; the others stand at their
    /// beginning.
    pub(super) fn revoked(&mut self, scope: Scope) -> Step {
        if !matches!(scope, Scope::Turf(_)) {
            self.round.read.insert(scope, None);
        }
        self.ask(At::Revoke, StoreStep::Revoke { scope })
    }

    /// The server no longer serves this version, but takes what was made: the round has gone up, and
    /// no feed would be read. It ends well, so that the rest of the outbox follows at once.
    pub(super) fn outdated(&mut self, refusal: Refusal) -> Step {
        self.round.report.outdated = Some(refusal);
        self.round.scopes.clear();
        self.round.more_pages = false;
        self.next_feed()
    }

    pub(super) fn pull(&mut self, asked: Asked) -> Step {
        let (scope, cursor) = (asked.scope, asked.from.clone());
        self.at = At::Pull(asked);
        Step::Net(NetStep::Pull(FeedQuery { scope, cursor, limit: Some(PAGE_ROWS_MAX) }))
    }

    pub(super) fn pulled(&mut self, asked: Asked, page: FeedPage) -> Step {
        if page.epoch == self.round.epoch {
            return self.take(asked.scope, asked.from, page);
        }
        let (from, to) = (self.round.epoch.clone(), page.epoch.clone());
        self.ask(At::EpochBeforePage(asked, page), StoreStep::ChangeEpoch { from, to })
    }

    pub(super) fn take(&mut self, scope: Scope, from: Option<Cursor>, page: FeedPage) -> Step {
        let taken = Taken {
            scope,
            rows: page.rows.len(),
            next: page.next.clone(),
            has_more: page.has_more,
            check: page.check,
            snapshot: page.snapshot.clone(),
        };
        self.ask(At::Page(taken), StoreStep::TakePage { scope, from, page })
    }

    pub(super) fn page_taken(&mut self, page: Taken, rows: u32) -> Step {
        self.round.report.received = self.round.report.received.saturating_add(rows);
        // A page without rows that promises more would make rounds chase each other.
        self.round.more_pages |= page.has_more && rows > 0;
        let Taken { scope, next: cursor, check, snapshot, .. } = page;
        if page.has_more {
            self.round.read.remove(&scope);
        } else {
            self.round.read.insert(scope, Some(cursor.clone()));
        }
        // A page that counted for nothing says nothing of what is held.
        let whole = usize::try_from(rows).is_ok_and(|rows| rows == page.rows);
        if let Some(offer) = snapshot.filter(|offer| whole && is_acceptable(offer)) {
            return self.begin_snapshot(scope, offer);
        }
        match check {
            Some(check) if whole && self.healing.is_due(scope, rows, &check) => {
                self.ask(At::Compare(scope), StoreStep::Compare { scope, cursor, check })
            }
            _ => self.next_feed(),
        }
    }

    pub(super) fn compared(&mut self, scope: Scope, same: bool) -> Step {
        let cure = self.healing.compared(scope, same);
        self.round.report.healed += u32::from(cure != Cure::None);
        match cure {
            Cure::None => self.next_feed(),
            Cure::Reread => self.ask(At::Restart(scope), StoreStep::Reread { scope }),
            Cure::Restart => self.ask(At::Restart(scope), StoreStep::Restart { scope }),
        }
    }

    pub(super) fn not_pulled(&mut self, asked: &Asked, refusal: Refusal) -> Step {
        let scope = asked.scope;
        if let Some(word) = LostWord::told_by(&refusal) {
            return self.told_lost(word);
        }
        match refusal.code {
            Code::ProtocolUnknown => self.outdated(refusal),
            code if concerns_every_request(code) => self.over(Err(refusal)),
            // The page that follows carries the server's epoch: a new one is noticed there.
            Code::CursorInvalid | Code::EpochChanged if !asked.again => {
                self.ask(At::Restart(scope), StoreStep::Restart { scope })
            }
            Code::ScopeForbidden => self.revoked(scope),
            _ => {
                self.round.failed = Some(refusal);
                self.next_feed()
            }
        }
    }
}
