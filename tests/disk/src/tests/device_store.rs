//! The device's store on the failing disk.

use wufei_api::{
    enrol::{EnrolResponse, Identity, Token},
    feed::{Cursor, DoorFact, FeedItem, FeedPage, FeedRow, RecordFact, TurfFact},
    push::PushResponse,
};
use wufei_app::effect::store::{AppendRecord, Draft, DraftPlace, SaveDraft, WithdrawRecord};
use wufei_domain::{
    area::AreaCode,
    ids::{ActorId, DeviceId, DoorId, RecordId, TurfId},
    record::{Body, Record},
    refusal::{Code, Refusal},
    role::Role,
    scope::Scope,
    sync::Verdict,
    time::{DeviceTime, UnixMs},
    visit::{Outcome, Visit},
};
use wufei_engine::{
    Answer as _,
    store::{Store, seal::SealKey},
};

use super::{
    fault_loop::{POWER_OFF, WAYS, Wrong, fail_each_until, opens_with_its_log, withstands},
    history::{History, Reference},
    meddling::{Without, without},
};
use crate::{Call, Disk, Fault, Loss, Plan, Times};

pub(super) const START: UnixMs = UnixMs::new(1_790_000_000_000);
pub(super) const NOW: UnixMs = UnixMs::new(1_790_010_000_000);
const TOKEN: &str = "a token in the clear";
const RETRY_MS: u64 = 60_000;

