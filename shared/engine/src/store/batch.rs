//! What goes up: the next batch, and what the server said of it.

use std::{collections::HashSet, ops::ControlFlow};

use rusqlite::{Transaction, params};
use wufei_api::push::PushResponse;
use wufei_app::effect::store::OutboxCounts;
use wufei_domain::{
    ids::RecordId,
    record::Record,
    refusal::{Code, Refusal},
    sync::{BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS, Verdict},
    time::UnixMs,
};

use super::{Failure, Store, fact, identity, record, seal::SealKey, sealed};

/// Oldest first. A time to wait beyond the longest there is means that the clock was set back. A
/// record goes up only under the token of whoever made it; one made before enrolment under any.
const SENDABLE: &str = "SELECT o.id, r.body, r.parent,
    EXISTS (SELECT 1 FROM outbox p WHERE p.id = r.parent)
      OR EXISTS (SELECT 1 FROM sealed_records p WHERE p.id = r.parent AND p.state = 'waiting')
  FROM outbox o JOIN records r ON r.id = o.id
  WHERE (o.not_before_ms <= ?1 OR o.not_before_ms > ?1 + ?2)
    AND (r.actor IS NULL OR r.actor = ?3)
  ORDER BY o.position";
const WAITS: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ?1)
  OR EXISTS (SELECT 1 FROM sealed_records WHERE id = ?1 AND state = 'waiting')";
const DEQUEUE: &str = "DELETE FROM outbox WHERE id = ?1";
const ACKNOWLEDGE: &str =
    "UPDATE records SET state = 'acknowledged', refusal = NULL WHERE id = ?1 AND state = 'waiting'";
const REFUSE: &str =
    "UPDATE records SET state = 'attention', refusal = ?2 WHERE id = ?1 AND state = 'waiting'";
const DELAY: &str = "UPDATE outbox SET not_before_ms = ?2, held = ?3 WHERE id = ?1";
const REQUEUE: &str = "INSERT INTO outbox (id, position)
  SELECT id, position FROM records WHERE state = 'acknowledged'";
const UNACKNOWLEDGE: &str = "UPDATE records SET state = 'waiting' WHERE state = 'acknowledged'";
const SAVE_EPOCH: &str = "UPDATE identity SET epoch = ?1, turn = 0";
const SAVE_TURN: &str = "UPDATE identity SET turn = ?1";

/// What the verdicts of a batch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// Records the server has.
    pub acknowledged: u32,
    /// Records that a person must look at.
    pub refused: u32,
    /// Records that the server keeps for a team lead.
    pub held: u32,
}

/// What is left after a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// What waits and what needs attention.
    pub counts: OutboxCounts,
    /// Whether something could be sent at once.
    pub sendable: bool,
}

/// The server was restored, or is another: all it ever acknowledged is offered again, in the order
/// in which it was made, and every feed is read from its beginning.
pub(super) fn begin_epoch(tx: &Transaction<'_>, epoch: &str) -> Result<(), Failure> {
    tx.execute(REQUEUE, [])?;
    tx.execute(UNACKNOWLEDGE, [])?;
    sealed::begin_epoch(tx)?;
    tx.execute(SAVE_EPOCH, [epoch])?;
    fact::forget_all(tx)
}

impl Store {
    /// The next batch, oldest first, a parent before what depends on it: at most `entries_max`
    /// records and `bytes_max` bytes of JSON, but at least one record if one can be sent at `now`.
    ///
    /// # Errors
    /// [`Code::TokenMissing`] before enrolment, [`Code::StoreFailed`].
    pub fn batch(
        &mut self,
        entries_max: usize,
        bytes_max: usize,
        now: UnixMs,
    ) -> Result<Vec<Record>, Refusal> {
        let key = self.seal.clone();
        self.write(|tx| {
            let found = sendable(tx, key.as_ref(), Batch::new(entries_max, bytes_max), now)?;
            for (id, detail) in found.unreadable {
                let refusal = Refusal::new(Code::BodyMalformed).with("detail", detail);
                set_aside(tx, key.as_ref(), &id, &refusal)?;
            }
            for (id, opened) in found.sealed {
                sealed::mark(tx, &id, opened)?;
            }
            Ok(found.batch.records)
        })
    }

    /// Carries out the verdicts, one an entry in the order of the entries, in one transaction.
    /// Verdicts of another epoch than the store's count for nothing: the entries go up again.
    ///
    /// # Errors
    /// [`Code::ServerFailed`] when there are not as many verdicts as entries: nothing changes.
    /// [`Code::StoreFailed`].
    pub fn apply_verdicts(
        &mut self,
        entries: &[RecordId],
        response: &PushResponse,
        now: UnixMs,
    ) -> Result<Applied, Refusal> {
        if entries.len() != response.verdicts.len() {
            return Err(Refusal::new(Code::ServerFailed));
        }
        let key = self.seal.clone();
        self.write(|tx| {
            let mut applied = Applied::default();
            if identity::epoch(tx)? != response.epoch {
                return Ok(applied);
            }
            if let Some(turn) = response.turn {
                tx.prepare_cached(SAVE_TURN)?.execute([i64::try_from(turn).unwrap_or(i64::MAX)])?;
            }
            for (id, verdict) in entries.iter().zip(&response.verdicts) {
                apply(tx, key.as_ref(), &id.to_string(), (verdict, now), &mut applied)?;
            }
            Ok(applied)
        })
    }

