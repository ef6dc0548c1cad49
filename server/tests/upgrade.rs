//! Upgrade and rollback with the real program, by the lines of the README.
//!
//! What is played: a city as each older schema had it is served by this program, which brings it up to its
//! own (the upgrade); and this program, as the older one, meets a database that a newer one left behind, and
//! puts its own backup in that one's place (the rollback). What the newer one leaves behind is written by
//! SQL: a table that nobody here knows, a row that came in since, and the number of its schema. The way back
//! is played on PostgreSQL as well where one is named; cities of older schemas there are for the suite
//! `postgres`.
//!
//! What is not: no older program is built, and no newer one exists. That an older program made a backup of
//! the older schema is not played either; that such a backup is read is for `src/tests/restoring.rs`.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

mod program;
mod readme;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use program::{PROGRAM, database, said, serve};
use readme::{city, commands, health, run};
use rusqlite::Connection;
use wufei_server::store::migrations;

/// What the older program knew the city by, so that a look at its devices' feeds is spared.
const MARK: &str = "0123456789abcdef0123456789abcdef";
const EPOCH: &str = "0123456789abcdef";

/// The address of a PostgreSQL, with `NAME` where the name of a database stands.
const POSTGRES: &str = "WUFEI_TEST_POSTGRES";

fn open(folder: &Path) -> Connection {
    Connection::open(folder.join("city.sqlite")).unwrap()
}

fn one(file: &Connection, sql: &str) -> String {
    file.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn epoch(folder: &Path) -> String {
    one(&open(folder), "SELECT value FROM meta WHERE name = 'epoch'")
}

fn version(folder: &Path) -> i64 {
    open(folder).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// A city as the program of an older schema left it when it was stopped, with its mark beside it.
fn older(schema: i64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = open(folder.path());
    for step in migrations::ALL.iter().filter(|step| step.version <= schema) {
        file.execute_batch(step.sqlite).unwrap();
    }
    file.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
         INSERT INTO areas (code, level, name) VALUES ('330600000000', 'city', '绍兴市');
         INSERT INTO points (id, name, hours, scale_max) VALUES ('p', '马溪', '8–11', 150000);
         INSERT INTO meta (name, value) VALUES ('epoch', '{EPOCH}'), ('mark', '{MARK}');
         PRAGMA user_version = {schema};"
    ))
    .unwrap();
    drop(file);
    fs::write(folder.path().join("city.sqlite.mark"), MARK).unwrap();
    folder
}

#[test]
fn a_city_of_each_older_schema_is_brought_up_and_served() {
    for schema in 1..migrations::newest() {
        let folder = older(schema);
        let kept = folder.path().join("kept");
        fs::copy(folder.path().join("city.sqlite"), &kept).unwrap();
        let mut serving = serve(folder.path(), &[]);
        let health = health(serving.at);
        serving.stop();
        assert!(health.ends_with("ok"), "schema {schema}: {health}");
        assert_eq!(version(folder.path()), migrations::newest());
        let names = "SELECT (SELECT name FROM areas) || (SELECT name FROM points)";
        assert_eq!(one(&open(folder.path()), names), "绍兴市马溪", "schema {schema}");
        assert_eq!(epoch(folder.path()), EPOCH, "devices go on where they were");
        if schema + 1 == migrations::newest() {
            put_back(folder.path(), &kept);
        }
    }
}

/// The control: the file of before the upgrade, put back by hand, is noticed by its mark.
fn put_back(folder: &Path, kept: &Path) {
    fs::copy(kept, folder.join("city.sqlite")).unwrap();
    let mut serving = serve(folder, &[]);
    said(&serving.log, "this database was put back since the last start");
    serving.stop();
    assert_ne!(epoch(folder), EPOCH, "devices look again");
}

/// A city that was made ready for an upgrade, and which a newer program then served.
fn upgraded() -> tempfile::TempDir {
    let folder = city();
    let mut serving = serve(folder.path(), &[]);
    let (is_well, said) = run(folder.path(), commands("### Before an upgrade"), &[]);
    assert!(is_well && said.contains("0 records"), "{said}");
    serving.stop();
    let newer = migrations::newest() + 1;
    open(folder.path())
        .execute_batch(&format!(
            "CREATE TABLE of_tomorrow (id TEXT) STRICT;
             INSERT INTO areas (code, level, parent, name)
               VALUES ('330683106274', 'village', '330683106000', '新村');
             PRAGMA user_version = {newer};"
        ))
        .unwrap();
    folder
}

/// What the program that cannot read a newer database says of it.
fn refusal() -> String {
    let known = migrations::newest();
    format!("database has schema {}, this program knows up to {known}", known + 1)
}

/// What an order says of the city.
fn order(folder: &Path, words: &[&str]) -> (bool, String) {
    let mut program = Command::new(PROGRAM);
    let done = program.args(words).args(["--database", &database(folder)]).output().unwrap();
    let text = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    (done.status.success(), text)
}

