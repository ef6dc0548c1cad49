//! Whole tables in and out, by PostgreSQL's `COPY` in its binary form.

use std::pin::pin;

use futures_util::StreamExt as _;
use tokio_postgres::{
    binary_copy::{BinaryCopyInWriter, BinaryCopyOutRow, BinaryCopyOutStream},
    types::Type,
};

use super::{Postgres, SCHEMA, failed, parameters};
use crate::store::{
    StoreError, Value,
    rows::{Column, Rows, Taker, named},
};

/// Rows that are carried at once.
const CARRIED: usize = 256;

fn types(columns: &[Column]) -> Vec<Type> {
    let of = |column: &Column| if column.is_number { Type::INT8 } else { Type::TEXT };
    columns.iter().map(of).collect()
}

impl Rows for Postgres {
    fn hold_still(&mut self) -> Result<(), StoreError> {
        self.batch("hold still", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn columns(&mut self, table: &str) -> Result<Vec<Column>, StoreError> {
        let text = format!(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = '{SCHEMA}' AND table_name = '{table}' ORDER BY column_name"
        );
        let client = &self.session.client;
        let rows = self.session.runtime.block_on(client.query(&text, &[]));
        let rows = rows.map_err(|error| failed("columns", &error))?;
        rows.iter()
            .map(|row| {
                let (name, kind): (String, String) = (row.get(0), row.get(1));
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
        let refuse = |error: tokio_postgres::Error| failed(table, &error);
        // By a question, since a table in partitions is not copied by its name.
        let text =
            format!("COPY (SELECT {} FROM {table}) TO STDOUT (FORMAT binary)", named(columns));
        let (runtime, client) = (&self.session.runtime, &self.session.client);
        let copying = runtime.block_on(client.copy_out(text.as_str())).map_err(refuse)?;
        let mut rows =
            pin!(BinaryCopyOutStream::new(copying, &types(columns)).ready_chunks(CARRIED));
        // Taken outside of the runtime: whoever takes them may have one of their own.
        while let Some(chunk) = runtime.block_on(rows.next()) {
            for row in chunk {
                take(values(&row.map_err(refuse)?, columns.len(), table)?)?;
            }
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
        let refuse = |error: tokio_postgres::Error| failed(table, &error);
        let text = format!("COPY {table} ({}) FROM STDIN (FORMAT binary)", named(columns));
        let (runtime, client) = (&self.session.runtime, &self.session.client);
        let copying = runtime.block_on(client.copy_in(text.as_str())).map_err(refuse)?;
        let mut writer = pin!(BinaryCopyInWriter::new(copying, &types(columns)));
        let mut carried: Vec<Vec<Value>> = Vec::with_capacity(CARRIED);
        let mut write = |carried: &mut Vec<Vec<Value>>| {
            runtime.block_on(async {
                for row in carried.drain(..) {
                    writer.as_mut().write(&parameters(&row)).await?;
                }
                Ok(())
            })
        };
        give(&mut |row| {
            carried.push(row);
            if carried.len() < CARRIED { Ok(()) } else { write(&mut carried).map_err(refuse) }
        })?;
        write(&mut carried).map_err(refuse)?;
        runtime.block_on(writer.finish()).map(drop).map_err(refuse)
    }
}

fn values(row: &BinaryCopyOutRow, many: usize, table: &str) -> Result<Vec<Value>, StoreError> {
    let value = |column| {
        row.try_get(column).map_err(|_| StoreError::Shape(format!("{table} column {column}")))
    };
    (0..many).map(value).collect()
}
