//! A mark in the database and in a file beside it, new whenever something was written: a database
//! file that was put back by hand carries an older mark than the file beside it, and gets a new
//! epoch at the next start.
//!
//! So does one whose mark file is missing, since nobody can tell where it comes from: a new epoch
//! costs the devices a look at their feeds, an old one would cost them records. A file that is put
//! back before the writer has ticked again is not noticed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    operate::{draw, draw_epoch},
    store::{
        Connection, StoreError,
        statements::{feed, meta},
        text,
    },
};

/// The fact's name in `meta`.
const NAME: &str = "mark";

/// The marks of one database.
pub(crate) struct StartMark {
    beside: PathBuf,
    /// As the database has it.
    mark: String,
    /// What the feeds had come to when it was set.
    pulse: i64,
}

impl StartMark {
    /// Compares the marks and renews the epoch when they differ. To be called inside a transaction,
    /// before anything reads the epoch. Gives also whether the epoch is a new one.
    ///
    /// # Errors
    /// What the database or the file system says.
    pub fn open(
        connection: &mut dyn Connection,
        database: &Path,
    ) -> Result<(Self, bool), StoreError> {
        let beside = beside(database);
        let kept = connection.first(&meta::FIND, &[text(NAME)])?;
        let kept = kept.map(|row| row.text(0).map(str::to_owned)).transpose()?;
        let told = fs::read_to_string(&beside).unwrap_or_default();
        let strange = kept.as_ref().is_some_and(|kept| told.lines().all(|line| line != kept));
        if strange {
            draw_epoch(connection)?;
        }
        let mut mark = Self { beside, mark: kept.unwrap_or_default(), pulse: -1 };
        mark.renew(connection)?;
        Ok((mark, strange))
    }

    /// Sets new marks if anything was written since the last ones. To be called inside a transaction.
    ///
    /// # Errors
    /// What the database or the file system says: the old mark still stands in both.
    pub fn renew(&mut self, connection: &mut dyn Connection) -> Result<(), StoreError> {
        let pulse = connection.first(&feed::PULSE, &[])?.map_or(Ok(0), |row| row.integer(0))?;
        if pulse == self.pulse {
            return Ok(());
        }
        let mark = draw::<16>(connection, NAME)?;
        // The file knows both until the transaction is through, whichever way it goes.
        self.write(&[&mark, &self.mark])?;
        (self.mark, self.pulse) = (mark, pulse);
        Ok(())
    }

    /// The transaction is through: only the new mark is good from now on.
    ///
    /// # Errors
    /// What the file system says: the mark before is still good.
    pub fn settle(&self) -> Result<(), StoreError> {
        self.write(&[&self.mark])
    }

    /// Under the file's name only once it has reached the disk.
    fn write(&self, marks: &[&str]) -> Result<(), StoreError> {
        let part = self.beside.with_extension("mark-part");
        let written = fs::write(&part, marks.join("\n"))
            .and_then(|()| fs::File::open(&part)?.sync_all())
            .and_then(|()| fs::rename(&part, &self.beside));
        written.map_err(|error| {
            let statement = format!("mark in {}", self.beside.display());
            StoreError::Failed { statement, detail: error.to_string() }
        })
    }
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".mark");
    name.into()
}
