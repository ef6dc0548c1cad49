//! A record and its row in the outbox: both or neither, once, in order.

use wufei_app::effect::store::{
    AppendRecord, Draft, DraftPlace, LoadOutbox, LoadStart, OutboxCounts, SaveDraft, WithdrawRecord,
};
use wufei_domain::{
    record::Record,
    refusal::{Code, Refusal},
    sync::Verdict,
};

use super::count;
use crate::{
    lane::Answer as _,
    samples::{Folder, NOW, append, id, response, visit},
    store::record::ENQUEUE,
};

const BOTH: &str = "SELECT count(*) * 100 + (SELECT count(*) FROM outbox) FROM records";

/// Taken away from outside: no outbox row can be written.
const NO_OUTBOX: &str = "CREATE TRIGGER refuse BEFORE INSERT ON outbox
  BEGIN SELECT RAISE(ABORT, 'no room'); END";

fn draft() -> SaveDraft {
    SaveDraft { draft: Draft { place: DraftPlace::Door, body: Some("answers".to_owned()) } }
}

#[test]
fn a_record_and_its_outbox_row_are_stored_together_or_not_at_all() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.answer(&draft()).unwrap();
    folder.outside().execute_batch(NO_OUTBOX).unwrap();
    let append = AppendRecord { record: visit(1, 1), from_draft: Some(DraftPlace::Door) };
    assert_eq!(store.answer(&append).unwrap_err().code, Code::StoreFailed);
    assert_eq!(count(&folder.outside(), BOTH), 0, "neither");
    assert_eq!(store.answer(&LoadStart).unwrap().drafts.len(), 1, "what was typed is still there");
    folder.outside().execute_batch("DROP TRIGGER refuse").unwrap();
    assert_eq!(store.answer(&append).unwrap(), OutboxCounts { waiting: 1, needs_attention: 0 });
    assert_eq!(count(&folder.outside(), BOTH), 101, "both");
    assert_eq!(store.answer(&LoadStart).unwrap().drafts.len(), 0, "and the draft is taken back");
}

/// The control: without the transaction the same two statements leave a record that is never sent.
#[test]
fn without_the_transaction_a_record_would_stay_behind_alone() {
    let folder = Folder::new();
    let store = folder.store();
    folder.outside().execute_batch(NO_OUTBOX).unwrap();
    let insert = "INSERT INTO records (id, kind, community, hash, body, made_at, state)
      VALUES ('a', 'visit', '', '', '{}', 0, 'waiting')";
    store.db.execute(insert, []).unwrap();
    assert!(store.db.execute(ENQUEUE, ["a"]).is_err());
    assert_eq!(count(&folder.outside(), BOTH), 100, "one of the two");
}

#[test]
fn the_same_record_twice_is_stored_once_and_another_under_its_id_is_refused() {
    let folder = Folder::new();
    let mut store = folder.store();
    append(&mut store, visit(1, 1)).unwrap();
    assert_eq!(append(&mut store, visit(1, 1)).unwrap().waiting, 1);
    assert_eq!(append(&mut store, visit(1, 2)).unwrap_err().code, Code::IdReused);
    assert_eq!(count(&folder.outside(), BOTH), 101);
    let stored = store.answer(&LoadOutbox).unwrap().entries.remove(0).record;
    assert_eq!(stored, visit(1, 1), "the first stays as it was");
}

#[test]
fn the_outbox_is_listed_oldest_first_with_the_true_counts() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..205 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let refusal = Refusal::new(Code::DoorOutsideTurf).with("value", "330683106273-1");
    let rejected = response(vec![Verdict::Rejected { refusal: refusal.clone() }]);
    store.apply_verdicts(&[id(1)], &rejected, NOW).unwrap();
    let data = store.answer(&LoadOutbox).unwrap();
    assert_eq!(data.counts, OutboxCounts { waiting: 204, needs_attention: 1 });
    let listed: Vec<Record> = data.entries.iter().map(|entry| entry.record.clone()).collect();
    let most = "200 that wait, and the one beside them that was refused";
    assert_eq!(listed, (0..201).map(|n| visit(n, n + 1)).collect::<Vec<_>>(), "{most}");
    assert_eq!(data.entries[1].refused, Some(refusal));
    assert_eq!(data.entries[0].refused, None);
}

/// What was refused is what a person must see: nothing that waits crowds it out.
#[test]
fn what_was_refused_is_listed_however_much_waits() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..500 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let refused: Vec<_> = (350..500).map(id).collect();
    let verdict = Verdict::Rejected { refusal: Refusal::new(Code::DoorUnknown) };
    store.apply_verdicts(&refused, &response(vec![verdict; 150]), NOW).unwrap();
    let data = store.answer(&LoadOutbox).unwrap();
    assert_eq!(data.counts, OutboxCounts { waiting: 350, needs_attention: 150 });
    let (attention, waiting): (Vec<_>, Vec<_>) =
        data.entries.iter().partition(|entry| entry.refused.is_some());
    assert_eq!(attention.iter().map(|entry| entry.record.id).collect::<Vec<_>>(), refused);
    assert_eq!(waiting.len(), 200);
}

#[test]
fn only_a_refused_record_can_be_withdrawn_and_it_stays_on_record() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 1..=2 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let refusal = Refusal::new(Code::DoorUnknown);
    store.apply_verdicts(&[id(1)], &response(vec![Verdict::Rejected { refusal }]), NOW).unwrap();
    let before = OutboxCounts { waiting: 1, needs_attention: 1 };
    assert_eq!(
        store.answer(&WithdrawRecord { id: id(2) }).unwrap(),
        before,
        "it may be on its way"
    );
    let after = OutboxCounts { waiting: 1, needs_attention: 0 };
    assert_eq!(store.answer(&WithdrawRecord { id: id(1) }).unwrap(), after);
    assert_eq!(store.answer(&WithdrawRecord { id: id(1) }).unwrap(), after, "once is enough");
    let outside = folder.outside();
    assert_eq!(count(&outside, "SELECT count(*) FROM records WHERE state = 'withdrawn'"), 1);
    assert_eq!(count(&outside, "SELECT count(*) FROM v_outbox"), 1);
}

#[test]
fn the_documented_view_shows_what_the_server_does_not_have() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 1..=3 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let refusal = Refusal::new(Code::DoorUnknown);
    let verdicts = vec![Verdict::Accepted, Verdict::Rejected { refusal }];
    store.apply_verdicts(&[id(1), id(2)], &response(verdicts), NOW).unwrap();
    let outside = folder.outside();
    let mut view =
        outside.prepare("SELECT id, kind, community, made_at, state FROM v_outbox").unwrap();
    let rows = view.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(4)?))).unwrap();
    let rows: Vec<(String, String)> = rows.collect::<Result<_, _>>().unwrap();
    let row = |n, state: &str| (id(n).to_string(), state.to_owned());
    assert_eq!(rows, [row(2, "attention"), row(3, "waiting")]);
}
