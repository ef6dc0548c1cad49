//! The floor under the server: the same statements with the same values on one connection of the plain
//! driver, one after the other, without HTTP, rules or marks to go back to. What the server sends as one
//! statement of many rows is one here too.
//!
//! The service itself decides the pushes on one copy of the database while its statements are written
//! down; they are then run on another copy by the clock. A transaction holds what one push holds.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use postgres::{Client, NoTls, types::ToSql};
use rusqlite::params_from_iter;
use wufei_api::push::{PushEnvelope, PushRequest};
use wufei_domain::sync::Verdict;
use wufei_server::{
    service::{Request, Response, Service, authorise::Bearer},
    settings::Database,
    store::{
        self, Connection, Mark, Row, Statement, StoreError, Value,
        postgres::{
            SCHEMA,
            many::{by_column, text_of_many},
        },
    },
};

use super::{load, town::Device};
use crate::harness::{Failure, now};

/// Statements of one transaction.
type Transaction = Vec<Step>;

/// A statement with the values of its rows.
struct Step {
    text: &'static str,
    rows: Vec<Vec<Value>>,
    /// Nobody looked at the answer.
    is_written: bool,
}

/// How long so many pushes of so many records take, by the statements alone.
///
/// # Errors
/// When a push is not taken whole, or what the database says.
pub fn run(
    [decided, replayed]: [&Database; 2],
    devices: &mut [Device],
    pushes: usize,
    batch: usize,
    address: &str,
) -> Result<Duration, Failure> {
    let mut requests = Vec::new();
    for number in 0..pushes {
        let at = number % devices.len().max(1);
        let Some(device) = devices.get_mut(at) else { continue };
        requests.push((device.token.clone(), load::request(device, batch)?));
    }
    let transactions = decide(decided, requests)?;
    match replayed {
        Database::Sqlite(path) => sqlite(path, &transactions),
        Database::Postgres(_) => postgresql(address, &transactions),
    }
}

/// Decides the pushes, and gives the statements of each.
fn decide(
    database: &Database,
    requests: Vec<(String, PushRequest)>,
) -> Result<Vec<Transaction>, Failure> {
    let mut connection = Noting { inner: store::open(database)?, noted: Vec::new() };
    connection.begin()?;
    let mut service = Service::open(&mut connection, &mut |_| {})?;
    connection.commit()?;
    let mut transactions = Vec::new();
    for (token, request) in requests {
        let envelope: PushEnvelope = serde_json::from_value(serde_json::to_value(&request)?)?;
        connection.noted.clear();
        connection.begin()?;
        let request = Request::Push(Bearer(token), envelope);
        let decided = service.handle(&mut connection, request, now(), &mut |_| {});
        let decided = decided.map_err(|failure| Failure::from(failure.refusal()))?;
        connection.commit()?;
        let Response::Pushed(answer) = decided else {
            return Err(Failure::new("verdicts", "another answer"));
        };
        if let Some(other) = answer.verdicts.iter().find(|verdict| **verdict != Verdict::Accepted) {
            return Err(Failure::new("a push taken whole", format!("{other:?}")));
        }
        transactions.push(std::mem::take(&mut connection.noted));
    }
    connection.close()?;
    Ok(transactions)
}

fn sqlite(path: &std::path::Path, transactions: &[Transaction]) -> Result<Duration, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;",
    )?;
    let numbered = |step: &Step| (step.text, step.text.replace('$', "?"));
    let texts: HashMap<&str, String> = transactions.iter().flatten().map(numbered).collect();
    let began = Instant::now();
    for transaction in transactions {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for Step { text, rows, .. } in transaction {
            let Some(text) = texts.get(text) else { continue };
            let mut statement = connection.prepare_cached(text)?;
            for values in rows {
                let mut rows = statement.query(params_from_iter(values))?;
                while rows.next()?.is_some() {}
            }
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(began.elapsed())
}

fn postgresql(address: &str, transactions: &[Transaction]) -> Result<Duration, Failure> {
    let refuse = |error: postgres::Error| {
        let seen = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
        Failure::new("an answer of PostgreSQL", seen)
    };
    let mut client = Client::connect(address, NoTls).map_err(refuse)?;
    client.batch_execute(&format!("SET search_path TO {SCHEMA}")).map_err(refuse)?;
    let mut prepared = HashMap::new();
    for Step { text, .. } in transactions.iter().flatten() {
        if !prepared.contains_key(text) {
            let one = client.prepare(text).map_err(refuse)?;
            let of_many = text_of_many(text, one.params());
            let of_many = of_many.map(|text| client.prepare(&text)).transpose().map_err(refuse)?;
            prepared.insert(*text, (one, of_many));
        }
    }
    let began = Instant::now();
    for transaction in transactions {
        client.batch_execute("BEGIN").map_err(refuse)?;
        for Step { text, rows, .. } in transaction {
            let Some((one, of_many)) = prepared.get(text) else { continue };
            if let (Some(of_many), [_, _, ..]) = (of_many, rows.as_slice()) {
                let columns = by_column(rows, of_many.params().len());
                client.query(of_many, &parameters(&columns)).map_err(refuse)?;
                continue;
            }
            for values in rows {
                client.query(one, &parameters(values)).map_err(refuse)?;
            }
        }
        client.batch_execute("COMMIT").map_err(refuse)?;
    }
    Ok(began.elapsed())
}

fn parameters<T: ToSql + Sync>(values: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// A connection whose statements are written down.
struct Noting {
    inner: Box<dyn Connection + Send>,
    noted: Transaction,
}

impl Noting {
    fn note(&mut self, statement: &Statement, rows: Vec<Vec<Value>>, is_written: bool) {
        self.noted.push(Step { text: statement.text, rows, is_written });
    }
}

impl Connection for Noting {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.note(statement, vec![values.to_vec()], false);
        self.inner.execute(statement, values)
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.note(statement, vec![values.to_vec()], false);
        self.inner.query(statement, values)
    }

    fn execute_all(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        self.note(statement, rows.to_vec(), false);
        self.inner.execute_all(statement, rows)
    }

    /// Beside the rows of the same statement that were written just before, as the server sends them.
    fn write(&mut self, statement: &Statement, values: &[Value]) -> Result<(), StoreError> {
        let mut written = self.noted.iter_mut().rev().take_while(|step| step.is_written);
        match written.find(|step| step.text == statement.text) {
            Some(step) => step.rows.push(values.to_vec()),
            None => self.note(statement, vec![values.to_vec()], true),
        }
        self.inner.write(statement, values)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.inner.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        self.inner.savepoint()
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.inner.release(mark)
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.inner.rollback_to(mark)
    }

    fn close(&mut self) -> Result<(), StoreError> {
        self.inner.close()
    }
}
