//! Pushes of several devices at once, as they come when many are back in reach in the same moment: each
//! brings little, and so little costs hardly less than much. What is asked for all of them goes together,
//! and their records are taken as those of one push are.
//!
//! A push that is no new one of its device, or that has anything wrong in it at first sight, stays behind
//! and is decided by itself; if anything is to be said of a record of the others, all of them are.

use std::collections::BTreeSet;

use wufei_api::push::{PushEnvelope, PushResponse};
use wufei_domain::{record::Record, sync::Verdict, time::UnixMs, whole::Whole};

use super::{Batch, pusher::Pusher, together};
use crate::{
    service::{
        Failure,
        authorise::{Bearer, secret_hash},
    },
    store::{Connection, Value, text},
};

/// A push that is to go with others, and its records.
type Opened = (Batch, Vec<Whole<Record>>);

/// Takes those pushes that can be taken at once: their answers, in the order of the pushes, and nothing
/// for each that stays behind. `None` when nothing was taken: then what was written may not stay.
///
/// # Errors
/// What is to be said of one of the records, and what the database says: nothing may stay then either.
pub fn push_together(
    connection: &mut dyn Connection,
    epoch: &str,
    pushes: &[(&Bearer, &PushEnvelope)],
    now: UnixMs,
) -> Result<Option<Vec<Option<PushResponse>>>, Failure> {
    let tokens: Vec<Value> =
        pushes.iter().map(|(bearer, _)| text(secret_hash(&bearer.0))).collect();
    let pushers = Pusher::find(connection, &tokens)?;
    let mut opened = Vec::with_capacity(pushes.len());
    let mut with_tokens = BTreeSet::new();
    for ((token, (bearer, envelope)), pusher) in tokens.iter().zip(pushes).zip(&pushers) {
        // Which of two pushes of one device is the new one is for its turns to say, one after the other.
        let is_first = with_tokens.insert(&bearer.0);
        opened.push(if is_first {
            open(connection, epoch, (token, envelope), pusher, now)?
        } else {
            None
        });
    }
    let taken: Vec<(&Batch, &[Whole<Record>])> =
        opened.iter().flatten().map(|(batch, records)| (batch, records.as_slice())).collect();
    if taken.len() < 2 || !together::take_all(connection, &taken)? {
        return Ok(None);
    }
    let answered =
        |(batch, records): Opened| batch.answered(vec![Verdict::Accepted; records.len()], epoch);
    Ok(Some(opened.into_iter().map(|opened| opened.map(answered)).collect()))
}

/// A push and its records; nothing when it stays behind.
fn open(
    connection: &mut dyn Connection,
    epoch: &str,
    (token, envelope): (&Value, &PushEnvelope),
    pusher: &Pusher,
    now: UnixMs,
) -> Result<Option<Opened>, Failure> {
    let batch = match Batch::open(connection, epoch, (token, envelope), pusher, now) {
        Ok(batch) => batch,
        Err(Failure::Refused(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let read = envelope.entries.iter().map(Whole::<Record>::read);
    let records = read.collect::<Result<Vec<_>, _>>().ok();
    let records = records.filter(|records| batch.next.is_new() && together::are_valid(records));
    Ok(records.map(|records| (batch, records)))
}
