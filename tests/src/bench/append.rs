//! One record with its outbox row made safe, beside one bare insert made as safe.

use rusqlite::Connection;
use wufei_app::effect::store::AppendRecord;
use wufei_domain::{
    ids::{DeviceId, DoorId, TurfId},
    record::Record,
    visit::Outcome,
};
use wufei_engine::{Answer as _, store::Store};

use super::Pair;
use crate::{
    harness::{Failure, now, random, records},
    neighbourhood::units::MAXI,
};

/// Records in one run.
const RECORDS: usize = 100;

fn visits() -> Result<Vec<Record>, Failure> {
    let turf = TurfId::from_stamp(now(), random()?);
    let community = MAXI.parse()?;
    (1..)
        .take(RECORDS)
        .map(|number| records::visit(turf, DoorId::new(community, number), Outcome::NotHome))
        .collect()
}

/// Both wait for the disk at each record: the device never says "stored" before it is.
pub(super) fn append(runs: usize) -> Result<Pair, Failure> {
    let folder = tempfile::tempdir()?;
    let fresh = DeviceId::from_stamp(now(), random()?);
    let mut store = Store::open(&folder.path().join("device.sqlite"), fresh, None)
        .map_err(Failure::while_doing("a store"))?;
    let floor = Connection::open(folder.path().join("floor.sqlite"))?;
    floor.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE records (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;",
    )?;
    Pair::measure(
        ["store a visit on the device", "one insert of the same JSON, WAL and synchronous=FULL"],
        runs,
        RECORDS,
        || {
            for record in visits()? {
                store.answer(&AppendRecord { record, from_draft: None })?;
            }
            Ok(())
        },
        || {
            let mut insert = floor.prepare_cached("INSERT INTO records VALUES (?1, ?2)")?;
            for record in visits()? {
                insert.execute([record.id.to_string(), serde_json::to_string(&record)?])?;
            }
            Ok(())
        },
    )
}
