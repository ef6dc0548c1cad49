//! A large feed in one piece: its snapshot, a part a round, so that progress shows and a cut costs no
//! more than one part. A snapshot that is gone, or not what was offered, leaves the feed where its
//! pages stood: it is read on from there.

use wufei_api::snapshot::{SnapshotOffer, SnapshotQuery, UNPACKED_BYTES_MAX};
use wufei_app::effect::sync::Fetching;
use wufei_domain::{
    lost::LostWord,
    refusal::{Code, Refusal},
    scope::Scope,
};

use super::{At, NetStep, Step, StoreStep, SyncClient, concerns_every_request};
use crate::store::snapshot::UnderWay;

/// Whether the whole of it could be taken.
pub(super) fn is_acceptable(offer: &SnapshotOffer) -> bool {
    usize::try_from(offer.bytes).is_ok_and(|bytes| (1..=UNPACKED_BYTES_MAX).contains(&bytes))
}

impl SyncClient {
    /// What is being fetched of a feed, once a round.
    pub(super) fn under_way(&mut self, scope: Scope) -> Option<UnderWay> {
        let at = self.round.snapshots.iter().position(|snapshot| snapshot.scope == scope)?;
        Some(self.round.snapshots.swap_remove(at))
    }

    /// Its size is told before its first byte is asked for.
    pub(super) fn begin_snapshot(&mut self, scope: Scope, offer: SnapshotOffer) -> Step {
        self.show(0, offer.bytes);
        self.ask(At::BeginSnapshot, StoreStep::BeginSnapshot { scope, offer })
    }

    pub(super) fn fetch(&mut self, under_way: UnderWay) -> Step {
        let UnderWay { scope, ref id, have: from, .. } = under_way;
        let query = SnapshotQuery { scope, id: id.clone() };
        self.at = At::Part(under_way);
        Step::Net(NetStep::Part { query, from })
    }

    pub(super) fn part_came(
        &mut self,
        under_way: UnderWay,
        part: Result<Vec<u8>, Refusal>,
    ) -> Step {
        let scope = under_way.scope;
        if let Some(word) = part.as_ref().err().and_then(LostWord::told_by) {
            return self.told_lost(word);
        }
        match part {
            Ok(body) => {
                let (id, from) = (under_way.id.clone(), under_way.have);
                self.ask(At::KeepPart(under_way), StoreStep::KeepPart { scope, id, from, body })
            }
            Err(refusal) if refusal.code == Code::ProtocolUnknown => self.outdated(refusal),
            Err(refusal) if concerns_every_request(refusal.code) => self.over(Err(refusal)),
            Err(refusal) if refusal.code == Code::ScopeForbidden => self.revoked(scope),
            Err(refusal) if refusal.code == Code::NotFound => self.drop_snapshot(scope),
            Err(refusal) => {
                self.round.failed = Some(refusal);
                self.next_feed()
            }
        }
    }

    pub(super) fn part_kept(&mut self, under_way: UnderWay, have: u64) -> Step {
        let UnderWay { scope, bytes, have: before, .. } = under_way;
        if have >= bytes {
            return self.ask(At::TakeSnapshot, StoreStep::TakeSnapshot { scope });
        }
        if have <= before {
            // A part that brings nothing would be asked for again and again.
            return self.drop_snapshot(scope);
        }
        self.show(have, bytes);
        self.next_feed()
    }

    pub(super) fn snapshot_taken(&mut self, facts: Option<u32>) -> Step {
        self.round.report.received =
            self.round.report.received.saturating_add(facts.unwrap_or_default());
        self.round.more_pages = true;
        self.next_feed()
    }

    fn drop_snapshot(&mut self, scope: Scope) -> Step {
        self.round.more_pages = true;
        self.ask(At::DropSnapshot, StoreStep::DropSnapshot { scope })
    }

    fn show(&mut self, have: u64, bytes: u64) {
        self.round.report.fetching = Some(Fetching { have, bytes });
        self.round.more_pages = true;
    }
}
