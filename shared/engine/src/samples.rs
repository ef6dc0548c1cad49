//! What the tests of this crate are made of: records, facts and answers of a made-up community.

use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::TempDir;
use wufei_api::{
    enrol::{EnrolResponse, Identity, Token},
    feed::{Cursor, DoorFact, FeedItem, FeedPage, FeedRow, RecordFact, TransferFact, TurfFact},
    push::PushResponse,
};
use wufei_app::effect::store::{AppendRecord, OutboxCounts};
use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    drop_off::{DropOff, Line, Reversal, ReversalReason},
    ids::{ActorId, DeviceId, DoorId, HouseholdId, PointId, RecordId, TurfId},
    ledger::Transfer,
    record::{Body, Record, ShiftClosed, ShiftOpened},
    refusal::Refusal,
    role::Role,
    scope::Scope,
    sync::Verdict,
    tariff::{Grade, MaterialId},
    time::{DeviceTime, UnixMs},
    units::{Grams, Points},
    visit::{Outcome, Visit, VisitVoid, VoidReason},
};

use crate::{lane::Answer as _, store::Store};

/// When the samples are made: each record one second after the one before.
pub const START_MS: i64 = 1_790_000_000_000;

/// Later than every sample.
pub const NOW: UnixMs = UnixMs::new(START_MS + 10_000_000_000);

pub const EPOCH: &str = "epoch-1";

pub fn community() -> AreaCode {
    "330683106273".parse().unwrap()
}

fn bytes(number: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub fn at(number: u32) -> UnixMs {
    UnixMs::new(START_MS + i64::from(number) * 1_000)
}

/// The id of the record of that number: the higher the number, the later.
pub fn id(number: u32) -> RecordId {
    RecordId::from_stamp(at(number), bytes(number))
}

pub fn number(id: RecordId) -> u32 {
    let bytes = id.uuid().into_bytes();
    u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]])
}

pub fn device() -> DeviceId {
    DeviceId::from_stamp(at(0), bytes(1))
}

pub fn actor(number: u32) -> ActorId {
    ActorId::from_stamp(at(0), bytes(number))
}

pub fn point() -> PointId {
    PointId::from_stamp(at(0), bytes(3))
}

pub fn turf() -> TurfId {
    TurfId::from_stamp(at(0), bytes(4))
}

pub fn household(number: u32) -> HouseholdId {
    HouseholdId::new(community(), number)
}

pub fn door(number: u32) -> DoorId {
    DoorId::new(community(), number)
}

pub fn record(number: u32, body: Body) -> Record {
    let made_at = DeviceTime { wall: at(number), zone_minutes: 480, monotonic_ms: 0, boot: None };
    Record { id: id(number), community: community(), made_at, body }
}

/// Record `number`: a visit to a door.
pub fn visit(number: u32, at_door: u32) -> Record {
    let visit = Visit {
        turf: turf(),
        door: door(at_door),
        outcome: Outcome::Met,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    };
    record(number, Body::Visit(visit))
}

pub fn visit_void(number: u32, at_door: u32, visit: u32) -> Record {
    let reason = VoidReason::Practice;
    let void = VisitVoid { turf: turf(), door: door(at_door), visit: id(visit), reason };
    record(number, Body::VisitVoid(void))
}

pub fn shift_opened(number: u32) -> Record {
    record(number, Body::ShiftOpened(ShiftOpened { point: point() }))
}

pub fn shift_closed(number: u32, shift: u32) -> Record {
    record(number, Body::ShiftClosed(ShiftClosed { point: point(), shift: id(shift) }))
}

pub fn drop_off(number: u32, shift: u32, of: u32) -> Record {
    let drop_off = DropOff {
        point: point(),
        shift: id(shift),
        household: household(of),
        card: CardNumber::from_serial(of).unwrap(),
        tariff_version: 1,
        lines: vec![Line {
            material: MaterialId("cardboard".to_owned()),
            gross: Grams::new(3_200).unwrap(),
            tare: Grams::ZERO,
            grade: Grade::Clean,
        }],
    };
    record(number, Body::DropOff(drop_off))
}

pub fn reversal(number: u32, drop_off: u32, of: u32) -> Record {
    let reversal = Reversal {
        point: point(),
        drop_off: id(drop_off),
        household: household(of),
        reason: ReversalReason::WrongWeight,
    };
    record(number, Body::Reversal(reversal))
}

pub fn pending(drop_off: u32, of: u32) -> Transfer {
    Transfer::pending(id(drop_off), household(of), Points::new(32), 1, 1)
}

pub fn scopes() -> Vec<Scope> {
    vec![Scope::Community(community()), Scope::Point(point()), Scope::Turf(turf())]
}

pub fn enrolment(by: u32, epoch: &str, scopes: Vec<Scope>) -> EnrolResponse {
    EnrolResponse {
        token: Token(format!("secret-of-{by}")),
        identity: Identity {
            actor: actor(by),
            label: "志愿者 07（合成）".to_owned(),
            role: Role::Volunteer,
            community: community(),
            community_name: "嵊州市谷来镇马溪村（合成）".to_owned(),
            synthetic: true,
            household: None,
            point: Some(point()),
            scopes,
        },
        epoch: epoch.to_owned(),
        server_time: NOW,
        rulebook_key: None,
    }
}

/// Answers a push in [`EPOCH`].
pub fn response(verdicts: Vec<Verdict>) -> PushResponse {
    PushResponse { verdicts, server_time: NOW, epoch: EPOCH.to_owned(), turn: None }
}

/// A page in [`EPOCH`] that begins with row `first`.
pub fn page(first: u64, items: Vec<FeedItem>, next: &str) -> FeedPage {
    let rows = items.into_iter().zip(first..).map(|(item, seq)| FeedRow { seq, item }).collect();
    let (next, epoch) = (Cursor(next.to_owned()), EPOCH.to_owned());
    FeedPage { rows, next, has_more: false, epoch, check: None, snapshot: None, rulebook: None }
}

pub fn fact(record: Record, by: u32) -> FeedItem {
    FeedItem::Record(RecordFact { record: record.into(), actor: actor(by), received_at: NOW })
}

pub fn transfer_fact(transfer: Transfer) -> FeedItem {
    FeedItem::Transfer(TransferFact { transfer, written_at: NOW })
}

pub fn turf_fact(doors: u32) -> FeedItem {
    let name = "一组（合成）".to_owned();
    FeedItem::Turf(TurfFact { id: turf(), name, community: community(), doors })
}

pub fn door_fact(number: u32, position: u32) -> FeedItem {
    let label = format!("{number} 号（合成）");
    FeedItem::Door(DoorFact { id: door(number), label, position, do_not_visit: false })
}

/// A folder with a device's database.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("device.sqlite")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path(), device(), None).unwrap()
    }

    /// A store of a device enrolled as person 1.
    pub fn enrolled(&self) -> Store {
        let mut store = self.store();
        store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
        store
    }

    /// A connection of the tests' own, to look and to break things from outside.
    pub fn outside(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

pub fn append(store: &mut Store, record: Record) -> Result<OutboxCounts, Refusal> {
    store.answer(&AppendRecord { record, from_draft: None })
}
