//! What one person made, while another is enrolled: in no file to be read, on no screen, in no batch;
//! and whole when its maker is back.

use std::fs;

use wufei_app::effect::store::{
    Draft, DraftPlace, LoadOutbox, LoadStart, LoadTurf, OutboxCounts, SaveDraft,
};
use wufei_domain::{
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::Verdict,
    visit::DoorProposal,
};

use super::count;
use crate::{
    lane::Answer as _,
    samples::{
        self, EPOCH, Folder, NOW, append, enrolment, id, record, response, reversal, scopes, turf,
        visit, visit_void,
    },
    store::{Store, seal::SealKey},
};

const LABEL: &str = "后山竹林边的小屋";
const TYPED: &str = "half-typed answer";

pub(super) fn key(byte: u8) -> SealKey {
    SealKey::try_from([byte; 32].as_slice()).unwrap()
}

pub(super) fn open(folder: &Folder, key: Option<SealKey>) -> Store {
    Store::open(&folder.path(), samples::device(), key).unwrap()
}

/// A door that somebody saw, with a label that would be found.
pub(super) fn proposal(number: u32) -> Record {
    let label = LABEL.to_owned();
    record(number, Body::DoorProposal(DoorProposal { turf: turf(), after: None, label }))
}

fn person(store: &mut Store, by: u32) {
    store.enrol(&enrolment(by, EPOCH, scopes())).unwrap();
}

/// Person 1 with something in every state: 0 acknowledged, 1 refused, 2 withdrawn, 3 to 5 waiting.
fn left_behind(folder: &Folder, key: Option<SealKey>) -> Store {
    let mut store = open(folder, key);
    person(&mut store, 1);
    for number in 0..3 {
        append(&mut store, visit(number, number + 1)).unwrap();
    }
    let refused = || Verdict::Rejected { refusal: Refusal::new(Code::DoorOutsideTurf) };
    let verdicts = response(vec![Verdict::Accepted, refused(), refused()]);
    store.apply_verdicts(&[id(0), id(1), id(2)], &verdicts, NOW).unwrap();
    store.answer(&wufei_app::effect::store::WithdrawRecord { id: id(2) }).unwrap();
    append(&mut store, proposal(3)).unwrap();
    append(&mut store, visit(4, 4)).unwrap();
    append(&mut store, visit_void(5, 4, 4)).unwrap();
    let draft = Draft { place: DraftPlace::Door, body: Some(TYPED.to_owned()) };
    store.answer(&SaveDraft { draft }).unwrap();
    store
}

/// Which of the texts can be read in any file of the folder.
pub(super) fn readable<'a>(folder: &Folder, texts: &[&'a str]) -> Vec<&'a str> {
    let files = fs::read_dir(folder.path().parent().unwrap()).unwrap();
    let files: Vec<Vec<u8>> = files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    let holds = |text: &str| {
        files.iter().any(|file| file.windows(text.len()).any(|bytes| bytes == text.as_bytes()))
    };
    texts.iter().copied().filter(|text| holds(text)).collect()
}

const TELLING: [&str; 5] = [LABEL, TYPED, "\"outcome\"", "door_outside_turf", "not_home"];

fn batch(store: &mut Store) -> Vec<Record> {
    store.batch(200, usize::MAX, NOW).unwrap()
}

#[test]
fn nothing_of_the_one_before_can_be_read_in_any_file() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, Some(key(1)));
    assert_eq!(readable(&folder, &TELLING), TELLING[..4], "it is there to be sealed");
    person(&mut store, 2);
    assert_eq!(readable(&folder, &TELLING), [""; 0]);
    let outside = folder.outside();
    assert_eq!(count(&outside, "SELECT count(*) FROM v_sealed"), 6);
    assert_eq!(count(&outside, "SELECT count(*) FROM records"), 0);
    assert_eq!(count(&outside, "SELECT traces FROM device"), 0);
}

/// The control: without a key the same search finds all of it, and nothing is lost either.
#[test]
fn without_a_key_it_stays_as_it_was() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, None);
    person(&mut store, 2);
    assert_eq!(readable(&folder, &TELLING), TELLING[..4]);
    assert_eq!(count(&folder.outside(), "SELECT count(*) FROM records"), 6);
    assert_eq!(batch(&mut store), []);
}

#[test]
fn the_second_person_sees_and_sends_none_of_it() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, Some(key(1)));
    person(&mut store, 2);
    let start = store.answer(&LoadStart).unwrap();
    assert_eq!((start.counts, start.drafts), (OutboxCounts::default(), Vec::new()));
    assert_eq!(store.answer(&LoadOutbox).unwrap().entries, []);
    assert!(store.answer(&LoadTurf { turf: turf() }).unwrap().is_none());
    assert_eq!(batch(&mut store), []);
    assert!(!store.left(NOW).unwrap().sendable);
    append(&mut store, visit(6, 6)).unwrap();
    assert_eq!(batch(&mut store), [visit(6, 6)]);
    let refused = append(&mut store, visit(4, 4)).unwrap_err();
    assert_eq!(refused.code, Code::IdReused, "an id that is sealed is taken");
}

