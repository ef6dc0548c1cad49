//! Backup while the server runs, restore, and the list of what a backup did not bring back.

use std::{fs, path::PathBuf};

use wufei_domain::{record::Record, refusal::Code, sync::Verdict};

use super::city::{ATTENDANT, City, Device, MAXI, drop_off, household, shift_opened, usual_lines};
use crate::{
    operate::{Gaps, OperateError, backup, list_gaps, restore},
    service::Request,
    settings::Database,
    store::{self, StoreError, sqlite::Sqlite},
};

fn file(city: &City) -> PathBuf {
    city.folder.path().join("backup.sqlite")
}

/// An attendant with an open shift.
fn at_work() -> (City, Device, Record) {
    at_work_in(City::new())
}

fn at_work_in(mut city: City) -> (City, Device, Record) {
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    (city, device, shift)
}

fn brings(city: &mut City, device: &Device, shift: &Record) -> Record {
    let record = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    city.accepted(device, &record);
    record
}

#[test]
fn a_backup_holds_what_was_there_at_its_moment_and_the_server_goes_on() {
    let (mut city, device, shift) = at_work();
    let to = file(&city);
    let holding = backup(&city.database(), &to).unwrap();
    assert_eq!(holding.records, 1);
    brings(&mut city, &device, &shift);
    let mut copy = Sqlite::open(&to).unwrap();
    copy.verify().unwrap();
    let copied = rusqlite::Connection::open(&to).unwrap();
    let count = |sql| copied.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM records"), 1);
    assert_eq!(city.count("SELECT COUNT(*) FROM records"), 2);
}

#[test]
fn a_backup_writes_over_nothing() {
    let (city, _, _) = at_work();
    let to = file(&city);
    fs::write(&to, "something else").unwrap();
    let refused = backup(&city.database(), &to).unwrap_err();
    assert!(matches!(refused, OperateError::Occupied(_)), "{refused}");
    assert_eq!(fs::read_to_string(&to).unwrap(), "something else");
}

#[test]
fn after_a_restore_the_epoch_is_new_and_devices_close_the_gaps() {
    let (mut city, device, shift) = at_work();
    let to = file(&city);
    let told = backup(&city.database(), &to).unwrap();
    let (back, lost) = (brings(&mut city, &device, &shift), brings(&mut city, &device, &shift));
    let epoch = city.service.epoch().to_owned();
    let (mut city, restored) = city.restored(&to);
    let restored = restored.unwrap();
    assert_eq!(restored.holding, told, "the same file by the same hash");
    assert_eq!(restored.gaps, Gaps::Listed(2));
    assert!(restored.before.is_some(), "the database before is kept");
    assert_ne!(city.service.epoch(), epoch);
    assert_eq!(city.service.epoch(), restored.epoch);
    // The device offers all it ever had acknowledged: what was in the backup is a repeat.
    assert_eq!(city.push(&device, &[&shift, &back]), [Verdict::Duplicate, Verdict::Accepted]);
    let list = list_gaps(&city.database()).unwrap();
    assert_eq!((list.all, list.open.len()), (2, 1));
    let said = list.to_string();
    assert!(said.contains(&lost.id.to_string()) && !said.contains(&back.id.to_string()), "{said}");
    assert!(said.ends_with("# 1 of 2 records are back, 1 are not"), "{said}");
    city.accepted(&device, &lost);
    assert_eq!(list_gaps(&city.database()).unwrap().open, []);
}

/// Found by the simulation: the backup is put back once more before every device was heard of.
#[test]
fn a_second_restore_keeps_the_gaps_of_the_first() {
    let (mut city, device, shift) = at_work();
    let to = file(&city);
    backup(&city.database(), &to).unwrap();
    let (back, lost) = (brings(&mut city, &device, &shift), brings(&mut city, &device, &shift));
    let (mut city, restored) = city.restored(&to);
    assert_eq!(restored.unwrap().gaps, Gaps::Listed(2));
    city.accepted(&device, &back);
    city.now = city.now.plus_ms(1);
    let (mut city, restored) = city.restored(&to);
    assert_eq!(restored.unwrap().gaps, Gaps::Listed(2), "one open since the first, one anew");
    city.accepted(&device, &back);
    let list = list_gaps(&city.database()).unwrap();
    assert_eq!((list.all, list.open.len()), (2, 1));
    assert!(list.to_string().contains(&lost.id.to_string()), "{list}");
}

