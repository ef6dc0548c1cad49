//! A batch at once: all its records are inserted by one statement, judged by what was asked ahead, and
//! their rows written together. That is what a batch is nearly always: new records that all count.
//!
//! As soon as anything else is to be said of one of them, all is gone back on and the batch judged record
//! by record: the rules are the same, only the marks and the statements are more.

use wufei_domain::{record::Record, whole::Whole};

use super::{
    Batch, Taken,
    known::{self, Known},
};
use crate::{
    service::{Failure, feed},
    store::{Connection, StoreError, statements::record},
};

/// Takes all of a batch, or nothing: then `false`, and each record is to be judged by itself.
///
/// # Errors
/// When the database is not reached, or a mark cannot be set or gone back to.
pub fn take(
    batch: &mut Batch,
    connection: &mut dyn Connection,
    records: &[Whole<Record>],
) -> Result<bool, StoreError> {
    if !are_valid(records) {
        return Ok(false);
    }
    let mark = connection.savepoint()?;
    let taken = take_all(connection, &[(batch, records)]).and_then(|taken| {
        if taken {
            // What the store says against a row may come only now.
            connection.release(mark)?;
        }
        Ok(taken)
    });
    match taken {
        Ok(true) => return Ok(true),
        Err(Failure::Store(error @ (StoreError::Busy(_) | StoreError::Unreachable(_)))) => {
            return Err(error);
        }
        // Of which record it is said is found out by judging each.
        Ok(false) | Err(_) => {}
    }
    connection.rollback_to(mark)?;
    batch.known = Known::default();
    Ok(false)
}

/// Whether each of them keeps its own rules.
pub(super) fn are_valid(records: &[Whole<Record>]) -> bool {
    records.iter().all(|record| record.validate().is_ok())
}

/// Takes all of these batches, whose records [`are_valid`], or says `false`: then what it wrote may not stay.
///
/// # Errors
/// What is to be said of one of the records, and what the database says.
pub(super) fn take_all(
    connection: &mut dyn Connection,
    batches: &[(&Batch, &[Whole<Record>])],
) -> Result<bool, Failure> {
    let mut rows = Vec::new();
    for (batch, records) in batches {
        for record in *records {
            rows.push(batch.entry(record).columns()?.to_vec());
        }
    }
    if connection.execute_all(&record::INSERT, &rows)? != rows.len() as u64 {
        return Ok(false);
    }
    known::ask_ahead(connection, batches)?;
    let mut facts = Vec::new();
    for (batch, records) in batches {
        for record in *records {
            match batch.judge_inserted(connection, &batch.entry(record))? {
                Taken::Stored(more) => facts.extend(more),
                Taken::Duplicate | Taken::Waits | Taken::Held => return Ok(false),
            }
        }
    }
    feed::append(connection, facts)?;
    batches.iter().try_for_each(|(batch, _)| batch.next.save(connection))?;
    Ok(true)
}
