//! One record of a full batch taken by a real server over HTTP, beside bare inserts of the batch.

use rusqlite::Connection;
use wufei_api::{routes, turfs::LeaseRequest};
use wufei_domain::{record::Record, role::Role, sync::BATCH_ENTRIES_MAX, visit::Outcome};

use super::Pair;
use crate::{
    harness::{
        Failure, World, holds,
        records::{Sender, visit},
        same,
    },
    neighbourhood::units::MAXI,
};

pub(super) fn push(runs: usize) -> Result<Pair, Failure> {
    let world = World::new()?;
    let sender = Sender::new(&world, Role::Volunteer, MAXI, 0)?;
    let turf = world.turf(0)?.clone();
    let lease = LeaseRequest { turf: turf.id };
    let leased = sender.http().post(routes::LEASE, Some(&sender.enrolled.token), &lease)?;
    same("the lease", &200, &leased.status)?;
    let batch = || -> Result<Vec<Record>, Failure> {
        let doors = turf.doors.iter().cycle().take(BATCH_ENTRIES_MAX);
        doors.map(|door| visit(turf.id, *door, Outcome::NotHome)).collect()
    };

    let folder = tempfile::tempdir()?;
    let mut floor = Connection::open(folder.path().join("floor.sqlite"))?;
    floor.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE records (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;",
    )?;
    Pair::measure(
        [
            "take a visit at the server, in batches of 200",
            "inserts of the same batch in one commit",
        ],
        runs,
        BATCH_ENTRIES_MAX,
        || {
            let verdicts = sender.push(&batch()?)?;
            let stored = verdicts.iter().all(wufei_domain::sync::Verdict::is_stored);
            holds("every entry stored", stored, || format!("{verdicts:?}"))
        },
        || {
            let transaction = floor.transaction()?;
            for record in batch()? {
                let row = [record.id.to_string(), serde_json::to_string(&record)?];
                transaction.prepare_cached("INSERT INTO records VALUES (?1, ?2)")?.execute(row)?;
            }
            Ok(transaction.commit()?)
        },
    )
}
