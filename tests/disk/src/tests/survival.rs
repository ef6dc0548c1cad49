//! SQLite on the disk: what survives a crash, what may go, and several connections to one file.

use rusqlite::{Connection, ErrorCode};

use crate::{Call, Disk, Fault, Loss, Plan, Times};

const SEEDS: u64 = 40;

fn open(disk: &Disk, journal: &str, synchronous: &str) -> Connection {
    let connection = Connection::open(disk.path("t.sqlite")).unwrap();
    connection.pragma_update(None, "journal_mode", journal).unwrap();
    connection.pragma_update(None, "synchronous", synchronous).unwrap();
    let make = "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, pad BLOB)";
    connection.execute(make, []).unwrap();
    connection
}

fn insert(connection: &Connection, id: i64) -> rusqlite::Result<usize> {
    connection.execute("INSERT INTO t VALUES (?1, zeroblob(1500))", [id])
}

fn count(connection: &Connection) -> i64 {
    connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
}

fn is_whole(connection: &Connection) -> bool {
    let said: rusqlite::Result<String> =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    said.is_ok_and(|said| said == "ok")
}

/// Rows that are left of 20 committed ones after a crash, with whether the file is whole; `None`
/// when it cannot even be read.
fn left_of_twenty(journal: &str, synchronous: &str, seed: u64) -> Option<(i64, bool)> {
    let disk = Disk::new(seed).unwrap();
    let connection = open(&disk, journal, synchronous);
    for id in 0..20 {
        insert(&connection, id).unwrap();
    }
    disk.crash(Loss::Chance(seed));
    drop(connection);
    let connection = Connection::open(disk.path("t.sqlite")).unwrap();
    let sql = "SELECT count(*) FROM t";
    let left = connection.query_row(sql, [], |row| row.get(0)).ok()?;
    Some((left, is_whole(&connection)))
}

#[test]
fn what_was_committed_survives_every_crash() {
    for seed in 0..SEEDS {
        assert_eq!(left_of_twenty("WAL", "FULL", seed), Some((20, true)), "seed {seed}");
        let kept = left_of_twenty("DELETE", "EXTRA", seed);
        assert_eq!(kept, Some((20, true)), "with a rollback journal, seed {seed}");
    }
}

/// The control: the same rows, but nobody waits for the disk. If none were lost, the disk would
/// not forget, and nothing above would mean anything.
#[test]
fn without_syncs_some_crash_loses_what_was_committed() {
    let lost = |journal| {
        let run = |seed: &u64| left_of_twenty(journal, "OFF", *seed) != Some((20, true));
        (0..SEEDS).filter(run).count()
    };
    assert!(lost("WAL") > 0);
    assert!(lost("DELETE") > 0);
}

#[test]
fn what_was_not_committed_is_gone_after_a_crash() {
    for seed in 0..SEEDS {
        let disk = Disk::new(seed).unwrap();
        let connection = open(&disk, "WAL", "FULL");
        insert(&connection, 1).unwrap();
        connection.execute_batch("PRAGMA cache_size = 1; BEGIN").unwrap();
        for id in 2..30 {
            insert(&connection, id).unwrap();
        }
        disk.crash(Loss::Chance(seed));
        let late = connection.execute_batch("COMMIT");
        assert!(late.is_err(), "a connection from before reaches nothing");
        drop(connection);
        let connection = open(&disk, "WAL", "FULL");
        assert_eq!((count(&connection), is_whole(&connection)), (1, true), "seed {seed}");
    }
}

#[test]
fn two_connections_read_and_write_one_file() {
    let disk = Disk::new(1).unwrap();
    let (one, other) = (open(&disk, "WAL", "FULL"), open(&disk, "WAL", "FULL"));
    insert(&one, 1).unwrap();
    assert_eq!(count(&other), 1);
    other.execute_batch("BEGIN").unwrap();
    assert_eq!(count(&other), 1);
    one.execute_batch("BEGIN IMMEDIATE").unwrap();
    insert(&one, 2).unwrap();
    let busy = insert(&other, 3).unwrap_err();
    assert_eq!(busy.sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
    one.execute_batch("COMMIT").unwrap();
    assert_eq!(count(&other), 1, "its snapshot stands");
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(count(&other), 2);
    insert(&other, 3).unwrap();
    assert_eq!(count(&one), 3);
    drop(one);
    assert_eq!(
        (count(&other), is_whole(&other)),
        (3, true),
        "the memory they shared is still there"
    );
    drop(other);
    assert_eq!(count(&open(&disk, "WAL", "FULL")), 3, "closed by all and opened again");
}

#[test]
fn disks_do_not_see_each_other_and_nothing_else_can_be_opened() {
    let (one, other) = (Disk::new(1).unwrap(), Disk::new(1).unwrap());
    insert(&open(&one, "WAL", "FULL"), 1).unwrap();
    assert_eq!(count(&open(&other, "WAL", "FULL")), 0);
    assert!(Connection::open("elsewhere.sqlite").is_err());
    let gone = other.path("t.sqlite");
    drop(other);
    assert!(Connection::open(gone).is_err());
}

#[test]
fn a_full_disk_says_so_and_goes_on_when_there_is_room() {
    let disk = Disk::new(1).unwrap();
    let connection = open(&disk, "WAL", "FULL");
    let plan = Plan { call: Call::Write, nth: 1, fault: Fault::Full, times: Times::FromThenOn };
    disk.lay(plan);
    for id in 0..3 {
        let full = insert(&connection, id).unwrap_err();
        assert_eq!(full.sqlite_error_code(), Some(ErrorCode::DiskFull));
    }
    assert!(disk.faults() >= 3);
    disk.spare();
    insert(&connection, 3).unwrap();
    assert_eq!((count(&connection), is_whole(&connection)), (1, true));
}

#[test]
fn power_goes_at_the_call_that_was_planned_and_nothing_works_after_it() {
    let disk = Disk::new(1).unwrap();
    let connection = open(&disk, "WAL", "FULL");
    let before = disk.calls().of(Call::Sync);
    disk.lay(Plan { call: Call::Sync, nth: 2, fault: Fault::PowerOff, times: Times::Once });
    insert(&connection, 1).unwrap();
    assert!(!disk.is_off());
    assert!(insert(&connection, 2).is_err());
    assert!(disk.is_off());
    assert_eq!((disk.faults(), disk.calls().of(Call::Sync)), (1, before + 2));
    assert!(insert(&connection, 3).is_err());
    assert!(Connection::open(disk.path("t.sqlite")).is_err());
    disk.crash(Loss::Everything);
    drop(connection);
    assert_eq!(count(&open(&disk, "WAL", "FULL")), 1);
}

/// The same seed and the same plan are the same run, to the byte that survives.
#[test]
fn a_run_is_repeated_by_its_seed() {
    let run = |seed| {
        let disk = Disk::new(seed).unwrap();
        let connection = open(&disk, "WAL", "OFF");
        for id in 0..20 {
            insert(&connection, id).unwrap();
        }
        disk.crash(Loss::Chance(seed));
        drop(connection);
        let connection = Connection::open(disk.path("t.sqlite")).unwrap();
        let left: Option<i64> =
            connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).ok();
        drop(connection);
        (left, disk.calls())
    };
    let runs: Vec<_> = (0..SEEDS).map(run).collect();
    assert_eq!((0..SEEDS).map(run).collect::<Vec<_>>(), runs);
    assert!(runs.iter().any(|one| one != &runs[0]), "and another seed is another run");
}
