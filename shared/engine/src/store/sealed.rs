//! What people made who are not enrolled now: sealed, so that whoever holds the phone meanwhile
//! reads none of it, and opened for its maker's return.
//!
//! A record is sealed whole, with the server's refusal and every column it is found by. Beside the
//! piece stand its id, position, maker and state: the order in which it goes up, whom it is opened
//! for, and what the server said of it. The id tells when it was made. Its hash is sealed too: a
//! record is so short that door and outcome could be found from a hash by trial. The seal names
//! installation, record and maker, so that no piece passes for another.
//!
//! Acknowledged records are sealed like the others: a restored server asks for them again. Drafts
//! are sealed beside them. On a device without a key nothing is sealed, and records stay as they
//! were; so they do in a piece that no longer opens, which is counted as needing attention.
//!
//! Start here: [`change_person`]. A phone that was lost seals by [`seal_unsent`]: `wipe`.

use std::ops::ControlFlow;

use rusqlite::{Row, Transaction, params};
use serde::{Deserialize, Serialize};
use wufei_domain::{
    ids::ActorId,
    record::Record,
    refusal::{Code, Refusal},
    whole::Whole,
};

use super::{
    Failure, identity, kept, learning, photo,
    seal::{self, SealKey},
    traces,
};

/// Of people other than the one: an index serves both halves.
const OF_OTHERS: &str = "r.actor < ?1 OR r.actor > ?1";
const UNSENT: &str = "r.state IN ('waiting', 'attention')";
const SEAL: &str = "INSERT INTO sealed_records
  (position, id, actor, state, not_before_ms, device, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const DEQUEUE: &str = "DELETE FROM outbox WHERE id = ?1";
const REMOVE: &str = "DELETE FROM records WHERE id = ?1";
const OF_MAKER: &str = "SELECT position, id, actor, state, not_before_ms, device, sealed
  FROM sealed_records WHERE actor IS NULL OR actor = ?1 ORDER BY position";
const FIND: &str = "SELECT position, id, actor, state, not_before_ms, device, sealed
  FROM sealed_records WHERE id = ?1";
const RESTORE: &str = "INSERT INTO records
  (position, id, kind, community, hash, body, made_at, parent, place, about, actor, state, refusal)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
const ENQUEUE: &str = "INSERT INTO outbox (id, position, not_before_ms) VALUES (?1, ?2, ?3)";
const OPENED: &str = "DELETE FROM sealed_records WHERE id = ?1";
const MARK: &str = "UPDATE sealed_records SET unopened = ?2 WHERE id = ?1 AND unopened <> ?2";
const MARK_ALL: &str =
    "UPDATE sealed_records SET unopened = 1 WHERE unopened = 0 AND (actor IS NULL OR actor = ?1)";
const DUE: &str = "SELECT position, id, actor, state, not_before_ms, device, sealed
  FROM sealed_records
  WHERE state = 'waiting' AND (actor IS NULL OR actor = ?3)
    AND (not_before_ms <= ?1 OR not_before_ms > ?1 + ?2)
  ORDER BY position";
const SETTLE: &str = "UPDATE sealed_records SET state = ?2 WHERE id = ?1 AND state = 'waiting'";
const RESEAL: &str = "UPDATE sealed_records SET sealed = ?2 WHERE id = ?1";
const DELAY: &str = "UPDATE sealed_records SET not_before_ms = ?2 WHERE id = ?1";
const UNACKNOWLEDGE: &str = "UPDATE sealed_records SET state = 'waiting', not_before_ms = 0
  WHERE state = 'acknowledged'";
const DRAFTS: &str = "SELECT place, body FROM drafts";
const SEAL_DRAFT: &str = "INSERT INTO sealed_drafts (actor, place, device, sealed)
  VALUES (?1, ?2, ?3, ?4) ON CONFLICT (actor, place) DO UPDATE SET
  device = excluded.device, sealed = excluded.sealed";
const FORGET_DRAFTS: &str = "DELETE FROM drafts";
const DRAFTS_OF: &str = "SELECT place, device, sealed FROM sealed_drafts WHERE actor = ?1";
const RESTORE_DRAFT: &str =
    "INSERT INTO drafts (place, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
const FORGET_DRAFTS_OF: &str = "DELETE FROM sealed_drafts WHERE actor = ?1";

/// What is sealed of a record.
#[derive(Serialize, Deserialize)]
struct Content {
    kind: String,
    community: String,
    hash: String,
    body: String,
    made_at: i64,
    parent: Option<String>,
    place: Option<String>,
    about: Option<String>,
    refusal: Option<String>,
}

/// A sealed record as it stands.
struct Piece {
    position: i64,
    id: String,
    actor: Option<String>,
    state: String,
    not_before_ms: i64,
    device: String,
    sealed: Vec<u8>,
}

impl Piece {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            position: row.get(0)?,
            id: row.get(1)?,
            actor: row.get(2)?,
            state: row.get(3)?,
            not_before_ms: row.get(4)?,
            device: row.get(5)?,
            sealed: row.get(6)?,
        })
    }

    /// What the seal names.
    fn place(&self) -> String {
        record_place(&self.device, &self.id, self.actor.as_deref())
    }

    /// What is in it; `None` when the key does not open it, or its hash is not that of its record.
    fn open(&self, key: &SealKey) -> Result<Option<Content>, Failure> {
        let Some(text) = key.open(&self.sealed, &self.place())? else { return Ok(None) };
        let Ok(content) = serde_json::from_slice::<Content>(&text) else { return Ok(None) };
        // A body that could not be read before it was sealed comes back as it was.
        let record = serde_json::from_str::<Whole<Record>>(&content.body).ok();
        let same = record.is_none_or(|record| record.hash().to_string() == content.hash);
        Ok(same.then_some(content))
    }
}