/// The control: with the rows of the gaps taken away from outside, what is lost is told by nobody.
#[test]
fn without_its_gaps_a_restore_loses_in_silence() {
    let (mut city, device, shift) = at_work();
    let to = file(&city);
    backup(&city.database(), &to).unwrap();
    brings(&mut city, &device, &shift);
    let (city, restored) = city.restored(&to);
    restored.unwrap();
    city.tamper("DELETE FROM restore_gaps");
    assert_eq!(list_gaps(&city.database()).unwrap().open, []);
    assert_eq!(city.count("SELECT COUNT(*) FROM drop_offs"), 0);
}

#[test]
fn a_database_in_use_is_not_restored() {
    let (mut city, device, shift) = at_work();
    let to = file(&city);
    backup(&city.database(), &to).unwrap();
    brings(&mut city, &device, &shift);
    let another = store::open(&city.database()).unwrap();
    let (city, refused) = city.restored(&to);
    drop(another);
    let refused = refused.unwrap_err();
    assert!(matches!(refused, OperateError::Store(StoreError::Busy(_))), "{refused}");
    assert_eq!(city.count("SELECT COUNT(*) FROM drop_offs"), 1, "nothing was changed");
}

/// The second half of the file is written over.
#[test]
fn a_damaged_backup_does_not_take_the_place_of_a_database() {
    let (mut city, device, shift) = at_work();
    let to = file(&city);
    backup(&city.database(), &to).unwrap();
    brings(&mut city, &device, &shift);
    let mut bytes = fs::read(&to).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xa5);
    fs::write(&to, bytes).unwrap();
    let (mut city, refused) = city.restored(&to);
    assert!(matches!(refused, Err(OperateError::Store(_))), "{refused:?}");
    assert_eq!(city.count("SELECT COUNT(*) FROM drop_offs"), 1);
    brings(&mut city, &device, &shift);
}

#[test]
fn a_database_that_cannot_be_read_is_kept_and_said_to_be_unreadable() {
    let (city, device, _) = at_work_in(City::on_file());
    let to = file(&city);
    backup(&city.database(), &to).unwrap();
    let broken = city.folder.path().join("server.sqlite");
    let City { folder, ground, connection, now, .. } = city;
    drop(connection);
    fs::write(&broken, "no database any more".repeat(500)).unwrap();
    let database = Database::Sqlite(broken);
    let restored = restore(&database, &to, now).unwrap();
    assert!(matches!(restored.gaps, Gaps::Unreadable(_)), "{restored}");
    let before = fs::read_to_string(restored.before.unwrap()).unwrap();
    assert!(before.starts_with("no database any more"));
    let mut city = City::open(folder, ground, now);
    assert!(city.ask(Request::Turfs(device.bearer)).is_err_and(|r| r.code != Code::TokenUnknown));
}

/// Root restores for the user that serves. Whoever is not root owns the files before and after, and only
/// the mode is asked then.
#[cfg(unix)]
#[test]
fn the_restored_file_is_whose_the_one_before_was() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let (city, _, _) = at_work_in(City::on_file());
    let to = file(&city);
    backup(&city.database(), &to).unwrap();
    let path = city.database().file().unwrap().to_owned();
    let is_root = fs::metadata(&to).unwrap().uid() == 0;
    let (uid, gid) = if is_root { (4_321, 4_322) } else { owner(&to) };
    chown(&path, Some(uid), Some(gid)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let (city, done) = city.restored(&to);
    done.unwrap();
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((owner(&path), mode(&path)), ((uid, gid), 0o640));
    assert_ne!(mode(&to), 0o640, "the control: the backup itself has another mode");
    // Where there is none before, it is whose the folder is.
    let folder = city.folder.path().join("new");
    fs::create_dir(&folder).unwrap();
    chown(&folder, Some(uid), Some(gid)).unwrap();
    let new = folder.join("city.sqlite");
    restore(&Database::Sqlite(new.clone()), &to, city.now).unwrap();
    assert_eq!(owner(&new), (uid, gid));
    assert_eq!(
        owner(&to) == (uid, gid),
        !is_root,
        "the control: the backup is still the restorer's"
    );
}

/// Whose a file is: user and group.
#[cfg(unix)]
fn owner(path: &std::path::Path) -> (u32, u32) {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(path).unwrap();
    (found.uid(), found.gid())
}
