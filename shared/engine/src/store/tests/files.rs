//! The file itself: migrations, settings of SQLite, what a kill leaves behind.

use std::fs;

use rusqlite::Connection;
use wufei_app::effect::store::{Draft, DraftPlace, LoadStart, SaveDraft, SaveSettings, Settings};
use wufei_domain::{refusal::Code, words::Language};

use super::count;
use crate::{
    OpenError,
    lane::Answer as _,
    samples::{self, Folder, append, visit},
    store::{
        Store,
        migrate::{MIGRATIONS, migrate},
    },
};

/// Every table, index and view as SQLite wrote it down.
fn schema(connection: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_database_migrated_from_any_version_equals_a_fresh_one() {
    let fresh = Folder::new();
    fresh.store();
    let fresh = schema(&fresh.outside());
    assert!(fresh.len() > 10);
    for version in 0..=MIGRATIONS.len() {
        let folder = Folder::new();
        let mut old = folder.outside();
        migrate(&mut old, &MIGRATIONS[..version]).unwrap();
        drop(old);
        folder.store();
        assert_eq!(schema(&folder.outside()), fresh, "from version {version}");
    }
}

#[test]
fn a_migration_that_fails_is_undone_and_those_before_it_stand() {
    let mut connection = Connection::open_in_memory().unwrap();
    let broken = ["CREATE TABLE a (x)", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)"];
    assert!(matches!(migrate(&mut connection, &broken), Err(OpenError::Database(_))));
    assert_eq!(count(&connection, "PRAGMA user_version"), 1);
    assert_eq!(schema(&connection).len(), 1, "no table b");
    let mended = ["CREATE TABLE a (x)", "CREATE TABLE b (x)"];
    migrate(&mut connection, &mended).unwrap();
    assert_eq!(count(&connection, "PRAGMA user_version"), 2);
}

#[test]
fn a_database_newer_than_the_program_is_refused_and_left_alone() {
    let folder = Folder::new();
    append(&mut folder.store(), visit(1, 1)).unwrap();
    folder.outside().pragma_update(None, "user_version", 99).unwrap();
    let refused = Store::open(&folder.path(), samples::device(), None).err().unwrap();
    let known = u32::try_from(MIGRATIONS.len()).unwrap();
    assert!(
        matches!(refused, OpenError::NewerDatabase { found: 99, known: k } if k == known),
        "{refused}"
    );
    assert_eq!(count(&folder.outside(), "SELECT count(*) FROM records"), 1);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = Folder::new();
    fs::write(folder.path(), "not a database, but long enough to be read as one".repeat(40))
        .unwrap();
    let refused = Store::open(&folder.path(), samples::device(), None).err();
    assert!(matches!(refused, Some(OpenError::Database(_))));
}

#[test]
fn commits_reach_the_disk_before_they_are_answered() {
    let folder = Folder::new();
    let store = folder.store();
    let pragma = |name| -> String {
        let read = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
        let value = store.db.pragma_query_value(None, name, read).unwrap();
        format!("{value:?}")
    };
    assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
    assert_eq!(pragma("synchronous"), "Integer(2)", "FULL");
    assert_eq!(pragma("foreign_keys"), "Integer(1)");
}

#[test]
fn the_installation_keeps_its_id() {
    let folder = Folder::new();
    assert_eq!(folder.store().device().unwrap(), samples::device());
    let other = wufei_domain::ids::DeviceId::from_stamp(samples::NOW, [9; 10]);
    let mut again = Store::open(&folder.path(), other, None).unwrap();
    assert_eq!(again.device().unwrap(), samples::device());
}

/// Two lanes write to one file: the later waits its turn. The control takes the waiting away.
#[test]
fn a_writer_waits_for_another_one() {
    let folder = Folder::new();
    let mut store = folder.store();
    let other = folder.outside();
    let begin = || other.execute_batch("BEGIN IMMEDIATE").unwrap();
    begin();
    std::thread::scope(|scope| {
        let appended = scope.spawn(|| append(&mut store, visit(1, 1)));
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!appended.is_finished());
        other.execute_batch("COMMIT").unwrap();
        assert_eq!(appended.join().unwrap().unwrap().waiting, 1);
    });
    store.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    begin();
    assert_eq!(append(&mut store, visit(2, 2)).unwrap_err().code, Code::StoreFailed);
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(append(&mut store, visit(2, 2)).unwrap().waiting, 2);
}

/// A phone is switched off in the middle: the files are copied as they lie on the disk, with one
/// transaction under way and nothing closed.
#[test]
fn a_kill_keeps_what_was_answered_and_nothing_half_done() {
    let (folder, after) = (Folder::new(), Folder::new());
    let mut store = folder.store();
    append(&mut store, visit(1, 1)).unwrap();
    append(&mut store, visit(2, 2)).unwrap();
    let half = folder.outside();
    half.execute_batch(
        "PRAGMA cache_size = 1; BEGIN IMMEDIATE;
         INSERT INTO records (id, kind, community, hash, body, made_at, state)
           SELECT 'x' || value, 'visit', '', '', hex(zeroblob(4000)), 0, 'waiting'
           FROM json_each('[1,2,3,4,5,6,7,8,9]');",
    )
    .unwrap();
    for file in fs::read_dir(folder.path().parent().unwrap()).unwrap() {
        let file = file.unwrap();
        // The shared-memory file does not outlive the power.
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            let to = after.path().with_file_name(file.file_name());
            fs::copy(file.path(), to).unwrap();
        }
    }
    let outside = || count(&after.outside(), "SELECT count(*) FROM records");
    let mut reopened = after.store();
    assert_eq!(outside(), 2);
    assert_eq!(append(&mut reopened, visit(3, 3)).unwrap().waiting, 3);
    assert_eq!(count(&after.outside(), "SELECT count(*) FROM outbox"), 3);
    let checked: String =
        after.outside().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(checked, "ok");
}

#[test]
fn what_was_set_and_typed_is_there_after_a_restart() {
    let folder = Folder::new();
    let mut store = folder.store();
    let start = store.answer(&LoadStart).unwrap();
    assert_eq!(
        (start.settings, start.identity, start.drafts.len()),
        (Settings::default(), None, 0)
    );
    let settings = Settings { language: Language::ALL[1], elder: true };
    store.answer(&SaveSettings { settings }).unwrap();
    let draft = |place, body: Option<&str>| SaveDraft {
        draft: Draft { place, body: body.map(str::to_owned) },
    };
    store.answer(&draft(DraftPlace::Weighing, Some("{\"gross\":\"3.2\"}"))).unwrap();
    store.answer(&draft(DraftPlace::Door, Some("1"))).unwrap();
    store.answer(&draft(DraftPlace::Door, Some("2"))).unwrap();
    store.answer(&draft(DraftPlace::Proposal, Some("3"))).unwrap();
    store.answer(&draft(DraftPlace::Proposal, None)).unwrap();
    drop(store);
    let start = folder.store().answer(&LoadStart).unwrap();
    assert_eq!(start.settings, settings);
    let drafts: Vec<_> = start.drafts.iter().map(|d| (d.place, d.body.as_deref())).collect();
    let weighing = (DraftPlace::Weighing, Some("{\"gross\":\"3.2\"}"));
    assert_eq!(drafts, [weighing, (DraftPlace::Door, Some("2"))]);
}
