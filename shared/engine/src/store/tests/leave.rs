//! Leaving an enrolment: all that was the person's to see goes at once, all they made stays.

use std::fs;

use wufei_app::effect::store::{
    Draft, DraftPlace, LeaveIdentity, LoadOutbox, LoadStart, LoadTurfs, OutboxCounts, SaveDraft,
};
use wufei_domain::{
    refusal::{Code, Refusal},
    scope::Scope,
    sync::Verdict,
};

use super::count;
use crate::{
    lane::Answer as _,
    samples::{
        EPOCH, Folder, NOW, append, at, device, door_fact, enrolment, id, page, response, scopes,
        shift_closed, shift_opened, turf, turf_fact, visit,
    },
    store::{Store, seal::SealKey},
};

/// Rows of what the person was given and of what they typed.
const GIVEN: &str = "SELECT (SELECT count(*) FROM scopes) + (SELECT count(*) FROM facts)
  + (SELECT count(*) FROM snapshots) + (SELECT count(*) FROM snapshot_parts)
  + (SELECT count(*) FROM drafts)";

/// Words of the token, of a fact and of a draft.
const SECRETS: [&str; 3] = ["secret-of-1", "7 号（合成）", "half an answer"];

/// A phone whose person has a turf, a draft, one record that waits and one that was refused.
fn in_use(folder: &Folder, key: Option<SealKey>) -> Store {
    let mut store = Store::open(&folder.path(), device(), key).unwrap();
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    let doors = page(1, vec![turf_fact(2), door_fact(7, 1)], "c1");
    assert_eq!(store.take_page(Scope::Turf(turf()), None, &doors).unwrap(), 2);
    let body = Some(SECRETS[2].to_owned());
    store.answer(&SaveDraft { draft: Draft { place: DraftPlace::Door, body } }).unwrap();
    append(&mut store, visit(0, 1)).unwrap();
    append(&mut store, visit(1, 2)).unwrap();
    let refusal = Refusal::new(Code::DoorUnknown);
    store.apply_verdicts(&[id(0)], &response(vec![Verdict::Rejected { refusal }]), NOW).unwrap();
    store
}

/// Which of the secrets stand in a file of the folder.
fn found(folder: &Folder) -> Vec<&'static str> {
    let files = fs::read_dir(folder.path().parent().unwrap()).unwrap();
    let bytes: Vec<Vec<u8>> = files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    let stands = |secret: &&str| {
        let within =
            |bytes: &Vec<u8>| bytes.windows(secret.len()).any(|at| at == secret.as_bytes());
        bytes.iter().any(within)
    };
    SECRETS.into_iter().filter(stands).collect()
}

#[test]
fn identity_token_feeds_and_drafts_go_and_own_records_stay() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None);
    assert!(count(&folder.outside(), GIVEN) > 0);
    let kept = OutboxCounts { waiting: 1, needs_attention: 1 };
    assert_eq!(store.answer(&LeaveIdentity).unwrap(), kept);
    assert_eq!(count(&folder.outside(), GIVEN), 0);
    assert_eq!(store.token().unwrap_err().code, Code::TokenMissing);
    for mut store in [store, folder.store()] {
        let start = store.answer(&LoadStart).unwrap();
        assert_eq!((start.identity, start.counts, start.drafts), (None, kept, Vec::new()));
        assert_eq!(store.answer(&LoadTurfs).unwrap(), []);
        assert_eq!(store.answer(&LeaveIdentity).unwrap(), kept, "once more changes nothing");
    }
}

#[test]
fn what_was_left_goes_up_once_its_maker_is_back_and_not_before() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None);
    store.answer(&LeaveIdentity).unwrap();
    append(&mut store, visit(2, 3)).unwrap();
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [visit(2, 3)], "nobody made only this");
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [visit(2, 3)]);
    store.answer(&LeaveIdentity).unwrap();
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [visit(1, 2), visit(2, 3)]);
    assert_eq!(store.answer(&LoadOutbox).unwrap().counts.needs_attention, 1);
}

#[test]
fn nothing_of_the_person_can_be_read_in_the_files() {
    for key in [None, Some(SealKey::try_from([1; 32].as_slice()).unwrap())] {
        let folder = Folder::new();
        let mut store = in_use(&folder, key.clone());
        let before = if key.is_some() { SECRETS[1..].to_vec() } else { SECRETS.to_vec() };
        assert_eq!(found(&folder), before, "the search finds what is there");
        store.answer(&LeaveIdentity).unwrap();
        assert_eq!(found(&folder), Vec::<&str>::new());
    }
}

/// The control: without the emptied log the same search finds it.
#[test]
fn without_the_emptied_log_it_could_be_read() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None);
    // Somebody still reads the log as it was: it cannot be emptied.
    let reader = folder.outside();
    reader.execute_batch("BEGIN").unwrap();
    assert!(count(&reader, GIVEN) > 0);
    store.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    store.answer(&LeaveIdentity).unwrap();
    assert_eq!(found(&folder), SECRETS);
}

#[test]
fn it_is_all_or_nothing() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None);
    let before = count(&folder.outside(), GIVEN);
    let refuse = "CREATE TRIGGER refuse BEFORE UPDATE ON identity
      BEGIN SELECT RAISE(ABORT, 'no room'); END";
    folder.outside().execute_batch(refuse).unwrap();
    assert_eq!(store.answer(&LeaveIdentity).unwrap_err().code, Code::StoreFailed);
    assert_eq!(count(&folder.outside(), GIVEN), before);
    assert!(store.answer(&LoadStart).unwrap().identity.is_some());
    assert_eq!(store.token().unwrap().0, SECRETS[0]);
}

#[test]
fn an_open_shift_is_closed_first() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    append(&mut store, shift_opened(0)).unwrap();
    let before = count(&folder.outside(), GIVEN);
    assert_eq!(store.answer(&LeaveIdentity).unwrap_err().code, Code::ShiftStillOpen);
    assert_eq!(count(&folder.outside(), GIVEN), before);
    assert!(store.answer(&LoadStart).unwrap().identity.is_some());
    append(&mut store, shift_closed(1, 0)).unwrap();
    assert_eq!(store.answer(&LeaveIdentity).unwrap().waiting, 2);
}

/// Answers to a round or a request that began before may come after.
#[test]
fn what_arrives_late_brings_nothing_back() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None);
    store.answer(&LeaveIdentity).unwrap();
    let doors = page(3, vec![door_fact(8, 2)], "c2");
    assert_eq!(store.take_page(Scope::Turf(turf()), None, &doors).unwrap(), 0);
    assert_eq!(count(&folder.outside(), GIVEN), 0);
    let applied = store.apply_verdicts(&[id(1)], &response(vec![Verdict::Accepted]), NOW).unwrap();
    assert_eq!(applied.acknowledged, 1, "what the server took is not sent again");
}

/// The server was restored while nobody was enrolled: what it had acknowledged is offered again.
#[test]
fn a_restored_server_is_noticed_by_the_next_enrolment() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None);
    store.apply_verdicts(&[id(1)], &response(vec![Verdict::Accepted]), NOW).unwrap();
    store.answer(&LeaveIdentity).unwrap();
    store.enrol(&enrolment(1, "epoch-2", scopes())).unwrap();
    assert_eq!(store.batch(200, usize::MAX, at(9)).unwrap(), [visit(1, 2)]);
}
