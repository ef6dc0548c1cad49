//! Records of a turf that their maker does not hold, or holds no more, and of a role that is theirs no
//! more: kept whole beside the others
//! until a lead takes or refuses each. None is lost because a lease was.

use wufei_domain::{
    audit::AuditAct,
    ids::RecordId,
    record::Record,
    refusal::{Code, Refusal},
    sync::{BACKOFF_LONGEST_MS, Verdict},
    time::UnixMs,
    visit::bounded_text,
    whole::Whole,
};

use super::{Batch, Taken, entitled::in_their_role, entry::Entry, parent_unknown};
use crate::{
    service::{Failure, Random, audit, authorise, feed},
    store::{Connection, Row, StoreError, Value, integer, optional_text, statements::held, text},
};

/// When a device should ask again what a lead said.
pub const AGAIN_MS: u64 = BACKOFF_LONGEST_MS;

/// Whether a record is for a lead: it is of a turf that its maker does not hold. A lease that ran out
/// still counts, since the walk may have been offline; one that was taken back does not.
///
/// # Errors
/// [`Code::TurfUnknown`] when the record's community has no such turf.
pub fn is_for_a_lead(connection: &mut dyn Connection, entry: &Entry<'_>) -> Result<bool, Failure> {
    let Some(turf) = entry.record.body.turf() else { return Ok(false) };
    let walk = (entry.record.community, turf);
    let holds = entry.known.holds(connection, entry.caller.person.actor, walk)?;
    Ok(!holds.ok_or_else(|| Refusal::new(Code::TurfUnknown).with("value", turf))?)
}

/// Keeps a record for a lead; one that is kept already is told what was decided.
///
/// # Errors
/// What the database says.
pub fn hold(connection: &mut dyn Connection, entry: &Entry<'_>) -> Result<Verdict, StoreError> {
    if let Some(row) = connection.first(&held::FIND, &[entry.id()])? {
        return judged(entry.record, &row);
    }
    let turf = optional_text(entry.record.body.turf());
    let [community, id, kind, hash, body, device, actor, made_at, received_at, clock_off_ms] =
        entry.columns()?;
    let values =
        [community, id, kind, turf, hash, body, device, actor, made_at, received_at, clock_off_ms];
    connection.execute(&held::INSERT, &values)?;
    Ok(Verdict::Held { after_ms: AGAIN_MS })
}

fn judged(record: &Whole<Record>, row: &Row) -> Result<Verdict, StoreError> {
    let refusal = if row.text(0)? != record.hash().to_string() {
        Refusal::new(Code::IdReused).with("value", record.id)
    } else if row.has(1) {
        Refusal::new(Code::RecordNotTaken).with("why", row.text(1)?)
    } else {
        return Ok(Verdict::Held { after_ms: AGAIN_MS });
    };
    Ok(Verdict::Rejected { refusal })
}

/// Characters of a reason at most.
pub const WHY_CHARS_MAX: usize = 200;

/// What is decided on a held record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It counts from now on.
    Take,
    /// It does not, and its maker is told why: 1 to [`WHY_CHARS_MAX`] characters.
    Refuse(String),
}

/// Decides on a held record and writes down who did; `by` begins the audit log's row of an act.
///
/// # Errors
/// As [`take`]; [`Code::TextMissing`], [`Code::TextTooLong`] for a reason that is none.
pub fn decide_by(
    connection: &mut dyn Connection,
    by: impl FnOnce(AuditAct) -> audit::Entry,
    id: RecordId,
    decision: &Decision,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<(), Failure> {
    let entry = match decision {
        Decision::Take => {
            take(connection, id, now)?;
            by(AuditAct::HeldTaken)
        }
        Decision::Refuse(why) => {
            let why = bounded_text(why, WHY_CHARS_MAX)?;
            decide(connection, id, now, text(&why))?;
            by(AuditAct::HeldRefused).in_words(&why, random)
        }
    };
    let entry = entry.of(id).within_that_of(connection, &held::COMMUNITY, id)?;
    Ok(entry.append(connection, now)?)
}

/// A lead takes a held record: from then on it is as if its maker had held the turf.
///
/// # Errors
/// [`Code::NotFound`] when none of that id waits for a decision or its maker is not on the roll; what
/// the record's own rules say: it waits on then.
fn take(connection: &mut dyn Connection, id: RecordId, now: UnixMs) -> Result<(), Failure> {
    let unknown = || Refusal::new(Code::NotFound).with("value", id);
    let row = connection.first(&held::UNDECIDED, &[text(id)])?.ok_or_else(unknown)?;
    let caller = authorise::known(connection, row.read(1)?, row.read(2)?)?.ok_or_else(unknown)?;
    let record: Whole<Record> = row.json(0)?;
    let caller = in_their_role(connection, caller, &record)?;
    let clock_off_ms = row.integer_if_any(4)?;
    let received_at = UnixMs::new(row.integer(3)?);
    let mut batch = Batch::of(caller, received_at, clock_off_ms);
    batch.lead_said_yes = true;
    match batch.take(connection, &record)? {
        Taken::Stored(facts) => feed::append(connection, facts)?,
        Taken::Duplicate => {}
        Taken::Waits | Taken::Held => {
            let parent = record.body.parent().unwrap_or(id);
            return Err(Refusal::new(parent_unknown(&record.body)).with("value", parent).into());
        }
    }
    decide(connection, id, now, Value::Null)
}

fn decide(
    connection: &mut dyn Connection,
    id: RecordId,
    now: UnixMs,
    refused_why: Value,
) -> Result<(), Failure> {
    let values = [text(id), integer(now.value()), refused_why];
    if connection.execute(&held::DECIDE, &values)? == 1 {
        return Ok(());
    }
    Err(Refusal::new(Code::NotFound).with("value", id).into())
}
