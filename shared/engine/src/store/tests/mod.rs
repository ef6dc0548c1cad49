//! The store on real files, each test in a folder of its own.

mod down;
mod files;
mod kept;
mod learning;
mod leave;
mod made;
mod news;
mod photos;
mod rulebook;
mod screens;
mod seal;
mod sealed;
mod up;
mod wiped;

use rusqlite::Connection;

/// The number that a query gives.
fn count(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}
