//! What somebody does to the server's database who is nobody of the product: looks with SQL of their
//! own, changes rows, lays triggers. One text where both databases understand it.

use std::{cell::RefCell, path::Path};

use postgres::{
    Client, NoTls,
    types::{ToSql, Type},
};
use rusqlite::types::ValueRef;
use wufei_server::store::{Row, Value, postgres::SCHEMA};
use wufei_tests::harness::{Failure, PATIENCE};

/// A connection of nobody's.
pub enum Outside {
    File(rusqlite::Connection),
    Session(RefCell<Client>),
}

/// Something that the database does by itself, laid from outside.
#[derive(Clone, Copy)]
pub struct Trigger {
    pub name: &'static str,
    /// As `AFTER INSERT ON feed`.
    pub when: &'static str,
    /// A condition over `NEW` or `OLD`.
    pub only: Sql,
    pub does: Does,
}

/// What a trigger does.
#[derive(Clone, Copy)]
pub enum Does {
    /// One command, without a semicolon at its end.
    Runs(Sql),
    /// The statement fails.
    Refuses,
    /// The row is left out, and nobody is told. Only before it is written.
    Swallows,
}

/// A text of SQL.
#[derive(Clone, Copy)]
pub enum Sql {
    /// That both understand.
    Both(&'static str),
    Each {
        sqlite: &'static str,
        postgres: &'static str,
    },
}

/// For each row.
pub const ALWAYS: Sql = Sql::Both("1 = 1");

/// A parameter, as it shows itself.
pub type Given<'a> = &'a dyn std::fmt::Display;

/// PostgreSQL's own words; the library's are only "db error".
#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub fn said(error: postgres::Error) -> Failure {
    let seen = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
    Failure::new("an answer of PostgreSQL", seen)
}

impl Outside {
    /// # Errors
    /// What SQLite says.
    pub fn on_file(path: &Path) -> Result<Self, Failure> {
        let connection = rusqlite::Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(Self::File(connection))
    }

    /// # Errors
    /// What PostgreSQL says.
    pub fn on_session(address: &str) -> Result<Self, Failure> {
        let mut client = Client::connect(address, NoTls).map_err(said)?;
        client.batch_execute(&format!("SET search_path TO {SCHEMA}")).map_err(said)?;
        Ok(Self::Session(RefCell::new(client)))
    }

    /// The text that this database understands.
    pub const fn text(&self, sql: Sql) -> &'static str {
        match (self, sql) {
            (_, Sql::Both(text))
            | (Self::File(_), Sql::Each { sqlite: text, .. })
            | (Self::Session(_), Sql::Each { postgres: text, .. }) => text,
        }
    }

    /// Commands without parameters.
    ///
    /// # Errors
    /// What the database says.
    pub fn batch(&self, commands: &str) -> Result<(), Failure> {
        match self {
            Self::File(file) => Ok(file.execute_batch(commands)?),
            Self::Session(client) => client.borrow_mut().batch_execute(commands).map_err(said),
        }
    }

    /// One command with parameters `$1`, `$2`, ... of text; how many rows it changed.
    ///
    /// # Errors
    /// What the database says.
    pub fn execute(&self, sql: &str, given: &[Given<'_>]) -> Result<usize, Failure> {
        let texts: Vec<String> = given.iter().map(ToString::to_string).collect();
        match self {
            Self::File(file) => {
                let sql = sql.replace('$', "?");
                Ok(file.execute(&sql, rusqlite::params_from_iter(texts))?)
            }
            Self::Session(client) => {
                let changed = client.borrow_mut().execute(sql, &parameters(&texts));
                changed.map_err(said).map(|rows| usize::try_from(rows).unwrap_or(usize::MAX))
            }
        }
    }

    /// One question with parameters `$1`, `$2`, ... of text; its rows.
    ///
    /// # Errors
    /// What the database says.
    pub fn rows(&self, sql: &str, given: &[Given<'_>]) -> Result<Vec<Row>, Failure> {
        let texts: Vec<String> = given.iter().map(ToString::to_string).collect();
        match self {
            Self::File(file) => {
                let mut statement = file.prepare(&sql.replace('$', "?"))?;
                let columns = statement.column_count();
                let read = |row: &rusqlite::Row<'_>| {
                    let values = (0..columns).map(|at| Ok(of_file(row.get_ref(at)?)));
                    values.collect::<Result<_, rusqlite::Error>>().map(Row)
                };
                let rows = statement.query_map(rusqlite::params_from_iter(texts), read)?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Self::Session(client) => {
                let rows = client.borrow_mut().query(sql, &parameters(&texts)).map_err(said)?;
                rows.iter().map(of_session).collect()
            }
        }
    }

    /// The one row of an answer.
    ///
    /// # Errors
    /// When there is none, or what the database says.
    pub fn row(&self, sql: &str, given: &[Given<'_>]) -> Result<Row, Failure> {
        let first = self.rows(sql, given)?.into_iter().next();
        first.ok_or_else(|| Failure::new(format!("a row for {sql}"), "none"))
    }

    /// A whole number: the first column of the first row.
    ///
    /// # Errors
    /// When there is none, or what the database says.
    pub fn count(&self, sql: &str, given: &[Given<'_>]) -> Result<i64, Failure> {
        // PostgreSQL gives a sum of whole numbers as a decimal one.
        let whole = format!("SELECT CAST(({sql}) AS BIGINT)");
        Ok(self.row(&whole, given)?.integer(0)?)
    }

    /// Lays a trigger.
    ///
    /// # Errors
    /// What the database says.
    pub fn lay(&self, trigger: &Trigger) -> Result<(), Failure> {
        let Trigger { name, when, only, does } = trigger;
        let only = self.text(*only);
        match self {
            Self::File(_) => {
                let does = match does {
                    Does::Runs(sql) => self.text(*sql).to_owned(),
                    Does::Refuses => "SELECT RAISE(ABORT, 'told to')".to_owned(),
                    Does::Swallows => "SELECT RAISE(IGNORE)".to_owned(),
                };
                self.batch(&format!("CREATE TRIGGER {name} {when} WHEN {only} BEGIN {does}; END"))
            }
            Self::Session(_) => {
                let does = match does {
                    Does::Runs(sql) => self.text(*sql).to_owned(),
                    Does::Refuses => "RAISE EXCEPTION 'told to'".to_owned(),
                    Does::Swallows => "RETURN NULL".to_owned(),
                };
                // What a trigger after the row gives back is not looked at.
                self.batch(&format!(
                    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                     IF {only} THEN {does}; END IF; RETURN NEW; END $$;
                     CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()"
                ))
            }
        }
    }
}

fn parameters(texts: &[String]) -> Vec<&(dyn ToSql + Sync)> {
    texts.iter().map(|text| text as &(dyn ToSql + Sync)).collect()
}

fn of_file(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Value::Text(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}

fn of_session(row: &postgres::Row) -> Result<Row, Failure> {
    let value = |(at, column): (usize, &postgres::Column)| {
        let read = match *column.type_() {
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(at).map(|it| it.map(|n| Value::Integer(n.into())))
            }
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map(|it| it.map(Value::Integer)),
            _ => row.try_get::<_, Option<String>>(at).map(|it| it.map(Value::Text)),
        };
        read.map(|value| value.unwrap_or(Value::Null)).map_err(said)
    };
    row.columns().iter().enumerate().map(value).collect::<Result<_, _>>().map(Row)
}
