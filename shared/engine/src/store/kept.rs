//! What was looked up lately and what is kept, on this device only. Which and how many is the app's
//! to say.

use rusqlite::{Row, Transaction, params};
use wufei_app::effect::kept::{KeptItem, SaveKept};
use wufei_domain::{refusal::Refusal, time::UnixMs};

use super::{Failure, Store};
use crate::lane::Answer;

const KEPT: &str = "SELECT item, looked_at, favourite_at FROM kept_items ORDER BY item";
const PUT: &str = "INSERT INTO kept_items (item, looked_at, favourite_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (item) DO UPDATE SET looked_at = excluded.looked_at,
    favourite_at = excluded.favourite_at";
const DROP: &str = "DELETE FROM kept_items WHERE item = ?1";
const FORGET: &str = "DELETE FROM kept_items";

fn kept(row: &Row<'_>) -> Result<KeptItem, rusqlite::Error> {
    Ok(KeptItem {
        item: row.get(0)?,
        looked_at: UnixMs::new(row.get(1)?),
        favourite_at: row.get::<_, Option<i64>>(2)?.map(UnixMs::new),
    })
}

/// All that is kept, by key.
pub(super) fn all(tx: &Transaction<'_>) -> Result<Vec<KeptItem>, Failure> {
    let mut statement = tx.prepare_cached(KEPT)?;
    let rows = statement.query_map([], kept)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Somebody else is to use this device: what was kept was the person's before.
pub(super) fn forget(tx: &Transaction<'_>) -> Result<(), Failure> {
    tx.execute(FORGET, [])?;
    Ok(())
}

impl Answer<SaveKept> for Store {
    fn answer(&mut self, operation: &SaveKept) -> Result<(), Refusal> {
        self.write(|tx| {
            for KeptItem { item, looked_at, favourite_at } in &operation.put {
                let row = params![item, looked_at.value(), favourite_at.map(UnixMs::value)];
                tx.prepare_cached(PUT)?.execute(row)?;
            }
            for item in &operation.gone {
                tx.prepare_cached(DROP)?.execute([item])?;
            }
            Ok(())
        })
    }
}
