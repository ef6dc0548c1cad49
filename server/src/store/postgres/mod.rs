//! PostgreSQL behind [`Connection`]: one session in the schema [`SCHEMA`], a commit that reaches the
//! disk, migrations, and one writer at a time.
//!
//! A session that broke is made anew at the next transaction. What asks for no answer is sent along
//! with the next question, and questions that do not wait for each other go together, so that a
//! transaction waits less often for the network. Rows that one statement inserts go as one.
//!
//! Start here: [`Postgres`]; [`session`] connects, [`unsent`] is what waits to be sent, [`many`] makes
//! one statement of many rows, [`schema`] migrates, [`rows`] reads and writes whole tables, [`value`]
//! translates.

pub mod many;
pub mod rows;
mod schema;
mod session;
mod unsent;
mod value;

use std::{collections::HashMap, sync::Arc};

use futures_util::future::join_all;
use tokio_postgres::{Client, types::ToSql};

pub use schema::SCHEMA;
use session::Session;
use unsent::{ROWS_MAX, TOGETHER_MAX, Unsent};

use super::{Connection, Mark, Question, Row, Statement, StoreError, Value};
use crate::settings::PostgresAddress;

/// The oldest version of PostgreSQL that is known to do, as it numbers itself.
pub const OLDEST: i64 = 150_000;

/// The lock of whoever writes; held to the end of the transaction. One at a time, as on SQLite: what a
/// rule reads cannot change before it writes.
const WRITER: i64 = 0x7775_6665_6900;

/// The lock that every session shares, and that a restore takes for itself.
const SHARED: i64 = 0x7775_6665_6901;

/// A PostgreSQL database, migrated.
pub struct Postgres {
    address: PostgresAddress,
    session: Session,
    /// Statement name to what the session prepared.
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
    /// The same for many rows; `None` for a statement that takes one only.
    of_many: HashMap<&'static str, Option<tokio_postgres::Statement>>,
    /// What goes along with the next question, in this order.
    unsent: Vec<Unsent>,
    marks: usize,
    reconnects: u64,
}

impl Postgres {
    /// Connects, and brings the schema up to date.
    ///
    /// # Errors
    /// When it is not reached, too old, read-only, held by a restore, or was migrated by a newer
    /// program.
    pub fn open(address: &PostgresAddress) -> Result<Self, StoreError> {
        let mut database = Self::connect(address)?;
        database.migrate()?;
        Ok(database)
    }

    /// Connects without a look at the schema.
    ///
    /// # Errors
    /// When it is not reached or too old.
    pub(crate) fn connect(address: &PostgresAddress) -> Result<Self, StoreError> {
        let session = Session::open(address)?;
        session.share()?;
        let (prepared, of_many, unsent) = (HashMap::new(), HashMap::new(), Vec::new());
        let (address, marks, reconnects) = (address.clone(), 0, 0);
        Ok(Self { address, session, prepared, of_many, unsent, marks, reconnects })
    }

    /// Makes sure that no other session is on this database, until this one ends.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when there is another.
    pub(crate) fn alone(&mut self) -> Result<(), StoreError> {
        self.session.alone()
    }

