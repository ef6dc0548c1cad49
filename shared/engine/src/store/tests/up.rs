//! What goes up: batches in order and within bounds, verdicts entry by entry.

use wufei_app::effect::store::LoadOutbox;
use wufei_domain::{
    record::Record,
    refusal::{Code, Refusal},
    sync::{BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS, Verdict},
    time::UnixMs,
};

use super::count;
use crate::{
    Answer as _,
    samples::{
        EPOCH, Folder, NOW, append, drop_off, enrolment, id, response, reversal, scopes,
        shift_opened, visit,
    },
    store::{Applied, Store},
};

fn batch(store: &mut Store, now: UnixMs) -> Vec<Record> {
    store.batch(200, 256 * 1024, now).unwrap()
}

fn state(folder: &Folder, n: u32) -> String {
    let sql = "SELECT state FROM records WHERE id = ?1";
    folder.outside().query_row(sql, [id(n).to_string()], |row| row.get(0)).unwrap()
}

#[test]
fn a_batch_is_the_oldest_by_count_and_by_bytes() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..10 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let first = |many: u32| (0..many).map(|n| visit(n, n + 1)).collect::<Vec<_>>();
    assert_eq!(store.batch(3, usize::MAX, NOW).unwrap(), first(3));
    let one = serde_json::to_string(&visit(0, 1)).unwrap().len() + 1;
    assert_eq!(store.batch(200, one * 4, NOW).unwrap(), first(4));
    assert_eq!(store.batch(200, one * 4 - 1, NOW).unwrap(), first(3));
    assert_eq!(store.batch(200, 1, NOW).unwrap(), first(1), "one goes up however large it is");
}

#[test]
fn every_verdict_has_its_own_consequence() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..5 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let refusal = Refusal::new(Code::DoorOutsideTurf);
    let verdicts = vec![
        Verdict::Accepted,
        Verdict::Duplicate,
        Verdict::Rejected { refusal },
        Verdict::RetryLater { after_ms: 5_000 },
    ];
    let applied =
        store.apply_verdicts(&[id(0), id(1), id(2), id(3)], &response(verdicts), NOW).unwrap();
    assert_eq!(applied, Applied { acknowledged: 2, refused: 1, held: 0 });
    let states: Vec<String> = (0..5).map(|n| state(&folder, n)).collect();
    assert_eq!(states, ["acknowledged", "acknowledged", "attention", "waiting", "waiting"]);
    assert_eq!(batch(&mut store, NOW), [visit(4, 5)]);
    let later = NOW.plus_ms(5_000);
    assert_eq!(batch(&mut store, later), [visit(3, 4), visit(4, 5)]);
    let left = store.left(NOW).unwrap();
    assert_eq!((left.counts.waiting, left.counts.needs_attention, left.sendable), (2, 1, true));
}

#[test]
fn what_a_lead_has_before_them_waits_in_sight_until_they_decide() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    append(&mut store, visit(0, 1)).unwrap();
    let held = |store: &mut Store| store.answer(&LoadOutbox).unwrap().entries[0].held;
    let says = |store: &mut Store, verdict| {
        store.apply_verdicts(&[id(0)], &response(vec![verdict]), NOW).unwrap()
    };
    let after_ms = BACKOFF_LONGEST_MS;
    let said = says(&mut store, Verdict::Held { after_ms });
    assert_eq!(said, Applied { held: 1, ..Applied::default() });
    assert!(held(&mut store) && state(&folder, 0) == "waiting");
    assert!(!store.left(NOW).unwrap().sendable);
    let later = NOW.plus_ms(i64::try_from(after_ms).unwrap());
    assert_eq!(batch(&mut store, later), [visit(0, 1)], "it is asked again");
    says(&mut store, Verdict::RetryLater { after_ms });
    assert!(!held(&mut store), "the last word counts");
    says(&mut store, Verdict::Duplicate);
    assert_eq!(state(&folder, 0), "acknowledged");
}

#[test]
fn fewer_or_more_verdicts_than_entries_count_for_nothing() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..3 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let ids = [id(0), id(1), id(2)];
    for many in [0, 1, 2, 4] {
        let verdicts = response(vec![Verdict::Accepted; many]);
        assert_eq!(
            store.apply_verdicts(&ids, &verdicts, NOW).unwrap_err().code,
            Code::ServerFailed
        );
    }
    assert_eq!(batch(&mut store, NOW).len(), 3);
}

#[test]
fn a_retry_is_neither_at_once_nor_beyond_the_longest_wait() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    append(&mut store, visit(0, 1)).unwrap();
    let retry = |after_ms| response(vec![Verdict::RetryLater { after_ms }]);
    let sendable_after = |store: &mut Store, ms: u64| {
        store.left(NOW.plus_ms(i64::try_from(ms).unwrap())).unwrap().sendable
    };
    store.apply_verdicts(&[id(0)], &retry(0), NOW).unwrap();
    assert!(!sendable_after(&mut store, BACKOFF_FIRST_MS - 1));
    assert!(sendable_after(&mut store, BACKOFF_FIRST_MS));
    store.apply_verdicts(&[id(0)], &retry(u64::MAX), NOW).unwrap();
    assert!(!sendable_after(&mut store, BACKOFF_LONGEST_MS - 1));
    assert!(sendable_after(&mut store, BACKOFF_LONGEST_MS));
    let set_back = NOW.plus_ms(-86_400_000);
    assert!(store.left(set_back).unwrap().sendable, "a clock set back by a day parks nothing");
}

#[test]
fn a_child_waits_for_its_parent_and_nothing_else_does() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let made = [shift_opened(0), drop_off(1, 0, 5), reversal(2, 1, 5), visit(3, 3)];
    for record in &made {
        append(&mut store, record.clone()).unwrap();
    }
    assert_eq!(batch(&mut store, NOW), made, "parents first, in one batch");
    let retry = response(vec![Verdict::RetryLater { after_ms: 60_000 }]);
    store.apply_verdicts(&[id(0)], &retry, NOW).unwrap();
    assert_eq!(batch(&mut store, NOW), [visit(3, 3)]);
    store.apply_verdicts(&[id(0)], &response(vec![Verdict::Accepted]), NOW).unwrap();
    assert_eq!(batch(&mut store, NOW), made[1..]);
}

/// A record must not go up under the name of the next person who enrols on the phone.
#[test]
fn a_record_goes_up_only_under_the_token_of_whoever_made_it() {
    let folder = Folder::new();
    let mut store = folder.store();
    append(&mut store, visit(0, 1)).unwrap();
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    append(&mut store, visit(1, 1)).unwrap();
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    append(&mut store, visit(2, 2)).unwrap();
    assert_eq!(batch(&mut store, NOW), [visit(0, 1), visit(2, 2)]);
    assert_eq!(store.left(NOW).unwrap().counts.waiting, 3, "it is kept and counted");
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(batch(&mut store, NOW), [visit(0, 1), visit(1, 1)]);
}

#[test]
fn a_record_that_cannot_be_read_any_more_does_not_stop_the_others() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..3 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let spoil = "UPDATE records SET body = '{\"of\": \"another program\"}' WHERE id = ?1";
    folder.outside().execute(spoil, [id(1).to_string()]).unwrap();
    assert_eq!(batch(&mut store, NOW), [visit(0, 1), visit(2, 3)]);
    assert_eq!(state(&folder, 1), "attention");
    assert_eq!(count(&folder.outside(), "SELECT count(*) FROM records"), 3, "nothing is deleted");
}
