//! One of everything that crosses the wire, with fixed ids.
//!
//! The chains ([`bodies`], [`items`], [`verdicts`], [`leases`], [`scopes`]) go from variant to
//! variant by an exhaustive match: a new variant does not compile until it stands in its chain.

use std::iter::successors;

use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    drop_off::{DropOff, Line, Reversal, ReversalReason},
    ids::{ActorId, DeviceId, DoorId, HouseholdId, PointId, RecordId, TurfId},
    ledger::Transfer,
    points::FORMULA_VERSION,
    position::{Datum, Position},
    record::{Body, Record, ShiftClosed, ShiftOpened, UnknownItem},
    refusal::{Code, Refusal},
    scope::Scope,
    standing::Suppressed,
    sync::Verdict,
    tariff::{Grade, MaterialId, Rate, Tariff},
    time::{DeviceTime, UnixMs},
    units::{Grams, Points},
    visit::{
        Choice, DoorProposal, Outcome, Question, Script, ScriptAnswer, Visit, VisitVoid, VoidReason,
    },
};

use crate::{
    feed::{
        CommunityFact, DoorFact, FeedItem, HouseholdFact, PointFact, RecordFact, StandingFact,
        StandingRow, SuppressedRow, TransferFact, TurfFact,
    },
    turfs::LeaseState,
};

pub const MOMENT: UnixMs = UnixMs::new(1_795_514_400_000);

pub fn community() -> AreaCode {
    "330683106273".parse().unwrap()
}

macro_rules! ids {
    ($($name:ident $id:ident)*) => {$(
        pub fn $name(number: u8) -> $id {
            $id::from_stamp(MOMENT, [number; 10])
        }
    )*};
}

ids! { record_id RecordId device DeviceId actor ActorId point PointId turf TurfId }

pub fn household() -> HouseholdId {
    HouseholdId::new(community(), 12)
}

pub fn door() -> DoorId {
    DoorId::new(community(), 7)
}

pub fn card() -> CardNumber {
    CardNumber::from_serial(123).unwrap()
}

fn grams(grams: u32) -> Grams {
    Grams::new(grams).unwrap()
}

fn line(material: &str, gross: u32, tare: u32, grade: Grade) -> Line {
    let material = MaterialId(material.to_owned());
    Line { material, gross: grams(gross), tare: grams(tare), grade }
}

fn drop_off() -> DropOff {
    DropOff {
        point: point(1),
        shift: record_id(1),
        household: household(),
        card: card(),
        tariff_version: 3,
        lines: vec![
            line("cardboard", 3_450, 250, Grade::Clean),
            line("pet", 1_100, 0, Grade::Mixed),
            line("glass", 900, 0, Grade::Rejected),
        ],
    }
}

fn visit() -> Visit {
    Visit {
        turf: turf(1),
        door: door(),
        outcome: Outcome::Met,
        script_version: Some(2),
        answers: vec![ScriptAnswer { question: "sorts".to_owned(), choice: "yes".to_owned() }],
        supersedes: None,
        photos: Vec::new(),
    }
}

/// Each kind of body, once.
pub fn bodies() -> Vec<Body> {
    let first = Body::ShiftOpened(ShiftOpened { point: point(1) });
    let after = |body: &Body| {
        Some(match body {
            Body::ShiftOpened(_) => {
                Body::ShiftClosed(ShiftClosed { point: point(1), shift: record_id(1) })
            }
            Body::ShiftClosed(_) => Body::DropOff(drop_off()),
            Body::DropOff(_) => Body::Reversal(Reversal {
                point: point(1),
                drop_off: record_id(3),
                household: household(),
                reason: ReversalReason::WrongWeight,
            }),
            Body::Reversal(_) => Body::Visit(visit()),
            Body::Visit(_) => Body::VisitVoid(VisitVoid {
                turf: turf(1),
                door: door(),
                visit: record_id(5),
                reason: VoidReason::WrongDoor,
            }),
            Body::VisitVoid(_) => Body::DoorProposal(DoorProposal {
                turf: turf(1),
                after: Some(door()),
                label: "3 幢 2 单元 501".to_owned(),
            }),
            Body::DoorProposal(_) => Body::UnknownItem(UnknownItem {
                typed: "量子垃圾".to_owned(),
                rulebook: "zhejiang 2026.1".to_owned(),
                photos: Vec::new(),
            }),
            Body::UnknownItem(_) => return None,
        })
    };
    successors(Some(first), after).collect()
}

/// Each kind of body as a record, numbered from 1.
pub fn records() -> Vec<Record> {
    let record = |(number, body): (u8, Body)| Record {
        id: record_id(number),
        community: community(),
        made_at: DeviceTime { wall: MOMENT, zone_minutes: 480, monotonic_ms: 61_000, boot: None },
        body,
    };
    (1..).zip(bodies()).map(record).collect()
}

/// What a server can say of an entry, once each.
pub fn verdicts() -> Vec<Verdict> {
    let after = |verdict: &Verdict| match verdict {
        Verdict::Accepted => Some(Verdict::Duplicate),
        Verdict::Duplicate => Some(Verdict::Rejected { refusal: refusal() }),
        Verdict::Rejected { .. } => Some(Verdict::RetryLater { after_ms: 2_000 }),
        Verdict::RetryLater { .. } => Some(Verdict::Held { after_ms: 600_000 }),
        Verdict::Held { .. } => None,
    };
    successors(Some(Verdict::Accepted), after).collect()
}