    /// Runs commands without parameters.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn batch(&mut self, name: &str, commands: &str) -> Result<(), StoreError> {
        self.session.batch(name, commands)
    }

    fn prepare(&mut self, statement: &Statement) -> Result<tokio_postgres::Statement, StoreError> {
        if let Some(known) = self.prepared.get(statement.name) {
            return Ok(known.clone());
        }
        let prepared = self.prepare_text(statement.name, statement.text)?;
        self.prepared.insert(statement.name, prepared.clone());
        Ok(prepared)
    }

    /// The statement for many rows, if it takes them.
    fn prepare_many(
        &mut self,
        statement: &Statement,
    ) -> Result<Option<tokio_postgres::Statement>, StoreError> {
        if let Some(known) = self.of_many.get(statement.name) {
            return Ok(known.clone());
        }
        let one = self.prepare(statement)?;
        let text = many::text_of_many(statement.text, one.params());
        let of_many = text.map(|text| self.prepare_text(statement.name, &text)).transpose()?;
        self.of_many.insert(statement.name, of_many.clone());
        Ok(of_many)
    }

    fn prepare_text(
        &self,
        name: &str,
        text: &str,
    ) -> Result<tokio_postgres::Statement, StoreError> {
        let prepared = self.session.runtime.block_on(self.session.client.prepare(text));
        prepared.map_err(|error| failed(name, &error))
    }

    fn begin_here(&mut self) -> Result<(), StoreError> {
        let begun = format!("BEGIN; SELECT pg_advisory_xact_lock({WRITER})");
        let begun = self.batch("begin", &begun);
        if let Err(StoreError::Busy(_)) = begun {
            // A transaction that could not take the lock is open all the same.
            self.batch("rollback", "ROLLBACK")?;
        }
        begun
    }

    /// Sends what waits.
    fn flush(&mut self) -> Result<(), StoreError> {
        if self.unsent.is_empty() {
            return Ok(());
        }
        self.ask("transaction", |_| async { Ok(()) })
    }

    /// Sends what waits and a question right behind it.
    fn ask<T, F>(
        &mut self,
        name: &str,
        question: impl FnOnce(Arc<Client>) -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, tokio_postgres::Error>>,
    {
        let waiting = std::mem::take(&mut self.unsent);
        let client = Arc::clone(&self.session.client);
        self.session.runtime.block_on(async move {
            let before = unsent::send(&waiting, &client);
            // Polled in this order, so sent in this order: the answers come back together.
            let (before, asked) = tokio::join!(before, question(Arc::clone(&client)));
            before?;
            asked.map_err(|error| failed(name, &error))
        })
    }

    /// Sends what waits and these questions right behind it; they are no more than go together.
    fn ask_all(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        let prepared = questions.iter().map(|(statement, _)| self.prepare(statement));
        let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
        let asked = self.ask("questions", |client| async move {
            let each = prepared.iter().zip(questions).map(|(prepared, (statement, values))| {
                let client = Arc::clone(&client);
                async move {
                    let rows = client.query(prepared, &parameters(values)).await;
                    rows.map_err(|error| failed(statement.name, &error))
                }
            });
            // What the first of them says is why; those behind it only say that there was an error.
            Ok(join_all(each).await.into_iter().collect::<Result<Vec<_>, _>>())
        })??;
        let read = |(rows, (statement, _)): (Vec<_>, &Question<'_>)| {
            rows.iter().map(|row| value::row(statement.name, row)).collect()
        };
        asked.into_iter().zip(questions).map(read).collect()
    }

    /// Whether something is written that the database has not answered yet.
    fn writes(&self) -> bool {
        self.unsent.iter().any(|unsent| matches!(unsent, Unsent::Write { .. }))
    }

    fn command(&mut self, command: String) {
        self.unsent.push(Unsent::Command(command));
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn arrays<'a>(columns: &'a [Vec<&'a Value>]) -> Vec<&'a (dyn ToSql + Sync)> {
    columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect()
}

impl Connection for Postgres {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        let prepared = self.prepare(statement)?;
        self.ask(statement.name, |client| async move {
            client.execute(&prepared, &parameters(values)).await
        })
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let prepared = self.prepare(statement)?;
        let rows = self.ask(statement.name, |client| async move {
            client.query(&prepared, &parameters(values)).await
        })?;
        rows.iter().map(|row| value::row(statement.name, row)).collect()
    }

    fn query_all(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut all = Vec::with_capacity(questions.len());
        for together in questions.chunks(TOGETHER_MAX) {
            all.extend(self.ask_all(together)?);
        }
        Ok(all)
    }

    fn execute_all(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        let mut changed = 0;
        match self.prepare_many(statement)? {
            Some(of_many) => {
                for rows in rows.chunks(ROWS_MAX) {
                    let columns = many::by_column(rows, of_many.params().len());
                    let of_many = &of_many;
                    changed += self.ask(statement.name, |client| async move {
                        client.execute(of_many, &arrays(&columns)).await
                    })?;
                }
            }
            None => {
                for values in rows {
                    changed += self.execute(statement, values)?;
                }
            }
        }
        Ok(changed)
    }

    fn write(&mut self, statement: &Statement, values: &[Value]) -> Result<(), StoreError> {
        let of_many = self.prepare_many(statement)?;
        if let Some(rows) = unsent::open_rows(&mut self.unsent, statement.name)
            && of_many.is_some()
        {
            rows.push(values.to_vec());
            return if rows.len() < ROWS_MAX { Ok(()) } else { self.flush() };
        }
        let prepared = self.prepare(statement)?;
        let rows = vec![values.to_vec()];
        self.unsent.push(Unsent::Write { name: statement.name, prepared, of_many, rows });
        if self.unsent.len() < TOGETHER_MAX { Ok(()) } else { self.flush() }
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.unsent.clear();
        self.marks = 0;
        match self.begin_here() {
            // Nothing was done yet: whoever restarted the database costs nobody a refusal.
            Err(StoreError::Unreachable(_)) => {
                self.prepared.clear();
                self.of_many.clear();
                self.session = Session::open(&self.address)?;
                self.session.share()?;
                self.reconnects += 1;
                self.begin_here()
            }
            begun => begun,
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        // After an error that nobody went back on, a bare COMMIT would roll back and call it well.
        self.command("SELECT 1; COMMIT".to_owned());
        self.flush()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.unsent.clear();
        // A session that ended took its transaction along.
        if self.session.client.is_closed() { Ok(()) } else { self.batch("rollback", "ROLLBACK") }
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        if self.writes() {
            // Else what goes back to this mark could not tell them from those behind it.
            self.flush()?;
        }
        let mark = Mark(self.marks);
        self.marks += 1;
        self.command(format!("SAVEPOINT mark{}", mark.0));
        Ok(mark)
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.marks = mark.0;
        let writes = self.writes();
        self.command(format!("RELEASE mark{}", mark.0));
        // Whoever releases a mark is told of what failed behind it, and nobody else.
        if writes { self.flush() } else { Ok(()) }
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.marks = mark.0;
        // They are behind this mark, and would be gone.
        self.unsent.retain(|unsent| matches!(unsent, Unsent::Command(_)));
        self.command(format!("ROLLBACK TO mark{0}; RELEASE mark{0}", mark.0));
        self.flush()
    }

    fn lineage(&self) -> Option<&str> {
        self.session.lineage.as_deref()
    }

    fn reconnects(&self) -> u64 {
        self.reconnects
    }
}

/// An error of the library, sorted by what an operator can do about it. Holds what the database says
/// and never a value: PostgreSQL's `detail`, which shows them, is left out.
fn failed(statement: &str, error: &tokio_postgres::Error) -> StoreError {
    use tokio_postgres::error::SqlState;
    let Some(said) = error.as_db_error() else {
        return StoreError::Unreachable(session::cause(error));
    };
    let code = said.code();
    let detail = said.message().to_owned();
    if [
        &SqlState::LOCK_NOT_AVAILABLE,
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
    ]
    .contains(&code)
    {
        return StoreError::Busy(statement.to_owned());
    }
    if code == &SqlState::READ_ONLY_SQL_TRANSACTION {
        return StoreError::ReadOnly;
    }
    if code == &SqlState::DISK_FULL {
        return StoreError::Full;
    }
    let gone = ["08", "57P", "53300"];
    if gone.iter().any(|class| code.code().starts_with(class)) {
        return StoreError::Unreachable(detail);
    }
    StoreError::Failed { statement: statement.to_owned(), detail }
}
