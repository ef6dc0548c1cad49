//! The consent register: words are added, never changed.

use wufei_domain::{
    area::AreaCode,
    consent::{Consent, ConsentChannel, ConsentPurpose, ConsentWord, Subject, is_given},
    ids::RecordId,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{Failure, Random, authorise::Person, enrol::household};
use crate::store::{Connection, Row, StoreError, integer, statements::consent as stored, text};

/// The community a household or a person on the roll belongs to.
///
/// # Errors
/// [`Code::NotFound`] for one that is not on the roll; what the database says.
pub fn community(connection: &mut dyn Connection, subject: Subject) -> Result<AreaCode, Failure> {
    let found = match subject {
        Subject::Household(id) => household(connection, id)?.map(|_| id.community),
        Subject::Actor(id) => Person::find(connection, id)?.map(|person| person.community),
    };
    found.ok_or_else(|| Refusal::new(Code::NotFound).with("value", subject).into())
}

/// Every word of a subject, in the order they were written down, each with who wrote it.
///
/// # Errors
/// What the database says.
pub fn said(
    connection: &mut dyn Connection,
    community: AreaCode,
    subject: Subject,
) -> Result<Vec<(Consent, String)>, StoreError> {
    let rows = connection.query(&stored::OF_SUBJECT, &[text(community), text(subject)])?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<(Consent, String), StoreError> {
    let consent = Consent {
        purpose: row.read(0)?,
        word: row.read(1)?,
        text_version: row.integer(2)?,
        at: UnixMs::new(row.integer(3)?),
        channel: row.read(4)?,
    };
    Ok((consent, row.read(5)?))
}

/// A word that is to be written down.
#[derive(Debug, Clone, Copy)]
pub struct NewWord {
    /// Whose.
    pub subject: Subject,
    /// For what.
    pub purpose: ConsentPurpose,
    /// Given to this version of the text; `None`: taken back.
    pub given_to: Option<u32>,
    /// How.
    pub channel: ConsentChannel,
}

/// Writes a word down; gives the community it is kept in.
///
/// # Errors
/// [`Code::NotFound`]; [`Code::ConsentTextUnknown`] for a version of the text there is not;
/// [`Code::ConsentNotGiven`] when there is nothing to take back; what the database says.
pub fn say(
    connection: &mut dyn Connection,
    new: NewWord,
    said_by: &str,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<AreaCode, Failure> {
    let NewWord { subject, purpose, given_to, channel } = new;
    let community = community(connection, subject)?;
    let words: Vec<Consent> =
        said(connection, community, subject)?.into_iter().map(|(consent, _)| consent).collect();
    let (word, version) = match (given_to, is_given(&words, purpose)) {
        (Some(version), _) if purpose.text_id(version).is_none() => {
            let refusal = Refusal::new(Code::ConsentTextUnknown).with("value", version);
            return Err(refusal.with("max", purpose.newest_text()).into());
        }
        (Some(version), _) => (ConsentWord::Given, version),
        (None, Some(version)) => (ConsentWord::Withdrawn, version),
        (None, None) => {
            let refusal = Refusal::new(Code::ConsentNotGiven).with("value", purpose);
            return Err(refusal.into());
        }
    };
    // Two words of one millisecond keep their order: it decides what holds.
    let at = words.last().map_or(now, |last| now.max(last.at.plus_ms(1)));
    let mut drawn = [0; 10];
    random(&mut drawn);
    let values = [
        text(community),
        text(RecordId::from_stamp(at, drawn)),
        text(subject),
        text(purpose),
        text(word),
        integer(version),
        integer(at.value()),
        text(channel),
        text(said_by),
    ];
    connection.execute(&stored::APPEND, &values)?;
    Ok(community)
}
