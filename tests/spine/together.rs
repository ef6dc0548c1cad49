//! Row 3 on PostgreSQL: a feed has no gap even when the lock of the one writer is gone, since its
//! numbers come from a counter row that the second writer waits for. Here two transactions are open
//! together, which SQLite never has.

use std::{
    thread,
    time::{Duration, Instant},
};

use wufei_api::turfs::LEASE_MS;
use wufei_domain::{
    record::{Body, Record},
    sync::Verdict,
    visit::Outcome,
};
use wufei_server::store::{Connection as _, Statement, statements::feed};
use wufei_tests::harness::{Failure, PATIENCE, holds};

use crate::{
    city::{City, Desk, OTHER_VOLUNTEER, Sender, TURF, VOLUNTEER, visit, walk},
    outside::Outside,
    proof::{Control, Databases, Requirement, shown},
    reader::{Mark, Reader},
};

/// Visits in a batch.
const IN_BATCH: usize = 3;

/// A transaction takes this lock first. In its place lies something of the same name that locks
/// nothing, in this one database.
const NO_LOCK: &str = "SET allow_system_table_mods = on;
    ALTER FUNCTION pg_catalog.pg_advisory_xact_lock(BIGINT) RENAME TO the_lock_of_the_one_writer;
    CREATE FUNCTION pg_catalog.pg_advisory_xact_lock(BIGINT) RETURNS void
        LANGUAGE sql AS 'SELECT 1'";

/// A town with two volunteers who walk one turf, each at a server of their own, and a third server
/// for whoever reads.
struct Together {
    city: City,
    beside: Desk,
    reading: Desk,
    senders: [Sender; 2],
}

fn without_the_lock() -> Result<Together, Failure> {
    let together = together()?;
    together.city.outside()?.batch(NO_LOCK)?;
    Ok(together)
}

fn together() -> Result<Together, Failure> {
    let mut city = City::new()?;
    let senders = [city.sender(VOLUNTEER)?, city.sender(OTHER_VOLUNTEER)?];
    for sender in &senders {
        city.now = city.now.plus_ms(LEASE_MS);
        city.lease(&sender.bearer, TURF)?;
    }
    let (beside, reading) = (city.desk_beside()?, city.desk_beside()?);
    Ok(Together { city, beside, reading, senders })
}

fn batch(city: &mut City) -> Result<Vec<Record>, Failure> {
    (0..IN_BATCH).map(|_| city.record(Body::Visit(visit(1, Outcome::Met)?))).collect()
}

fn is_accepted(verdicts: &[Verdict]) -> Result<(), Failure> {
    let all = verdicts.iter().all(|verdict| *verdict == Verdict::Accepted);
    holds("every entry accepted", all, || format!("{verdicts:?}"))
}

/// What a session of this database waits for, once one does or `ended` says that none will.
fn waits_for(outside: &Outside, ended: impl Fn() -> bool) -> Result<Option<String>, Failure> {
    let sql = "SELECT wait_event FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(row) = outside.rows(sql, &[])?.first() {
            return Ok(Some(row.text(0)?.to_owned()));
        }
        if ended() {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(Failure::new("a writer that ends or waits", "neither"))
}

/// The first writer has written and not committed; the second writes; the reader reads on; the first
/// commits, and the reader reads on once more.
fn nothing_is_passed_over(together: &mut Together) -> Result<(), Failure> {
    let Together { city, beside, reading, senders } = together;
    let (early, late) = (batch(city)?, batch(city)?);
    let (now, outside) = (city.now, city.outside()?);
    let mut reader = Reader::new(Mark::Cursor, senders[0].bearer.clone(), walk(TURF));
    reader.read_on(reading, &outside, now)?;
    is_accepted(&city.desk.push_and_wait(now, &senders[0], &early)?)?;
    thread::scope(|threads| {
        let second = threads.spawn(|| beside.push(now, &senders[1], &late));
        let waited_for = waits_for(&outside, || second.is_finished())?;
        let is_alone = waited_for.as_deref() == Some("advisory");
        holds("two transactions open together", !is_alone, || format!("{waited_for:?}"))?;
        reader.read_on(reading, &outside, now)?;
        city.desk.connection.commit()?;
        is_accepted(&second.join().map_err(|_| Failure::new("a writer", "a panic"))??)
    })?;
    reader.read_on(reading, &outside, now)?;
    reader.missed_nothing(&early.iter().chain(&late).map(|record| record.id.to_string()).collect())
}

/// What many a feed counts with: a number that is given before the commit, in no order of commits.
static FROM_A_SEQUENCE: Statement = Statement {
    name: "spine::from_a_sequence",
    text: "SELECT setval('drawn', nextval('drawn') + CAST($2 AS BIGINT) - 1),
        CAST(NULL AS BIGINT), CAST(NULL AS TEXT) WHERE CAST($1 AS TEXT) <> ''",
};

/// Where a feed ends is then what it holds.
static TO_ITS_LAST: Statement = Statement {
    name: "spine::to_its_last",
    text: "SELECT COALESCE(MAX(seq), 0), CAST(NULL AS BIGINT), CAST(NULL AS TEXT)
        FROM feed WHERE scope = $1",
};

/// Nor is the counter row touched for what it counts beside.
static NOT_COUNTED: Statement = Statement {
    name: "spine::not_counted",
    text: "UPDATE feed_heads SET facts = $2, digest = $3 WHERE scope = $1 AND 1 = 0",
};

fn count_by_a_sequence(together: &mut Together) -> Result<(), Failure> {
    let outside = together.city.outside()?;
    outside.batch("CREATE SEQUENCE drawn")?;
    let at = "SELECT setval('drawn', seq) FROM feed_heads WHERE scope = $1";
    outside.row(at, &[&walk(TURF)])?;
    let Together { city, beside, reading, .. } = together;
    for desk in [&mut city.desk, beside, reading] {
        desk.connection.exchange(&feed::NEXT, &FROM_A_SEQUENCE)?;
        desk.connection.exchange(&feed::HEAD, &TO_ITS_LAST)?;
        desk.connection.exchange(&feed::COUNTED, &NOT_COUNTED)?;
    }
    Ok(())
}

#[test]
#[ignore = "needs a PostgreSQL: cargo xtask test postgres"]
fn sync_req_03_two_open_transactions_leave_no_gap() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 3,
        words: "a reader that asks seq > cursor skips nothing of two transactions open together, \
                with the lock of the one writer taken away",
        missing: None,
        shown_on: Databases::OnlyPostgres("SQLite has one open transaction that writes"),
    };
    let controls = [Control {
        taken: "the counter row (a sequence gives the numbers, before the commit)",
        take: count_by_a_sequence,
        says: "records never served",
    }];
    println!("\n{}", shown(&requirement, without_the_lock, nothing_is_passed_over, &controls)?);
    Ok(())
}

/// The lock of the one writer does what the table of `decisions/0017` says: the second waits for it.
#[test]
#[ignore = "needs a PostgreSQL: cargo xtask test postgres"]
fn sync_req_03_the_one_writer_is_waited_for() -> Result<(), Failure> {
    let red = nothing_is_passed_over(&mut together()?).err();
    let red = red.map_or_else(String::new, |failure| failure.to_string());
    let is_alone = red.contains("two transactions open together") && red.contains("advisory");
    holds("a second writer that waits for the lock", is_alone, || red)
}
