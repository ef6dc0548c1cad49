//! Consent given or taken back on paper, and the register of one household or person.

use std::fmt;

use wufei_domain::{
    audit::{AuditAct, OPERATOR},
    consent::{Consent, ConsentChannel, ConsentPurpose, Subject},
    time::UnixMs,
};

use super::{OperateError, in_transaction};
use crate::{
    machine,
    service::{
        audit::Entry,
        consent::{self, NewWord},
    },
    settings::Database,
};

/// A word was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentSaid {
    subject: Subject,
    purpose: ConsentPurpose,
    is_given: bool,
}

impl fmt::Display for ConsentSaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, purpose, is_given } = self;
        let word = if *is_given { "given" } else { "taken back" };
        write!(f, "consent of {subject} to {purpose} is {word}; channel {}", ConsentChannel::Paper)
    }
}

/// Writes down what stands on a signed form: agreed to a version of the text, or, for `None`, taken back.
///
/// # Errors
/// As [`consent::say`].
pub fn record_consent(
    database: &Database,
    subject: Subject,
    purpose: ConsentPurpose,
    given_to: Option<u32>,
    now: UnixMs,
) -> Result<ConsentSaid, OperateError> {
    machine::check_random()?;
    in_transaction(database, |connection| {
        let new = NewWord { subject, purpose, given_to, channel: ConsentChannel::Paper };
        let community = consent::say(connection, new, OPERATOR, now, &mut machine::random)?;
        let is_given = given_to.is_some();
        let act = if is_given { AuditAct::ConsentGiven } else { AuditAct::ConsentWithdrawn };
        Entry::by_operator(act)
            .of(subject)
            .within(community)
            .with("purpose", purpose.code())
            .append(connection, now)?;
        Ok(ConsentSaid { subject, purpose, is_given })
    })
}

/// Every word of a household or a person, as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentList(Vec<(Consent, String)>);

impl fmt::Display for ConsentList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "purpose,word,text_version,at,channel,said_by")?;
        for (Consent { purpose, word, text_version, at, channel }, by) in &self.0 {
            writeln!(f, "{purpose},{word},{text_version},{},{channel},{by}", at.value())?;
        }
        write!(f, "# {} words", self.0.len())
    }
}

/// Lists them.
///
/// # Errors
/// [`wufei_domain::refusal::Code::NotFound`]; what the database says.
pub fn list_consents(database: &Database, subject: Subject) -> Result<ConsentList, OperateError> {
    in_transaction(database, |connection| {
        let community = consent::community(connection, subject)?;
        Ok(ConsentList(consent::said(connection, community, subject)?))
    })
}
