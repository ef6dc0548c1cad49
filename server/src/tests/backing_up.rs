//! Backups that the server makes by itself: when one is due, what stays, and what a failure costs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wufei_domain::{
    photo::PhotoId,
    time::{DAY_MS, UnixMs},
};

use super::city::{ATTENDANT, City, MAXI, shift_opened};
use crate::{
    Database,
    backups::{AGAIN_MS, BackupError, Backups, Keeper, Kept, remove_beyond, whole},
    measures::Measures,
};

struct Stage {
    city: City,
    keeper: Keeper,
}

fn kept(city: &City) -> PathBuf {
    city.folder.path().join("kept")
}

fn live(city: &City) -> PathBuf {
    city.folder.path().join("photos")
}

fn backups(city: &City, keep: &str) -> Backups {
    Backups { folder: kept(city), every: "24h".parse().unwrap(), keep: keep.parse().unwrap() }
}

fn keeper(city: &City, keep: &str) -> Keeper {
    Keeper::new(city.database(), live(city), backups(city, keep), Measures::default())
}

impl Stage {
    fn new(keep: &str) -> Self {
        let mut city = City::new();
        let device = city.enrol(ATTENDANT);
        let shift = city.record(MAXI, shift_opened());
        city.accepted(&device, &shift);
        let keeper = keeper(&city, keep);
        Self { city, keeper }
    }

    fn look_at(&mut self, now: UnixMs) -> Option<Kept> {
        self.keeper.look(now).map(Result::unwrap)
    }

    /// The numbers of those that are whole.
    fn numbers(&self) -> Vec<u32> {
        whole(&kept(&self.city)).unwrap().iter().map(|name| name.number).collect()
    }

    fn file(&self, kept_one: &Kept) -> PathBuf {
        kept(&self.city).join(format!("{}.sqlite", kept_one.name))
    }
}

/// A photo in the folder of a city.
fn photo(city: &City, bytes: &[u8]) -> (String, PathBuf) {
    let id = PhotoId::of(bytes).as_str().to_owned();
    let file = live(city).join(MAXI).join(&id);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, bytes).unwrap();
    (id, file)
}

#[test]
fn one_is_made_when_its_time_has_come_and_the_last_ones_stay() {
    let mut stage = Stage::new("2");
    let now = stage.city.now;
    let first = stage.look_at(now).unwrap();
    assert_eq!((first.name.number, first.holding.records), (1, 1));
    assert_eq!(stage.look_at(now), None);
    assert_eq!(stage.look_at(now.plus_ms(DAY_MS - 60_000)), None);
    assert_eq!(stage.look_at(now.plus_ms(DAY_MS)).unwrap().name.number, 2);
    assert_eq!(stage.look_at(now.plus_ms(2 * DAY_MS)).unwrap().name.number, 3);
    assert_eq!(stage.numbers(), [2, 3]);
    // A server that is started anew knows from the folder what there is.
    let city = &stage.city;
    stage.keeper = keeper(city, "2");
    assert_eq!(stage.look_at(now.plus_ms(2 * DAY_MS + 60_000)), None);
}

#[test]
fn a_clock_that_is_moved_makes_no_storm_and_leaves_none_out() {
    let mut stage = Stage::new("9");
    let now = stage.city.now;
    stage.look_at(now).unwrap();
    // Back and forth by a month, a hundred times: one for the time that had none.
    for _ in 0..100 {
        stage.look_at(now.plus_ms(-30 * DAY_MS));
        stage.look_at(now);
        stage.look_at(now.plus_ms(30 * DAY_MS));
    }
    assert_eq!(stage.numbers(), [1, 2, 3]);
    // Set right again, it goes on by the day, though two carry later times.
    for day in 1..=3 {
        assert!(stage.look_at(now.plus_ms(-20 * DAY_MS + day * DAY_MS)).is_some(), "{day}");
    }
    // Back before there was any, it goes on too; what was made last stays, whatever its time is.
    remove_beyond(&kept(&stage.city), 2).unwrap();
    assert_eq!(stage.numbers(), [5, 6]);
    assert!(stage.look_at(UnixMs::new(DAY_MS)).is_some());
    remove_beyond(&kept(&stage.city), 1).unwrap();
    assert_eq!(stage.numbers(), [7]);
}

