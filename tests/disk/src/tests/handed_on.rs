//! A phone that changes hands, or is emptied because it was lost, while its disk fails at each call:
//! once the store has opened again, nothing that was to be sealed or deleted can be read anywhere,
//! and nothing that was not sent is lost.

use wufei_api::enrol::EnrolResponse;
use wufei_app::effect::store::{AppendRecord, LoadStart};
use wufei_domain::{
    ids::{ActorId, RecordId},
    lost::LostWord,
};
use wufei_engine::{
    Answer as _,
    store::{Store, wipe::Wiped},
};

use super::device_store::{NOW, START, bytes, enrolment, id, open_store, visit};
use crate::{Call, Disk, Fault, Loss, Plan, Times};

const FILE: &str = "device.sqlite";

/// Records that wait: enough that a page of them splits.
const WAITING: u32 = 30;

/// Stands in each of them.
const TELLING: &str = "\"outcome\"";

const WAYS: [(Fault, Times); 3] =
    [(Fault::Error, Times::Once), (Fault::Full, Times::FromThenOn), (Fault::PowerOff, Times::Once)];

fn other() -> EnrolResponse {
    let mut response = enrolment();
    response.identity.actor = ActorId::from_stamp(START, bytes(2));
    response
}

fn open(disk: &Disk) -> Store {
    open_store(&disk.path(FILE), true).unwrap()
}

/// The first person's phone with records that wait.
fn in_use() -> Disk {
    let disk = Disk::new(0).unwrap();
    let mut store = open(&disk);
    store.enrol(&enrolment()).unwrap();
    for number in 1..=WAITING {
        store.answer(&AppendRecord { record: visit(number), from_draft: None }).unwrap();
    }
    drop(store);
    assert!(is_readable(&disk), "it is there to be sealed");
    disk
}

fn is_readable(disk: &Disk) -> bool {
    let files = [FILE, "device.sqlite-wal", "device.sqlite-journal"];
    files.iter().any(|name| {
        let bytes = disk.bytes(name).unwrap_or_default();
        bytes.windows(TELLING.len()).any(|window| window == TELLING.as_bytes())
    })
}

fn waiting(store: &mut Store) -> Vec<RecordId> {
    let batch = store.batch(200, usize::MAX, NOW).unwrap();
    batch.iter().map(|record| record.id).collect()
}

fn all() -> Vec<RecordId> {
    (1..=WAITING).map(id).collect()
}

/// Fails each call in turn while `act` runs, opens the store again and looks with `check`; ends each
/// loop with the run that no fault met. Gives how many faults there were.
fn fail_each(act: fn(&mut Store) -> bool, check: fn(&Disk, &mut Store)) -> u64 {
    let before = in_use();
    let mut met = 0;
    for call in Call::ALL {
        for (fault, times) in WAYS {
            if fault == Fault::Full && call != Call::Write {
                continue;
            }
            for nth in 1.. {
                let disk = before.copy(nth);
                let mut store = open(&disk);
                disk.lay(Plan { call, nth, fault, times });
                let done = act(&mut store);
                let faults = disk.faults();
                if fault == Fault::PowerOff && faults > 0 {
                    disk.crash(Loss::Chance(nth));
                }
                disk.spare();
                drop(store);
                check(&disk, &mut open(&disk));
                if faults == 0 {
                    assert!(done, "without a fault");
                    break;
                }
                met += faults.min(1);
            }
        }
    }
    met
}

#[test]
fn a_change_of_person_is_whole_and_leaves_nothing_in_the_clear() {
    let met = fail_each(
        |store| store.enrol(&other()).is_ok(),
        |disk, store| {
            let identity = store.answer(&LoadStart).unwrap().identity.unwrap();
            if identity.actor == other().identity.actor {
                assert!(!is_readable(disk), "sealed, and no trace of it");
                assert_eq!(waiting(store), []);
                store.enrol(&enrolment()).unwrap();
            }
            assert_eq!(waiting(store), all(), "all of it, in its order");
        },
    );
    assert!(met > 20, "{met}");
}

#[test]
fn a_lost_phone_is_emptied_whole_and_leaves_nothing_in_the_clear() {
    let met = fail_each(
        |store| store.wipe(LostWord::GoToo, NOW).is_ok(),
        |disk, store| {
            if store.answer(&LoadStart).unwrap().identity.is_some() {
                assert_eq!(waiting(store), all(), "nothing was deleted");
                assert_eq!(store.wipe(LostWord::GoToo, NOW).unwrap(), Wiped::Whole);
            }
            assert!(!is_readable(disk), "deleted, and no trace of it");
        },
    );
    assert!(met > 20, "{met}");
}

#[test]
fn a_lost_phone_that_is_to_send_first_loses_nothing_of_it() {
    let met = fail_each(
        |store| store.wipe(LostWord::SendFirst, NOW).is_ok(),
        |disk, store| {
            assert_eq!(waiting(store), all(), "sealed or not, it can be sent");
            assert_eq!(store.wipe(LostWord::SendFirst, NOW).unwrap(), Wiped::UnsentLeft);
            assert!(!is_readable(disk), "sealed, and no trace of it");
            assert_eq!(waiting(store), all());
        },
    );
    assert!(met > 20, "{met}");
}

/// The control: what marks that there are traces is taken back, and the same loop finds them.
#[test]
#[should_panic(expected = "sealed, and no trace of it")]
fn without_the_mark_traces_are_left() {
    let unmark = "CREATE TRIGGER unmark AFTER UPDATE OF traces ON device WHEN NEW.traces = 1 BEGIN
        UPDATE device SET traces = 0; END";
    let disk = in_use();
    let outside = rusqlite::Connection::open(disk.path(FILE)).unwrap();
    outside.execute_batch(unmark).unwrap();
    let mut store = open(&disk);
    store.enrol(&other()).unwrap();
    assert!(!is_readable(&disk), "sealed, and no trace of it");
}
