//! Old rows of the feeds: those that a newer fact of the same kind and key has replaced may go. No
//! reader misses one of them: whoever stands before it reads the newer one later on.

use std::fmt;

use wufei_domain::{audit::AuditAct, time::UnixMs};

use super::{OperateError, in_transaction};
use crate::{
    service::audit::Entry,
    settings::Database,
    store::statements::{feed, restore},
};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// Rows that went.
    pub gone: u64,
    /// Rows that are left.
    pub left: u64,
}

impl fmt::Display for Compacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} old rows of the feeds are gone, {} are left", self.gone, self.left)
    }
}

/// Deletes replaced rows of all feeds. The server may run meanwhile. Cursors stay good, and the space
/// is used again.
///
/// # Errors
/// What the database says.
pub fn compact(database: &Database, now: UnixMs) -> Result<Compacted, OperateError> {
    in_transaction(database, |connection| {
        let gone = connection.execute(&feed::COMPACT, &[])?;
        let left = connection.first(&restore::FACTS, &[])?.map_or(Ok(0), |row| row.integer(0))?;
        Entry::by_operator(AuditAct::Compacted).with("gone", gone).append(connection, now)?;
        Ok(Compacted { gone, left })
    })
}
