//! Where the server's time goes: the same requests decided in this process, one after the other,
//! with a clock beside each part. The database is the one that the real server made, on disk.

use std::time::{Duration, Instant};

use wufei_api::{
    feed::FeedQuery,
    push::{PushEnvelope, PushRequest},
};
use wufei_domain::{ids::DeviceId, scope::Scope, sync::BATCH_ENTRIES_MAX};
use wufei_engine::{DATABASE, store::Store};
use wufei_server::{
    service::{Request, Response, Service, authorise::Bearer},
    store::{Connection, Mark, Row, Statement, StoreError, Value, sqlite::Sqlite},
};

use super::{round_trip::offline, turf};
use crate::{
    bench::sync::{counter::Hidden, load::Load},
    harness::{Failure, now, random, same},
};

/// The sum over all requests of a kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts {
    /// Reading the request as JSON.
    pub reading: Duration,
    /// Deciding, without what follows.
    pub deciding: Duration,
    /// Statements.
    pub sql: Duration,
    /// Commits, which wait for the disk.
    pub commits: Duration,
    /// Writing the answer as JSON.
    pub writing: Duration,
}

/// Everything up, then everything down to each device.
///
/// # Errors
/// When a request is refused.
pub fn run(load: &Load) -> Result<[Parts; 2], Failure> {
    let mut town = offline(load, Hidden::Nothing)?;
    town.world.server.stop()?;
    let mut bearers = Vec::new();
    for person in 0..load.records.len() {
        let fresh = DeviceId::from_stamp(now(), random()?);
        let mut store = Store::open(&town.folder(person).join(DATABASE), fresh, None)?;
        bearers.push((store.device()?, Bearer(store.token()?.0)));
    }
    let inner = Sqlite::open(&town.world.server.database())?;
    let mut connection = Clocked { inner, sql: Duration::ZERO, commits: Duration::ZERO };
    connection.begin()?;
    let service = Service::open(&mut connection, &mut |_| {})?;
    connection.commit()?;
    let mut desk = Desk { connection, service };
    let mut up = Parts::default();
    for ((device, bearer), records) in bearers.iter().zip(&load.records) {
        for batch in records.chunks(BATCH_ENTRIES_MAX) {
            let request = PushRequest { device: *device, entries: batch.to_vec(), turn: None };
            let body = serde_json::to_vec(&request)?;
            let envelope: PushEnvelope =
                clocked(&mut up.reading, || serde_json::from_slice(&body))?;
            let Response::Pushed(answer) =
                desk.decide(Request::Push(bearer.clone(), envelope), &mut up)?
            else {
                return Err(Failure::new("verdicts", "another answer"));
            };
            clocked(&mut up.writing, || serde_json::to_vec(&answer))?;
        }
    }
    let mut down = Parts::default();
    for (_, bearer) in &bearers {
        desk.pull_all(bearer, load, &mut down)?;
    }
    Ok([up, down])
}

struct Desk {
    connection: Clocked,
    service: Service,
}

impl Desk {
    /// One request in a transaction of its own.
    fn decide(&mut self, request: Request, parts: &mut Parts) -> Result<Response, Failure> {
        let before = (self.connection.sql, self.connection.commits);
        let began = Instant::now();
        self.connection.begin()?;
        let decided = self.service.handle(&mut self.connection, request, now(), &mut |_| {});
        let decided = decided.map_err(|failure| Failure::from(failure.refusal()))?;
        self.connection.commit()?;
        let all = began.elapsed();
        let sql = self.connection.sql.saturating_sub(before.0);
        let commits = self.connection.commits.saturating_sub(before.1);
        parts.sql += sql;
        parts.commits += commits;
        parts.deciding += all.saturating_sub(sql + commits);
        Ok(decided)
    }

    fn pull_all(&mut self, bearer: &Bearer, load: &Load, parts: &mut Parts) -> Result<(), Failure> {
        let mut query = FeedQuery { scope: Scope::Turf(turf()), cursor: None, limit: None };
        let mut check_ins = 0_usize;
        loop {
            let request = Request::Feed(bearer.clone(), query.clone());
            let Response::Page(page) = self.decide(request, parts)? else {
                return Err(Failure::new("a page", "another answer"));
            };
            clocked(&mut parts.writing, || serde_json::to_vec(&page))?;
            check_ins += page.rows.iter().filter(|row| row.item.kind() == "record").count();
            if !page.has_more {
                let all = usize::try_from(load.size.all()).unwrap_or(usize::MAX);
                return same("check-ins in the feed", &all, &check_ins);
            }
            query.cursor = Some(page.next);
        }
    }
}

fn clocked<T>(spent: &mut Duration, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    *spent += began.elapsed();
    done
}

/// A connection with a clock beside statements and commits.
struct Clocked {
    inner: Sqlite,
    sql: Duration,
    commits: Duration,
}

impl Connection for Clocked {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        clocked(&mut self.sql, || self.inner.execute(statement, values))
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        clocked(&mut self.sql, || self.inner.query(statement, values))
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        clocked(&mut self.sql, || self.inner.begin())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        clocked(&mut self.commits, || self.inner.commit())
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        clocked(&mut self.sql, || self.inner.savepoint())
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        clocked(&mut self.sql, || self.inner.release(mark))
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        clocked(&mut self.sql, || self.inner.rollback_to(mark))
    }
}
