//! A phone that was reported lost: what goes at once, what waits for the server, what is left.

use wufei_app::effect::store::{
    AppendRecord, Draft, DraftPlace, LoadOutbox, LoadStart, OutboxCounts, SaveDraft, SaveSettings,
    Settings,
};
use wufei_domain::{
    lost::LostWord,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::Verdict,
    words::Language,
};

use super::{
    count,
    sealed::{key, open, proposal, readable},
};
use crate::{
    lane::Answer as _,
    samples::{
        self, EPOCH, Folder, NOW, append, community, door_fact, enrolment, id, page, response,
        scopes, turf, turf_fact, visit,
    },
    store::{Store, seal::SealKey, wipe::Wiped},
};

/// What stands in the files of a phone in use.
const TELLING: [&str; 6] = [
    "后山竹林边的小屋",
    "7 号（合成）",
    "一组（合成）",
    "typed at the door",
    "\"outcome\"",
    "志愿者 07",
];

/// A phone in use: a turf with a door, an acknowledged visit, a draft, `waiting` records.
fn in_use(folder: &Folder, key: Option<SealKey>, waiting: u32) -> Store {
    let mut store = open(folder, key);
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    let facts = page(1, vec![turf_fact(1), door_fact(7, 1)], "t1");
    store.take_page(Scope::Turf(turf()), None, &facts).unwrap();
    append(&mut store, visit(0, 7)).unwrap();
    store.apply_verdicts(&[id(0)], &response(vec![Verdict::Accepted]), NOW).unwrap();
    for number in 1..=waiting {
        append(&mut store, proposal(number)).unwrap();
    }
    let draft = Draft { place: DraftPlace::Door, body: Some("typed at the door".to_owned()) };
    store.answer(&SaveDraft { draft }).unwrap();
    let settings = Settings { language: Language::English, elder: true };
    store.answer(&SaveSettings { settings }).unwrap();
    store
}

fn is_as_new(folder: &Folder, store: &mut Store) {
    assert_eq!(readable(folder, &TELLING), [""; 0]);
    let outside = folder.outside();
    for table in [
        "records",
        "sealed_records",
        "outbox",
        "facts",
        "scopes",
        "drafts",
        "identity",
        "recalls",
        "kept_items",
    ] {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(count(&outside, &sql), 0, "{table}");
    }
    assert_ne!(store.device().unwrap(), samples::device(), "the installation is another");
    assert_eq!(store.token().unwrap_err().code, Code::TokenMissing);
    let start = store.answer(&LoadStart).unwrap();
    assert_eq!(start.settings, Settings { language: Language::English, elder: false });
    assert_eq!((start.identity, start.counts), (None, OutboxCounts::default()));
    store.enrol(&enrolment(3, EPOCH, scopes())).unwrap();
    append(store, visit(50, 1)).unwrap();
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [visit(50, 1)], "and it can be used");
}

#[test]
fn a_phone_with_nothing_to_send_is_emptied_at_once() {
    for key in [Some(key(1)), None] {
        let folder = Folder::new();
        let mut store = in_use(&folder, key, 0);
        assert_eq!(readable(&folder, &TELLING), TELLING[1..], "it is there to be deleted");
        assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::Whole);
        is_as_new(&folder, &mut store);
    }
}

#[test]
fn by_an_organisers_word_what_was_not_sent_goes_too() {
    for key in [Some(key(1)), None] {
        let folder = Folder::new();
        let mut store = in_use(&folder, key, 5);
        assert_eq!(store.wipe(LostWord::GoToo, NOW).unwrap(), Wiped::Whole);
        is_as_new(&folder, &mut store);
    }
}

