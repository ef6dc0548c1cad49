//! The floor under the server: the same statements with the same values on one connection of the plain
//! driver, one after the other, without HTTP, rules or marks to go back to.
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
    store::{self, Connection, Mark, Row, Statement, StoreError, Value, postgres::SCHEMA},
};

use super::{load, town::Device};
use crate::harness::{Failure, now};

/// Statements of one transaction.
type Transaction = Vec<(&'static str, Vec<Value>)>;

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
    let numbered = |text: &'static str| (text, text.replace('$', "?"));
    let texts: HashMap<&str, String> =
        transactions.iter().flatten().map(|(text, _)| numbered(text)).collect();
    let began = Instant::now();
    for transaction in transactions {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for (text, values) in transaction {
            let Some(text) = texts.get(text) else { continue };
            let mut statement = connection.prepare_cached(text)?;
            let mut rows = statement.query(params_from_iter(values))?;
            while rows.next()?.is_some() {}
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
    for (text, _) in transactions.iter().flatten() {
        if !prepared.contains_key(text) {
            prepared.insert(*text, client.prepare(text).map_err(refuse)?);
        }
    }
    let began = Instant::now();
    for transaction in transactions {
        client.batch_execute("BEGIN").map_err(refuse)?;
        for (text, values) in transaction {
            let Some(statement) = prepared.get(text) else { continue };
            let values: Vec<&(dyn ToSql + Sync)> =
                values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            client.query(statement, &values).map_err(refuse)?;
        }
        client.batch_execute("COMMIT").map_err(refuse)?;
    }
    Ok(began.elapsed())
}

/// A connection whose statements are written down.
struct Noting {
    inner: Box<dyn Connection + Send>,
    noted: Transaction,
}

impl Connection for Noting {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.noted.push((statement.text, values.to_vec()));
        self.inner.execute(statement, values)
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.noted.push((statement.text, values.to_vec()));
        self.inner.query(statement, values)
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