    /// Goes over from the server's epoch `from` to `to`: all that was acknowledged waits again,
    /// every feed begins anew. Nothing happens if the store is no longer at `from`.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn change_epoch(&mut self, from: &str, to: &str) -> Result<(), Refusal> {
        self.write(|tx| if identity::epoch(tx)? == from { begin_epoch(tx, to) } else { Ok(()) })
    }

    /// What is left.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn left(&mut self, now: UnixMs) -> Result<Left, Refusal> {
        let key = self.seal.clone();
        self.read(|tx| {
            let found = sendable(tx, key.as_ref(), Batch::new(1, usize::MAX), now)?;
            let sendable = !found.batch.records.is_empty();
            Ok(Left { counts: record::counts(tx)?, sendable })
        })
    }
}

fn apply(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    id: &str,
    (verdict, now): (&Verdict, UnixMs),
    applied: &mut Applied,
) -> Result<(), Failure> {
    match verdict {
        Verdict::Accepted | Verdict::Duplicate => {
            if tx.prepare_cached(ACKNOWLEDGE)?.execute([id])? == 0 {
                sealed::acknowledge(tx, id)?;
            }
            tx.prepare_cached(DEQUEUE)?.execute([id])?;
            applied.acknowledged += 1;
        }
        Verdict::Rejected { refusal } => {
            set_aside(tx, key, id, refusal)?;
            applied.refused += 1;
        }
        Verdict::RetryLater { after_ms } | Verdict::Held { after_ms } => {
            // Never at once, or rounds would chase each other; never beyond the longest back-off,
            // or a slip of the server would park a record for good.
            let after_ms = (*after_ms).clamp(BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS);
            let due = now.plus_ms(i64::try_from(after_ms).unwrap_or(i64::MAX));
            let held = matches!(verdict, Verdict::Held { .. });
            applied.held += u32::from(held);
            if tx.prepare_cached(DELAY)?.execute(params![id, due.value(), held])? == 0 {
                sealed::delay(tx, id, due.value())?;
            }
        }
    }
    Ok(())
}

fn set_aside(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    id: &str,
    refusal: &Refusal,
) -> Result<(), Failure> {
    if tx.prepare_cached(REFUSE)?.execute([id, &serde_json::to_string(refusal)?])? == 0 {
        sealed::refuse(tx, key, id, refusal)?;
    }
    tx.prepare_cached(DEQUEUE)?.execute([id])?;
    Ok(())
}

/// A batch that is being filled.
struct Batch {
    entries_max: usize,
    bytes_max: usize,
    records: Vec<Record>,
    inside: HashSet<String>,
    bytes: usize,
    is_full: bool,
}

impl Batch {
    fn new(entries_max: usize, bytes_max: usize) -> Self {
        let (records, inside) = (Vec::new(), HashSet::new());
        Self { entries_max, bytes_max, records, inside, bytes: 0, is_full: entries_max == 0 }
    }

    /// Whether so many bytes more fit; the first always do.
    fn has_room(&mut self, bytes: usize) -> bool {
        // The comma between two entries counts too.
        self.bytes = self.bytes.saturating_add(bytes + 1);
        self.is_full |= self.bytes > self.bytes_max && !self.records.is_empty();
        !self.is_full
    }

    fn take(&mut self, id: String, record: Record) {
        self.records.push(record);
        self.inside.insert(id);
        self.is_full = self.records.len() == self.entries_max;
    }
}

/// What was found to send.
struct Found {
    batch: Batch,
    /// Records whose body cannot be read any more, each with why.
    unreadable: Vec<(String, String)>,
    /// Sealed ones that were looked at, each with whether it opened.
    sealed: Vec<(String, bool)>,
}

fn sendable(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    mut batch: Batch,
    now: UnixMs,
) -> Result<Found, Failure> {
    let actor = identity::actor(tx)?.map(|actor| actor.to_string());
    let longest = i64::try_from(BACKOFF_LONGEST_MS).unwrap_or(i64::MAX);
    let mut statement = tx.prepare_cached(SENDABLE)?;
    let mut rows = statement.query(params![now.value(), longest, actor])?;
    let mut unreadable = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| !batch.is_full) {
        let (id, body): (String, String) = (row.get(0)?, row.get(1)?);
        let (parent, parent_waits): (Option<String>, bool) = (row.get(2)?, row.get(3)?);
        if parent_waits && parent.is_some_and(|parent| !batch.inside.contains(&parent)) {
            continue;
        }
        if !batch.has_room(body.len()) {
            break;
        }
        match serde_json::from_str::<Record>(&body) {
            Ok(record) => batch.take(id, record),
            Err(error) => unreadable.push((id, error.to_string())),
        }
    }
    let mut sealed = Vec::new();
    sealed::each_due(tx, key, (actor.as_deref(), now.value(), longest), &mut |due| {
        if batch.is_full {
            return Ok(ControlFlow::Break(()));
        }
        sealed.push((due.id.clone(), due.record.is_some()));
        let Some((record, body)) = due.record else { return Ok(ControlFlow::Continue(())) };
        let parent = record.body.parent().map(|parent| parent.to_string());
        let outside = parent.filter(|parent| !batch.inside.contains(parent));
        if outside.map(|parent| waits(tx, &parent)).transpose()? == Some(true) {
            return Ok(ControlFlow::Continue(()));
        }
        if !batch.has_room(body.len()) {
            return Ok(ControlFlow::Break(()));
        }
        batch.take(due.id, record);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Found { batch, unreadable, sealed })
}

fn waits(tx: &Transaction<'_>, id: &str) -> Result<bool, Failure> {
    Ok(tx.prepare_cached(WAITS)?.query_row([id], |row| row.get(0))?)
}
