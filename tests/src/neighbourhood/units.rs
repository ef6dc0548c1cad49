//! The six units with their households, doors, recycling points and turfs.

use wufei_api::{
    feed::PointFact,
    roll::{RollCommunity, RollDoor, RollHousehold, RollTurf},
};
use wufei_domain::{
    ids::{DoorId, PointId, TurfId},
    position::{Datum, Position},
    units::Grams,
};

use super::{CodeBroken, Kind, code, fixed_uuid};

/// 马溪村, 谷来镇, Shengzhou: where the story plays.
pub const MAXI: &str = "330683106273";
/// 西鲍村, 仙岩镇, Shengzhou.
pub const XIBAO: &str = "330683107210";
/// 越秀社区, 剡湖街道, Shengzhou: blocks of flats.
pub const YUEXIU: &str = "330683001028";
/// 剡溪村, 仙岩镇, Shengzhou: eight households here, below the threshold.
pub const YANXI: &str = "330683107257";
/// 浣纱社区, 暨阳街道, Zhuji.
pub const HUANSHA: &str = "330681001005";
/// 小将林场管理区, 小将镇, Xinchang: a forest farm.
pub const LINCHANG: &str = "330624107500";

/// How addresses of a unit read.
#[derive(Debug, Clone, Copy)]
enum Addresses {
    /// `马溪村 12 号`.
    Numbers(&'static str),
    /// `3 幢 2 单元 501`: ten flats a stair, two stairs a block.
    Flats,
}

struct Unit {
    code: &'static str,
    addresses: Addresses,
    households: u32,
    doors: u32,
    /// A door whose household asked not to be visited.
    do_not_visit: Option<u32>,
}

const UNITS: [Unit; 6] = [
    Unit {
        code: MAXI,
        addresses: Addresses::Numbers("马溪村"),
        households: 160,
        doors: 180,
        do_not_visit: Some(66),
    },
    Unit {
        code: XIBAO,
        addresses: Addresses::Numbers("西鲍村"),
        households: 48,
        doors: 52,
        do_not_visit: None,
    },
    Unit {
        code: YUEXIU,
        addresses: Addresses::Flats,
        households: 120,
        doors: 120,
        do_not_visit: Some(17),
    },
    Unit {
        code: YANXI,
        addresses: Addresses::Numbers("剡溪村"),
        households: 8,
        doors: 9,
        do_not_visit: None,
    },
    Unit {
        code: HUANSHA,
        addresses: Addresses::Flats,
        households: 80,
        doors: 80,
        do_not_visit: None,
    },
    Unit {
        code: LINCHANG,
        addresses: Addresses::Numbers("林场"),
        households: 24,
        doors: 26,
        do_not_visit: None,
    },
];

/// Serials of the cards of a unit begin at a multiple of this.
const SERIALS: u32 = 100_000;

/// The first serial of the first unit: no card begins with zeros only.
const FIRST_SERIAL: u32 = 1_000_000;

/// The largest weight the made-up scales show, 150 kg.
pub const SCALE_MAX_GRAMS: u32 = 150_000;

fn label(addresses: Addresses, number: u32) -> String {
    match addresses {
        Addresses::Numbers(place) => format!("{place} {number} 号"),
        Addresses::Flats => {
            let index = number - 1;
            let (block, stair) = (index / 20 + 1, index % 20 / 10 + 1);
            let (floor, flat) = (index % 10 / 2 + 1, index % 2 + 1);
            format!("{block} 幢 {stair} 单元 {floor}0{flat}")
        }
    }
}

/// The units with households and doors.
pub(super) fn communities() -> Result<Vec<RollCommunity>, CodeBroken> {
    let mut communities = Vec::new();
    for (index, unit) in (0_u32..).zip(&UNITS) {
        let first_serial = FIRST_SERIAL + index * SERIALS;
        let households = (1..=unit.households).map(|number| RollHousehold {
            number,
            label: label(unit.addresses, number),
            card_serial: first_serial + number,
        });
        let doors = (1..=unit.doors).map(|number| RollDoor {
            number,
            label: label(unit.addresses, number),
            do_not_visit: unit.do_not_visit == Some(number),
        });
        communities.push(RollCommunity {
            code: code(unit.code)?,
            households: households.collect(),
            doors: doors.collect(),
        });
    }
    Ok(communities)
}

/// The id of a recycling point, from 1.
pub(super) fn point_id(number: u64) -> PointId {
    PointId::from_uuid(fixed_uuid(Kind::Point, number))
}

/// Name, hours, communities, latitude and longitude in microdegrees: somewhere in the right town,
/// no more.
type PointRow = (&'static str, &'static str, &'static [&'static str], (i32, i32));

/// The recycling points.
pub(super) fn points() -> Result<Vec<PointFact>, CodeBroken> {
    let scale_max = Grams::new(SCALE_MAX_GRAMS).unwrap_or(Grams::MAX);
    let rows: [PointRow; 3] = [
        ("马溪村回收点（合成）", "周二、周六 08:00–10:30", &[MAXI], (29_720_000, 120_700_000)),
        (
            "仙岩镇西鲍回收点（合成）",
            "周三、周日 08:00–10:30",
            &[XIBAO, YANXI],
            (29_700_000, 120_870_000),
        ),
        (
            "越秀社区回收点（合成）",
            "每天 07:00–09:00，17:00–19:00",
            &[YUEXIU],
            (29_590_000, 120_820_000),
        ),
    ];
    let mut points = Vec::new();
    for (number, (name, hours, communities, (latitude, longitude))) in (1..).zip(rows) {
        let communities: Result<Vec<_>, _> = communities.iter().map(|text| code(text)).collect();
        points.push(PointFact {
            id: point_id(number),
            name: name.to_owned(),
            hours: hours.to_owned(),
            scale_max,
            communities: communities?,
            position: Position::new(latitude, longitude, Datum::Gcj02).ok(),
        });
    }
    Ok(points)
}

/// Name, unit, first and last door. The first two share one door.
const TURFS: [(&str, &str, u32, u32); 4] = [
    ("马溪一片", MAXI, 1, 40),
    ("马溪二片", MAXI, 40, 75),
    ("西鲍全村", XIBAO, 1, 52),
    ("越秀 1–3 幢", YUEXIU, 1, 60),
];

/// The turfs.
pub(super) fn turfs() -> Result<Vec<RollTurf>, CodeBroken> {
    let mut turfs = Vec::new();
    for (number, (name, unit, first, last)) in (1..).zip(TURFS) {
        let community = code(unit)?;
        turfs.push(RollTurf {
            id: TurfId::from_uuid(fixed_uuid(Kind::Turf, number)),
            name: name.to_owned(),
            community,
            doors: (first..=last).map(|number| DoorId::new(community, number)).collect(),
        });
    }
    Ok(turfs)
}