fn backups_of(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.to_string_lossy().contains("city.sqlite.before-")).collect()
}

#[test]
fn the_rollback_of_the_readme_brings_back_what_was_there() {
    let folder = upgraded();
    let (path, before) = (folder.path(), epoch(folder.path()));
    let newer = fs::read(path.join("city.sqlite")).unwrap();
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["device", "list"]] {
        let (is_well, said) = order(path, words);
        assert!(!is_well && said.contains(&refusal()), "{words:?}: {said}");
    }
    assert!(fs::read(path.join("city.sqlite")).unwrap() == newer, "it is left as it was");
    let (is_well, said) = run(path, commands("### The way back"), &[]);
    assert!(is_well, "{said}");
    let unknown = format!("the database before cannot be read ({})", refusal());
    for part in ["restored: 0 records", &*unknown, "the audit log holds: ", "\nok\n"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(version(path), migrations::newest());
    let areas = "SELECT group_concat(name) FROM areas WHERE level = 'village'";
    assert_eq!(one(&open(path), areas), "马溪村委会");
    assert_ne!(epoch(path), before, "devices offer again what came in since");
    let [kept] = &backups_of(path)[..] else { panic!("one is kept") };
    let kept = Connection::open(kept).unwrap();
    let since = "SELECT (SELECT name FROM areas WHERE code = '330683106274')
        || (SELECT count(*) FROM of_tomorrow)";
    assert_eq!(one(&kept, since), "新村0", "what the newer program left is kept");
}

/// The control: a backup in which one row was changed is not put in the city's place.
#[test]
fn the_rollback_stops_at_a_backup_that_was_altered() {
    let folder = upgraded();
    let newer = fs::read(folder.path().join("city.sqlite")).unwrap();
    let backup = Connection::open(folder.path().join("before-upgrade.sqlite")).unwrap();
    backup.execute("UPDATE areas SET name = '别处' WHERE code = '330683106273'", []).unwrap();
    drop(backup);
    let (is_well, said) = run(folder.path(), commands("### The way back"), &[]);
    assert!(!is_well && said.contains("compare areas"), "{said}");
    assert!(fs::read(folder.path().join("city.sqlite")).unwrap() == newer);
}

/// The same on PostgreSQL, in a schema of its own.
#[test]
fn the_rollback_goes_through_on_postgresql_where_one_is_named() {
    let Ok(address) = std::env::var(POSTGRES) else { return };
    let address = address.replace("NAME", "postgres");
    let (folder, variables) = (city(), [("WUFEI_DATABASE", &*address)]);
    let prepared = format!(
        "wufei-server backup --database sqlite:city.sqlite city.backup\n\
         wufei-server restore --database \"$WUFEI_DATABASE\" city.backup\n{}",
        commands("### Before an upgrade")
    );
    let (is_well, said) = run(folder.path(), &prepared, &variables);
    assert!(is_well, "{said}");
    let newer = migrations::newest() + 1;
    told(
        &address,
        &format!(
            "CREATE TABLE wufei.of_tomorrow (id TEXT);
             INSERT INTO wufei.areas (code, level, parent, name)
               VALUES ('330683106274', 'village', '330683106000', '新村');
             INSERT INTO wufei.schema_versions VALUES ({newer});"
        ),
    );
    let refused = "wufei-server serve --listen 127.0.0.1:0 --photos photos";
    let (is_well, said) = run(folder.path(), refused, &variables);
    assert!(!is_well && said.contains(&refusal()), "{said}");
    let (is_well, said) = run(folder.path(), commands("### The way back"), &variables);
    assert!(is_well, "{said}");
    for part in ["restored: 0 records", "the schema wufei_before_", "\nok\n"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    told(&address, "DO $$ BEGIN ASSERT (SELECT count(*) FROM wufei.areas) = 4; END $$");
}

/// Says something to PostgreSQL.
fn told(address: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}

/// A newer program that was not stopped would go on writing to a file without a name.
#[test]
fn the_rollback_waits_until_the_newer_program_was_stopped() {
    let folder = upgraded();
    let newer = open(folder.path());
    newer.execute_batch("PRAGMA journal_mode = WAL; BEGIN; SELECT * FROM areas;").unwrap();
    let backup = folder.path().join("before-upgrade.sqlite");
    let (is_well, said) = order(folder.path(), &["restore", &backup.to_string_lossy()]);
    assert!(!is_well && said.contains("held by another process"), "{said}");
    assert_eq!(backups_of(folder.path()), Vec::<PathBuf>::new());
    drop(newer);
    let (is_well, said) = order(folder.path(), &["restore", &backup.to_string_lossy()]);
    assert!(is_well, "the control: once it was stopped, it goes through: {said}");
}
