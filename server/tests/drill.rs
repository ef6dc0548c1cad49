//! The restore drill, as it stands in the README, with a backup that the running program made by itself;
//! and a place for backups that takes none.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

mod program;
mod readme;

use std::fs;

use program::{said, serve};
use readme::{city, commands, health, run};

/// The address of a PostgreSQL, with `NAME` where the name of a database stands: the drill then takes the
/// one that is always there, in a schema of its own.
const POSTGRES: &str = "WUFEI_TEST_POSTGRES";

/// A folder with a city, and a backup that its server made.
fn backed_up() -> tempfile::TempDir {
    let folder = city();
    let photo = folder.path().join("city.sqlite.photos/330683106273/half-of-one");
    fs::create_dir_all(photo.parent().unwrap()).unwrap();
    fs::write(photo, "half").unwrap();
    fs::create_dir_all(folder.path().join("backups/photos")).unwrap();
    let mut serving = serve(folder.path(), &[("WUFEI_BACKUPS_FOLDER", "backups")]);
    said(&serving.log, "backup done: wufei-000001-");
    serving.stop();
    folder
}

#[test]
fn the_drill_of_the_readme_goes_through() {
    let folder = backed_up();
    let before = fs::read(folder.path().join("city.sqlite")).unwrap();
    let (is_well, said) = run(folder.path(), commands("### The restore drill"), &[]);
    assert!(is_well, "{said}");
    for part in ["restored: 0 records", "the audit log holds: ", "\nok\n1\n"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!folder.path().join("drill").exists());
    assert_eq!(
        fs::read(folder.path().join("city.sqlite")).unwrap(),
        before,
        "the city is as it was"
    );
}

#[test]
fn the_drill_goes_through_on_postgresql_where_one_is_named() {
    let Ok(address) = std::env::var(POSTGRES) else { return };
    let folder = backed_up();
    let variables = [("WUFEI_DATABASE", &*address.replace("NAME", "postgres"))];
    let (is_well, said) = run(folder.path(), commands("### The restore drill"), &variables);
    assert!(is_well && said.contains("restored: 0 records"), "{said}");
}

/// The control: with one row of the backup changed, the drill stops.
#[test]
fn the_drill_stops_at_a_backup_that_was_altered() {
    let folder = backed_up();
    let backup = fs::read_dir(folder.path().join("backups")).unwrap();
    let backup = backup.map(|entry| entry.unwrap().path());
    let backup =
        backup.into_iter().find(|path| path.extension().is_some_and(|end| end == "sqlite"));
    let file = rusqlite::Connection::open(backup.unwrap()).unwrap();
    file.execute("UPDATE areas SET name = '别处' WHERE code = '330683106273'", []).unwrap();
    drop(file);
    let (is_well, said) = run(folder.path(), commands("### The restore drill"), &[]);
    assert!(!is_well && said.contains("compare areas"), "{said}");
}

#[test]
fn a_place_that_takes_no_backup_is_said_and_the_server_goes_on() {
    let folder = city();
    // On a disk that takes nothing, as one that is mounted read-only.
    let mut serving = serve(folder.path(), &[("WUFEI_BACKUPS_FOLDER", "/proc/wufei-backups")]);
    let log = said(&serving.log, "backup failed: /proc/wufei-backups: ");
    assert!(health(serving.at).ends_with("ok"), "{log}");
    serving.stop();
}
