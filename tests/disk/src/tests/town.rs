//! A town small enough to be imported thousands of times: one village with four households and
//! doors, a recycling point, a turf, an attendant and a volunteer. All of it is made up.

use serde_json::json;
use uuid::Uuid;
use wufei_domain::{
    card::CardNumber,
    drop_off::{DropOff, Line, Reversal, ReversalReason},
    ids::{DoorId, HouseholdId, PointId, RecordId, TurfId},
    record::{Body, Record, ShiftClosed, ShiftOpened},
    tariff::{Grade, MaterialId},
    time::{DeviceTime, UnixMs},
    units::Grams,
    visit::{Outcome, Visit},
};

pub const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
";

const VILLAGE: &str = "330683106273";

pub const ATTENDANT: u128 = 1;
pub const VOLUNTEER: u128 = 2;
const POINT: u128 = 100;
const TURF: u128 = 200;

/// Households and doors, from 1.
const HOUSES: u32 = 4;

pub fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn point() -> PointId {
    PointId::from_uuid(uuid(POINT))
}

pub fn turf() -> TurfId {
    TurfId::from_uuid(uuid(TURF))
}

pub fn household(number: u32) -> HouseholdId {
    HouseholdId::new(VILLAGE.parse().unwrap(), number)
}

/// The roll; `name` is the turf's, so that another name is a change.
pub fn roll(name: &str) -> String {
    let door = |number: u32| DoorId::new(VILLAGE.parse().unwrap(), number).to_string();
    let houses = 1..=HOUSES;
    let households = houses.clone().map(|number| {
        json!({ "number": number, "label": format!("{number} 号"), "card_serial": number })
    });
    let doors =
        houses.clone().map(|number| json!({ "number": number, "label": format!("{number} 号") }));
    let person = |number, role: &str| json!({ "actor": uuid(number), "label": "某人", "role": role, "community": VILLAGE });
    let mut attendant = person(ATTENDANT, "attendant");
    attendant["point"] = json!(uuid(POINT));
    json!({
        "synthetic": true, "source": "合成数据 synthetic", "as_of": 1_790_000_000_000_u64,
        "tariff": { "version": 1, "valid_from": 0, "points_per_yuan": 100, "rates": [
            { "material": "cardboard", "name_zh": "纸板", "name_en": "Cardboard",
              "points_per_kg": 60 }] },
        "script": { "version": 1, "questions": [
            { "key": "bins", "text_zh": "分几类？", "text_en": "How many bins?", "choices": [
                { "key": "four", "text_zh": "四类", "text_en": "Four" }] }] },
        "communities": [{ "code": VILLAGE, "households": households.collect::<Vec<_>>(),
                          "doors": doors.collect::<Vec<_>>() }],
        "points": [{ "id": uuid(POINT), "name": "回收点", "hours": "7:00–9:00",
                     "scale_max": 150_000, "communities": [VILLAGE] }],
        "turfs": [{ "id": uuid(TURF), "name": name, "community": VILLAGE,
                    "doors": houses.map(door).collect::<Vec<_>>() }],
        "people": [attendant, person(VOLUNTEER, "volunteer")],
    })
    .to_string()
}

/// Record `number`, made at `wall`.
fn record(number: u32, wall: UnixMs, body: Body) -> Record {
    let made_at = DeviceTime { wall, zone_minutes: 480, monotonic_ms: 1, boot: None };
    Record { id: id(number, wall), community: VILLAGE.parse().unwrap(), made_at, body }
}

fn id(number: u32, wall: UnixMs) -> RecordId {
    let mut bytes = [7; 10];
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    RecordId::from_stamp(wall, bytes)
}

pub fn shift(wall: UnixMs) -> Record {
    record(0, wall, Body::ShiftOpened(ShiftOpened { point: point() }))
}

pub fn drop_off(number: u32, wall: UnixMs, of: u32) -> Record {
    let line = Line {
        material: MaterialId("cardboard".to_owned()),
        gross: Grams::new(3_200).unwrap(),
        tare: Grams::ZERO,
        grade: Grade::Clean,
    };
    let drop_off = DropOff {
        point: point(),
        shift: id(0, wall),
        household: household(of),
        card: CardNumber::from_serial(of).unwrap(),
        tariff_version: 1,
        lines: vec![line],
    };
    record(number, wall, Body::DropOff(drop_off))
}

pub fn reversal(number: u32, wall: UnixMs, drop_off: u32, of: u32) -> Record {
    let reversal = Reversal {
        point: point(),
        drop_off: id(drop_off, wall),
        household: household(of),
        reason: ReversalReason::WrongWeight,
    };
    record(number, wall, Body::Reversal(reversal))
}

pub fn shift_closed(number: u32, wall: UnixMs) -> Record {
    let closed = ShiftClosed { point: point(), shift: id(0, wall) };
    record(number, wall, Body::ShiftClosed(closed))
}

pub fn visit(number: u32, wall: UnixMs, door: u32) -> Record {
    let visit = Visit {
        turf: turf(),
        door: DoorId::new(VILLAGE.parse().unwrap(), door),
        outcome: Outcome::Met,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    };
    record(number, wall, Body::Visit(visit))
}
