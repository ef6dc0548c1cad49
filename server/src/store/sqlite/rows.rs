//! Whole tables in and out of a SQLite file.

use super::{Sqlite, failed};
use crate::store::{
    StoreError, Value,
    rows::{Column, Rows, Taker, named},
};

impl Rows for Sqlite {
    fn hold_still(&mut self) -> Result<(), StoreError> {
        // The moment is that of the first look.
        self.batch("hold still", "BEGIN; SELECT COUNT(*) FROM meta")
    }

    fn columns(&mut self, table: &str) -> Result<Vec<Column>, StoreError> {
        let refuse = |error: rusqlite::Error| failed("columns", &error);
        let text = "SELECT name, type FROM pragma_table_info(?1) ORDER BY name";
        let mut prepared = self.inner.prepare(text).map_err(refuse)?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let rows = prepared.query_map([table], read).map_err(refuse)?;
        rows.map(|row| {
            let (name, kind): (String, String) = row.map_err(refuse)?;
            Column::new(name, &kind)
        })
        .collect()
    }

    fn each(
        &mut self,
        table: &str,
        columns: &[Column],
        take: &mut Taker<'_>,
    ) -> Result<(), StoreError> {
        let refuse = |error: rusqlite::Error| failed(table, &error);
        let text = format!("SELECT {} FROM {table}", named(columns));
        let mut prepared = self.inner.prepare(&text).map_err(refuse)?;
        let mut rows = prepared.query([]).map_err(refuse)?;
        while let Some(row) = rows.next().map_err(refuse)? {
            let values = (0..columns.len()).map(|column| {
                let value = row.get_ref(column).map_err(refuse)?;
                Value::of(value).ok_or_else(|| StoreError::Shape(format!("{table} {column}")))
            });
            take(values.collect::<Result<_, _>>()?)?;
        }
        Ok(())
    }

    fn clear(&mut self, table: &str) -> Result<(), StoreError> {
        self.batch("clear", &format!("DELETE FROM {table}"))
    }

    fn fill(
        &mut self,
        table: &str,
        columns: &[Column],
        give: &mut dyn FnMut(&mut Taker<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let refuse = |error: rusqlite::Error| failed(table, &error);
        // A row may name one that comes later.
        self.inner.execute_batch("PRAGMA defer_foreign_keys = ON").map_err(refuse)?;
        let places: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
        let text =
            format!("INSERT INTO {table} ({}) VALUES ({})", named(columns), places.join(", "));
        let mut prepared = self.inner.prepare(&text).map_err(refuse)?;
        give(&mut |row| prepared.execute(rusqlite::params_from_iter(row)).map(drop).map_err(refuse))
    }
}
