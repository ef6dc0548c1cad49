//! The store: migrations, settings, statements.

use std::collections::BTreeSet;

use super::city::{ATTENDANT, City, MAXI, shift_opened};
use crate::store::{Connection, StoreError, migrations, sqlite::Sqlite, statements};

#[test]
fn a_new_file_is_migrated_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.sqlite");
    assert_eq!(Sqlite::open(&path).unwrap().version().unwrap(), migrations::newest());
    assert_eq!(Sqlite::open(&path).unwrap().version().unwrap(), migrations::newest());
    let versions: Vec<i64> = migrations::ALL.iter().map(|migration| migration.version).collect();
    assert_eq!(versions, (1..=migrations::newest()).collect::<Vec<_>>());
}

/// Every schema that was ever in use: a file of it, with a row of that day, is brought up to date
/// and keeps the row.
#[test]
fn a_file_of_each_older_schema_is_migrated_and_keeps_its_rows() {
    for old in 1..migrations::newest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.sqlite");
        let file = rusqlite::Connection::open(&path).unwrap();
        for migration in migrations::ALL.iter().filter(|step| step.version <= old) {
            file.execute_batch(migration.sqlite).unwrap();
        }
        file.execute_batch(&format!(
            "INSERT INTO points (id, name, hours, scale_max) VALUES ('p', '马溪', '8–11', 150000);
             PRAGMA user_version = {old};"
        ))
        .unwrap();
        drop(file);
        assert_eq!(Sqlite::open(&path).unwrap().version().unwrap(), migrations::newest());
        let file = rusqlite::Connection::open(&path).unwrap();
        let kept: (String, Option<i64>, Option<String>) = file
            .query_row("SELECT name, latitude_microdegrees, datum FROM points", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!(kept, ("马溪".to_owned(), None, None), "schema {old}");
    }
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let city = City::on_file();
    city.tamper("PRAGMA user_version = 99");
    let refused = Sqlite::open(&city.folder.path().join("server.sqlite")).err().unwrap();
    let known = migrations::newest();
    assert!(
        matches!(refused, StoreError::Newer { found: 99, known: k } if k == known),
        "{refused}"
    );
}

#[test]
fn the_log_is_written_ahead_and_keys_are_held() {
    let city = City::on_file();
    let file = rusqlite::Connection::open(city.folder.path().join("server.sqlite")).unwrap();
    let mode: String = file.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    let loose = "SELECT COUNT(*) FROM pragma_table_list WHERE type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite_%'";
    assert_eq!(city.count(loose), 0, "every table is strict");
    let mut connection = city.connection;
    connection.begin().unwrap();
    let lines = &statements::drop_off::INSERT_LINE;
    let values = [
        crate::store::text(MAXI),
        crate::store::text("nobody"),
        crate::store::integer(0),
        crate::store::text("pet"),
        crate::store::integer(1),
        crate::store::integer(0),
        crate::store::text("clean"),
        crate::store::integer(0),
    ];
    assert!(connection.execute(lines, &values).is_err(), "a line without its drop-off");
}

#[test]
fn each_statement_is_valid_here_and_named_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.sqlite");
    drop(Sqlite::open(&path).unwrap());
    let file = rusqlite::Connection::open(&path).unwrap();
    let mut names = BTreeSet::new();
    for statement in statements::all() {
        assert!(names.insert(statement.name), "{} stands twice", statement.name);
        let prepared = file.prepare(&statement.text.replace('$', "?"));
        assert!(prepared.is_ok(), "{}: {}", statement.name, prepared.err().unwrap());
    }
    assert!(names.len() > 50);
}

#[test]
fn marks_nest_and_go_back() {
    let mut city = City::new();
    let connection = &mut city.connection;
    let put = |connection: &mut Box<dyn Connection + Send>, name: &str| {
        let values = [crate::store::text(name), crate::store::text("1")];
        connection.execute(&statements::meta::PUT, &values).unwrap();
    };
    connection.begin().unwrap();
    put(connection, "a");
    let outer = connection.savepoint().unwrap();
    put(connection, "b");
    let inner = connection.savepoint().unwrap();
    put(connection, "c");
    connection.rollback_to(inner).unwrap();
    connection.release(outer).unwrap();
    let outer = connection.savepoint().unwrap();
    put(connection, "d");
    connection.savepoint().unwrap();
    put(connection, "e");
    connection.rollback_to(outer).unwrap();
    connection.commit().unwrap();
    assert_eq!(city.count("SELECT COUNT(*) FROM meta WHERE name IN ('a', 'b')"), 2);
    assert_eq!(city.count("SELECT COUNT(*) FROM meta WHERE name IN ('c', 'd', 'e')"), 0);
}

/// What was answered is there after the process is gone without a goodbye: the log alone has it.
#[test]
fn what_was_accepted_is_in_the_files_already() {
    let mut city = City::on_file();
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    let copy = tempfile::tempdir().unwrap();
    for name in ["server.sqlite", "server.sqlite-wal"] {
        std::fs::copy(city.folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let file = rusqlite::Connection::open(copy.path().join("server.sqlite")).unwrap();
    let kept: i64 = file.query_row("SELECT COUNT(*) FROM shifts", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
}