/// A keeper whose database is gone: each of its backups fails.
fn without_a_database(city: &City, keep: &str) -> Keeper {
    let gone = Database::Sqlite(city.folder.path().join("gone.sqlite"));
    Keeper::new(gone, live(city), backups(city, keep), Measures::default())
}

/// Whether so many are whole and can be put back.
fn are_whole(folder: &Path, many: usize) -> Result<(), String> {
    let names = whole(folder).unwrap();
    match names.len() {
        found if found == many => Ok(()),
        found => Err(format!("{found} whole backups, {many} were there")),
    }
}

#[test]
fn a_backup_that_fails_removes_nothing_and_is_tried_again() {
    let mut stage = Stage::new("1");
    let now = stage.city.now;
    stage.look_at(now).unwrap();
    let mut failing = without_a_database(&stage.city, "1");
    let later = now.plus_ms(DAY_MS);
    let error = failing.look(later).unwrap().unwrap_err();
    assert!(error.to_string().contains("gone.sqlite is not there"), "{error}");
    assert!(failing.look(later.plus_ms(AGAIN_MS - 1)).is_none(), "not with every look");
    assert!(failing.look(later.plus_ms(AGAIN_MS)).is_some());
    assert!(failing.look(later.plus_ms(-DAY_MS * 3)).is_some(), "a moved clock hides no failure");
    are_whole(&kept(&stage.city), 1).unwrap();
    // Where it comes to lie something is in the way: the same.
    photo(&stage.city, b"one");
    fs::write(kept(&stage.city).join("photos"), "no folder").unwrap();
    let error = stage.keeper.look(later).unwrap().unwrap_err();
    assert!(matches!(&error, BackupError::File { path, .. } if path.ends_with(MAXI)), "{error}");
    are_whole(&kept(&stage.city), 1).unwrap();
    // With the way free the next one is whole, and what the failed one left is gone.
    fs::remove_file(kept(&stage.city).join("photos")).unwrap();
    let made = stage.look_at(later.plus_ms(AGAIN_MS)).unwrap();
    assert_eq!((made.name.number, made.photos, stage.numbers()), (2, 1, vec![2]));
    let left = fs::read_dir(kept(&stage.city)).unwrap().count();
    assert_eq!(left, 3, "the backup, its list, the folder of photos");
}

/// The control: made in the other order, room first and then the backup, a failure costs the only one.
#[test]
fn removed_before_the_new_one_is_whole_the_old_one_is_missed() {
    let mut stage = Stage::new("1");
    let now = stage.city.now;
    stage.look_at(now).unwrap();
    remove_beyond(&kept(&stage.city), 0).unwrap();
    let mut failing = without_a_database(&stage.city, "1");
    failing.look(now.plus_ms(DAY_MS)).unwrap().unwrap_err();
    let told = are_whole(&kept(&stage.city), 1).unwrap_err();
    assert_eq!(told, "0 whole backups, 1 were there");
}

#[test]
fn photos_lie_beside_their_backups_and_are_brought_back() {
    let mut stage = Stage::new("1");
    let now = stage.city.now;
    let (id, file) = photo(&stage.city, b"a photo");
    let half = file.with_file_name(PhotoId::of(b"whole").as_str());
    fs::write(&half, "wh").unwrap();
    let first = stage.look_at(now).unwrap();
    assert_eq!(first.photos, 1, "half of one is left out");
    let copy = kept(&stage.city).join("photos").join(MAXI).join(&id);
    assert_eq!(fs::read(&copy).unwrap(), b"a photo");
    // Gone from the city, it stays with the backup that names it, and is put back with that.
    fs::remove_dir_all(live(&stage.city)).unwrap();
    let backup = stage.file(&first);
    let (city, restored) = stage.city.restored(&backup);
    assert_eq!(restored.unwrap().holding.records, 1);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::copy(&copy, &file).unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"a photo");
    // With the last backup that names it, it goes: what was erased in the city is not kept for ever.
    fs::remove_file(&file).unwrap();
    let mut keeper = keeper(&city, "1");
    assert_eq!(keeper.look(now.plus_ms(DAY_MS)).unwrap().unwrap().photos, 0);
    assert!(!copy.exists());
}
