//! What SQLite leaves behind of rows that were sealed or deleted: free pages, the unused middle of
//! pages that were split, the log. A mark set in the transaction that takes them out stays until all
//! of it is written anew, so that a power cut in between only puts the cleaning off.

use rusqlite::Transaction;
use wufei_domain::refusal::{Code, Refusal};

use super::{Failure, Store};

const MARK: &str = "UPDATE device SET traces = 1";
const MARKED: &str = "SELECT traces FROM device";
const CLEAR: &str = "UPDATE device SET traces = 0";
const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// There will be traces once this transaction is through.
pub(super) fn mark(tx: &Transaction<'_>) -> Result<(), Failure> {
    tx.execute(MARK, [])?;
    Ok(())
}

impl Store {
    /// Writes the database anew and empties its log, if there are traces. It is tried again at the
    /// next opening and the next round of sync.
    ///
    /// # Errors
    /// [`Code::StoreFailed`] when the disk is full or a lane reads for too long.
    pub fn clean_traces(&mut self) -> Result<(), Refusal> {
        let marked: bool = self.db.query_row(MARKED, [], |row| row.get(0)).map_err(Failure::Sql)?;
        if !marked {
            return Ok(());
        }
        self.db.execute_batch("VACUUM").map_err(Failure::Sql)?;
        let held: bool = self.db.query_row(TRUNCATE, [], |row| row.get(0)).map_err(Failure::Sql)?;
        if held {
            let detail = "the log is being read and could not be emptied";
            return Err(Refusal::new(Code::StoreFailed).with("detail", detail));
        }
        self.db.execute(CLEAR, []).map_err(Failure::Sql)?;
        Ok(())
    }
}
