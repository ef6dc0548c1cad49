//! A device's own database, read from outside.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use wufei_api::enrol::Token;
use wufei_domain::{ids::DeviceId, record::Record};

use super::Failure;

/// A record with where it stands: `waiting`, `acknowledged`, `attention` or `withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// The record.
    pub record: Record,
    /// Its state.
    pub state: String,
}

/// The database, read only.
pub struct DeviceStore(Connection);

impl DeviceStore {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(super::PATIENCE)?;
        Ok(Self(connection))
    }

    /// Which installation it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn device(&self) -> Result<DeviceId, Failure> {
        let id: String = self.0.query_row("SELECT id FROM device", [], |row| row.get(0))?;
        Ok(id.parse()?)
    }

    /// The token it was given.
    ///
    /// # Errors
    /// When it is not enrolled.
    pub fn token(&self) -> Result<Token, Failure> {
        let token = self.0.query_row("SELECT token FROM identity", [], |row| row.get(0))?;
        Ok(Token(token))
    }

    /// Its own records, oldest first.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn records(&self) -> Result<Vec<OwnRecord>, Failure> {
        let mut statement = self.0.prepare("SELECT body, state FROM records ORDER BY position")?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (body, state) = row?;
            Ok(OwnRecord { record: serde_json::from_str(&body)?, state })
        })
        .collect()
    }

    /// How many questions were answered.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn recalls(&self) -> Result<u32, Failure> {
        Ok(self.0.query_row("SELECT count(*) FROM recalls", [], |row| row.get(0))?)
    }

    /// How many things were looked up lately or are kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn kept_items(&self) -> Result<u32, Failure> {
        Ok(self.0.query_row("SELECT count(*) FROM kept_items", [], |row| row.get(0))?)
    }

    /// How many records of a kind stand in `v_outbox`; of every kind when it is empty.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn outbox(&self, kind: &str) -> Result<u32, Failure> {
        let count = "SELECT count(*) FROM v_outbox WHERE ?1 = '' OR kind = ?1";
        Ok(self.0.query_row(count, [kind], |row| row.get(0))?)
    }
}
