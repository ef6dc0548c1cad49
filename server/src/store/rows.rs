//! Whole tables, row by row, out of one database and into another, and the sum that shows that two
//! tables hold the same rows in whatever order.

use sha2::{Digest, Sha256};
use wufei_domain::record::hex;

use super::{StoreError, Value};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds whole numbers; text otherwise.
    pub is_number: bool,
}

impl Column {
    /// A column by its declared type.
    ///
    /// # Errors
    /// [`StoreError::Shape`] for a type that no table of ours has.
    pub fn new(name: String, kind: &str) -> Result<Self, StoreError> {
        let is_number = match kind.to_ascii_lowercase().as_str() {
            "integer" | "bigint" => true,
            "text" => false,
            other => return Err(StoreError::Shape(format!("column {name} of type {other}"))),
        };
        Ok(Self { name, is_number })
    }
}

/// The names of columns, as a statement lists them.
pub(super) fn named(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Takes a row.
pub type Taker<'a> = dyn FnMut(Vec<Value>) -> Result<(), StoreError> + 'a;

/// A database whose tables can be read and filled as a whole.
pub trait Rows {
    /// From here on all tables are read as they are at one moment, whoever writes meanwhile; to be
    /// ended by a rollback.
    ///
    /// # Errors
    /// What the database says.
    fn hold_still(&mut self) -> Result<(), StoreError>;

    /// The columns of a table, by name. None where there is no such table.
    ///
    /// # Errors
    /// What the database says.
    fn columns(&mut self, table: &str) -> Result<Vec<Column>, StoreError>;

    /// Gives each row of a table to `take`, its values in the order of `columns`.
    ///
    /// # Errors
    /// What the database or `take` says.
    fn each(
        &mut self,
        table: &str,
        columns: &[Column],
        take: &mut Taker<'_>,
    ) -> Result<(), StoreError>;

    /// Takes every row out of a table. To be called inside a transaction.
    ///
    /// # Errors
    /// What the database says.
    fn clear(&mut self, table: &str) -> Result<(), StoreError>;

    /// Puts every row that `give` gives into a table. To be called inside a transaction.
    ///
    /// # Errors
    /// What the database or `give` says.
    fn fill(
        &mut self,
        table: &str,
        columns: &[Column],
        give: &mut dyn FnMut(&mut Taker<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
}

/// How many rows there are, and the sum of their hashes: alike for the same rows in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Rows.
    pub rows: u64,
    hashes: [u64; 4],
}

impl Sum {
    /// Counts a row.
    pub fn add(&mut self, row: &[Value]) {
        let mut hash = Sha256::new();
        for value in row {
            match value {
                Value::Null => hash.update([0]),
                Value::Integer(number) => {
                    hash.update([1]);
                    hash.update(number.to_be_bytes());
                }
                Value::Text(text) => {
                    hash.update([2]);
                    hash.update((text.len() as u64).to_be_bytes());
                    hash.update(text);
                }
            }
        }
        self.rows += 1;
        let hash = hash.finalize();
        // Sums and not exclusive ors: a row that stands twice counts twice.
        for (sum, part) in self.hashes.iter_mut().zip(hash.chunks_exact(8)) {
            let part = part.first_chunk().copied().unwrap_or_default();
            *sum = sum.wrapping_add(u64::from_be_bytes(part));
        }
    }

    /// The sum, in hex.
    pub fn hash(&self) -> String {
        hex(&self.hashes.map(u64::to_be_bytes).concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{integer, text};

    fn sum(rows: &[Vec<Value>]) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            sum.add(row);
        }
        sum
    }

    #[test]
    fn a_sum_knows_rows_and_not_their_order() {
        let (one, other) = (vec![text("a"), integer(1)], vec![text("a"), Value::Null]);
        assert_eq!(sum(&[one.clone(), other.clone()]), sum(&[other.clone(), one.clone()]));
        assert_ne!(sum(&[one.clone(), one.clone()]), sum(&[other.clone(), other.clone()]));
        assert_ne!(sum(&[one.clone(), one.clone()]), sum(&[]), "a row that stands twice");
        assert_ne!(sum(&[vec![text("ab"), text("c")]]), sum(&[vec![text("a"), text("bc")]]));
        assert_ne!(sum(&[vec![text("1")]]), sum(&[vec![integer(1)]]));
    }
}
