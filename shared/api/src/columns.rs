//! The compact form of rows: the values of a field one after the other, beside plain JSON.
//!
//! Rows of a batch or a page resemble each other: names of fields, communities and clocks repeat.
//! As columns each name stands once, a value that all share stands once, and numbers stand as
//! differences; what is left, gzip takes. The rows are any JSON and come out as they went in, their
//! fields in the same order: the names stand in the order in which every row has them.
//!
//! Start here: [`pack`] and [`unpack`]; both ends name the form by [`MEDIA_TYPE`].

mod fields;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use fields::{Field, Fields, by_field};

/// The form's name in `content-type` and `accept`.
pub const MEDIA_TYPE: &str = "application/vnd.wufei.columns+json";

/// Rows as one column of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Table {
    count: usize,
    column: Column,
}

/// The values of one field, one a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Column {
    /// The same in every row.
    #[serde(rename = "=")]
    Same(Value),
    /// Whole numbers, each as what it is more than the one before; the first is more than 0.
    #[serde(rename = "+")]
    Differences(Vec<i64>),
    /// Objects, field by field.
    #[serde(rename = "{")]
    Objects(Fields),
    /// Anything.
    #[serde(rename = "[")]
    Values(Vec<Value>),
}

/// Why rows cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// What stands in the field is no table of columns.
    #[error("no table of columns: {0}")]
    Shape(String),
    /// A column is longer or shorter than the table, or names rows that are not there.
    #[error("a column does not fit a table of {rows} rows")]
    Fit {
        /// Rows of the table.
        rows: usize,
    },
    /// A difference leads beyond a whole number of 64 bits.
    #[error("a number of 64 bits overflows")]
    Overflow,
    /// The rows would be larger than allowed.
    #[error("more than {max} bytes of rows")]
    TooLarge {
        /// Bytes allowed.
        max: usize,
    },
}

/// Packs the array in `field` of a body; a body without one stays as it is.
pub fn pack(mut body: Value, field: &str) -> Value {
    if let Some(Value::Array(rows)) = body.get_mut(field) {
        let rows = std::mem::take(rows);
        let table = Table { count: rows.len(), column: column(rows) };
        if let (Ok(table), Some(body)) = (serde_json::to_value(table), body.as_object_mut()) {
            body.insert(field.to_owned(), table);
        }
    }
    body
}

/// Unpacks the table in `field` of a body into at most about `bytes_max` bytes of rows, so that a
/// small body cannot fill the memory of whoever reads it.
///
/// # Errors
/// [`Broken`]: nothing of it is to be used.
pub fn unpack(mut body: Value, field: &str, bytes_max: usize) -> Result<Value, Broken> {
    if let Some(place) = body.get_mut(field) {
        let table: Table = serde_json::from_value(place.take())
            .map_err(|error| Broken::Shape(error.to_string()))?;
        let mut room = Room { left: bytes_max, max: bytes_max };
        *place = Value::Array(values(table.column, table.count, &mut room)?);
    }
    Ok(body)
}

fn column(rows: Vec<Value>) -> Column {
    if let Some(first) = rows.first()
        && rows.iter().all(|row| row == first)
    {
        return Column::Same(first.clone());
    }
    if let Some(differences) = differences(&rows) {
        return Column::Differences(differences);
    }
    by_field(rows).map_or_else(Column::Values, Column::Objects)
}

/// What each number is more than the one before, if all are whole numbers of 64 bits.
fn differences(rows: &[Value]) -> Option<Vec<i64>> {
    let mut before = 0_i64;
    let step = |row: &Value| {
        let number = row.as_i64()?;
        let more = number.checked_sub(before)?;
        before = number;
        Some(more)
    };
    rows.iter().map(step).collect()
}

/// Bytes that may still be unpacked.
struct Room {
    left: usize,
    max: usize,
}

impl Room {
    fn take(&mut self, bytes: usize, times: usize) -> Result<(), Broken> {
        let taken = bytes.checked_mul(times).and_then(|all| self.left.checked_sub(all));
        self.left = taken.ok_or(Broken::TooLarge { max: self.max })?;
        Ok(())
    }
}

/// About how many bytes of JSON a value is, and at least one.
fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len() + 2,
        Value::Array(all) => 2 + all.iter().map(weight).sum::<usize>(),
        Value::Object(all) => {
            2 + all.iter().map(|(name, value)| name.len() + 4 + weight(value)).sum::<usize>()
        }
    }
}

fn values(column: Column, rows: usize, room: &mut Room) -> Result<Vec<Value>, Broken> {
    let fits = |len: usize| if len == rows { Ok(()) } else { Err(Broken::Fit { rows }) };
    match column {
        Column::Same(value) => {
            room.take(weight(&value), rows)?;
            Ok(vec![value; rows])
        }
        Column::Differences(all) => {
            fits(all.len())?;
            room.take(8, rows)?;
            let mut number = 0_i64;
            let add = |more: i64| {
                number = number.checked_add(more).ok_or(Broken::Overflow)?;
                Ok(Value::from(number))
            };
            all.into_iter().map(add).collect()
        }
        Column::Values(all) => {
            fits(all.len())?;
            for value in &all {
                room.take(weight(value), 1)?;
            }
            Ok(all)
        }
        Column::Objects(fields) => objects(fields, rows, room),
    }
}

fn objects(fields: Fields, rows: usize, room: &mut Room) -> Result<Vec<Value>, Broken> {
    room.take(2, rows)?;
    let mut all = vec![Map::new(); rows];
    for (name, Field { at, of }) in fields.0 {
        let at = at.unwrap_or_else(|| (0..rows).collect());
        room.take(name.len() + 4, at.len())?;
        let rising = at.iter().zip(at.iter().skip(1)).all(|(one, next)| one < next);
        let mut values = values(of, at.len(), room)?.into_iter();
        for row in &at {
            let Some((row, value)) = all.get_mut(*row).zip(values.next()).filter(|_| rising) else {
                return Err(Broken::Fit { rows });
            };
            row.insert(name.clone(), value);
        }
    }
    Ok(all.into_iter().map(Value::Object).collect())
}
