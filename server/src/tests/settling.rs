//! The writer's promise: one bad request costs nobody else anything, and nobody hears "stored"
//! before it is.

use std::sync::mpsc::sync_channel;

use tokio::sync::oneshot;
use wufei_api::push::PushEnvelope;
use wufei_domain::{refusal::Code, sync::Verdict};

use super::city::{ATTENDANT, City, Device, MAXI, shift_opened};
use crate::{
    listeners::Listeners,
    measures::Measures,
    service::{Request, Response},
    store::{
        Connection, Mark, Row, Statement, StoreError, Value, integer,
        noted::Noted,
        statements::{feed, meta},
        text,
    },
    writer::{Answer, Desk, Group, Job},
};

/// A connection that fails where it is told to.
struct Faulty {
    inner: Box<dyn Connection + Send>,
    panics_on: Option<&'static str>,
    commits: bool,
}

impl Connection for Faulty {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.inner.execute(statement, values)
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        assert_ne!(Some(statement.name), self.panics_on, "told to");
        self.inner.query(statement, values)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.inner.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.commits {
            return self.inner.commit();
        }
        Err(StoreError::Failed { statement: "commit".to_owned(), detail: "told to".to_owned() })
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
}

fn settled(desk: &mut Desk<Faulty>, requests: Vec<Request>) -> Vec<Answer> {
    let mut group = Vec::new();
    let mut waiting = Vec::new();
    for request in requests {
        let (answer, answered) = oneshot::channel();
        group.push(Job { request, answer });
        waiting.push(answered);
    }
    desk.settle(group);
    waiting.into_iter().map(|mut answered| answered.try_recv().unwrap()).collect()
}

fn push(city: &mut City, device: &Device) -> Request {
    let entries = vec![serde_json::to_value(city.record(MAXI, shift_opened())).unwrap()];
    Request::Push(device.bearer.clone(), PushEnvelope { device: device.id, entries, turn: None })
}

fn accepted(answer: &Answer) -> bool {
    matches!(answer, Ok(Response::Pushed(pushed)) if pushed.verdicts == [Verdict::Accepted])
}

fn failed(answer: &Answer) -> bool {
    matches!(answer, Err(refusal) if refusal.code == Code::ServerFailed)
}

fn desk_of(city: City, panics_on: Option<&'static str>, commits: bool) -> Desk<Faulty> {
    let City { connection, service, .. } = city;
    let connection = Faulty { inner: connection, panics_on, commits };
    Desk::new(connection, service, Listeners::default(), Measures::default())
}

#[test]
fn a_request_that_panics_loses_its_own_work_only() {
    let mut city = City::on_file();
    let device = city.enrol(ATTENDANT);
    let requests = vec![push(&mut city, &device), Request::Health, push(&mut city, &device)];
    let folder = std::mem::replace(&mut city.folder, tempfile::tempdir().unwrap());
    let mut desk = desk_of(city, Some(meta::PING.name), true);
    let answers = settled(&mut desk, requests);
    assert!(accepted(&answers[0]) && failed(&answers[1]) && accepted(&answers[2]), "{answers:?}");
    let file = rusqlite::Connection::open(folder.path().join("server.sqlite")).unwrap();
    let kept: i64 = file.query_row("SELECT COUNT(*) FROM shifts", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 2);
}

#[test]
fn a_commit_that_fails_is_told_to_all_and_keeps_nothing() {
    let mut city = City::on_file();
    let device = city.enrol(ATTENDANT);
    let requests = vec![push(&mut city, &device), push(&mut city, &device), Request::Health];
    let again = requests.clone();
    let folder = std::mem::replace(&mut city.folder, tempfile::tempdir().unwrap());
    let mut desk = desk_of(city, None, false);
    let answers = settled(&mut desk, requests);
    assert!(answers.iter().all(failed), "{answers:?}");
    let file = rusqlite::Connection::open(folder.path().join("server.sqlite")).unwrap();
    let kept: i64 = file.query_row("SELECT COUNT(*) FROM shifts", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
    desk.connection.inner.commits = true;
    let answers = settled(&mut desk, again);
    assert!(accepted(&answers[0]) && accepted(&answers[1]), "the same once more: {answers:?}");
}

#[test]
fn a_transaction_holds_so_many_records_and_nothing_that_nobody_waits_for() {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let entry = serde_json::to_value(city.record(MAXI, shift_opened())).unwrap();
    let of = |records| {
        let envelope =
            PushEnvelope { device: device.id, entries: vec![entry.clone(); records], turn: None };
        Request::Push(device.bearer.clone(), envelope)
    };
    let (jobs, queue) = sync_channel(8);
    let mut waiting = Vec::new();
    let mut ask = |records| {
        let (answer, answered) = oneshot::channel();
        jobs.send(Job { request: of(records), answer }).unwrap();
        waiting.push(answered);
    };
    [600, 200, 600, 1].into_iter().for_each(&mut ask);
    // The second hangs up.
    waiting.remove(1);
    let first = Group::of(queue.recv().unwrap(), &queue);
    assert_eq!((first.jobs.len(), first.taken.requests), (2, 3), "those of 600");
    let second = Group::of(queue.recv().unwrap(), &queue);
    assert_eq!((second.jobs.len(), second.taken.requests), (1, 1));
}

/// Rows of feeds are counted as they last: what is gone back on to a mark is not.
#[test]
fn rows_that_a_mark_took_back_are_not_counted() {
    for (goes_back, counted) in [(true, 2), (false, 5)] {
        let City { connection, folder: _folder, ground: _ground, .. } = City::new();
        let mut noted = Noted::new(connection);
        let given = |noted: &mut Noted<_>, rows| {
            noted.query(&feed::NEXT, &[text("community:330683106273"), integer(rows)]).unwrap();
        };
        noted.begin().unwrap();
        let outer = noted.savepoint().unwrap();
        given(&mut noted, 2);
        let inner = noted.savepoint().unwrap();
        given(&mut noted, 3);
        if goes_back {
            noted.rollback_to(inner).unwrap();
        } else {
            noted.release(inner).unwrap();
        }
        noted.release(outer).unwrap();
        noted.commit().unwrap();
        assert_eq!(noted.feed_rows(), counted);
        noted.begin().unwrap();
        assert_eq!(noted.feed_rows(), 0, "the next transaction begins anew");
        noted.rollback().unwrap();
    }
}
