//! Snapshots of large feeds: made when a device begins to read one, kept in memory, and used again
//! until too much has been written since. They can be made again at any time.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wufei_api::{
    columns,
    snapshot::{PART_BYTES_MAX, ROWS, SnapshotId, SnapshotOffer, SnapshotQuery},
};
use wufei_domain::{
    record::hex,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::PAGE_ROWS_MAX,
};

use super::{
    Failure, Service,
    act::Act,
    authorise::{Bearer, caller},
    cursor,
};
use crate::store::{Connection, StoreError, statements::feed, text};

/// A feed with fewer facts is read in pages.
pub const FACTS_MIN: u64 = 2 * PAGE_ROWS_MAX as u64;

/// Bytes of all snapshots in memory at most; the oldest go first.
const KEPT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Snapshots of one feed that are kept, so that who began with one can finish it.
const KEPT_OF_ONE: usize = 2;

/// Numbers by which a feed may have gone on before its snapshot is made again.
const STALE_AFTER: u64 = PAGE_ROWS_MAX as u64;

/// The level of zstd: higher ones take much longer for a few per cent.
const LEVEL: i32 = 9;

/// A part of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// All bytes of the snapshot.
    pub whole: Arc<[u8]>,
    /// Where the part begins.
    pub from: usize,
    /// Where it ends; not in it.
    pub to: usize,
}

impl Part {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.whole.get(self.from..self.to).unwrap_or_default()
    }
}

struct Made {
    seq: u64,
    offer: SnapshotOffer,
    bytes: Arc<[u8]>,
}

/// Those in memory.
#[derive(Default)]
pub(super) struct Snapshots {
    made: BTreeMap<Scope, VecDeque<Made>>,
    /// Feeds in the order in which snapshots were made.
    order: VecDeque<Scope>,
}

impl Snapshots {
    fn fresh(&self, scope: Scope, seq: u64) -> Option<&SnapshotOffer> {
        let newest = self.made.get(&scope)?.back()?;
        (seq.saturating_sub(newest.seq) <= STALE_AFTER).then_some(&newest.offer)
    }

    fn keep(&mut self, scope: Scope, made: Made) {
        let of_one = self.made.entry(scope).or_default();
        of_one.push_back(made);
        self.order.push_back(scope);
        if of_one.len() > KEPT_OF_ONE {
            self.drop_oldest_of(scope);
        }
        while self.bytes() > KEPT_BYTES_MAX
            && let Some(oldest) = self.order.front().copied()
            && self.order.len() > 1
        {
            self.drop_oldest_of(oldest);
        }
    }

    fn drop_oldest_of(&mut self, scope: Scope) {
        if let Some(of_one) = self.made.get_mut(&scope) {
            of_one.pop_front();
        }
        if let Some(at) = self.order.iter().position(|other| *other == scope) {
            self.order.remove(at);
        }
    }

    fn bytes(&self) -> usize {
        self.made.values().flatten().map(|made| made.bytes.len()).sum()
    }

    fn find(&self, scope: Scope, id: &SnapshotId) -> Option<Arc<[u8]>> {
        let of_one = self.made.get(&scope)?;
        of_one.iter().find(|made| made.offer.id == *id).map(|made| Arc::clone(&made.bytes))
    }
}

impl Service {
    /// The snapshot of a feed of `facts` facts whose newest number is `seq`, if it is large enough.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn offer(
        &mut self,
        connection: &mut dyn Connection,
        scope: Scope,
        seq: u64,
        facts: u64,
    ) -> Result<Option<SnapshotOffer>, StoreError> {
        if facts < FACTS_MIN {
            return Ok(None);
        }
        if let Some(offer) = self.snapshots.fresh(scope, seq) {
            return Ok(Some(offer.clone()));
        }
        let mut rows = Vec::new();
        for row in connection.query(&feed::HELD, &[text(scope)])? {
            rows.push(json!({ "seq": row.integer::<u64>(0)?, "item": row.json::<Value>(1)? }));
        }
        let next = cursor::sign(&self.cursor_key, &self.epoch, scope, seq);
        let facts = rows.len() as u64;
        let body = json!({ "scope": scope, "epoch": self.epoch, "next": next, "rows": rows });
        let packed = columns::pack(body, ROWS).to_string();
        let bytes = zstd::bulk::compress(packed.as_bytes(), LEVEL)
            .map_err(|error| StoreError::Shape(format!("snapshot of {scope}: {error}")))?;
        let id = SnapshotId::try_from(hex(&Sha256::digest(&bytes)))
            .map_err(|refusal| StoreError::Shape(refusal.to_string()))?;
        let offer = SnapshotOffer { id, bytes: bytes.len() as u64, facts };
        self.snapshots.keep(scope, Made { seq, offer: offer.clone(), bytes: bytes.into() });
        Ok(Some(offer))
    }

    /// A part of a snapshot: from `from` to before `to`, at most [`PART_BYTES_MAX`].
    ///
    /// # Errors
    /// [`Code::ScopeForbidden`] and the like; [`Code::NotFound`] for a snapshot that is no longer
    /// there or a part beyond its end.
    pub(super) fn part(
        &self,
        connection: &mut dyn Connection,
        bearer: &Bearer,
        query: &SnapshotQuery,
        (from, to): (u64, Option<u64>),
    ) -> Result<Part, Failure> {
        let caller = caller(connection, bearer, Act::ReadSnapshot)?;
        caller.must_read(connection, query.scope)?;
        let gone = || Refusal::new(Code::NotFound);
        let whole = self.snapshots.find(query.scope, &query.id).ok_or_else(gone)?;
        let from = usize::try_from(from).map_err(|_| gone())?;
        let to = to.and_then(|to| usize::try_from(to).ok()).unwrap_or(usize::MAX);
        let to = to.min(whole.len()).min(from.saturating_add(PART_BYTES_MAX));
        if from >= to {
            return Err(gone().into());
        }
        Ok(Part { whole, from, to })
    }
}