pub(super) fn bytes(number: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn community() -> AreaCode {
    "330683106273".parse().unwrap()
}

fn turf() -> TurfId {
    TurfId::from_stamp(START, bytes(4))
}

fn door(number: u32) -> DoorId {
    DoorId::new(community(), number)
}

pub(super) fn id(number: u32) -> RecordId {
    RecordId::from_stamp(START.plus_ms(i64::from(number) * 1_000), bytes(number))
}

pub(super) fn visit(number: u32) -> Record {
    let wall = START.plus_ms(i64::from(number) * 1_000);
    let visit = Visit {
        turf: turf(),
        door: door(number),
        outcome: Outcome::Met,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    };
    let made_at = DeviceTime { wall, zone_minutes: 480, monotonic_ms: 0, boot: None };
    Record { id: id(number), community: community(), made_at, body: Body::Visit(visit) }
}

pub(super) fn enrolment() -> EnrolResponse {
    EnrolResponse {
        token: Token(TOKEN.to_owned()),
        identity: Identity {
            actor: ActorId::from_stamp(START, bytes(1)),
            label: "志愿者 07（合成）".to_owned(),
            role: Role::Volunteer,
            community: community(),
            community_name: "嵊州市谷来镇马溪村（合成）".to_owned(),
            synthetic: true,
            household: None,
            point: None,
            scopes: vec![Scope::Community(community()), Scope::Turf(turf())],
        },
        epoch: "epoch-1".to_owned(),
        server_time: NOW,
        rulebook_key: None,
    }
}

/// Twenty rows: the turf, its doors, and what somebody else recorded.
fn rows() -> Vec<FeedRow> {
    let name = "一组（合成）".to_owned();
    let fact = TurfFact { id: turf(), name, community: community(), doors: 12 };
    let mut items = vec![FeedItem::Turf(fact)];
    items.extend((1..=12).map(|number| {
        let label = format!("{number} 号（合成）");
        FeedItem::Door(DoorFact { id: door(number), label, position: number, do_not_visit: false })
    }));
    let actor = ActorId::from_stamp(START, bytes(9));
    items.extend((101..=107).map(|number| {
        let fact = RecordFact { record: visit(number).into(), actor, received_at: NOW };
        FeedItem::Record(fact)
    }));
    (1..).zip(items).map(|(seq, item)| FeedRow { seq, item }).collect()
}

/// What happens, in order.
#[derive(Debug, Clone, Copy)]
enum Step {
    Draft(DraftPlace),
    Append(u32, Option<DraftPlace>),
    Enrol,
    /// The records that are to be in it.
    Batch(&'static [u32]),
    Verdicts,
    /// The first and the last row.
    Page(usize, usize),
    Withdraw(u32),
    /// From here on the store is opened with a key, and opening it again is the step.
    Seal,
    Epoch,
    Settled,
}

const HISTORY: [Step; 24] = [
    Step::Append(1, None),
    Step::Enrol,
    Step::Draft(DraftPlace::Door),
    Step::Append(2, Some(DraftPlace::Door)),
    Step::Append(3, None),
    Step::Draft(DraftPlace::Door),
    Step::Append(4, Some(DraftPlace::Door)),
    Step::Append(5, None),
    Step::Append(6, None),
    Step::Page(1, 12),
    Step::Draft(DraftPlace::Lookup),
    Step::Append(7, None),
    Step::Batch(&[1, 2, 3, 4, 5, 6, 7]),
    Step::Verdicts,
    Step::Page(13, 20),
    Step::Append(8, Some(DraftPlace::Lookup)),
    Step::Seal,
    Step::Append(9, None),
    Step::Withdraw(4),
    Step::Batch(&[3, 8, 9]),
    Step::Epoch,
    Step::Append(10, None),
    Step::Batch(&[1, 2, 3, 6, 7, 8, 9, 10]),
    Step::Settled,
];

const SEALED_FROM: usize = 16;

/// What was said of the first batch; the third waits, the fourth and the fifth are refused.
fn verdicts() -> Vec<Verdict> {
    let refused = || Verdict::Rejected { refusal: Refusal::new(Code::TurfUnknown) };
    let mut all = vec![Verdict::Accepted; 7];
    all[1] = Verdict::Duplicate;
    all[2] = Verdict::RetryLater { after_ms: RETRY_MS };
    (all[3], all[4]) = (refused(), refused());
    all
}

struct Phone {
    store: Option<Store>,
    path: std::path::PathBuf,
}

pub(super) fn open_store(path: &std::path::Path, sealed: bool) -> Result<Store, String> {
    let key = SealKey::try_from([7; 32].as_slice()).ok().filter(|_| sealed);
    Store::open(path, DeviceId::from_stamp(START, bytes(1)), key).map_err(|error| error.to_string())
}

fn said<T>(answer: Result<T, Refusal>) -> Result<(), String> {
    answer.map(drop).map_err(|refusal| refusal.to_string())
}

fn batch(store: &mut Store, wanted: &[u32]) -> Result<(), String> {
    let later = NOW.plus_ms(i64::try_from(RETRY_MS).unwrap());
    let batch = store.batch(200, usize::MAX, later).map_err(|refusal| refusal.to_string())?;
    let wanted: Vec<Record> = wanted.iter().map(|number| visit(*number)).collect();
    if batch == wanted { Ok(()) } else { Err(format!("the batch is {batch:?}")) }
}

fn page(store: &mut Store, first: usize, last: usize) -> Result<(), String> {
    let scope = Scope::Turf(turf());
    let standing = store.standing().map_err(|refusal| refusal.to_string())?;
    let cursor = standing.scopes.into_iter().find(|(known, _)| *known == scope);
    let cursor = cursor.and_then(|(_, cursor)| cursor);
    let next = Cursor(format!("c{last}"));
    if cursor.as_ref() == Some(&next) {
        return Ok(());
    }
    let rows = rows()[first - 1..last].to_vec();
    let page = FeedPage {
        rows,
        next,
        has_more: false,
        epoch: "epoch-1".to_owned(),
        check: None,
        snapshot: None,
        rulebook: None,
    };
    said(store.take_page(scope, cursor.as_ref(), &page))
}

impl History for Phone {
    const STORE: &'static str = "device";
    const FILE: &'static str = "device.sqlite";
    const DRAWN: &'static [&'static str] = &["sealed_token"];
    const CLOSED_BEFORE: &'static [usize] = &[1, 9, 16];

    fn length() -> usize {
        HISTORY.len()
    }

    fn open(disk: &Disk, done: usize) -> Result<Self, String> {
        let path = disk.path(Self::FILE);
        let store = open_store(&path, done > SEALED_FROM)?;
        Ok(Self { store: Some(store), path })
    }

    fn step(&mut self, number: usize) -> Result<(), String> {
        if matches!(HISTORY[number], Step::Seal) {
            self.store = None;
        }
        let store = match &mut self.store {
            Some(store) => store,
            None => self.store.insert(open_store(&self.path, number >= SEALED_FROM)?),
        };
        match HISTORY[number] {
            Step::Draft(place) => {
                let draft = Draft { place, body: Some(format!("typed at {number}")) };
                said(store.answer(&SaveDraft { draft }))
            }
            Step::Append(number, from_draft) => {
                said(store.answer(&AppendRecord { record: visit(number), from_draft }))
            }
            Step::Enrol => said(store.enrol(&enrolment())),
            Step::Batch(wanted) => batch(store, wanted),
            Step::Verdicts => {
                let ids: Vec<RecordId> = (1..=7).map(id).collect();
                let epoch = "epoch-1".to_owned();
                let response =
                    PushResponse { verdicts: verdicts(), server_time: NOW, epoch, turn: None };
                said(store.apply_verdicts(&ids, &response, NOW))
            }
            Step::Page(first, last) => page(store, first, last),
            Step::Withdraw(number) => said(store.answer(&WithdrawRecord { id: id(number) })),
            Step::Seal => said(store.token()),
            Step::Epoch => said(store.change_epoch("epoch-1", "epoch-2")),
            Step::Settled => {
                let ids: Vec<RecordId> = [1, 2, 3, 6, 7, 8, 9, 10].map(id).to_vec();
                let verdicts = vec![Verdict::Duplicate; ids.len()];
                let epoch = "epoch-2".to_owned();
                let response = PushResponse { verdicts, server_time: NOW, epoch, turn: None };
                said(store.apply_verdicts(&ids, &response, NOW))
            }
        }
    }

    fn rules() -> &'static [(&'static str, &'static str)] {
        &[
            (
                "a record waits and is in the outbox, or neither",
                "SELECT count(*) FROM records r LEFT JOIN outbox o ON o.id = r.id
                 WHERE (r.state = 'waiting') <> (o.id IS NOT NULL)",
            ),
            (
                "an outbox row has its record",
                "SELECT count(*) FROM outbox o LEFT JOIN records r ON r.id = o.id
                 WHERE r.position IS NOT o.position",
            ),
            ("a record is there once", "SELECT count(*) - count(DISTINCT id) FROM records"),
            (
                "a feed that was not read has no facts",
                "SELECT count(*) FROM facts f JOIN scopes s USING (scope) WHERE s.cursor IS NULL",
            ),
        ]
    }
}

