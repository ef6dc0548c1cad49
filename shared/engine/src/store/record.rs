//! Own records: made once, kept for good, never changed. With each its row in the outbox.

use rusqlite::{OptionalExtension as _, Transaction, params};
use wufei_app::effect::store::{
    AppendRecord, LoadOutbox, OutboxCounts, OutboxData, OutboxEntry, WithdrawRecord,
};
use wufei_domain::{
    record::{Body, Record},
    refusal::{Code, Refusal},
    scope::Scope,
};

use super::{Failure, Store, identity, photo, sealed, start};
use crate::lane::Answer;

const HASH: &str = "SELECT hash FROM records WHERE id = ?1";
const INSERT: &str = "INSERT INTO records
  (id, kind, community, hash, body, made_at, parent, place, about, actor, state)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'waiting')";
pub(super) const ENQUEUE: &str =
    "INSERT INTO outbox (id, position) SELECT id, position FROM records WHERE id = ?1";
/// Sealed ones count for their maker: what waits on a phone that was lost, and what no longer opens.
const COUNTS: &str = "WITH own AS (SELECT state, unopened FROM sealed_records
    WHERE state IN ('waiting', 'attention')
      AND (actor IS NULL OR actor = (SELECT body ->> 'actor' FROM identity)))
  SELECT
    (SELECT count(*) FROM records WHERE state = 'waiting')
      + (SELECT count(*) FROM own WHERE state = 'waiting' AND unopened = 0),
    (SELECT count(*) FROM records WHERE state = 'attention')
      + (SELECT count(*) FROM own WHERE state = 'attention' OR unopened = 1)
      + (SELECT count(*) FROM photos WHERE refusal IS NOT NULL)";
const WITHDRAW: &str =
    "UPDATE records SET state = 'withdrawn' WHERE id = ?1 AND state = 'attention'";
/// A bound for each: however much waits, what was refused is in sight.
const LISTED: &str = "SELECT body, refusal, held FROM (
    SELECT * FROM (SELECT r.position, r.body, r.refusal, coalesce(o.held, 0) AS held
      FROM records r LEFT JOIN outbox o ON o.id = r.id WHERE r.state = 'waiting'
      ORDER BY r.position LIMIT ?1)
    UNION ALL
    SELECT * FROM (SELECT position, body, refusal, 0 FROM records WHERE state = 'attention'
      ORDER BY position LIMIT ?2))
  ORDER BY position";

/// Rows of what waits that are shown.
const WAITING_MAX: i64 = 200;

/// Rows of what was refused that are shown: as many as one text can be handed on with.
const ATTENTION_MAX: i64 = 300;

/// The scope of a record's recycling point or turf.
pub(super) fn place(body: &Body) -> Option<Scope> {
    match body {
        Body::ShiftOpened(opened) => Some(Scope::Point(opened.point)),
        Body::ShiftClosed(closed) => Some(Scope::Point(closed.point)),
        Body::DropOff(drop_off) => Some(Scope::Point(drop_off.point)),
        Body::Reversal(reversal) => Some(Scope::Point(reversal.point)),
        Body::Visit(visit) => Some(Scope::Turf(visit.turf)),
        Body::VisitVoid(void) => Some(Scope::Turf(void.turf)),
        Body::DoorProposal(proposal) => Some(Scope::Turf(proposal.turf)),
        Body::UnknownItem(_) => None,
    }
}

/// A record's household or door.
pub(super) fn about(body: &Body) -> Option<String> {
    match body {
        Body::DropOff(drop_off) => Some(drop_off.household.to_string()),
        Body::Reversal(reversal) => Some(reversal.household.to_string()),
        Body::Visit(visit) => Some(visit.door.to_string()),
        Body::VisitVoid(void) => Some(void.door.to_string()),
        Body::ShiftOpened(_)
        | Body::ShiftClosed(_)
        | Body::DoorProposal(_)
        | Body::UnknownItem(_) => None,
    }
}

pub(super) fn counts(tx: &Transaction<'_>) -> Result<OutboxCounts, Failure> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(OutboxCounts { waiting: row.get(0)?, needs_attention: row.get(1)? })
    };
    Ok(tx.prepare_cached(COUNTS)?.query_row([], read)?)
}

fn append(tx: &Transaction<'_>, record: &Record) -> Result<(), Failure> {
    let (id, hash) = (record.id.to_string(), record.hash().to_string());
    let known: Option<String> =
        tx.prepare_cached(HASH)?.query_row([&id], |row| row.get(0)).optional()?;
    match known {
        Some(known) if known == hash => return Ok(()),
        Some(_) => return Err(Refusal::new(Code::IdReused).with("value", id).into()),
        None => sealed::refuse_taken(tx, &id)?,
    }
    tx.prepare_cached(INSERT)?.execute(params![
        id,
        record.body.kind(),
        record.community.to_string(),
        hash,
        serde_json::to_string(record)?,
        record.made_at.wall.value(),
        record.body.parent().map(|parent| parent.to_string()),
        place(&record.body).map(|place| place.to_string()),
        about(&record.body),
        identity::actor(tx)?.map(|actor| actor.to_string()),
    ])?;
    tx.prepare_cached(ENQUEUE)?.execute([&id])?;
    photo::name_all(tx, record)
}

impl Answer<AppendRecord> for Store {
    fn answer(&mut self, operation: &AppendRecord) -> Result<OutboxCounts, Refusal> {
        self.write(|tx| {
            append(tx, &operation.record)?;
            if let Some(place) = operation.from_draft {
                start::forget_draft(tx, place)?;
            }
            counts(tx)
        })
    }
}

impl Answer<WithdrawRecord> for Store {
    fn answer(&mut self, operation: &WithdrawRecord) -> Result<OutboxCounts, Refusal> {
        let id = operation.id.to_string();
        let (counts, photos) = self.write(|tx| {
            tx.prepare_cached(WITHDRAW)?.execute([&id])?;
            let photos = photo::forget_of(tx, &id)?;
            Ok((counts(tx)?, photos))
        })?;
        for photo in photos {
            // A file that stays is swept at the next start.
            let _ = self.forget_file(&photo);
        }
        Ok(counts)
    }
}

impl Answer<LoadOutbox> for Store {
    fn answer(&mut self, _: &LoadOutbox) -> Result<OutboxData, Refusal> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(LISTED)?;
            let mut rows = statement.query([WAITING_MAX, ATTENTION_MAX])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                let (body, refused): (String, Option<String>) = (row.get(0)?, row.get(1)?);
                let held: bool = row.get(2)?;
                // A body that cannot be read is counted, not shown: `batch` has set it aside.
                let Ok(record) = serde_json::from_str(&body) else { continue };
                let refused = refused.map(|text| serde_json::from_str(&text)).transpose()?;
                entries.push(OutboxEntry { record, refused, held });
            }
            Ok(OutboxData { counts: counts(tx)?, entries, photos: photo::listed(tx)? })
        })
    }
}
