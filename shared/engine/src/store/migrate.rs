//! Migrations by `user_version`: each in its own transaction, never changed once it was shipped.

use rusqlite::{Connection, TransactionBehavior};

use crate::OpenError;

/// All of them, oldest first. The `n`th brings a database from version `n - 1` to `n`.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_sealed_token.sql"),
    include_str!("../../migrations/0003_snapshots.sql"),
    include_str!("../../migrations/0004_turns.sql"),
    include_str!("../../migrations/0005_held.sql"),
    include_str!("../../migrations/0006_sealed_records.sql"),
    include_str!("../../migrations/0007_news.sql"),
    include_str!("../../migrations/0008_rulebook.sql"),
    include_str!("../../migrations/0009_recalls.sql"),
    include_str!("../../migrations/0010_kept_items.sql"),
    include_str!("../../migrations/0011_photos.sql"),
];

/// Brings the database to the newest version.
///
/// # Errors
/// [`OpenError::Database`]: the migration that failed is undone, those before it stand.
/// [`OpenError::NewerDatabase`]: nothing was changed.
pub(super) fn migrate(connection: &mut Connection, all: &[&str]) -> Result<(), OpenError> {
    let known = u32::try_from(all.len()).unwrap_or(u32::MAX);
    loop {
        // Read inside the transaction: two stores may open a new file at the same moment.
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: u32 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > known {
            return Err(OpenError::NewerDatabase { found, known });
        }
        let Some(next) = usize::try_from(found).ok().and_then(|found| all.get(found)) else {
            return Ok(());
        };
        tx.execute_batch(next)?;
        tx.pragma_update(None, "user_version", found + 1)?;
        tx.commit()?;
    }
}
