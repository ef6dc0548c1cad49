//! The store: one blocking connection, values and rows, and every statement as a constant.
//!
//! One SQL text a statement, with parameters `$1`, `$2`, ...: PostgreSQL takes it as it is, SQLite
//! gets `?1`. No rule lives here: what may be written is decided in [`crate::service`].
//!
//! Start here: [`Connection`] and [`open`], then [`statements`], [`sqlite`], [`postgres`],
//! [`migrations`]; [`tables`] lists what there is, [`rows`] carries it whole, [`noted`] tells whose
//! news change.

pub mod migrations;
pub mod noted;
pub mod postgres;
pub mod rows;
pub mod sqlite;
pub mod statements;
pub mod tables;

use std::str::FromStr;

use crate::settings::Database;

/// A statement with its name.
#[derive(Debug)]
pub struct Statement {
    /// Unique over all statements: module and constant.
    pub name: &'static str,
    /// SQL with parameters `$1`, `$2`, ...
    pub text: &'static str,
}

/// What goes into a parameter and comes out of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; yes and no are 1 and 0.
    Integer(i64),
    /// Text: also UUIDs, hashes, codes and JSON.
    Text(String),
}

/// Text from anything that shows itself: an id, a code, a hash.
pub fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

/// A whole number; one too large for the column becomes the largest.
pub fn integer(value: impl TryInto<i64>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i64::MAX))
}

/// Text, or nothing.
pub fn optional_text(value: Option<impl ToString>) -> Value {
    value.map_or(Value::Null, text)
}

/// A whole number, or nothing.
pub fn optional_integer(value: Option<impl TryInto<i64>>) -> Value {
    value.map_or(Value::Null, integer)
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The text in a column, from 0.
    ///
    /// # Errors
    /// [`StoreError::Shape`] when the column holds none.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(self.shape(column, "text", other)),
        }
    }

    /// The number in a column, from 0.
    ///
    /// # Errors
    /// [`StoreError::Shape`] when the column holds none, or one outside the wanted range.
    pub fn integer<T: TryFrom<i64>>(&self, column: usize) -> Result<T, StoreError> {
        let found = self.0.get(column);
        let Some(Value::Integer(number)) = found else {
            return Err(self.shape(column, "a number", found));
        };
        T::try_from(*number).map_err(|_| self.shape(column, "a number in range", found))
    }

    /// Whether a column holds something.
    pub fn has(&self, column: usize) -> bool {
        !matches!(self.0.get(column), None | Some(Value::Null))
    }

    /// What the text of a column stands for.
    ///
    /// # Errors
    /// [`StoreError::Shape`] when it cannot be read as such.
    pub fn read<T: FromStr>(&self, column: usize) -> Result<T, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.shape(column, "readable text", self.0.get(column)))
    }

    /// As [`Row::read`], or nothing.
    ///
    /// # Errors
    /// As [`Row::read`].
    pub fn read_if_any<T: FromStr>(&self, column: usize) -> Result<Option<T>, StoreError> {
        if self.has(column) { self.read(column).map(Some) } else { Ok(None) }
    }

    /// The number in a column, if there is one.
    ///
    /// # Errors
    /// As [`Self::integer`].
    pub fn integer_if_any<T: TryFrom<i64>>(&self, column: usize) -> Result<Option<T>, StoreError> {
        if self.has(column) { self.integer(column).map(Some) } else { Ok(None) }
    }

    /// What the JSON in a column stands for.
    ///
    /// # Errors
    /// [`StoreError::Shape`] when it cannot be read as such.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?)
            .map_err(|error| StoreError::Shape(format!("column {column} is not the JSON: {error}")))
    }

    fn shape(&self, column: usize, wanted: &str, found: Option<&Value>) -> StoreError {
        let kind = match found {
            None => "no column",
            Some(Value::Null) => "nothing",
            Some(Value::Integer(_)) => "a number",
            Some(Value::Text(_)) => "text",
        };
        StoreError::Shape(format!("column {column} of {} holds {kind}, not {wanted}", self.0.len()))
    }
}

/// What can go wrong with the store. Its text is for the operator, never for an answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else holds the database.
    #[error("database is held by another process: {0}")]
    Busy(String),
    /// The database refused.
    #[error("statement {statement} failed: {detail}")]
    Failed {
        /// Its name.
        statement: String,
        /// What the database says.
        detail: String,
    },
    /// A row is not what the code expects.
    #[error("row of an unexpected shape: {0}")]
    Shape(String),
    /// The database does not answer. Whoever asked may come again later.
    #[error("database is not reached: {0}")]
    Unreachable(String),
    /// The database takes nothing that is written: a replica, or set so.
    #[error("database is read-only; a server needs one that it may write to")]
    ReadOnly,
    /// The disk of the database is full.
    #[error("the disk of the database is full; nothing is taken until there is room")]
    Full,
    /// The database's program is too old.
    #[error("PostgreSQL numbers itself {found}; version {needed} or newer is needed")]
    TooOld {
        /// As it numbers itself.
        found: String,
        /// The oldest version that is known to do.
        needed: i64,
    },
    /// The database cannot hold every character.
    #[error("database has the encoding {0}; it must be UTF8")]
    Encoding(String),
    /// The database was migrated by a newer program.
    #[error("database has schema {found}, this program knows up to {known}")]
    Newer {
        /// Its version.
        found: i64,
        /// The newest one here.
        known: i64,
    },
}

