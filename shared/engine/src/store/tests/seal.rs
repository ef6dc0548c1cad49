//! The token sealed: a copy of the files opens nothing, a lost key asks to enrol again.

use std::fs;

use wufei_app::effect::store::LoadStart;
use wufei_domain::refusal::Code;

use super::count;
use crate::{
    lane::Answer as _,
    samples::{self, EPOCH, Folder, append, enrolment, scopes, visit},
    store::{Store, migrate, seal::SealKey},
};

const TOKEN: &str = "secret-of-1";

fn key(byte: u8) -> SealKey {
    SealKey::try_from([byte; 32].as_slice()).unwrap()
}

fn open(folder: &Folder, key: Option<SealKey>) -> Store {
    Store::open(&folder.path(), samples::device(), key).unwrap()
}

fn enrolled(folder: &Folder, key: Option<SealKey>) -> Store {
    let mut store = open(folder, key);
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    store
}

/// Whether any file of the folder has the token in it.
fn lies_in_the_clear(folder: &Folder) -> bool {
    let files = fs::read_dir(folder.path().parent().unwrap()).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes()))
}

#[test]
fn a_sealed_token_is_in_no_file_and_opens_with_its_key() {
    let folder = Folder::new();
    let mut store = enrolled(&folder, Some(key(1)));
    assert!(!lies_in_the_clear(&folder));
    assert_eq!(store.token().unwrap().0, TOKEN);
    drop(store);
    assert_eq!(open(&folder, Some(key(1))).token().unwrap().0, TOKEN);
}

/// The control: without a key the same search finds it.
#[test]
fn without_a_key_the_token_lies_in_the_clear() {
    let folder = Folder::new();
    let _open = enrolled(&folder, None);
    assert!(lies_in_the_clear(&folder));
}

#[test]
fn a_key_that_came_later_seals_what_lay_in_the_clear() {
    let folder = Folder::new();
    drop(enrolled(&folder, None));
    let mut store = open(&folder, Some(key(1)));
    assert!(!lies_in_the_clear(&folder), "nor in a page that was freed, nor in the log");
    assert_eq!(store.token().unwrap().0, TOKEN);
}

#[test]
fn a_database_of_the_first_version_is_sealed_when_it_is_opened() {
    let (folder, newer) = (Folder::new(), Folder::new());
    drop(enrolled(&newer, None));
    let body: String =
        newer.outside().query_row("SELECT body FROM identity", [], |row| row.get(0)).unwrap();
    let mut old = folder.outside();
    migrate::migrate(&mut old, &migrate::MIGRATIONS[..1]).unwrap();
    let insert = "INSERT INTO identity (one, body, token, epoch) VALUES (1, ?1, ?2, ?3)";
    old.execute(insert, [body.as_str(), TOKEN, EPOCH]).unwrap();
    drop(old);
    let mut store = open(&folder, Some(key(1)));
    assert!(!lies_in_the_clear(&folder));
    assert_eq!(store.token().unwrap().0, TOKEN);
    assert!(store.answer(&LoadStart).unwrap().identity.is_some());
}

/// A phone was changed or its secret storage emptied: the device asks for a code, and what was made
/// goes up once the same person has enrolled again.
#[test]
fn another_key_opens_nothing_and_loses_nothing() {
    let folder = Folder::new();
    append(&mut enrolled(&folder, Some(key(1))), visit(1, 1)).unwrap();
    for key in [Some(key(2)), None] {
        let mut store = open(&folder, key);
        assert_eq!(store.token().unwrap_err().code, Code::TokenMissing);
        let start = store.answer(&LoadStart).unwrap();
        assert_eq!((start.identity, start.counts.waiting), (None, 1));
    }
    let mut again = open(&folder, Some(key(1)));
    assert_eq!(again.token().unwrap().0, TOKEN, "the right key still opens it");
    assert!(again.answer(&LoadStart).unwrap().identity.is_some());
    let mut store = enrolled(&folder, Some(key(2)));
    assert_eq!(store.token().unwrap().0, TOKEN);
    assert_eq!(store.answer(&LoadStart).unwrap().counts.waiting, 1);
}

#[test]
fn a_token_moved_to_another_installation_does_not_open() {
    let (folder, other) = (Folder::new(), Folder::new());
    drop(enrolled(&folder, Some(key(1))));
    fs::copy(folder.path(), other.path()).unwrap();
    let rename = "UPDATE device SET id = '01890a5d-ac96-774b-bcce-b302099a8057'";
    other.outside().execute(rename, []).unwrap();
    assert_eq!(open(&other, Some(key(1))).token().unwrap_err().code, Code::TokenMissing);
    assert_eq!(count(&other.outside(), "SELECT count(*) FROM identity"), 1);
}

#[test]
fn a_damaged_seal_is_as_none_and_a_short_key_is_refused() {
    let folder = Folder::new();
    drop(enrolled(&folder, Some(key(1))));
    for damage in ["x'00'", "x''", "zeroblob(60)"] {
        let sql = format!("UPDATE identity SET sealed_token = {damage}");
        folder.outside().execute(&sql, []).unwrap();
        assert_eq!(open(&folder, Some(key(1))).token().unwrap_err().code, Code::TokenMissing);
    }
    assert!(SealKey::try_from([0; 31].as_slice()).is_err());
    assert_eq!(format!("{:?}", key(7)), "SealKey(…)");
}
