//! Phone numbers: set, looked up, erased. Each look-up stands in the audit log; no number does.

use std::fmt;

use wufei_domain::{
    audit::AuditAct,
    consent::Subject,
    phone::PhoneNumber,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{OperateError, in_transaction};
use crate::{
    machine,
    service::{audit::Entry, consent::community},
    settings::Database,
    store::{integer, statements::consent as stored, text},
    vault::Vault,
};

fn vault(database: &Database) -> Result<Vault, OperateError> {
    Vault::open(database).map_err(OperateError::Key)
}

/// What was done with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneDone {
    /// It is kept, in the place of an older one.
    Set(Subject, PhoneNumber),
    /// It is gone.
    Erased(Subject),
}

impl fmt::Display for PhoneDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(subject, number) => write!(f, "{number} is kept of {subject}"),
            Self::Erased(subject) => write!(f, "no number is kept of {subject} any more"),
        }
    }
}

/// Keeps a number of a household or a person.
///
/// # Errors
/// [`Code::NotFound`]; [`OperateError::Key`]; what the database says.
pub fn set_phone(
    database: &Database,
    subject: Subject,
    number: PhoneNumber,
    now: UnixMs,
) -> Result<PhoneDone, OperateError> {
    machine::check_random()?;
    let vault = vault(database)?;
    in_transaction(database, |connection| {
        let community = community(connection, subject)?;
        let sealed = vault.seal_phone(subject, &number, &mut machine::random);
        let values = [
            text(community),
            text(subject),
            text(vault.phone_lookup(&number)),
            text(sealed.map_err(OperateError::Key)?),
            integer(now.value()),
        ];
        connection.execute(&stored::SET_PHONE, &values)?;
        Entry::by_operator(AuditAct::PhoneSet)
            .of(subject)
            .within(community)
            .append(connection, now)?;
        Ok(PhoneDone::Set(subject, number))
    })
}

/// Whose number it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneFound {
    number: PhoneNumber,
    /// All of them.
    pub subjects: Vec<Subject>,
}

impl fmt::Display for PhoneFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for subject in &self.subjects {
            writeln!(f, "{subject}")?;
        }
        write!(f, "# {} is kept of {}", self.number, self.subjects.len())
    }
}

/// Looks up whose number it is.
///
/// # Errors
/// [`OperateError::Key`]; what the database says.
pub fn find_phone(
    database: &Database,
    number: PhoneNumber,
    now: UnixMs,
) -> Result<PhoneFound, OperateError> {
    let vault = vault(database)?;
    in_transaction(database, |connection| {
        let rows = connection.query(&stored::FIND_PHONE, &[text(vault.phone_lookup(&number))])?;
        let subjects: Vec<Subject> =
            rows.iter().map(|row| row.read(1)).collect::<Result<_, _>>()?;
        Entry::by_operator(AuditAct::PhoneFound)
            .with("found", subjects.len())
            .append(connection, now)?;
        Ok(PhoneFound { number, subjects })
    })
}

/// Erases the number of a household or a person.
///
/// # Errors
/// [`Code::NotFound`] when none is kept; what the database says.
pub fn erase_phone(
    database: &Database,
    subject: Subject,
    now: UnixMs,
) -> Result<PhoneDone, OperateError> {
    in_transaction(database, |connection| {
        let community = community(connection, subject)?;
        let gone = connection.execute(&stored::ERASE_PHONE, &[text(community), text(subject)])?;
        if gone == 0 {
            return Err(Refusal::new(Code::NotFound).with("value", subject).into());
        }
        Entry::by_operator(AuditAct::PhoneErased)
            .of(subject)
            .within(community)
            .append(connection, now)?;
        Ok(PhoneDone::Erased(subject))
    })
}
