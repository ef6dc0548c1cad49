//! Row 2: a check-in and its row in the outbox are one transaction, on the disk before it counts.
//! Power may fail at any moment: the database's log is cut at every sector, and single sectors of
//! it are lost.

use std::{
    any::Any,
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use wufei_app::effect::store::AppendRecord;
use wufei_domain::{ids::DeviceId, record::Body, record::Record, time::UnixMs, visit::Outcome};
use wufei_engine::{Answer as _, store::Store};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{outside, visit},
    phone::Phone,
    proof::{Control, Databases, Requirement, shown},
};

/// What a disk writes whole or not at all.
const SECTOR_BYTES: usize = 512;
/// The head of SQLite's log, and the head of each frame in it.
const LOG_HEAD_BYTES: usize = 32;
const FRAME_HEAD_BYTES: usize = 24;
const PAGE_BYTES: usize = 4_096;

/// Keeps a record; the connection stays open, or its log would be gone.
type Keep = fn(&Path, &Record) -> Result<Box<dyn Any>, Failure>;

struct Pocket {
    folder: TempDir,
    keep: Keep,
}

impl Pocket {
    fn new() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        // Made and closed: the file is whole and has no log.
        drop(open(&folder.path().join(wufei_engine::DATABASE))?);
        Ok(Self { folder, keep: as_the_product })
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join(wufei_engine::DATABASE)
    }
}

fn open(path: &Path) -> Result<Store, Failure> {
    let fresh = DeviceId::from_stamp(UnixMs::new(1_794_000_000_000), [1; 10]);
    Ok(Store::open(path, fresh, None)?)
}

fn as_the_product(path: &Path, record: &Record) -> Result<Box<dyn Any>, Failure> {
    let mut store = open(path)?;
    store.answer(&AppendRecord { record: record.clone(), from_draft: None })?;
    Ok(Box::new(store))
}

/// The statements of a rival that keeps the same two rows.
struct Rival {
    before: &'static str,
    between: &'static str,
    after: &'static str,
}

impl Rival {
    fn keep(&self, path: &Path, record: &Record) -> Result<Box<dyn Any>, Failure> {
        let connection = outside(path)?;
        connection.execute_batch(self.before)?;
        let insert = "INSERT INTO records (id, kind, community, hash, body, made_at, state)
            VALUES (?1, 'visit', ?2, ?3, ?4, ?5, 'waiting')";
        let (id, body) = (record.id.to_string(), serde_json::to_string(record)?);
        let (community, hash) = (record.community.to_string(), record.hash().to_string());
        let made_at = record.made_at.wall.value();
        connection.execute(insert, rusqlite::params![id, community, hash, body, made_at])?;
        connection.execute_batch(self.between)?;
        let enqueue = "INSERT INTO outbox (id, position) SELECT id, position FROM records";
        connection.execute(enqueue, [])?;
        connection.execute_batch(self.after)?;
        Ok(Box::new(connection))
    }
}

fn in_two_transactions(path: &Path, record: &Record) -> Result<Box<dyn Any>, Failure> {
    let full = "PRAGMA synchronous = FULL; BEGIN";
    Rival { before: full, between: "COMMIT; BEGIN", after: "COMMIT" }.keep(path, record)
}

fn without_a_sync(path: &Path, record: &Record) -> Result<Box<dyn Any>, Failure> {
    let normal = "PRAGMA synchronous = NORMAL; BEGIN";
    Rival { before: normal, between: "", after: "COMMIT" }.keep(path, record)
}

