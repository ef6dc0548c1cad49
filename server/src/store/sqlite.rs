//! SQLite behind [`Connection`]: WAL, a commit that reaches the disk, foreign keys, migrations.

mod rows;

use std::{collections::HashMap, path::Path};

use rusqlite::{ErrorCode, OpenFlags, OptionalExtension as _, config::DbConfig, types::ValueRef};
use wufei_domain::time::UnixMs;

use super::{Connection, Mark, Row, Statement, StoreError, Value, migrations};

/// How long a writer waits for another process, such as an import beside a running server.
const BUSY_TIMEOUT_MS: u32 = 5_000;

/// More than there are statements, so that each is prepared once.
const PREPARED_MAX: usize = 256;

/// A SQLite database, migrated.
pub struct Sqlite {
    inner: rusqlite::Connection,
    /// Statement name to its text with `?1`.
    texts: HashMap<&'static str, String>,
    marks: usize,
}

impl Sqlite {
    /// Opens the file, makes it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When it is no database, is held by someone, or was migrated by a newer program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = Self::as_it_is(path)?;
        connection.journal("WAL")?;
        connection.migrate()?;
        Ok(connection)
    }

    /// Opens the file without a change of its schema.
    ///
    /// # Errors
    /// When it is no database.
    pub(crate) fn as_it_is(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner = rusqlite::Connection::open_with_flags(path, flags)
            .map_err(|error| failed("open", &error))?;
        inner.set_prepared_statement_cache_capacity(PREPARED_MAX);
        // Else SQLite looks at what is bound to a LIMIT, and compiles such a statement anew each time.
        inner
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| failed("query plans", &error))?;
        let pragmas = format!(
            "PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}; \
             PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
             PRAGMA secure_delete = ON;"
        );
        inner.execute_batch(&pragmas).map_err(|error| failed("pragmas", &error))?;
        Ok(Self { inner, texts: HashMap::new(), marks: 0 })
    }

    /// The schema's version.
    ///
    /// # Errors
    /// What the database says.
    pub fn version(&self) -> Result<i64, StoreError> {
        self.inner
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(|error| failed("user_version", &error))
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        let known = migrations::newest();
        if self.version()? == known {
            return Ok(());
        }
        self.begin()?;
        let found = self.version()?;
        if found > known {
            self.rollback()?;
            return Err(StoreError::Newer { found, known });
        }
        for migration in migrations::ALL.iter().filter(|migration| migration.version > found) {
            let text =
                format!("{}\nPRAGMA user_version = {};", migration.sqlite, migration.version);
            if let Err(error) = self.inner.execute_batch(&text) {
                self.rollback()?;
                return Err(failed("migration", &error));
            }
        }
        self.commit()
    }

    /// Copies the database as it is at this moment into a new file; others may write meanwhile.
    ///
    /// # Errors
    /// When the file is there already, or cannot be written.
    pub fn copy_into(&mut self, file: &Path) -> Result<(), StoreError> {
        self.with_path("copy", "VACUUM INTO ?1", file)
    }

    /// Looks at every page, every index and every foreign key.
    ///
    /// # Errors
    /// [`StoreError::Failed`] with the first thing that is wrong.
    pub fn verify(&mut self) -> Result<(), StoreError> {
        let said: String = self
            .inner
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(|error| failed("integrity_check", &error))?;
        let loose: Option<String> = self
            .inner
            .query_row("PRAGMA foreign_key_check", [], |row| row.get(0))
            .optional()
            .map_err(|error| failed("foreign_key_check", &error))?;
        let wrong = match loose {
            _ if said != "ok" => said,
            Some(table) => format!("a row of {table} names one that is not there"),
            None => return Ok(()),
        };
        Err(StoreError::Failed { statement: "verify".to_owned(), detail: wrong })
    }

    /// Brings everything into the one file, which nobody else may have open.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another program has it open.
    pub fn alone(&mut self) -> Result<(), StoreError> {
        if self.journal("DELETE")? == "delete" {
            Ok(())
        } else {
            Err(StoreError::Busy("journal_mode".to_owned()))
        }
    }

    /// Switches the journal; gives the mode that holds. SQLite commits the switch only when asked for
    /// a row after its answer: `pragma` asks to the end, so that a switch that failed is heard of.
    fn journal(&mut self, mode: &str) -> Result<String, StoreError> {
        let mut holds = String::new();
        let read = |row: &rusqlite::Row<'_>| {
            holds = row.get(0)?;
            Ok(())
        };
        self.inner
            .pragma(None, "journal_mode", mode, read)
            .map_err(|error| failed("journal_mode", &error))?;
        Ok(holds)
    }

    /// Writes down what only the database at `before` has, and what an earlier restore of it had
    /// not brought back by now; gives how many records that is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn write_gaps(&mut self, before: &Path, now: UnixMs) -> Result<u64, StoreError> {
        self.with_path("attach", "ATTACH ?1 AS before", before)?;
        let earlier = "INSERT INTO restore_gaps
            SELECT g.* FROM before.restore_gaps g
            WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.community = g.community AND r.id = g.id)
            ON CONFLICT DO NOTHING";
        let newer = "INSERT INTO restore_gaps
              (community, id, kind, device, made_at, received_at, restored_at)
            SELECT b.community, b.id, b.kind, b.device, b.made_at, b.received_at, ?1
            FROM before.records b
            WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.community = b.community AND r.id = b.id)
            ON CONFLICT DO NOTHING";
        let written = self.inner.execute(earlier, []);
        let written = written.and_then(|kept| Ok(kept + self.inner.execute(newer, [now.value()])?));
        self.batch("detach", "DETACH before")?;
        let written = written.map_err(|error| failed("write gaps", &error))?;
        Ok(u64::try_from(written).unwrap_or(u64::MAX))
    }

    fn with_path(&mut self, name: &str, text: &str, path: &Path) -> Result<(), StoreError> {
        let file = path.to_string_lossy();
        self.inner.execute(text, [&file]).map(drop).map_err(|error| failed(name, &error))
    }

    fn batch(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.inner.execute_batch(text).map_err(|error| failed(name, &error))
    }

    fn prepare(
        &mut self,
        statement: &Statement,
    ) -> Result<rusqlite::CachedStatement<'_>, StoreError> {
        let rewritten = || statement.text.replace('$', "?");
        let text = self.texts.entry(statement.name).or_insert_with(rewritten);
        self.inner.prepare_cached(text).map_err(|error| failed(statement.name, &error))
    }
}

