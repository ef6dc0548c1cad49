//! What a lead decides on: records of turfs that their maker does not hold.

use std::fmt;

use wufei_domain::{ids::RecordId, time::UnixMs};

use super::{OperateError, field, in_transaction};
use crate::{
    machine,
    service::{
        Failure,
        audit::Entry,
        push::held::{Decision, decide_by},
    },
    settings::Database,
    store::{Row, statements},
};

/// The records that wait for a decision, oldest first, as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldList(Vec<Row>);

impl HeldList {
    /// Their ids.
    ///
    /// # Errors
    /// What the database says.
    pub fn ids(&self) -> Result<Vec<RecordId>, OperateError> {
        Ok(self.0.iter().map(|row| row.read(1)).collect::<Result<_, _>>()?)
    }
}

impl fmt::Display for HeldList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "community,id,kind,turf,person,device,made_at,received_at")?;
        for row in &self.0 {
            let of = |column| field(row.text(column).unwrap_or(""));
            let at = |column| row.integer::<i64>(column).unwrap_or_default();
            write!(f, "{},{},{},{},", of(0), of(1), of(2), of(3))?;
            writeln!(f, "{},{},{},{}", of(4), of(5), at(6), at(7))?;
        }
        write!(f, "# {} records wait for a decision", self.0.len())
    }
}

/// Lists what waits for a decision.
///
/// # Errors
/// What the database says.
pub fn list_held(database: &Database) -> Result<HeldList, OperateError> {
    in_transaction(database, |connection| {
        Ok(HeldList(connection.query(&statements::held::OPEN, &[])?))
    })
}

/// A decision was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// The record is among the others now.
    Taken(RecordId),
    /// Its maker will be told why not.
    NotTaken(RecordId),
}

impl fmt::Display for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(id) => write!(f, "record {id} is taken"),
            Self::NotTaken(id) => write!(f, "record {id} is not taken; its maker will be told why"),
        }
    }
}

/// Takes a held record.
///
/// # Errors
/// [`wufei_domain::refusal::Code::NotFound`] when none of that id waits; what its own rules say, and
/// then it waits on. What the database says.
pub fn take_held(database: &Database, id: RecordId, now: UnixMs) -> Result<Decided, OperateError> {
    in_transaction(database, |connection| {
        let random = &mut machine::random;
        decide_by(connection, Entry::by_operator, id, &Decision::Take, now, random)?;
        Ok(Decided::Taken(id))
    })
}

/// Does not take a held record; `why` is told to its maker, 1 to [`WHY_CHARS_MAX`](crate::service::push::held::WHY_CHARS_MAX) characters.
///
/// # Errors
/// [`wufei_domain::refusal::Code::NotFound`] when none of that id waits, `text_missing`,
/// `text_too_long`. What the database says.
pub fn refuse_held(
    database: &Database,
    id: RecordId,
    why: &str,
    now: UnixMs,
) -> Result<Decided, OperateError> {
    machine::check_random()?;
    let decision = Decision::Refuse(why.to_owned());
    in_transaction(database, |connection| {
        let random = &mut machine::random;
        decide_by(connection, Entry::by_operator, id, &decision, now, random)?;
        Ok(Decided::NotTaken(id))
    })
}

impl From<Failure> for OperateError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::from(refusal),
            Failure::Store(error) => Self::Store(error),
        }
    }
}
