//! Whether a database is the one that was served last, or was put back to an earlier moment since:
//! then it gets a new epoch.
//!
//! A file tells nothing of its own past. So a mark lies in the database and in a file beside it, new
//! whenever something was written: a database that was put back by hand carries an older mark than the
//! file beside it. So does one whose mark file is missing, since nobody can tell where it comes from:
//! a new epoch costs the devices a look at their feeds, an old one would cost them records. A file that
//! is put back before the writer has ticked again is not noticed.
//!
//! PostgreSQL tells its cluster and timeline ([`Connection::lineage`]), and a promoted replica or a
//! cluster put back to a moment begins a new one. A dump read back into the same cluster is not
//! noticed: `wufei-server epoch renew` is for that.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    operate::{draw, draw_epoch},
    settings::Database,
    store::{
        Connection, StoreError,
        statements::{feed, meta},
        text,
    },
};

/// The fact's name in `meta`.
const NAME: &str = "mark";

/// What one database is known by.
pub(crate) enum StartMark {
    /// A file beside it.
    Beside(Beside),
    /// Its own word.
    Told,
}

impl StartMark {
    /// Compares the marks and renews the epoch when they differ. To be called inside a transaction,
    /// before anything reads the epoch. Gives also whether the epoch is a new one.
    ///
    /// # Errors
    /// What the database or the file system says.
    pub fn open(
        connection: &mut dyn Connection,
        database: &Database,
    ) -> Result<(Self, bool), StoreError> {
        match database.file() {
            Some(path) => {
                let (mark, is_strange) = Beside::open(connection, path)?;
                Ok((Self::Beside(mark), is_strange))
            }
            None => Ok((Self::Told, compare(connection)?)),
        }
    }

    /// Sets new marks if anything was written since the last ones, and renews the epoch if the
    /// database was put back meanwhile. To be called inside a transaction. Gives whether the epoch is
    /// a new one.
    ///
    /// # Errors
    /// What the database or the file system says: the old mark still stands in both.
    pub fn renew(&mut self, connection: &mut dyn Connection) -> Result<bool, StoreError> {
        match self {
            Self::Beside(mark) => mark.renew(connection).map(|()| false),
            Self::Told => compare(connection),
        }
    }

    /// The transaction is through: only the new mark is good from now on.
    ///
    /// # Errors
    /// What the file system says: the mark before is still good.
    pub fn settle(&self) -> Result<(), StoreError> {
        match self {
            Self::Beside(mark) => mark.write(&[&mark.mark]),
            Self::Told => Ok(()),
        }
    }
}

/// Keeps what the database tells of its past; renews the epoch when it told something else before.
fn compare(connection: &mut dyn Connection) -> Result<bool, StoreError> {
    let Some(told) = connection.lineage().map(str::to_owned) else { return Ok(false) };
    let kept = kept(connection)?;
    if kept.as_ref() == Some(&told) {
        return Ok(false);
    }
    if kept.is_some() {
        draw_epoch(connection)?;
    }
    connection.execute(&meta::PUT, &[text(NAME), text(&told)])?;
    connection.execute(&meta::REPLACE, &[text(NAME), text(&told)])?;
    Ok(kept.is_some())
}

fn kept(connection: &mut dyn Connection) -> Result<Option<String>, StoreError> {
    let kept = connection.first(&meta::FIND, &[text(NAME)])?;
    kept.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// The marks of a file.
pub(crate) struct Beside {
    path: PathBuf,
    /// As the database has it.
    mark: String,
    /// What the feeds had come to when it was set.
    pulse: i64,
}

impl Beside {
    fn open(connection: &mut dyn Connection, file: &Path) -> Result<(Self, bool), StoreError> {
        let path = beside(file);
        let kept = kept(connection)?;
        let told = fs::read_to_string(&path).unwrap_or_default();
        let strange = kept.as_ref().is_some_and(|kept| told.lines().all(|line| line != kept));
        if strange {
            draw_epoch(connection)?;
        }
        let mut mark = Self { path, mark: kept.unwrap_or_default(), pulse: -1 };
        mark.renew(connection)?;
        Ok((mark, strange))
    }

    fn renew(&mut self, connection: &mut dyn Connection) -> Result<(), StoreError> {
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

    /// Under the file's name only once it has reached the disk.
    fn write(&self, marks: &[&str]) -> Result<(), StoreError> {
        let part = self.path.with_extension("mark-part");
        let written = fs::write(&part, marks.join("\n"))
            .and_then(|()| fs::File::open(&part)?.sync_all())
            .and_then(|()| fs::rename(&part, &self.path));
        written.map_err(|error| {
            let statement = format!("mark in {}", self.path.display());
            StoreError::Failed { statement, detail: error.to_string() }
        })
    }
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".mark");
    name.into()
}
