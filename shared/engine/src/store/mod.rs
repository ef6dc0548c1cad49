//! The device's store: a synchronous state machine over one SQLite file. No thread, no network, no
//! clock; what is asked of it stands in `wufei_app::effect::store`.
//!
//! Each answer is one transaction. Several stores may be open on one file: SQLite's write-ahead log
//! lets readers go on, and writers take turns.
//!
//! A file a noun: [`identity`] (who we are, which feeds), `leave` (the way out of it), [`seal`] (its
//! token), `sealed` (what people made who are not enrolled now), [`wipe`] (a phone that was lost),
//! `traces` (what SQLite leaves of either), `start`, `record` (what was made), [`photo`] (what it shows), `batch` (what goes up),
//! `fact` (what came down), [`snapshot`] (what comes down in one piece), [`news`] (how far all feeds
//! were read), [`rulebook`] (what the city made of the one in the app), `seen` (both together), then a file a screen.

mod batch;
mod fact;
mod household;
pub mod identity;
mod kept;
mod learning;
mod leave;
mod migrate;
pub mod news;
pub mod photo;
mod point;
mod record;
pub mod rulebook;
pub mod seal;
mod sealed;
mod seen;
pub mod snapshot;
mod standing;
mod start;
#[cfg(test)]
mod tests;
mod traces;
mod turf;
pub mod wipe;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior, config::DbConfig};
use serde::de::DeserializeOwned;
use wufei_domain::{
    ids::DeviceId,
    refusal::{Code, Refusal},
};

pub use batch::{Applied, Left};
use seal::SealKey;
pub(crate) use turf::place as turf_place;

use crate::OpenError;

/// How long a writer waits for another's transaction.
const BUSY: Duration = Duration::from_secs(5);

const MAKE_DEVICE: &str = "INSERT INTO device (one, id) VALUES (1, ?1) ON CONFLICT DO NOTHING";
const DEVICE: &str = "SELECT id FROM device";

/// The store.
pub struct Store {
    db: Connection,
    seal: Option<SealKey>,
    /// Where the files of photos lie.
    photos: PathBuf,
}

impl Store {
    /// Opens the database, makes or migrates it. `fresh` becomes the installation's id if it has
    /// none yet. With `seal` the token is kept sealed, and so is what people made who are not enrolled
    /// now; a token that it does not open is as none. Without it, in a shell without secret storage,
    /// all of it lies in the clear.
    ///
    /// # Errors
    /// [`OpenError::Database`], [`OpenError::NewerDatabase`], [`OpenError::Seal`].
    pub fn open(path: &Path, fresh: DeviceId, seal: Option<SealKey>) -> Result<Self, OpenError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        // Else SQLite looks at what is bound to a LIMIT, and compiles such a statement anew each time.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // WAL lets the lanes read beside a writer; FULL keeps the last commit when power fails.
        // SQLite commits the switch only when asked for a row after its answer: `pragma` asks to the
        // end, so that a switch that failed is heard of.
        connection.pragma(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted, a token or the facts of a feed that closed, leaves no trace in the file.
        connection.pragma_update(None, "secure_delete", true)?;
        // What is written anew to leave no trace must not pass through a file of its own.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        migrate::migrate(&mut connection, migrate::MIGRATIONS)?;
        connection.execute(MAKE_DEVICE, [fresh.to_string()])?;
        let photos = photo::folder_beside(path);
        let mut store = Self { db: connection, seal, photos };
        store.seal_what_is_clear().map_err(OpenError::Seal)?;
        // A full disk must not keep anybody from opening the app: the next round tries again.
        let _ = store.clean_traces();
        Ok(store)
    }

    /// Seals what was left in the clear, and wipes a token from the file and its log. That is done at
    /// each opening: power may have gone between the two the last time.
    fn seal_what_is_clear(&mut self) -> Result<(), Refusal> {
        let Some(key) = self.seal.clone() else { return Ok(()) };
        self.write(|tx| {
            seal::settle(tx, &key)?;
            let one = identity::actor(tx)?;
            sealed::seal_others(tx, &key, one)
        })?;
        Ok(self.empty_log()?)
    }

    /// Brings what was written into the file and empties its log, where deleted bytes still stand.
    fn empty_log(&self) -> Result<(), Failure> {
        Ok(self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// This installation.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn device(&mut self) -> Result<DeviceId, Refusal> {
        self.read(|tx| {
            let id: String = tx.query_row(DEVICE, [], |row| row.get(0))?;
            Ok(id.parse()?)
        })
    }

    /// One snapshot.
    fn read<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Refusal> {
        let tx = self.db.transaction().map_err(Failure::Sql)?;
        Ok(act(&tx)?)
    }

    /// All of it or none. Takes its turn at the start, so that nothing read is stale when written.
    fn write<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Refusal> {
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Failure::Sql)?;
        let done = act(&tx)?;
        tx.commit().map_err(Failure::Sql)?;
        Ok(done)
    }
}

/// Why a transaction was given up.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Sql(#[from] rusqlite::Error),
    #[error("stored text cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Refused(#[from] Refusal),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal,
            Failure::Sql(_) | Failure::Json(_) => {
                Self::new(Code::StoreFailed).with("detail", failure)
            }
        }
    }
}

/// Reads the first column of each row as JSON.
fn bodies<T: DeserializeOwned>(
    tx: &Transaction<'_>,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<T>, Failure> {
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(all)
}
