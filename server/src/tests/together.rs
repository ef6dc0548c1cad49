//! A push taken whole says and leaves what the same push says and leaves that is judged record by record.

use proptest::{
    collection::vec,
    strategy::Strategy,
    test_runner::{Config, TestRunner},
};
use wufei_api::feed::FeedItem;
use wufei_domain::{
    ids::RecordId,
    record::{Body, Record, UnknownItem},
    scope::Scope,
    sync::Verdict,
    visit::{Outcome, VisitVoid, VoidReason},
};

use super::city::{City, Device, MAXI, TURF, VOLUNTEER, door, turf, visit};
use crate::store::{self, Connection, Mark, Question, Row, Statement, StoreError, Value};

/// Each case makes two cities, each with a database of its own.
const CASES: u32 = 12;

/// What a rewired connection says of records that are inserted together.
#[derive(Debug, Clone, Copy)]
pub enum Told {
    /// That one of them is no new one, so that each is judged by itself.
    NotAllNew,
    /// That all of them are new: the control.
    AllNew,
}

pub struct Rewired {
    pub inner: Box<dyn Connection + Send>,
    pub told: Told,
}

impl Connection for Rewired {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.inner.execute(statement, values)
    }

    fn execute_all(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        match self.told {
            Told::NotAllNew => Ok(0),
            Told::AllNew => self.inner.execute_all(statement, rows).map(|_| rows.len() as u64),
        }
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.inner.query(statement, values)
    }

    fn query_all(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        self.inner.query_all(questions)
    }

    fn write(&mut self, statement: &Statement, values: &[Value]) -> Result<(), StoreError> {
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
}

/// What a volunteer sends: a visit at a door, of which 10 asked for none and 11 and 12 are not theirs;
/// a word; the record so many places back again, or another body under its id; its void.
#[derive(Debug, Clone)]
pub enum Sent {
    Visit(u32),
    Word,
    Again(usize),
    Other(usize),
    Void(usize),
}

pub fn sent() -> impl Strategy<Value = Sent> {
    proptest::prop_oneof![
        12 => (1..=9_u32).prop_map(Sent::Visit),
        1 => (10..=13_u32).prop_map(Sent::Visit),
        2 => proptest::strategy::Just(Sent::Word),
        1 => (1..6_usize).prop_map(Sent::Again),
        1 => (1..6_usize).prop_map(Sent::Other),
        2 => (1..6_usize).prop_map(Sent::Void),
    ]
}

fn pushes() -> impl Strategy<Value = Vec<Vec<Sent>>> {
    vec(vec(sent(), 1..7), 1..6)
}

/// What was said, and what is there then.
#[derive(Debug, PartialEq)]
struct Outcomes {
    verdicts: Vec<Vec<Verdict>>,
    feed: Vec<FeedItem>,
    counts: [i64; 5],
}

fn walk(pushes: &[Vec<Sent>], told: Option<Told>) -> Outcomes {
    let mut city = City::new();
    let device = city.enrol(VOLUNTEER);
    city.lease(&device, TURF).unwrap();
    if let Some(told) = told {
        let inner = store::open(&city.database()).unwrap();
        city.connection = Box::new(Rewired { inner, told });
    }
    let mut made: Vec<Record> = Vec::new();
    let verdicts = pushes.iter().map(|push| said(&mut city, &device, push, &mut made)).collect();
    let counts = [
        "SELECT COUNT(*) FROM records",
        "SELECT COUNT(*) FROM visits",
        "SELECT COUNT(*) FROM visit_voids",
        "SELECT COUNT(*) FROM waiting_records",
        "SELECT COALESCE(SUM(told), 0) FROM missing_words",
    ];
    let counts = counts.map(|sql| city.count(sql));
    let feed = city.items(&device, Scope::Turf(turf(TURF)), "record");
    Outcomes { verdicts, feed, counts }
}

fn said(city: &mut City, device: &Device, push: &[Sent], made: &mut Vec<Record>) -> Vec<Verdict> {
    let records = records_of(city, push, made);
    city.push(device, &records.iter().collect::<Vec<_>>())
}

/// The records of a push; `made` are those of its device so far.
pub fn records_of(city: &mut City, push: &[Sent], made: &mut Vec<Record>) -> Vec<Record> {
    let mut records = Vec::new();
    for sent in push {
        let back = |many: usize| made.iter().rev().nth(many - 1).cloned();
        let void = |of: RecordId, number| {
            let reason = VoidReason::WrongDoor;
            Body::VisitVoid(VisitVoid { turf: turf(TURF), door: door(number), visit: of, reason })
        };
        let record = match *sent {
            Sent::Visit(number) => city.record(MAXI, visit(number, Outcome::Met)),
            Sent::Word => {
                let (typed, rulebook) = ("曲率引擎".to_owned(), "zhejiang 2026.1".to_owned());
                let word = UnknownItem { typed, rulebook, photos: Vec::new() };
                city.record(MAXI, Body::UnknownItem(word))
            }
            Sent::Again(many) => {
                back(many).unwrap_or_else(|| city.record(MAXI, visit(1, Outcome::Met)))
            }
            Sent::Other(many) => {
                let fresh = city.record(MAXI, visit(2, Outcome::NotHome));
                Record { id: back(many).map_or(fresh.id, |record| record.id), ..fresh }
            }
            Sent::Void(many) => match back(many) {
                Some(Record { id, body: Body::Visit(of), .. }) => {
                    city.record(MAXI, void(id, of.door.number))
                }
                _ => city.record(MAXI, void(RecordId::from_stamp(city.now, [7; 10]), 1)),
            },
        };
        made.push(record.clone());
        records.push(record);
    }
    records
}

/// Whether it holds for each of [`CASES`] values; the first found for which it does not.
pub fn all<S: Strategy>(values: &S, mut holds: impl FnMut(S::Value) -> bool) -> Result<(), String> {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let holds = std::cell::RefCell::new(&mut holds);
    let ran = runner.run(values, |value| {
        proptest::prop_assert!((holds.borrow_mut())(value), "another outcome");
        Ok(())
    });
    ran.map_err(|error| error.to_string())
}

#[test]
fn a_push_taken_whole_is_as_one_judged_record_by_record() {
    all(&pushes(), |pushes| walk(&pushes, None) == walk(&pushes, Some(Told::NotAllNew))).unwrap();
}

/// The control: without the count of what was new, a repeat passes for a record of its own.
#[test]
fn without_the_count_of_new_records_it_is_not() {
    let pushes = [vec![Sent::Word], vec![Sent::Again(1), Sent::Visit(2)]];
    assert_ne!(walk(&pushes, None), walk(&pushes, Some(Told::AllNew)));
    assert_eq!(walk(&pushes, None), walk(&pushes, Some(Told::NotAllNew)));
}