fn failed(statement: &str, error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Busy(statement.to_owned())
        }
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
        _ => StoreError::Failed { statement: statement.to_owned(), detail: error.to_string() },
    }
}

impl Value {
    /// A value of SQLite's; `None` for a kind that no column of ours has.
    fn of(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(Self::Null),
            ValueRef::Integer(number) => Some(Self::Integer(number)),
            ValueRef::Text(bytes) => Some(Self::Text(String::from_utf8_lossy(bytes).into())),
            ValueRef::Real(_) | ValueRef::Blob(_) => None,
        }
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Connection for Sqlite {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        let mut prepared = self.prepare(statement)?;
        let changed = prepared
            .execute(rusqlite::params_from_iter(values))
            .map_err(|error| failed(statement.name, &error))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut prepared = self.prepare(statement)?;
        let columns = prepared.column_count();
        let refuse = |error: rusqlite::Error| failed(statement.name, &error);
        let mut rows = prepared.query(rusqlite::params_from_iter(values)).map_err(refuse)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(refuse)? {
            let mut found = Vec::with_capacity(columns);
            for column in 0..columns {
                let value = Value::of(row.get_ref(column).map_err(refuse)?);
                found.push(value.ok_or_else(|| {
                    StoreError::Shape(format!("{} column {column}", statement.name))
                })?);
            }
            all.push(Row(found));
        }
        Ok(all)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.marks = 0;
        self.batch("begin", "BEGIN IMMEDIATE")
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.batch("commit", "COMMIT")
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        // After some failures SQLite has rolled back on its own.
        if self.inner.is_autocommit() { Ok(()) } else { self.batch("rollback", "ROLLBACK") }
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        let mark = Mark(self.marks);
        self.batch("savepoint", &format!("SAVEPOINT mark{}", mark.0))?;
        self.marks += 1;
        Ok(mark)
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.marks = mark.0;
        self.batch("release", &format!("RELEASE mark{}", mark.0))
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.marks = mark.0;
        self.batch("rollback to", &format!("ROLLBACK TO mark{0}; RELEASE mark{0}", mark.0))
    }

    /// The file alone is the database then.
    fn close(&mut self) -> Result<(), StoreError> {
        self.batch("checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
