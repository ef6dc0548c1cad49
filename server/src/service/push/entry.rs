//! One record on its way in: the insert that the unique index guards, and what every kind asks.

use wufei_api::feed::{FeedItem, RecordFact};
use wufei_domain::{
    ids::{PointId, RecordId},
    record::{Body, Record},
    refusal::{Code, Refusal},
    scope::Scope,
    time::UnixMs,
    whole::Whole,
};

use super::known::Known;
use crate::{
    service::{Failure, authorise::Caller},
    store::{
        Connection, Row, StoreError, Value, integer, optional_integer, statements::record, text,
    },
};

/// One record on its way in.
pub struct Entry<'a> {
    /// Who sent it.
    pub caller: &'a Caller,
    /// What they sent, whether or not all of it is known here.
    pub record: &'a Whole<Record>,
    /// The server's clock when it came.
    pub now: UnixMs,
    /// How far the device's clock is behind it, if the device said.
    pub clock_off_ms: Option<i64>,
    /// What the push need not ask again.
    pub known: &'a Known,
}

impl Entry<'_> {
    /// Inserts the record; `false` when its id is taken.
    pub fn insert(&self, connection: &mut dyn Connection) -> Result<bool, StoreError> {
        Ok(connection.execute(&record::INSERT, &self.columns()?)? == 1)
    }

    /// community, id, kind, hash, body, device, actor, made_at, received_at, clock_off_ms.
    pub fn columns(&self) -> Result<[Value; 10], StoreError> {
        let kept = self.record.kept();
        let json = kept
            .json()
            .map_err(|error| StoreError::Shape(format!("record is no JSON: {error}")))?;
        // A word that somebody looked up is kept without them.
        let (device, actor, clock_off_ms) = match self.record.body {
            Body::UnknownItem(_) => (Value::Null, Value::Null, None),
            _ => (text(self.caller.device), self.actor(), self.clock_off_ms),
        };
        Ok([
            text(self.record.community),
            self.id(),
            text(self.record.body.kind()),
            text(kept.hash()),
            text(json),
            device,
            actor,
            self.made_at(),
            self.received_at(),
            optional_integer(clock_off_ms),
        ])
    }

    /// # Errors
    /// [`Code::IdReused`] when the stored record of this id has another hash, and is not what an
    /// earlier version of the server would have left of this one.
    pub fn same_as_stored(&self, connection: &mut dyn Connection) -> Result<(), Failure> {
        let hash = self.record.kept().hash().to_string();
        let earlier = self.record.hash_without_boot().map(|hash| hash.to_string());
        let rows = connection.query(&record::FIND_HASH, &[text(self.record.id)])?;
        let stored = |row: &Row| row.text(0).ok().map(str::to_owned);
        // A word that an earlier version of the server had kept was taken from its record, and the
        // hash with it.
        let is_word = matches!(self.record.body, Body::UnknownItem(_));
        let is_it = |stored: String| {
            stored == hash || (is_word && stored.is_empty()) || Some(stored) == earlier
        };
        if rows.iter().filter_map(stored).any(is_it) {
            return Ok(());
        }
        Err(Refusal::new(Code::IdReused).with("value", self.record.id).into())
    }

    /// # Errors
    /// [`Code::ScopeForbidden`] when the recycling point is not the attendant's.
    pub fn must_stand_at(&self, point: PointId) -> Result<(), Refusal> {
        if self.caller.person.point == Some(point) {
            return Ok(());
        }
        Err(Refusal::new(Code::ScopeForbidden).with("value", Scope::Point(point)))
    }

    /// The record as the feeds show it.
    pub fn fact(&self) -> FeedItem {
        FeedItem::Record(RecordFact {
            record: self.record.clone(),
            actor: self.caller.person.actor,
            received_at: self.now,
        })
    }

    pub fn id(&self) -> Value {
        text(self.record.id)
    }

    pub fn actor(&self) -> Value {
        text(self.caller.person.actor)
    }

    /// The device's wall clock.
    pub fn made_at(&self) -> Value {
        integer(self.record.made_at.wall.value())
    }

    /// The server's.
    pub fn received_at(&self) -> Value {
        integer(self.now.value())
    }
}

/// Whether a record of that id is here.
pub fn is_stored(connection: &mut dyn Connection, id: RecordId) -> Result<bool, StoreError> {
    Ok(connection.first(&record::FIND_HASH, &[text(id)])?.is_some())
}