#[test]
fn all_of_it_is_back_with_its_maker_in_the_old_order() {
    let folder = Folder::new();
    let before = dump(&left_behind(&folder, Some(key(1))));
    let mut store = open(&folder, Some(key(1)));
    person(&mut store, 2);
    append(&mut store, visit(6, 6)).unwrap();
    person(&mut store, 1);
    assert_eq!(dump(&store), before);
    assert_eq!(batch(&mut store), [proposal(3), visit(4, 4), visit_void(5, 4, 4)]);
    let start = store.answer(&LoadStart).unwrap();
    assert_eq!(start.counts, OutboxCounts { waiting: 3, needs_attention: 1 });
    assert_eq!(start.drafts[0].body.as_deref(), Some(TYPED));
    assert_eq!(readable(&folder, &[LABEL]), [LABEL]);
    person(&mut store, 2);
    assert_eq!(batch(&mut store), [visit(6, 6)], "and the other's are with the other");
}

/// Every row of records and outbox, as text.
fn dump(store: &Store) -> Vec<String> {
    let sql = "SELECT json_array(r.position, r.id, kind, community, hash, body, made_at, parent,
        place, about, actor, state, refusal, o.position, o.not_before_ms)
      FROM records r LEFT JOIN outbox o ON o.id = r.id ORDER BY r.position";
    let mut statement = store.db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_restored_server_is_offered_sealed_records_too_once_their_maker_is_back() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, Some(key(1)));
    person(&mut store, 2);
    store.change_epoch(EPOCH, "epoch-2").unwrap();
    store.enrol(&enrolment(1, "epoch-2", scopes())).unwrap();
    assert_eq!(batch(&mut store)[0], visit(0, 1), "what was acknowledged waits again");
}

#[test]
fn a_record_waits_for_a_parent_that_is_sealed() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, Some(key(1)));
    person(&mut store, 2);
    append(&mut store, visit_void(7, 4, 4)).unwrap();
    assert_eq!(batch(&mut store), []);
    append(&mut store, reversal(8, 0, 1)).unwrap();
    assert_eq!(batch(&mut store), [reversal(8, 0, 1)], "one that is acknowledged waits for nobody");
}

/// The phone's secret storage was emptied: what was sealed is kept, is counted, and stops nothing.
#[test]
fn a_record_that_no_longer_opens_is_kept_and_said() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, Some(key(1)));
    person(&mut store, 2);
    for other in [Some(key(2)), None] {
        let mut store = open(&folder, other);
        person(&mut store, 1);
        let counts = store.left(NOW).unwrap().counts;
        assert_eq!(counts, OutboxCounts { waiting: 0, needs_attention: 4 });
        append(&mut store, visit(9, 9)).unwrap();
        assert_eq!(batch(&mut store), [visit(9, 9)]);
        let gone = response(vec![Verdict::Accepted]);
        store.apply_verdicts(&[id(9)], &gone, NOW).unwrap();
        folder.outside().execute("DELETE FROM records", []).unwrap();
        let shut = "SELECT count(*) FROM v_sealed WHERE unopened = 1";
        assert_eq!(count(&folder.outside(), shut), 6);
    }
    let mut store = open(&folder, Some(key(1)));
    assert_eq!(
        batch(&mut store).len(),
        3,
        "the right key sends them even before it is enrolled anew"
    );
    person(&mut store, 1);
    assert_eq!(dump(&store).len(), 6);
}

#[test]
fn a_piece_passes_for_no_other() {
    let swap = "UPDATE sealed_records SET sealed =
      (SELECT sealed FROM sealed_records WHERE id = ?2) WHERE id = ?1";
    let rename = "UPDATE sealed_records SET actor = ?2 WHERE id = ?1";
    let other = samples::actor(3).to_string();
    for (sql, to) in [(swap, id(4).to_string()), (rename, other)] {
        let folder = Folder::new();
        let mut store = left_behind(&folder, Some(key(1)));
        person(&mut store, 2);
        folder.outside().execute(sql, [id(3).to_string(), to]).unwrap();
        person(&mut store, 3);
        person(&mut store, 1);
        let sent: Vec<_> = batch(&mut store).iter().map(|record| record.id).collect();
        assert_eq!(sent, [id(4), id(5)]);
        assert_eq!(count(&folder.outside(), "SELECT count(*) FROM sealed_records"), 1, "kept");
    }
}

/// An earlier version, or a start without a key, left it in the clear.
#[test]
fn what_others_left_in_the_clear_is_sealed_at_the_next_opening() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, None);
    person(&mut store, 2);
    drop(store);
    let store = open(&folder, Some(key(1)));
    assert_eq!(dump(&store), [""; 0]);
    assert_eq!(readable(&folder, &TELLING[2..]), [""; 0]);
    assert_eq!(readable(&folder, &[LABEL]), [""; 0]);
}

/// Power went between the change and the cleaning: the next opening cleans.
#[test]
fn traces_that_were_left_are_cleaned_at_the_next_opening() {
    let folder = Folder::new();
    let mut store = left_behind(&folder, Some(key(1)));
    // A reader that stands still keeps the log from being emptied.
    let reader = folder.outside();
    reader.execute_batch("BEGIN; SELECT count(*) FROM records").unwrap();
    store.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    person(&mut store, 2);
    assert_eq!(readable(&folder, &[LABEL]), [LABEL]);
    assert_eq!(count(&folder.outside(), "SELECT traces FROM device"), 1);
    reader.execute_batch("COMMIT").unwrap();
    let _open = open(&folder, Some(key(1)));
    assert_eq!(readable(&folder, &TELLING), [""; 0]);
}
