//! Push: a batch of records, each with its own verdict. One that is refused never stops the others.
//!
//! A record is inserted first and judged after: the unique index says whether it is a repeat, and a
//! refusal goes back to the mark before the insert. A batch whose records all count is taken
//! `together`, and so are `several`. Start here: [`push`], then a file a kind; `known` is what they all
//! ask.

mod door_proposal;
mod drop_off;
mod entitled;
mod entry;
pub mod held;
mod known;
mod pusher;
mod reversal;
mod several;
mod shift;
mod together;
mod turn;
mod unknown_item;
mod visit;
mod visit_void;

use std::{collections::BTreeSet, mem};

use wufei_api::push::{PushEnvelope, PushResponse};
use wufei_domain::{
    ids::RecordId,
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::{BATCH_ENTRIES_MAX, Verdict},
    time::{DAY_MS, UnixMs},
    whole::Whole,
};

use super::{
    Failure,
    act::Act,
    authorise::{Bearer, Caller, caller_of, secret_hash},
    feed::{self, Facts},
};
use crate::store::{Connection, StoreError, Value, integer, statements::record, text};
use entitled::{Entitled, entitled};
use entry::Entry;
use known::Known;
use pusher::Pusher;
pub use several::push_together;
use turn::Next;

/// How long a record may wait for the one it depends on. After it the device is told plainly.
pub const WAIT_MS: i64 = 5 * DAY_MS;

/// When a device should send a waiting record again.
const AGAIN_MS: u64 = 60_000;

/// Takes a batch.
///
/// # Errors
/// [`Code::TokenUnknown`] also when the token was given to another device,
/// [`Code::BatchTooLarge`], [`Code::InstallForked`], and what the database says.
pub fn push(
    connection: &mut dyn Connection,
    epoch: &str,
    bearer: &Bearer,
    envelope: &PushEnvelope,
    now: UnixMs,
    troubles: &mut Vec<StoreError>,
) -> Result<PushResponse, Failure> {
    let token = text(secret_hash(&bearer.0));
    let found = Pusher::find(connection, std::slice::from_ref(&token))?;
    let pusher = found.into_iter().next().unwrap_or_default();
    let mut batch = Batch::open(connection, epoch, (&token, envelope), &pusher, now)?;
    let verdicts = batch.judge_all(connection, &envelope.entries)?;
    troubles.append(&mut batch.troubles);
    Ok(batch.answered(verdicts, epoch))
}

/// A batch on its way.
struct Batch {
    caller: Caller,
    now: UnixMs,
    clock_off_ms: Option<i64>,
    /// What the feeds will be told when all entries are through.
    facts: Facts,
    /// Refused entries: nobody needs to wait for one of them.
    refused: BTreeSet<RecordId>,
    /// For the operator: what the store said of single entries.
    troubles: Vec<StoreError>,
    /// A lead took what was held for them.
    lead_said_yes: bool,
    known: Known,
    /// What its device's next push is to be.
    next: Next,
}

/// What became of a record.
enum Taken {
    Stored(Facts),
    Duplicate,
    Waits,
    Held,
}

impl Batch {
    fn of(caller: Caller, now: UnixMs, clock_off_ms: Option<i64>) -> Self {
        let (facts, refused, troubles) = (Vec::new(), BTreeSet::new(), Vec::new());
        let (lead_said_yes, known, next) = (false, Known::default(), Next::default());
        Self { caller, now, clock_off_ms, facts, refused, troubles, lead_said_yes, known, next }
    }

    /// Whose it is and which of theirs; writes down that the device was heard of.
    ///
    /// # Errors
    /// As [`push`].
    fn open(
        connection: &mut dyn Connection,
        epoch: &str,
        (token, envelope): (&Value, &PushEnvelope),
        pusher: &Pusher,
        now: UnixMs,
    ) -> Result<Self, Failure> {
        let caller = caller_of(connection, pusher.caller.as_ref(), Act::Push)?;
        if caller.device != envelope.device {
            return Err(Code::TokenUnknown.into());
        }
        if envelope.entries.len() > BATCH_ENTRIES_MAX {
            return Err(Refusal::new(Code::BatchTooLarge)
                .with("value", envelope.entries.len())
                .with("max", BATCH_ENTRIES_MAX)
                .into());
        }
        let ids: Vec<&str> =
            envelope.entries.iter().filter_map(|entry| entry.get("id")?.as_str()).collect();
        let (turn, own) = (pusher.turn.as_ref(), envelope.turn.as_ref());
        let next = turn::judge(turn, (token.clone(), epoch), own, &ids)?;
        pusher.heard_of(connection, token, now)?;
        let sent_at = envelope.turn.as_ref().and_then(|turn| turn.sent_at);
        let clock_off_ms = sent_at.map(|sent_at| now.since_ms(sent_at));
        Ok(Self { next, ..Self::of(caller, now, clock_off_ms) })
    }

    fn answered(&self, verdicts: Vec<Verdict>, epoch: &str) -> PushResponse {
        let (server_time, turn) = (self.now, self.next.number);
        PushResponse { verdicts, server_time, epoch: epoch.to_owned(), turn }
    }

    fn entry<'b>(&'b self, record: &'b Whole<Record>) -> Entry<'b> {
        let (caller, now, clock_off_ms) = (&self.caller, self.now, self.clock_off_ms);
        Entry { caller, record, now, clock_off_ms, known: &self.known }
    }