/// Records and rows of the outbox after the power came back.
fn found(database: &[u8], log: &[u8]) -> Result<(i64, i64), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("device.sqlite");
    fs::write(&path, database)?;
    fs::write(folder.path().join("device.sqlite-wal"), log)?;
    let count = "SELECT (SELECT COUNT(*) FROM records), (SELECT COUNT(*) FROM outbox)";
    Ok(outside(&path)?.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn log_of(database: &Path) -> Result<Vec<u8>, Failure> {
    Ok(fs::read(PathBuf::from(format!("{}-wal", database.display())))?)
}

fn a_record() -> Result<Record, Failure> {
    let now = UnixMs::new(1_795_000_000_000);
    Phone::new(1)?.make(now, Body::Visit(visit(1, Outcome::Met)?))
}

fn both_rows_or_neither(pocket: &mut Pocket) -> Result<(), Failure> {
    let path = pocket.database();
    let mut maker = Phone::new(1)?;
    let record =
        maker.make(UnixMs::new(1_795_000_000_000), Body::Visit(visit(1, Outcome::Met)?))?;
    let kept = (pocket.keep)(&path, &record)?;
    let database = fs::read(&path)?;
    let log = fs::read(PathBuf::from(format!("{}-wal", path.display())))?;
    drop(kept);
    holds("a log with something in it", log.len() > SECTOR_BYTES, || log.len().to_string())?;
    same("both rows with the whole log", &(1, 1), &found(&database, &log)?)?;
    let mut last = (0, 0);
    for end in (0..log.len()).step_by(SECTOR_BYTES) {
        let rows = found(&database, &log[..end])?;
        let both = rows == (0, 0) || rows == (1, 1);
        holds("both rows or neither", both, || format!("{rows:?} with {end} bytes of the log"))?;
        holds("no row to go again", rows >= last, || format!("{last:?}, then {rows:?}"))?;
        last = rows;
        let mut torn = log.clone();
        let sector = end..(end + SECTOR_BYTES).min(log.len());
        torn[sector].fill(0);
        let rows = found(&database, &torn)?;
        let both = rows == (0, 0) || rows == (1, 1);
        holds("both rows or neither", both, || format!("{rows:?}, the sector at {end} lost"))?;
    }
    Ok(())
}

/// On a disk that may damage the neighbours of what it writes, SQLite fills up the sector of a
/// commit with copies of its last page, but only when it also waits for the disk: then power that
/// fails later cannot damage what is kept. So the log shows whether a commit was synced.
fn each_commit_waits_for_the_disk(pocket: &mut Pocket) -> Result<(), Failure> {
    let path = pocket.database();
    let damaging = PathBuf::from(format!("file:{}?psow=0", path.display()));
    let kept = (pocket.keep)(&damaging, &a_record()?)?;
    let log = log_of(&path)?;
    drop(kept);
    let frames: Vec<&[u8]> =
        log[LOG_HEAD_BYTES..].chunks_exact(FRAME_HEAD_BYTES + PAGE_BYTES).collect();
    let [.., before, last] = frames[..] else {
        return Err(Failure::new("two frames", frames.len().to_string()));
    };
    // Page number and, for a commit, the pages of the database: the first 8 bytes of a frame.
    let copies = before[..8] == last[..8] && last[4..8] != [0; 4];
    holds("a commit that waits for the disk", copies, || {
        format!("{:?}, then {:?}", &before[..8], &last[..8])
    })
}

fn kept_for_good(pocket: &mut Pocket) -> Result<(), Failure> {
    both_rows_or_neither(pocket)?;
    let mut other = Pocket { keep: pocket.keep, ..Pocket::new()? };
    each_commit_waits_for_the_disk(&mut other)
}

mod once {
    use super::*;

    #[test]
    fn sync_req_02_power_that_fails_leaves_both_rows_or_neither() -> Result<(), Failure> {
        let requirement = Requirement {
            number: 2,
            words: "check-in and outbox row are one transaction, on the disk before it counts",
            missing: None,
            shown_on: Databases::OnlySqlite("the phone's disk; no server takes part"),
        };
        let controls = [
            Control {
                taken: "the one transaction around both rows",
                take: |pocket: &mut Pocket| {
                    pocket.keep = in_two_transactions;
                    Ok(())
                },
                says: "both rows or neither",
            },
            Control {
                taken: "the sync at each commit (a rival connection at NORMAL)",
                take: |pocket: &mut Pocket| {
                    pocket.keep = without_a_sync;
                    Ok(())
                },
                says: "a commit that waits for the disk",
            },
        ];
        println!("\n{}", shown(&requirement, Pocket::new, kept_for_good, &controls)?);
        Ok(())
    }
}