/// A place inside a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub(crate) usize);

/// A statement with its values.
pub type Question<'a> = (&'a Statement, &'a [Value]);

/// A blocking connection. One at a time writes.
pub trait Connection {
    /// Runs a statement; gives back how many rows it changed.
    ///
    /// # Errors
    /// What the database says.
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError>;

    /// Runs a statement; gives back its rows.
    ///
    /// # Errors
    /// What the database says.
    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// Asks questions none of which waits for the answer to another; gives the rows of each, in their
    /// order. They are run in that order.
    ///
    /// # Errors
    /// What the database says.
    fn query_all(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        questions.iter().map(|(statement, values)| self.query(statement, values)).collect()
    }

    /// Runs a statement once for each row of values; gives back how many rows it changed in all.
    ///
    /// # Errors
    /// What the database says.
    fn execute_all(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        rows.iter().try_fold(0, |changed, values| Ok(changed + self.execute(statement, values)?))
    }

    /// Runs a statement whose answer nobody needs. What the database says against it may come only
    /// with the next question, and at the latest when the mark before it is released or the transaction
    /// committed. Rows that one statement inserts may go together, ahead of what others wrote between
    /// them: what names another row is written by a statement that first comes after that row's.
    ///
    /// # Errors
    /// What the database says, of this statement or of one written before it.
    fn write(&mut self, statement: &Statement, values: &[Value]) -> Result<(), StoreError> {
        self.execute(statement, values).map(drop)
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process writes for too long.
    fn begin(&mut self) -> Result<(), StoreError>;

    /// Makes the transaction last; it has reached the disk when this comes back.
    ///
    /// # Errors
    /// What the database says; nothing was stored then.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Drops the transaction.
    ///
    /// # Errors
    /// What the database says.
    fn rollback(&mut self) -> Result<(), StoreError>;

    /// Marks a place inside a transaction to go back to. Places nest.
    ///
    /// # Errors
    /// What the database says.
    fn savepoint(&mut self) -> Result<Mark, StoreError>;

    /// Keeps what was done since the mark; it and those inside it are gone then.
    ///
    /// # Errors
    /// What the database says.
    fn release(&mut self, mark: Mark) -> Result<(), StoreError>;

    /// Drops what was done since the mark; it and those inside it are gone then.
    ///
    /// # Errors
    /// What the database says.
    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError>;

    /// Brings what was written to its last place, before the connection goes.
    ///
    /// # Errors
    /// What the database says.
    fn close(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// What the database itself tells of its past: another text when it was put back to an earlier
    /// moment. `None` where it does not tell.
    fn lineage(&self) -> Option<&str> {
        None
    }

    /// How often it was made anew since it was opened, because the database had ended it.
    fn reconnects(&self) -> u64 {
        0
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// What the database says.
    fn first(
        &mut self,
        statement: &Statement,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(statement, values)?.into_iter().next())
    }
}

impl<C: Connection + ?Sized> Connection for Box<C> {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        (**self).execute(statement, values)
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        (**self).query(statement, values)
    }

    fn query_all(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        (**self).query_all(questions)
    }

    fn execute_all(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        (**self).execute_all(statement, rows)
    }

    fn write(&mut self, statement: &Statement, values: &[Value]) -> Result<(), StoreError> {
        (**self).write(statement, values)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        (**self).begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        (**self).commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        (**self).rollback()
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        (**self).savepoint()
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        (**self).release(mark)
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        (**self).rollback_to(mark)
    }

    fn close(&mut self) -> Result<(), StoreError> {
        (**self).close()
    }

    fn lineage(&self) -> Option<&str> {
        (**self).lineage()
    }

    fn reconnects(&self) -> u64 {
        (**self).reconnects()
    }
}

/// Runs `work` in one transaction: it lasts, or nothing of it does.
///
/// # Errors
/// What `work` or the database says.
pub(crate) fn in_one<C: Connection, T, E: From<StoreError>>(
    connection: &mut C,
    work: impl FnOnce(&mut C) -> Result<T, E>,
) -> Result<T, E> {
    connection.begin()?;
    match work(connection) {
        Ok(done) => {
            connection.commit()?;
            Ok(done)
        }
        Err(error) => {
            connection.rollback()?;
            Err(error)
        }
    }
}

/// Opens a database, and brings its schema up to date.
///
/// # Errors
/// What the database says.
pub fn open(database: &Database) -> Result<Box<dyn Connection + Send>, StoreError> {
    Ok(match database {
        Database::Sqlite(path) => Box::new(sqlite::Sqlite::open(path)?),
        Database::Postgres(address) => Box::new(postgres::Postgres::open(address)?),
    })
}