    /// All together if all of them count, else each by itself; tells the feeds.
    fn judge_all(
        &mut self,
        connection: &mut dyn Connection,
        entries: &[serde_json::Value],
    ) -> Result<Vec<Verdict>, StoreError> {
        let (mut records, mut errors) = (Vec::with_capacity(entries.len()), Vec::new());
        for (at, entry) in entries.iter().enumerate() {
            match Whole::<Record>::read(entry) {
                Ok(record) => records.push(record),
                Err(error) => errors.push((at, error)),
            }
        }
        if errors.is_empty() && !records.is_empty() && together::take(self, connection, &records)? {
            return Ok(vec![Verdict::Accepted; records.len()]);
        }
        let mut verdicts = Vec::with_capacity(records.len() + errors.len());
        for record in &records {
            verdicts.push(self.judge(connection, record)?);
        }
        for (at, error) in errors {
            let refusal = Refusal::new(Code::BodyMalformed).with("detail", error);
            verdicts.insert(at, Verdict::Rejected { refusal });
        }
        feed::append(connection, mem::take(&mut self.facts))?;
        self.next.save(connection)?;
        Ok(verdicts)
    }

    fn judge(
        &mut self,
        connection: &mut dyn Connection,
        record: &Whole<Record>,
    ) -> Result<Verdict, StoreError> {
        let mark = connection.savepoint()?;
        // What the store says against a row may come with the release: it is this record's all the same.
        let taken = self.take(connection, record).and_then(|taken| {
            if matches!(taken, Taken::Stored(_) | Taken::Duplicate) {
                connection.release(mark)?;
            }
            Ok(taken)
        });
        match taken {
            Ok(Taken::Stored(facts)) => {
                self.facts.extend(facts);
                Ok(Verdict::Accepted)
            }
            Ok(Taken::Duplicate) => Ok(Verdict::Duplicate),
            Ok(Taken::Waits) => {
                connection.rollback_to(mark)?;
                self.wait(connection, record)
            }
            Ok(Taken::Held) => {
                connection.rollback_to(mark)?;
                held::hold(connection, &self.entry(record))
            }
            Err(Failure::Refused(refusal)) => {
                connection.rollback_to(mark)?;
                self.refused.insert(record.id);
                Ok(Verdict::Rejected { refusal })
            }
            Err(Failure::Store(error @ (StoreError::Busy(_) | StoreError::Unreachable(_)))) => {
                Err(error)
            }
            // One entry that the store stumbles over must not hold up the others for good.
            Err(Failure::Store(error)) => {
                connection.rollback_to(mark)?;
                self.troubles.push(error);
                Ok(Verdict::RetryLater { after_ms: AGAIN_MS })
            }
        }
    }

    fn take(
        &self,
        connection: &mut dyn Connection,
        record: &Whole<Record>,
    ) -> Result<Taken, Failure> {
        record.validate()?;
        let entry = self.entry(record);
        if !entry.insert(connection)? {
            return entry.same_as_stored(connection).map(|()| Taken::Duplicate);
        }
        self.judge_inserted(connection, &entry)
    }

    /// What becomes of a record that is new.
    fn judge_inserted(
        &self,
        connection: &mut dyn Connection,
        entry: &Entry<'_>,
    ) -> Result<Taken, Failure> {
        let record = entry.record;
        let is_late = entitled(connection, entry)? == Entitled::Formerly;
        if !self.lead_said_yes && (is_late || held::is_for_a_lead(connection, entry)?) {
            return Ok(Taken::Held);
        }
        if let Some(parent) = record.body.parent()
            && !entry::is_stored(connection, parent)?
        {
            return Ok(Taken::Waits);
        }
        if self.known.may_wait(record.community) {
            connection.write(&record::STOP_WAITING, &[text(record.community), text(record.id)])?;
        }
        let facts = match &record.body {
            Body::ShiftOpened(body) => shift::open(connection, entry, body),
            Body::ShiftClosed(body) => shift::close(connection, entry, body),
            Body::DropOff(body) => drop_off::take(connection, entry, body),
            Body::Reversal(body) => reversal::take(connection, entry, body),
            Body::Visit(body) => visit::take(connection, entry, body),
            Body::VisitVoid(body) => visit_void::take(connection, entry, body),
            Body::DoorProposal(body) => door_proposal::take(connection, entry, body),
            Body::UnknownItem(body) => unknown_item::take(connection, body, record.community),
        }?;
        Ok(Taken::Stored(facts))
    }

    /// A record whose parent is not here: it may come again for [`WAIT_MS`], counted by the
    /// server's clock, unless the parent was refused just now.
    fn wait(
        &mut self,
        connection: &mut dyn Connection,
        record: &Record,
    ) -> Result<Verdict, StoreError> {
        let parent = record.body.parent().unwrap_or(record.id);
        let key = [text(record.community), text(record.id)];
        let mut given_up = self.refused.contains(&parent);
        if !given_up {
            let [community, id] = key.clone();
            connection.execute(&record::WAIT, &[community, id, integer(self.now.value())])?;
            let since = connection.first(&record::WAITS_SINCE, &key)?;
            let since = since.map_or(Ok(self.now.value()), |row| row.integer(0))?;
            given_up = self.now.since_ms(UnixMs::new(since)) > WAIT_MS;
        }
        if !given_up {
            return Ok(Verdict::RetryLater { after_ms: AGAIN_MS });
        }
        // Since when it waited is kept: whoever does not hear of this asks again, and must not wait
        // as long once more.
        self.refused.insert(record.id);
        let refusal = Refusal::new(parent_unknown(&record.body)).with("value", parent);
        Ok(Verdict::Rejected { refusal })
    }
}

const fn parent_unknown(body: &Body) -> Code {
    match body {
        Body::Reversal(_) => Code::DropOffUnknown,
        Body::Visit(_) | Body::VisitVoid(_) => Code::VisitUnknown,
        _ => Code::ShiftUnknown,
    }
}
