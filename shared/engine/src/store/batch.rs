//! What goes up: the next batch, and what the server said of it.

use std::collections::HashSet;

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

use super::{Failure, Store, fact, identity, record};

/// Oldest first. A time to wait beyond the longest there is means that the clock was set back. A
/// record goes up only under the token of whoever made it; one made before enrolment under any.
const SENDABLE: &str = "SELECT o.id, r.body, r.parent,
    EXISTS (SELECT 1 FROM outbox p WHERE p.id = r.parent) AS parent_waits
  FROM outbox o JOIN records r ON r.id = o.id
  WHERE (o.not_before_ms <= ?1 OR o.not_before_ms > ?1 + ?2)
    AND (r.actor IS NULL OR r.actor = ?3)
  ORDER BY o.position";
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
        self.write(|tx| {
            let (batch, unreadable) = sendable(tx, entries_max, bytes_max, now)?;
            for (id, detail) in unreadable {
                let refusal = Refusal::new(Code::BodyMalformed).with("detail", detail);
                set_aside(tx, &id, &refusal)?;
            }
            Ok(batch)
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
        self.write(|tx| {
            let mut applied = Applied::default();
            if identity::epoch(tx)? != response.epoch {
                return Ok(applied);
            }
            if let Some(turn) = response.turn {
                tx.prepare_cached(SAVE_TURN)?.execute([i64::try_from(turn).unwrap_or(i64::MAX)])?;
            }
            for (id, verdict) in entries.iter().zip(&response.verdicts) {
                apply(tx, &id.to_string(), verdict, now, &mut applied)?;
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
        self.read(|tx| {
            let (batch, _) = sendable(tx, 1, usize::MAX, now)?;
            Ok(Left { counts: record::counts(tx)?, sendable: !batch.is_empty() })
        })
    }
}

fn apply(
    tx: &Transaction<'_>,
    id: &str,
    verdict: &Verdict,
    now: UnixMs,
    applied: &mut Applied,
) -> Result<(), Failure> {
    match verdict {
        Verdict::Accepted | Verdict::Duplicate => {
            tx.prepare_cached(ACKNOWLEDGE)?.execute([id])?;
            tx.prepare_cached(DEQUEUE)?.execute([id])?;
            applied.acknowledged += 1;
        }
        Verdict::Rejected { refusal } => {
            set_aside(tx, id, refusal)?;
            applied.refused += 1;
        }
        Verdict::RetryLater { after_ms } | Verdict::Held { after_ms } => {
            // Never at once, or rounds would chase each other; never beyond the longest back-off,
            // or a slip of the server would park a record for good.
            let after_ms = (*after_ms).clamp(BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS);
            let due = now.plus_ms(i64::try_from(after_ms).unwrap_or(i64::MAX));
            let held = matches!(verdict, Verdict::Held { .. });
            applied.held += u32::from(held);
            tx.prepare_cached(DELAY)?.execute(params![id, due.value(), held])?;
        }
    }
    Ok(())
}

fn set_aside(tx: &Transaction<'_>, id: &str, refusal: &Refusal) -> Result<(), Failure> {
    tx.prepare_cached(REFUSE)?.execute([id, &serde_json::to_string(refusal)?])?;
    tx.prepare_cached(DEQUEUE)?.execute([id])?;
    Ok(())
}

type Unreadable = Vec<(String, String)>;

/// The batch, and the records whose body cannot be read any more.
fn sendable(
    tx: &Transaction<'_>,
    entries_max: usize,
    bytes_max: usize,
    now: UnixMs,
) -> Result<(Vec<Record>, Unreadable), Failure> {
    let actor = identity::actor(tx)?.map(|actor| actor.to_string());
    let longest = i64::try_from(BACKOFF_LONGEST_MS).unwrap_or(i64::MAX);
    let mut statement = tx.prepare_cached(SENDABLE)?;
    let mut rows = statement.query(params![now.value(), longest, actor])?;
    let (mut batch, mut unreadable) = (Vec::new(), Vec::new());
    let (mut inside, mut bytes) = (HashSet::new(), 0_usize);
    while let Some(row) = rows.next()? {
        if batch.len() == entries_max {
            break;
        }
        let (id, body): (String, String) = (row.get(0)?, row.get(1)?);
        let (parent, parent_waits): (Option<String>, bool) = (row.get(2)?, row.get(3)?);
        if parent_waits && parent.is_some_and(|parent| !inside.contains(&parent)) {
            continue;
        }
        // The comma between two entries counts too.
        bytes = bytes.saturating_add(body.len() + 1);
        if bytes > bytes_max && !batch.is_empty() {
            break;
        }
        match serde_json::from_str::<Record>(&body) {
            Ok(record) => {
                batch.push(record);
                inside.insert(id);
            }
            Err(error) => unreadable.push((id, error.to_string())),
        }
    }
    Ok((batch, unreadable))
}
