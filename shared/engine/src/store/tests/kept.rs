//! What was looked up lately and what is kept: it stays over a restart and goes with its person.

use wufei_app::effect::{
    kept::{KeptItem, SaveKept},
    store::{LeaveIdentity, LoadStart},
};
use wufei_domain::lost::LostWord;

use super::count;
use crate::{
    lane::Answer as _,
    samples::{EPOCH, Folder, NOW, append, enrolment, scopes, visit},
    store::Store,
};

const MANY: &str = "SELECT count(*) FROM kept_items";

fn recent(item: &str) -> KeptItem {
    KeptItem { item: item.to_owned(), looked_at: NOW, favourite_at: None }
}

fn favourite(item: &str) -> KeptItem {
    KeptItem { favourite_at: Some(NOW), ..recent(item) }
}

fn save(store: &mut Store, put: &[KeptItem], gone: &[&str]) {
    let gone = gone.iter().map(|item| (*item).to_owned()).collect();
    store.answer(&SaveKept { put: put.to_vec(), gone }).unwrap();
}

fn kept(store: &mut Store) -> Vec<KeptItem> {
    store.answer(&LoadStart).unwrap().kept
}

#[test]
fn what_was_kept_last_of_each_item_is_here_after_a_restart() {
    let folder = Folder::new();
    let mut store = folder.store();
    assert_eq!(kept(&mut store), []);
    save(&mut store, &[recent("egg-shell"), recent("milk-carton"), favourite("bone")], &[]);
    save(&mut store, &[favourite("egg-shell")], &["milk-carton", "never-there"]);
    drop(store);
    assert_eq!(kept(&mut folder.store()), [favourite("bone"), favourite("egg-shell")]);
}

#[test]
fn a_change_is_stored_as_a_whole_or_not_at_all() {
    let folder = Folder::new();
    let mut store = folder.store();
    save(&mut store, &[recent("milk-carton")], &[]);
    let broken = "CREATE TRIGGER b BEFORE DELETE ON kept_items BEGIN SELECT RAISE(ABORT, 'x'); END";
    folder.outside().execute_batch(broken).unwrap();
    let change = SaveKept { put: vec![recent("egg-shell")], gone: vec!["milk-carton".to_owned()] };
    store.answer(&change).unwrap_err();
    assert_eq!(kept(&mut store), [recent("milk-carton")]);
}

#[test]
fn it_goes_with_who_leaves_with_somebody_else_and_with_a_lost_phone() {
    let folder = Folder::new();
    let mut store = folder.store();
    save(&mut store, &[recent("egg-shell"), favourite("bone")], &[]);
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 2, "kept before enrolment");
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 2, "the same person again");
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 0, "somebody else");
    save(&mut store, &[recent("egg-shell"), favourite("bone")], &[]);
    store.answer(&LeaveIdentity).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 0, "they left");
    for word in [LostWord::SendFirst, LostWord::GoToo] {
        store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
        append(&mut store, visit(1, 1)).unwrap();
        save(&mut store, &[recent("egg-shell"), favourite("bone")], &[]);
        store.wipe(word, NOW).unwrap();
        assert_eq!(count(&folder.outside(), MANY), 0, "the phone was lost: {word:?}");
    }
}

/// The control: with the deletion taken away from outside, the same counts see what is left.
#[test]
fn what_is_not_deleted_is_seen_to_be_left() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    save(&mut store, &[recent("egg-shell"), favourite("bone")], &[]);
    let stays = "CREATE TRIGGER stays BEFORE DELETE ON kept_items BEGIN SELECT RAISE(IGNORE); END";
    folder.outside().execute_batch(stays).unwrap();
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 2, "somebody else");
    store.answer(&LeaveIdentity).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 2, "they left");
    store.wipe(LostWord::GoToo, NOW).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 2, "the phone was lost");
}