/// Batches only read; all else is seen if it is lost.
#[test]
fn every_step_of_the_device_leaves_a_trace() {
    let reading: Vec<usize> =
        (0..HISTORY.len()).filter(|step| matches!(HISTORY[*step], Step::Batch(_))).collect();
    assert!(Reference::of::<Phone>().sees_all_but(&reading));
    assert!(matches!(HISTORY[SEALED_FROM], Step::Seal));
}

#[test]
fn a_device_that_opens_has_its_log() {
    opens_with_its_log::<Phone>();
}

#[test]
fn the_device_withstands_each_write_that_fails() {
    withstands::<Phone>(Call::Write);
}

#[test]
fn the_device_withstands_each_sync_that_fails() {
    withstands::<Phone>(Call::Sync);
}

#[test]
fn the_device_withstands_each_truncation_that_fails() {
    withstands::<Phone>(Call::Truncate);
}

#[test]
fn the_device_withstands_each_opening_that_fails() {
    withstands::<Phone>(Call::Open);
}

#[test]
fn the_device_withstands_each_deletion_that_fails() {
    withstands::<Phone>(Call::Delete);
}

/// Files in which the token can still be read.
fn clear_token(disk: &Disk) -> Vec<&'static str> {
    let files = [Phone::FILE, "device.sqlite-wal", "device.sqlite-journal"];
    let is_clear = |name: &&str| {
        let bytes = disk.bytes(name).unwrap_or_default();
        bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes())
    };
    files.into_iter().filter(is_clear).collect()
}

/// Whatever failed while it was sealed: once the store has opened with the key, the token can be
/// read nowhere, also not in the log of a program that is never closed.
#[test]
fn a_token_that_was_sealed_is_left_nowhere_in_the_clear() {
    let enrolled = Disk::new(0).unwrap();
    let mut phone = Phone::open(&enrolled, 0).unwrap();
    (0..SEALED_FROM).for_each(|number| phone.step(number).unwrap());
    drop(phone);
    assert_eq!(clear_token(&enrolled), [Phone::FILE], "it is there to be sealed");
    for call in Call::ALL {
        for nth in 1.. {
            let disk = enrolled.copy(nth);
            disk.lay(Plan { call, nth, fault: Fault::PowerOff, times: Times::Once });
            let opened = Phone::open(&disk, SEALED_FROM + 1);
            if disk.faults() == 0 {
                assert!(opened.is_ok());
                break;
            }
            disk.crash(Loss::Chance(nth));
            drop(opened);
            let _open = Phone::open(&disk, SEALED_FROM + 1).unwrap();
            assert_eq!(clear_token(&disk), Vec::<&str>::new(), "{} {nth}", call.name());
        }
    }
}

/// The control: the same store, history and loop, but its transactions are passed over.
#[test]
fn without_transactions_the_loop_finds_things_half_done_on_the_device() {
    let reference = Reference::of::<Phone>();
    let kinds = [Wrong::Half, Wrong::Rule];
    let found = without(Without::Transactions, || {
        fail_each_until::<Phone>(&reference, Call::Sync, WAYS[1], &kinds)
    });
    println!("| device without transactions | sync Error Crash | {found} |");
    assert!(kinds.iter().all(|kind| found.has(*kind)), "{found}");
}

/// The control: the same, but no commit waits for the disk.
#[test]
fn without_syncs_the_loop_finds_things_lost_on_the_device() {
    let reference = Reference::of::<Phone>();
    let found = without(Without::Syncs, || {
        fail_each_until::<Phone>(&reference, Call::Write, POWER_OFF, &[Wrong::Lost])
    });
    println!("| device without syncs | write PowerOff | {found} |");
    assert!(found.has(Wrong::Lost), "{found}");
}
