//! Row 3: a feed has no gap for a reader who polls while others write, since a number is taken from
//! the scope's own counter inside the writing transaction.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use wufei_api::turfs::LEASE_MS;
use wufei_domain::{
    record::{Body, Record},
    sync::Verdict,
    visit::Outcome,
};
use wufei_server::store::{Statement, statements::feed};
use wufei_tests::harness::{Failure, holds};

use crate::{
    city::{City, Desk, OTHER_VOLUNTEER, Sender, TURF, VOLUNTEER, visit, walk},
    proof::{Control, Databases, Requirement, shown},
    reader::{Mark, Reader},
};

/// Batches that each of the two writers sends while the reader polls.
const BATCHES: usize = 30;
/// Visits in one.
const IN_BATCH: u8 = 3;

/// A town with two volunteers who walk one turf, and two servers on its file.
struct Crossing {
    city: City,
    beside: Desk,
    senders: [Sender; 2],
    mark: Mark,
    /// What a writer does before its transaction: nothing, in the product.
    prepare: fn(&mut Crossing) -> Result<(), Failure>,
}

fn crossing() -> Result<Crossing, Failure> {
    let mut city = City::new()?;
    let senders = [city.sender(VOLUNTEER)?, city.sender(OTHER_VOLUNTEER)?];
    for sender in &senders {
        city.now = city.now.plus_ms(LEASE_MS);
        city.lease(&sender.bearer, TURF)?;
    }
    let beside = city.desk_beside()?;
    Ok(Crossing { city, beside, senders, mark: Mark::Cursor, prepare: |_| Ok(()) })
}

fn batch(city: &mut City) -> Result<Vec<Record>, Failure> {
    (0..IN_BATCH).map(|_| city.record(Body::Visit(visit(1, Outcome::Met)?))).collect()
}

fn is_accepted(verdicts: &[Verdict]) -> Result<(), Failure> {
    let all = verdicts.iter().all(|verdict| *verdict == Verdict::Accepted);
    holds("every entry accepted", all, || format!("{verdicts:?}"))
}

fn ids(records: &[Record]) -> impl Iterator<Item = String> {
    records.iter().map(|record| record.id.to_string())
}

/// One writer begins, another commits, the reader reads, then the first commits.
fn the_first_commits_last(crossing: &mut Crossing) -> Result<(), Failure> {
    let (early, late) = (batch(&mut crossing.city)?, batch(&mut crossing.city)?);
    let now = crossing.city.now;
    let outside = crossing.city.outside()?;
    let bearer = crossing.senders[0].bearer.clone();
    let mut reader = Reader::new(crossing.mark, bearer, walk(TURF));
    (crossing.prepare)(crossing)?;
    is_accepted(&crossing.beside.push(now, &crossing.senders[1], &late)?)?;
    reader.read_on(&mut crossing.beside, &outside, now)?;
    is_accepted(&crossing.city.push(&crossing.senders[0], &early)?)?;
    reader.read_on(&mut crossing.beside, &outside, now)?;
    reader.missed_nothing(&ids(&early).chain(ids(&late)).collect())
}

/// Two writers and a reader, each on a server of its own, all at once.
fn all_at_once(crossing: &mut Crossing) -> Result<(), Failure> {
    let Crossing { city, senders, mark, .. } = crossing;
    let now = city.now;
    let mut plans = Vec::new();
    for _ in 0..2 {
        let plan: Result<Vec<_>, Failure> = (0..BATCHES).map(|_| batch(city)).collect();
        plans.push(plan?);
    }
    let made: BTreeSet<String> = plans.iter().flatten().flat_map(|batch| ids(batch)).collect();
    let mut desks = [city.desk_beside()?, city.desk_beside()?];
    let (mut desk, outside) = (city.desk_beside()?, city.outside()?);
    let mut reader = Reader::new(*mark, senders[0].bearer.clone(), walk(TURF));
    let done = AtomicBool::new(false);
    thread::scope(|threads| {
        let writers: Vec<_> = desks
            .iter_mut()
            .zip(&*senders)
            .zip(&plans)
            .map(|((desk, sender), plan)| {
                threads.spawn(move || {
                    plan.iter().try_for_each(|batch| is_accepted(&desk.push(now, sender, batch)?))
                })
            })
            .collect();
        let (reader, desk, done) = (&mut reader, &mut desk, &done);
        let reading = threads.spawn(move || {
            while !done.load(Ordering::SeqCst) {
                reader.read_page(desk, &outside, now)?;
            }
            reader.read_on(desk, &outside, now)
        });
        let ends: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::SeqCst);
        let read = reading.join().map_err(|_| Failure::new("a reader", "a panic"))?;
        for end in ends {
            end.map_err(|_| Failure::new("a writer", "a panic"))??;
        }
        read
    })?;
    reader.missed_nothing(&made)
}

fn nothing_is_missed(crossing: &mut Crossing) -> Result<(), Failure> {
    the_first_commits_last(crossing)?;
    all_at_once(crossing)
}

/// As a sequence of PostgreSQL gives numbers: drawn before the commit, in no order of commits.
static DRAWN_BEFORE: Statement = Statement {
    name: "spine::drawn_before",
    text: "UPDATE drawn SET seq = seq + $2 WHERE scope = $1 RETURNING seq",
};

fn draw_before(crossing: &mut Crossing) -> Result<(), Failure> {
    let outside = crossing.city.outside()?;
    outside.batch("CREATE TABLE drawn (scope TEXT PRIMARY KEY, seq BIGINT NOT NULL)")?;
    let keep = "INSERT INTO drawn SELECT scope, seq FROM feed_heads WHERE scope = $1";
    outside.execute(keep, &[&walk(TURF)])?;
    let draw = format!("UPDATE feed_heads SET seq = seq + {IN_BATCH} WHERE scope = $1");
    outside.execute(&draw, &[&walk(TURF)])?;
    crossing.city.desk.connection.exchange(&feed::NEXT, &DRAWN_BEFORE)
}

#[test]
fn sync_req_03_a_feed_has_no_gap_while_others_write() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 3,
        words: "a feed per scope is gap-free for a reader between and beside writers",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the number taken inside the transaction (drawn before it, as by a sequence)",
            take: |crossing: &mut Crossing| {
                crossing.prepare = draw_before;
                Ok(())
            },
            says: "records never served",
        },
        Control {
            taken: "the number as cursor (a rival reader goes by the server's clock)",
            take: |crossing: &mut Crossing| {
                crossing.mark = Mark::Clock("received_at");
                Ok(())
            },
            says: "records never served",
        },
    ];
    println!("\n{}", shown(&requirement, crossing, nothing_is_missed, &controls)?);
    Ok(())
}
