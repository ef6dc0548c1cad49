//! What is on a phone: in its files, in its database, and as its screens are given it.

use std::fs;

use wufei_app::effect::store::{LoadOutbox, LoadTurf, OutboxEntry, TurfData};
use wufei_domain::{ids::RecordId, refusal::Code, scope::Scope};
use wufei_engine::Answer as _;
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, outside, turf},
    phone::{Phone, database_in},
};

impl Phone {
    /// A connection of nobody's to its database.
    ///
    /// # Errors
    /// What the database says.
    pub fn outside(&self) -> Result<rusqlite::Connection, Failure> {
        outside(&database_in(&self.folder))
    }

    /// Which of the texts can be read in any file of its folder.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn readable<'a>(&self, texts: &[&'a str]) -> Result<Vec<&'a str>, Failure> {
        let mut found = Vec::new();
        for file in fs::read_dir(self.folder.path())? {
            let bytes = fs::read(file?.path())?;
            let holds = |text: &&&str| bytes.windows(text.len()).any(|at| at == text.as_bytes());
            found.extend(texts.iter().filter(holds).copied());
        }
        Ok(found)
    }

    /// # Errors
    /// What the database says.
    pub fn count(&self, sql: &str) -> Result<i64, Failure> {
        Ok(self.outside()?.query_row(sql, [], |row| row.get(0))?)
    }

    /// Number, key and body of each fact it holds of a feed, in order; or what the database says.
    pub fn facts(&self, scope: Scope) -> Result<Vec<(i64, String, String)>, Failure> {
        let own = self.outside()?;
        let sql = "SELECT seq, key, body FROM facts WHERE scope = ?1 ORDER BY seq";
        let mut statement = own.prepare(sql)?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let rows = statement.query_map([scope.to_string()], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What waits and what needs attention, as the outbox screen is given it.
    ///
    /// # Errors
    /// When the store cannot.
    pub fn outbox(&mut self) -> Result<Vec<OutboxEntry>, Failure> {
        Ok(self.store.answer(&LoadOutbox)?.entries)
    }

    /// The records that need attention, each with why.
    ///
    /// # Errors
    /// When the store cannot.
    pub fn attention(&mut self) -> Result<Vec<(RecordId, Code)>, Failure> {
        let entries = self.outbox()?.into_iter();
        let refused = |entry: OutboxEntry| Some((entry.record.id, entry.refused?.code));
        Ok(entries.filter_map(refused).collect())
    }

    /// A turf as its screen is given it.
    ///
    /// # Errors
    /// When it is not on the phone.
    pub fn turf(&mut self, number: u128) -> Result<TurfData, Failure> {
        let found = self.store.answer(&LoadTurf { turf: turf(number) })?;
        found.ok_or_else(|| Failure::new("the turf on the phone", "none"))
    }

    /// Its records are at the server, and it knows.
    ///
    /// # Errors
    /// When one is not.
    pub fn all_arrived(&self, city: &City) -> Result<(), Failure> {
        let own = self.outside()?;
        let mut statement = own.prepare("SELECT id, state FROM records")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, state): (String, String) = (row.get(0)?, row.get(1)?);
            same(&format!("state of {id}"), &"acknowledged", &state.as_str())?;
            let there = city.count("SELECT COUNT(*) FROM records WHERE id = $1", &[&id])?;
            holds("each record once at the server", there == 1, || format!("{id}: {there}"))?;
        }
        Ok(())
    }
}