fn record_place(device: &str, id: &str, actor: Option<&str>) -> String {
    format!("{device}|record|{id}|{}", actor.unwrap_or_default())
}

fn draft_place(device: &str, place: &str, actor: &str) -> String {
    format!("{device}|draft|{place}|{actor}")
}

fn pieces(
    tx: &Transaction<'_>,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Piece>, Failure> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map(params, Piece::read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Somebody else, or nobody, is to be enrolled from here on: seals what all others made and typed,
/// opens what `next` did. To be called inside the transaction that changes who is enrolled, before
/// it does; [`super::Store::clean_traces`] follows the commit. Without a key nothing is sealed, and
/// what was sealed before stays so.
pub(super) fn change_person(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    next: Option<ActorId>,
) -> Result<(), Failure> {
    let before = identity::actor(tx)?;
    if before.is_some() && before != next {
        learning::forget(tx)?;
        kept::forget(tx)?;
        // A file cannot be sealed like a record: what was not sent of it goes.
        photo::forget_all(tx)?;
    }
    let next_text = next.map(|actor| actor.to_string());
    if let Some(key) = key {
        seal_others(tx, key, next)?;
        if let Some(before) = before.filter(|before| Some(*before) != next) {
            seal_drafts(tx, key, &before.to_string())?;
            traces::mark(tx)?;
        }
    }
    let Some(next) = next_text else { return Ok(()) };
    if let Some(key) = key {
        open_records(tx, key, &next)?;
        return open_drafts(tx, key, &next);
    }
    tx.execute(MARK_ALL, [next])?;
    Ok(())
}

/// Seals what others than `one` made and what lies in the clear: a start without a key, or an
/// earlier version, left it so.
pub(super) fn seal_others(
    tx: &Transaction<'_>,
    key: &SealKey,
    one: Option<ActorId>,
) -> Result<(), Failure> {
    // Every id is above the empty text.
    let one = one.map(|actor| actor.to_string()).unwrap_or_default();
    seal_where(tx, key, OF_OTHERS, [one])
}

/// Seals everything that the server has not acknowledged, whoever made it.
pub(super) fn seal_unsent(tx: &Transaction<'_>, key: &SealKey) -> Result<(), Failure> {
    seal_where(tx, key, UNSENT, [])
}

fn seal_where(
    tx: &Transaction<'_>,
    key: &SealKey,
    which: &str,
    params_of_which: impl rusqlite::Params,
) -> Result<(), Failure> {
    let sql = format!(
        "SELECT r.position, r.id, r.actor, r.state, coalesce(o.not_before_ms, 0), r.kind,
           r.community, r.hash, r.body, r.made_at, r.parent, r.place, r.about, r.refusal
         FROM records r LEFT JOIN outbox o ON o.id = r.id WHERE {which}"
    );
    let device = seal::device(tx)?;
    let mut statement = tx.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| {
        let piece = Piece {
            position: row.get(0)?,
            id: row.get(1)?,
            actor: row.get(2)?,
            state: row.get(3)?,
            not_before_ms: row.get(4)?,
            device: device.clone(),
            sealed: Vec::new(),
        };
        let content = Content {
            kind: row.get(5)?,
            community: row.get(6)?,
            hash: row.get(7)?,
            body: row.get(8)?,
            made_at: row.get(9)?,
            parent: row.get(10)?,
            place: row.get(11)?,
            about: row.get(12)?,
            refusal: row.get(13)?,
        };
        Ok((piece, content))
    };
    // All are read before the first is moved: a query does not look at a table that changes.
    let all: Vec<(Piece, Content)> =
        statement.query_map(params_of_which, read)?.collect::<Result<_, _>>()?;
    for (piece, content) in &all {
        let sealed = key.seal(serde_json::to_vec(content)?, &piece.place())?;
        tx.prepare_cached(SEAL)?.execute(params![
            piece.position,
            piece.id,
            piece.actor,
            piece.state,
            piece.not_before_ms,
            piece.device,
            sealed
        ])?;
        tx.prepare_cached(DEQUEUE)?.execute([&piece.id])?;
        tx.prepare_cached(REMOVE)?.execute([&piece.id])?;
    }
    if all.is_empty() { Ok(()) } else { traces::mark(tx) }
}

fn open_records(tx: &Transaction<'_>, key: &SealKey, maker: &str) -> Result<(), Failure> {
    for piece in pieces(tx, OF_MAKER, [maker])? {
        let Some(content) = piece.open(key)? else {
            tx.prepare_cached(MARK)?.execute(params![piece.id, 1])?;
            continue;
        };
        tx.prepare_cached(RESTORE)?.execute(params![
            piece.position,
            piece.id,
            content.kind,
            content.community,
            content.hash,
            content.body,
            content.made_at,
            content.parent,
            content.place,
            content.about,
            piece.actor,
            piece.state,
            content.refusal
        ])?;
        tx.prepare_cached(OPENED)?.execute([&piece.id])?;
        if piece.state == "waiting" {
            let row = params![piece.id, piece.position, piece.not_before_ms];
            tx.prepare_cached(ENQUEUE)?.execute(row)?;
        }
    }
    Ok(())
}

fn seal_drafts(tx: &Transaction<'_>, key: &SealKey, maker: &str) -> Result<(), Failure> {
    let device = seal::device(tx)?;
    let mut statement = tx.prepare_cached(DRAFTS)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (place, body) in rows.collect::<Result<Vec<(String, String)>, _>>()? {
        let sealed = key.seal(body.into_bytes(), &draft_place(&device, &place, maker))?;
        tx.prepare_cached(SEAL_DRAFT)?.execute(params![maker, place, device, sealed])?;
    }
    tx.execute(FORGET_DRAFTS, [])?;
    Ok(())
}

/// A draft that does not open is let go: it is no record, and its maker can type it again.
fn open_drafts(tx: &Transaction<'_>, key: &SealKey, maker: &str) -> Result<(), Failure> {
    let mut statement = tx.prepare_cached(DRAFTS_OF)?;
    let rows = statement.query_map([maker], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (place, device, sealed) in rows.collect::<Result<Vec<(String, String, Vec<u8>)>, _>>()? {
        let opened = key.open(&sealed, &draft_place(&device, &place, maker))?;
        if let Some(body) = opened.and_then(|text| String::from_utf8(text).ok()) {
            tx.prepare_cached(RESTORE_DRAFT)?.execute([place, body])?;
        }
    }
    tx.execute(FORGET_DRAFTS_OF, [maker])?;
    Ok(())
}

/// A sealed record that may go up now.
pub(super) struct Due {
    pub id: String,
    /// With its JSON; `None` when it does not open or cannot be read.
    pub record: Option<(Record, String)>,
}

/// Sealed records that may go up under `actor`'s token at `now_ms`, oldest first, while `take` says
/// that it goes on: of a phone that was lost, or those that did not open when their maker came back.
pub(super) fn each_due(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    (actor, now_ms, longest_ms): (Option<&str>, i64, i64),
    take: &mut dyn FnMut(Due) -> Result<ControlFlow<()>, Failure>,
) -> Result<(), Failure> {
    let mut statement = tx.prepare_cached(DUE)?;
    let mut rows = statement.query(params![now_ms, longest_ms, actor])?;
    while let Some(row) = rows.next()? {
        let piece = Piece::read(row)?;
        let content = key.map(|key| piece.open(key)).transpose()?.flatten();
        let record = content.and_then(|content| {
            let record = serde_json::from_str(&content.body).ok()?;
            Some((record, content.body))
        });
        if take(Due { id: piece.id, record })?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Marks whether it opened for its maker.
pub(super) fn mark(tx: &Transaction<'_>, id: &str, opened: bool) -> Result<(), Failure> {
    tx.prepare_cached(MARK)?.execute(params![id, i64::from(!opened)])?;
    Ok(())
}

/// The server has it.
pub(super) fn acknowledge(tx: &Transaction<'_>, id: &str) -> Result<(), Failure> {
    tx.prepare_cached(SETTLE)?.execute([id, "acknowledged"])?;
    Ok(())
}

/// The server refused it: what it said is sealed with the record.
pub(super) fn refuse(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    id: &str,
    refusal: &Refusal,
) -> Result<(), Failure> {
    tx.prepare_cached(SETTLE)?.execute([id, "attention"])?;
    let (Some(key), Some(piece)) = (key, pieces(tx, FIND, [id])?.pop()) else { return Ok(()) };
    let Some(content) = piece.open(key)? else { return Ok(()) };
    let content = Content { refusal: Some(serde_json::to_string(refusal)?), ..content };
    let sealed = key.seal(serde_json::to_vec(&content)?, &piece.place())?;
    tx.prepare_cached(RESEAL)?.execute(params![id, sealed])?;
    Ok(())
}

/// Not before `due_ms`.
pub(super) fn delay(tx: &Transaction<'_>, id: &str, due_ms: i64) -> Result<(), Failure> {
    tx.prepare_cached(DELAY)?.execute(params![id, due_ms])?;
    Ok(())
}

/// The server was restored: what it ever acknowledged waits again.
pub(super) fn begin_epoch(tx: &Transaction<'_>) -> Result<(), Failure> {
    tx.execute(UNACKNOWLEDGE, [])?;
    Ok(())
}

/// An id that is sealed under somebody's name is taken.
pub(super) fn refuse_taken(tx: &Transaction<'_>, id: &str) -> Result<(), Failure> {
    if pieces(tx, FIND, [id])?.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(Code::IdReused).with("value", id).into())
}