#[test]
fn what_was_not_sent_stays_sealed_goes_up_and_then_all_is_gone() {
    let folder = Folder::new();
    let mut store = in_use(&folder, Some(key(1)), 3);
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
    assert_eq!(readable(&folder, &TELLING), ["志愿者 07"], "who is to be asked for the token");
    let standing = store.standing().unwrap();
    assert_eq!(standing.scopes, [(Scope::Community(community()), None)], "to hear a later word");
    assert_eq!(store.answer(&LoadOutbox).unwrap().entries, []);
    let start = store.answer(&LoadStart).unwrap();
    assert_eq!(start.counts.waiting, 3);
    drop(store);
    let mut store = open(&folder, Some(key(1)));
    let batch = store.batch(200, usize::MAX, NOW).unwrap();
    assert_eq!(batch, [proposal(1), proposal(2), proposal(3)]);
    let later = Verdict::RetryLater { after_ms: 5_000 };
    let refused = Verdict::Rejected { refusal: Refusal::new(Code::TurfUnknown) };
    let verdicts = response(vec![Verdict::Accepted, later, refused]);
    store.apply_verdicts(&[id(1), id(2), id(3)], &verdicts, NOW).unwrap();
    let left = store.left(NOW).unwrap();
    assert_eq!(left.counts, OutboxCounts { waiting: 1, needs_attention: 1 });
    assert!(!left.sendable);
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
    let due = NOW.plus_ms(5_000);
    assert_eq!(store.batch(200, usize::MAX, due).unwrap(), [proposal(2)]);
    store.apply_verdicts(&[id(2)], &response(vec![Verdict::Duplicate]), due).unwrap();
    assert_eq!(store.wipe(LostWord::SendFirst, due).unwrap(), Wiped::UnsentLeft, "one was refused");
    assert_eq!(store.wipe(LostWord::GoToo, due).unwrap(), Wiped::Whole);
    is_as_new(&folder, &mut store);
}

/// It was found after it had been told: whoever enrols again has all that was not sent.
#[test]
fn a_new_code_brings_back_what_was_not_sent() {
    let folder = Folder::new();
    let mut store = in_use(&folder, Some(key(1)), 2);
    store
        .apply_verdicts(
            &[id(1)],
            &response(vec![Verdict::Rejected { refusal: Refusal::new(Code::TurfUnknown) }]),
            NOW,
        )
        .unwrap();
    store.wipe(LostWord::SendFirst, NOW).unwrap();
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    let entries = store.answer(&LoadOutbox).unwrap().entries;
    let seen: Vec<_> = entries.iter().map(|e| (e.record.id, e.refused.is_some())).collect();
    assert_eq!(seen, [(id(1), true), (id(2), false)]);
}

#[test]
fn what_another_person_did_not_send_waits_for_the_word_too() {
    let folder = Folder::new();
    let mut store = in_use(&folder, Some(key(1)), 2);
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    let sealed = "SELECT count(*) FROM v_sealed";
    assert_eq!(count(&folder.outside(), sealed), 3);
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
    assert_eq!(count(&folder.outside(), sealed), 2, "the acknowledged one is gone");
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [], "nor does it go under this token");
    assert_eq!(store.wipe(LostWord::GoToo, NOW).unwrap(), Wiped::Whole);
    is_as_new(&folder, &mut store);
}

#[test]
fn without_a_key_what_was_not_sent_waits_in_the_clear() {
    let folder = Folder::new();
    let mut store = in_use(&folder, None, 2);
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
    assert_eq!(readable(&folder, &TELLING), ["后山竹林边的小屋", "志愿者 07"]);
    let accepted = response(vec![Verdict::Accepted; 2]);
    store.apply_verdicts(&[id(1), id(2)], &accepted, NOW).unwrap();
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::Whole);
    is_as_new(&folder, &mut store);
}

#[test]
fn a_word_typed_before_enrolment_counts_as_not_sent() {
    let folder = Folder::new();
    let mut store = open(&folder, Some(key(1)));
    let operation = AppendRecord { record: proposal(1), from_draft: None };
    store.answer(&operation).unwrap();
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [proposal(1)]);
}

#[test]
fn twice_is_as_once_and_writes_nothing_anew() {
    let folder = Folder::new();
    let mut store = in_use(&folder, Some(key(1)), 1);
    store.wipe(LostWord::SendFirst, NOW).unwrap();
    let pages = |sql| count(&folder.outside(), sql);
    let before = pages("PRAGMA page_count");
    // Were the file written anew, this would fail: another one holds it.
    let reader = folder.outside();
    reader.execute_batch("BEGIN; SELECT count(*) FROM records").unwrap();
    store.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
    assert_eq!(pages("SELECT traces FROM device"), 0);
    assert_eq!(pages("PRAGMA page_count"), before);
}
