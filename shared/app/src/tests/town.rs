//! The people and places of the tests: one village, one recycling point, two turfs.

use std::collections::BTreeMap;

use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    ids::{ActorId, DoorId, HouseholdId, PointId, RecordId, TurfId},
    position::{Datum, Position},
    role::Role,
    standing::Suppressed,
    tariff::{MaterialId, Rate, Tariff},
    time::UnixMs,
    units::Grams,
    visit::{Choice, Question, Script},
};

use super::device::{Device, Ground};
use crate::effect::{
    net::{Lease, Offer},
    store::{
        CardHolder, DoorPlace, Identity, PointPlace, StandingData, StandingPlace, SuppressedPlace,
        TurfPlace,
    },
};

/// 24 November 2026, 09:00 in China.
pub(super) const MORNING: i64 = 1_795_482_000_000;

pub(super) const SCALE_MAX: u32 = 150_000;

/// A code that enrols, by role.
pub(super) const CODES: [(Role, &str); 4] = [
    (Role::Resident, "RRRRR-RRRRR"),
    (Role::Attendant, "AAAAA-AAAAA"),
    (Role::Volunteer, "33333-33333"),
    (Role::Auditor, "GGGGG-GGGGG"),
];

/// Asked not to be visited.
pub(super) const QUIET_DOOR: u32 = 3;

/// Names that stay in every language.
pub(super) const NAMES: [&str; 13] = [
    "志愿者 07",
    "嵊州市谷来镇马溪村",
    "马溪村回收点",
    "马溪村",
    "举坑村",
    "谷来居委会",
    "溪东片",
    "溪西片",
    "溪边 1 号",
    "溪边 2 号",
    "溪边 3 号",
    "溪边 4 号",
    "溪边 5 号",
];

pub(super) fn community() -> AreaCode {
    "330683106273".parse().unwrap()
}

fn neighbour(code: &str) -> AreaCode {
    code.parse().unwrap()
}

const fn moment() -> UnixMs {
    UnixMs::new(MORNING)
}

pub(super) fn actor(number: u8) -> ActorId {
    ActorId::from_stamp(moment(), [number; 10])
}

pub(super) fn point() -> PointId {
    PointId::from_stamp(moment(), [1; 10])
}

pub(super) fn turf(number: u8) -> TurfId {
    TurfId::from_stamp(moment(), [number; 10])
}

pub(super) fn record(number: u8) -> RecordId {
    RecordId::from_stamp(moment(), [number; 10])
}

pub(super) fn door(number: u32) -> DoorId {
    DoorId::new(community(), number)
}

/// The household of that number with its card; 1 to 3 are on the point's list.
pub(super) fn holder(number: u32) -> CardHolder {
    CardHolder {
        household: HouseholdId::new(community(), number),
        label: format!("溪边 {number} 号"),
        card: CardNumber::from_serial(number).unwrap(),
    }
}

pub(super) fn material(key: &str) -> MaterialId {
    MaterialId(key.to_owned())
}

pub(super) fn identity(role: Role) -> Identity {
    Identity {
        actor: actor(7),
        label: "志愿者 07".to_owned(),
        role,
        community: community(),
        community_name: "嵊州市谷来镇马溪村".to_owned(),
        synthetic: true,
        household: (role == Role::Resident).then(|| holder(1)),
        point: role.stands_at_a_point().then(point),
    }
}

pub(super) fn tariff() -> Tariff {
    let rate = |key: &str, name_zh: &str, name_en: &str, points_per_kg| Rate {
        material: material(key),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        points_per_kg,
    };
    Tariff {
        version: 3,
        valid_from: moment(),
        points_per_yuan: 100,
        rates: vec![
            rate("cardboard", "纸板", "Cardboard", 80),
            rate("pet", "塑料瓶", "Plastic bottles", 200),
        ],
    }
}

pub(super) fn script() -> Script {
    let question = |key: &str, text_zh: &str, text_en: &str| Question {
        key: key.to_owned(),
        text_zh: text_zh.to_owned(),
        text_en: text_en.to_owned(),
        choices: [("yes", "是", "Yes"), ("no", "还没有", "Not yet")]
            .map(|(key, zh, en)| Choice {
                key: key.to_owned(),
                text_zh: zh.to_owned(),
                text_en: en.to_owned(),
            })
            .to_vec(),
    };
    Script {
        version: 2,
        questions: vec![
            question("sorts", "在家分类吗？", "Do you sort at home?"),
            question("card", "有户卡吗？", "Do you have a card?"),
        ],
    }
}

pub(super) fn place(number: u8, name: &str, doors: u32) -> TurfPlace {
    let (id, name) = (turf(number), name.to_owned());
    TurfPlace { id, name, community: community(), doors, visited: 0 }
}

/// Five doors in an order that is not that of their numbers; the third asked for quiet.
pub(super) fn ground() -> Ground {
    let row = |(position, number): (u32, u32)| DoorPlace {
        id: door(number),
        label: format!("溪边 {number} 号"),
        position,
        do_not_visit: number == QUIET_DOOR,
    };
    Ground {
        turf: place(1, "溪东片", 5),
        doors: [(1, 2), (2, 1), (3, QUIET_DOOR), (4, 5), (5, 4)].map(row).to_vec(),
        script: Some(script()),
        others: Vec::new(),
    }
}

pub(super) fn standing() -> StandingData {
    StandingData {
        as_of: moment(),
        rows: vec![
            StandingPlace {
                community: neighbour("330683106272"),
                name: "举坑村".to_owned(),
                rank: 1,
                grams_per_household: 4_000,
                participation_permille: 612,
            },
            StandingPlace {
                community: community(),
                name: "马溪村".to_owned(),
                rank: 2,
                grams_per_household: 3_412,
                participation_permille: 485,
            },
        ],
        suppressed: vec![SuppressedPlace {
            community: neighbour("330683106001"),
            name: "谷来居委会".to_owned(),
            why: Suppressed::FewRegistered,
        }],
    }
}

pub(super) fn offers() -> Vec<Offer> {
    let until = moment().plus_ms(86_400_000);
    vec![
        Offer { turf: place(1, "溪东片", 5), lease: Lease::Free },
        Offer { turf: place(2, "溪西片", 30), lease: Lease::Taken { until } },
    ]
}

/// A device before enrolment, next to a server that has everything.
pub(super) fn fresh() -> Device {
    let mut device = Device::default();
    device.server.codes =
        CODES.iter().map(|(role, code)| ((*code).to_owned(), Ok(identity(*role)))).collect();
    device.server.offers = offers();
    device
}

/// A device of that role with everything received, and a turf to walk for a volunteer.
pub(super) fn enrolled(role: Role) -> Device {
    let mut device = fresh();
    device.identity = Some(identity(role));
    device.tariff = Some(tariff());
    device.standing = Some(standing());
    device.cards = (1..=3).map(holder).collect();
    device.point = Some(PointPlace {
        id: point(),
        name: "马溪村回收点".to_owned(),
        hours: "08:00-17:00".to_owned(),
        scale_max: Grams::new(SCALE_MAX).unwrap(),
        position: Position::new(29_720_000, 120_700_000, Datum::Wgs84).ok(),
    });
    if role.walks() {
        device.grounds = BTreeMap::from([(turf(1), ground())]);
    }
    device
}
