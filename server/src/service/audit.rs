//! Writing the audit log: a row goes in with the act itself, in one transaction, so that neither is
//! there without the other.

use serde_json::{Map, Value as Json};
use wufei_domain::{
    area::AreaCode,
    audit::{AuditAct, AuditRow, OPERATOR, SALT_BYTES, commitment},
    ids::ActorId,
    record::hex,
    time::UnixMs,
};

use super::Random;
use crate::store::{
    Connection, Row, Statement, StoreError, integer, optional_text, statements::audit as stored,
    text,
};

/// A row before it has its place.
#[derive(Debug, Clone)]
pub struct Entry {
    who: Option<ActorId>,
    act: AuditAct,
    area: Option<AreaCode>,
    subject: Option<String>,
    detail: Map<String, Json>,
    words: Option<(String, String)>,
}

impl Entry {
    /// Done by an operator at the server's machine.
    pub fn by_operator(act: AuditAct) -> Self {
        let (who, area, subject, words) = (None, None, None, None);
        Self { who, act, area, subject, detail: Map::new(), words }
    }

    /// Done by somebody on the roll.
    pub fn by(actor: ActorId, act: AuditAct) -> Self {
        Self { who: Some(actor), ..Self::by_operator(act) }
    }

    /// What was acted on: an id, a version, a code; nothing that names a person.
    #[must_use]
    pub fn of(self, subject: impl ToString) -> Self {
        Self { subject: Some(subject.to_string()), ..self }
    }

    /// The area it concerns; without one it concerns the whole city.
    #[must_use]
    pub fn within(self, area: AreaCode) -> Self {
        Self { area: Some(area), ..self }
    }

    /// The area that a statement finds by an id, if it finds one.
    ///
    /// # Errors
    /// What the database says.
    pub fn within_that_of(
        self,
        connection: &mut dyn Connection,
        statement: &Statement,
        id: impl ToString,
    ) -> Result<Self, StoreError> {
        let row = connection.first(statement, &[text(id)])?;
        let area = row.map(|row| row.read(0)).transpose()?;
        Ok(Self { area, ..self })
    }

    /// One thing more; nothing that names a person.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    /// Words that somebody typed: they stand beside the row and may be erased.
    #[must_use]
    pub fn in_words(self, words: &str, random: &mut Random<'_>) -> Self {
        let mut salt = [0; SALT_BYTES];
        random(&mut salt);
        Self { words: Some((hex(&salt), words.to_owned())), ..self }
    }

    /// Appends the row. To be called inside the transaction of the act.
    ///
    /// # Errors
    /// What the database says.
    pub fn append(self, connection: &mut dyn Connection, at: UnixMs) -> Result<(), StoreError> {
        let Some(head) = connection.query(&stored::NEXT, &[])?.into_iter().next() else {
            return Err(StoreError::Shape("the audit log has no head".to_owned()));
        };
        let words = self.words.as_ref().map(|(salt, words)| commitment(salt, words).to_string());
        let mut row = AuditRow {
            seq: head.integer(0)?,
            at,
            who: self.who.map_or_else(|| OPERATOR.to_owned(), |actor| actor.to_string()),
            act: self.act.code().to_owned(),
            area: self.area.map(|area| area.to_string()),
            subject: self.subject,
            detail: Json::Object(self.detail).to_string(),
            words,
            before: head.text(1)?.to_owned(),
            hash: String::new(),
        };
        row.hash = row.hash_of().to_string();
        let values = [
            integer(row.seq),
            integer(row.at.value()),
            text(&row.who),
            text(&row.act),
            optional_text(row.area.as_ref()),
            optional_text(row.subject.as_ref()),
            text(&row.detail),
            optional_text(row.words.as_ref()),
            text(&row.before),
            text(&row.hash),
        ];
        connection.execute(&stored::APPEND, &values)?;
        if let Some((salt, words)) = &self.words {
            connection
                .execute(&stored::KEEP_WORDS, &[integer(row.seq), text(salt), text(words)])?;
        }
        connection.execute(&stored::HEADED, &[text(&row.hash)])?;
        Ok(())
    }
}

/// A row as it stands, with its words while they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What is chained.
    pub row: AuditRow,
    /// Salt and words.
    pub words: Option<(String, String)>,
}

impl Written {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let audited = AuditRow {
            seq: row.integer(0)?,
            at: UnixMs::new(row.integer(1)?),
            who: row.read(2)?,
            act: row.read(3)?,
            area: row.read_if_any(4)?,
            subject: row.read_if_any(5)?,
            detail: row.read(6)?,
            words: row.read_if_any(7)?,
            before: row.read(8)?,
            hash: row.read(9)?,
        };
        let words = if row.has(10) { Some((row.read(10)?, row.read(11)?)) } else { None };
        Ok(Self { row: audited, words })
    }
}

/// At most so many of the newest rows, the newest first.
///
/// # Errors
/// What the database says.
pub fn newest(connection: &mut dyn Connection, limit: u64) -> Result<Vec<Written>, StoreError> {
    let rows = connection.query(&stored::NEWEST, &[integer(limit)])?;
    rows.iter().map(Written::from_row).collect()
}

/// At most so many rows after a place, in order.
///
/// # Errors
/// What the database says.
pub fn after(
    connection: &mut dyn Connection,
    seq: u64,
    limit: u64,
) -> Result<Vec<Written>, StoreError> {
    let rows = connection.query(&stored::AFTER, &[integer(seq), integer(limit)])?;
    rows.iter().map(Written::from_row).collect()
}
