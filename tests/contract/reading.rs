//! What a push reads: rows by their index, and no table that grows from its beginning to its end, even
//! on a database whose tables were never counted, as they are in a city's first minutes.

use wufei_domain::{ids::HouseholdId, role::Role};
use wufei_tests::{
    harness::{
        Cluster, Commits, Failure, World, holds,
        records::{Sender, drop_off, shift},
    },
    neighbourhood::units::MAXI,
};

use crate::statements::said;

/// Pushes, and the drop-offs in each.
const PUSHES: u32 = 40;
const BATCH: u32 = 10;

/// The server's own jobs read tables of their own accord: none comes in between.
const NO_JOB_MS: u64 = 600_000;

/// What grows with each record.
const GROWING: &str = "SELECT relname, n_live_tup, seq_tup_read FROM pg_stat_user_tables
    WHERE relname IN ('records', 'drop_offs', 'drop_off_lines', 'transfers', 'feed')";

/// The tables of which pushes read more rows from beginning to end than lie in them, which a server
/// does once at its start at most; `first` is done to the database before.
fn read_whole(first: &str) -> Result<Vec<String>, Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let mut client = cluster.connect()?;
    for text in ["ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()"] {
        client.batch_execute(text).map_err(said(text.to_owned()))?;
    }
    let mut world = World::on(&cluster.url())?;
    world.server.stop()?;
    world.server = world.server.ticking(NO_JOB_MS);
    world.server.start()?;
    client.batch_execute(first).map_err(said(first.to_owned()))?;
    let attendant = Sender::new(&world, Role::Attendant, MAXI, 0)?;
    let opened = shift(&attendant)?;
    attendant.push(std::slice::from_ref(&opened))?;
    for _ in 0..PUSHES {
        let mut batch = Vec::new();
        for number in 1..=BATCH {
            let household = HouseholdId::new(MAXI.parse()?, number);
            batch.push(drop_off(&opened, household, world.card(MAXI, number)?, 1_000)?);
        }
        attendant.push(&batch)?;
    }
    // A session tells what it read when it ends.
    world.server.stop()?;
    let rows = client.query(GROWING, &[]).map_err(said("what was read".to_owned()))?;
    holds("the tables that grow", rows.len() == 5, || rows.len().to_string())?;
    let mut whole = Vec::new();
    for row in rows {
        let (table, rows, read): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
        let least = i64::from(PUSHES * BATCH);
        holds("a row for each record", rows >= least, || format!("{table}: {rows}"))?;
        if read > rows {
            whole.push(format!("{table}: {read} of {rows}"));
        }
    }
    Ok(whole)
}

#[test]
fn a_push_reads_no_table_whole() -> Result<(), Failure> {
    let whole = read_whole("")?;
    holds("rows found by their index", whole.is_empty(), || whole.join(", "))
}

/// The control: without the index the table is read once a record.
#[test]
fn a_table_that_is_read_whole_is_noticed() -> Result<(), Failure> {
    let whole = read_whole("DROP INDEX wufei.records_by_id")?;
    let seen = whole.iter().any(|table| table.starts_with("records: "));
    holds("the records to be named", seen, || whole.join(", "))
}