pub fn refusal() -> Refusal {
    Refusal::new(Code::WeightAboveScale).with("value", 200_000).with("max", 150_000)
}

pub fn leases() -> Vec<LeaseState> {
    let until = MOMENT.plus_ms(1_000);
    let after = |lease: &LeaseState| match lease {
        LeaseState::Free => Some(LeaseState::Mine { until }),
        LeaseState::Mine { .. } => Some(LeaseState::Taken { until }),
        LeaseState::Taken { .. } => None,
    };
    successors(Some(LeaseState::Free), after).collect()
}

pub fn scopes() -> Vec<Scope> {
    let after = |scope: &Scope| match scope {
        Scope::Community(_) => Some(Scope::Household(household())),
        Scope::Household(_) => Some(Scope::Point(point(1))),
        Scope::Point(_) => Some(Scope::Turf(turf(1))),
        Scope::Turf(_) => None,
    };
    successors(Some(Scope::Community(community())), after).collect()
}

pub fn tariff() -> Tariff {
    let rate = |material: &str, name_zh: &str, name_en: &str, points_per_kg| Rate {
        material: MaterialId(material.to_owned()),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        points_per_kg,
    };
    Tariff {
        version: 3,
        valid_from: MOMENT,
        points_per_yuan: 100,
        rates: vec![
            rate("cardboard", "纸板", "Cardboard", 80),
            rate("pet", "PET 瓶", "PET bottles", 200),
        ],
    }
}

pub fn script() -> Script {
    let choice = |key: &str, text_zh: &str, text_en: &str| Choice {
        key: key.to_owned(),
        text_zh: text_zh.to_owned(),
        text_en: text_en.to_owned(),
    };
    Script {
        version: 2,
        questions: vec![Question {
            key: "sorts".to_owned(),
            text_zh: "在家分类吗？".to_owned(),
            text_en: "Do you sort at home?".to_owned(),
            choices: vec![choice("yes", "分", "Yes"), choice("no", "还没有", "Not yet")],
        }],
    }
}

pub fn point_fact() -> PointFact {
    PointFact {
        id: point(1),
        name: "马溪村回收点".to_owned(),
        hours: "08:00-17:00".to_owned(),
        scale_max: grams(150_000),
        communities: vec![community()],
        position: None,
    }
}

/// A point somebody measured.
pub fn placed_point_fact() -> PointFact {
    let position = Position::new(29_720_000, 120_700_000, Datum::Gcj02).ok();
    PointFact { position, ..point_fact() }
}

pub fn household_fact() -> HouseholdFact {
    HouseholdFact { id: household(), label: "溪边 12 号".to_owned(), card: card() }
}

pub fn turf_fact() -> TurfFact {
    TurfFact { id: turf(1), name: "溪东片".to_owned(), community: community(), doors: 40 }
}

pub fn transfer_fact() -> TransferFact {
    let drop_off = record_id(3);
    let transfer = Transfer::pending(drop_off, household(), Points::new(366), 3, FORMULA_VERSION);
    TransferFact { transfer, written_at: MOMENT }
}

pub fn record_fact() -> RecordFact {
    RecordFact { record: records().remove(2).into(), actor: actor(1), received_at: MOMENT }
}

fn standing_fact() -> StandingFact {
    let suppressed = |why| SuppressedRow {
        community: "330683106001".parse().unwrap(),
        name: "谷来居委会".to_owned(),
        why,
    };
    StandingFact {
        as_of: MOMENT,
        rows: vec![StandingRow {
            community: community(),
            name: "马溪村委会".to_owned(),
            rank: 1,
            grams_per_household: 3_412,
            participation_permille: 485,
            synthetic: true,
        }],
        suppressed: vec![
            suppressed(Suppressed::NoRoll),
            suppressed(Suppressed::FewRegistered),
            suppressed(Suppressed::FewContributing),
        ],
    }
}

/// Each kind of fact, once.
pub fn items() -> Vec<FeedItem> {
    let community = CommunityFact {
        code: community(),
        name: "嵊州市谷来镇马溪村".to_owned(),
        synthetic: true,
        registered: 320,
    };
    let door = DoorFact { id: door(), label: "7 号".to_owned(), position: 4, do_not_visit: true };
    let after = |item: &FeedItem| {
        Some(match item {
            FeedItem::Community(_) => FeedItem::Tariff(tariff()),
            FeedItem::Tariff(_) => FeedItem::Point(point_fact()),
            FeedItem::Point(_) => FeedItem::Script(script()),
            FeedItem::Script(_) => FeedItem::Standing(standing_fact()),
            FeedItem::Standing(_) => FeedItem::Household(household_fact()),
            FeedItem::Household(_) => FeedItem::Turf(turf_fact()),
            FeedItem::Turf(_) => FeedItem::Door(door.clone()),
            FeedItem::Door(_) => FeedItem::Record(record_fact()),
            FeedItem::Record(_) => FeedItem::Transfer(transfer_fact()),
            FeedItem::Transfer(_) => return None,
        })
    };
    successors(Some(FeedItem::Community(community)), after).collect()
}
