//! A device's folder: copied to another device, or opened by the next version of the program.

use rusqlite::Connection;
use wufei_disk::Disk;
use wufei_engine::DATABASE;

use super::Fault;
use crate::{
    device::Device,
    queue::{DeviceNo, Entry},
    violation::Violation,
    world::World,
};

/// Devices there are at most, copies among them.
const DEVICES_MAX: usize = 9;

/// The schema of the oldest version that was shipped.
const OLDEST: &str = include_str!("../../../../shared/engine/migrations/0001_first.sql");

impl World<'_> {
    /// Two devices with one id, one token and one outbox from now on.
    pub(super) fn clone_folder(&mut self) {
        let device = self.any_device();
        if self.devices.len() >= DEVICES_MAX || self.devices[device].is_twin {
            return;
        }
        let (seed, chance) = (self.chance.next(), self.chance.next());
        let there = &mut self.devices[device];
        there.is_twin = true;
        let copy = Device {
            clock_off_ms: there.clock_off_ms,
            kept: there.kept.clone(),
            doubtful: there.doubtful.clone(),
            withdrawn: there.withdrawn.clone(),
            cursors: there.cursors.clone(),
            weighed: there.weighed,
            is_twin: true,
            ..Device::new(there.disk.copy(seed), there.person, chance)
        };
        let twin = self.devices.len();
        self.devices.push(copy);
        self.count(Fault::Clone);
        self.say(device, format_args!("FAULT folder is copied to device {twin}"));
        let at_ms = self.now_ms + self.between(500, 20_000);
        self.queue.push(at_ms, Entry::DeviceStarts { device: twin });
        self.queue.push(at_ms + 1_000, Entry::Tap { device: twin });
    }

    /// The program is replaced by the next version, which finds the database of the oldest one with
    /// all its data.
    ///
    /// # Errors
    /// When the old database cannot be made, or the device does not start with it.
    pub(super) fn upgrade(&mut self, device: DeviceNo, waits: i64) -> Result<(), Violation> {
        // What was laid for the program must not meet the one who writes the old database.
        self.devices[device].disk.spare();
        self.devices[device].stop(None);
        let disk = Disk::new(self.chance.next())?;
        let there = &mut self.devices[device];
        write_oldest(&disk, &there.disk)?;
        there.disk = disk;
        if waits > 0 {
            self.count(Fault::Upgrade);
        }
        self.say(device, format_args!("FAULT upgrade with {waits} records in the outbox"));
        self.start_device(device)
    }
}

/// Writes the database of `now` as the oldest version would have it: its tables, its columns.
fn write_oldest(old: &Disk, now: &Disk) -> Result<(), Violation> {
    let connection = Connection::open(old.path(DATABASE))?;
    connection.execute_batch(OLDEST)?;
    connection.pragma_update(None, "user_version", 1)?;
    connection.execute("ATTACH ?1 AS now", [now.path(DATABASE).to_string_lossy()])?;
    let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table'
        AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let tables: Vec<String> =
        connection.prepare(tables)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        let both = "SELECT o.name FROM pragma_table_info(?1, 'main') o
            JOIN pragma_table_info(?1, 'now') n ON n.name = o.name ORDER BY o.cid";
        let columns: Vec<String> = connection
            .prepare(both)?
            .query_map([&table], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let columns = columns.join(", ");
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}");
        connection.execute(&copy, [])?;
    }
    connection.execute("DETACH now", [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use wufei_app::effect::store::{AppendRecord, LoadOutbox};
    use wufei_domain::{
        ids::{DeviceId, RecordId},
        record::{Body, Record, UnknownItem},
        time::DeviceTime,
    };
    use wufei_engine::{Answer as _, store::Store};

    use super::*;
    use crate::town::{START, VILLAGE};

    #[test]
    fn the_next_version_finds_all_that_the_oldest_kept() {
        let (now, old) = (Disk::new(1).unwrap(), Disk::new(2).unwrap());
        let fresh = DeviceId::from_stamp(START, [1; 10]);
        let mut store = Store::open(&now.path(DATABASE), fresh, None).unwrap();
        let body =
            UnknownItem {
                typed: "某物".to_owned(), rulebook: "1".to_owned(), photos: Vec::new()
            };
        let record = Record {
            id: RecordId::from_stamp(START, [2; 10]),
            community: VILLAGE.parse().unwrap(),
            made_at: DeviceTime { wall: START, zone_minutes: 480, monotonic_ms: 0, boot: None },
            body: Body::UnknownItem(body),
        };
        store.answer(&AppendRecord { record: record.clone(), from_draft: None }).unwrap();
        write_oldest(&old, &now).unwrap();
        let outside = Connection::open(old.path(DATABASE)).unwrap();
        let version = |outside: &Connection| -> i64 {
            outside.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
        };
        assert_eq!(version(&outside), 1);
        let another = DeviceId::from_stamp(START, [3; 10]);
        let mut upgraded = Store::open(&old.path(DATABASE), another, None).unwrap();
        assert!(version(&outside) > 1);
        assert_eq!(upgraded.device().unwrap(), fresh);
        let entries = upgraded.answer(&LoadOutbox).unwrap().entries;
        assert_eq!(entries.into_iter().map(|entry| entry.record).collect::<Vec<_>>(), [record]);
    }
}
