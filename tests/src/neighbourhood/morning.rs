//! A made-up morning at the recycling points, sent to a server as its attendants would: so that who
//! looks at a fresh demo finds drop-offs, booked points, and a table with a shared rank.
//!
//! Start here: [`play`].

use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    push::{PushRequest, PushResponse},
    routes,
};
use wufei_domain::{
    card::CardNumber,
    drop_off::{DropOff, Line},
    ids::{DeviceId, HouseholdId, PointId, RecordId},
    record::{Body, Record, ShiftClosed, ShiftOpened},
    sync::Verdict,
    tariff::{Grade, MaterialId},
    time::{DeviceTime, UnixMs},
    units::Grams,
};

use super::{
    roll, scheme,
    units::{MAXI, XIBAO, YANXI, YUEXIU},
};
use crate::harness::{Failure, Http, holds, now, random};

/// Unit, households that bring something, grams they bring on average. 西鲍 and 越秀 come to the
/// same 650 g for each household on their rolls, 48 and 120; 剡溪 stays below the threshold.
const MORNING: [(&str, u32, u32); 4] =
    [(MAXI, 12, 3_400), (XIBAO, 12, 2_600), (YUEXIU, 12, 6_500), (YANXI, 8, 2_000)];

/// From one household to the next the weight grows by this much; the average stays.
const STEP_GRAMS: u32 = 100;

const MATERIALS: [&str; 3] = ["cardboard", "pet_bottle", "newspaper"];

/// How long before now the shifts were opened.
const AGO_MS: i64 = 2 * 60 * 60 * 1_000;

/// Between two drop-offs.
const PAUSE_MS: i64 = 4 * 60 * 1_000;

/// Plays the morning: one code for an attendant of each point. Gives back how many drop-offs the
/// server has taken.
///
/// # Errors
/// A code or a record that is refused, and what the network says.
pub fn play(server: &str, codes: &[String]) -> Result<usize, Failure> {
    let http = Http::new(server)?;
    let mut taken = 0;
    for code in codes {
        let device = DeviceId::from_stamp(now(), random()?);
        let request = EnrolRequest { code: code.clone(), device };
        let enrolled: EnrolResponse = http.post(routes::ENROL, None, &request)?.read()?;
        let point = enrolled.identity.point;
        let point = point.ok_or_else(|| Failure::new("an attendant's code", code))?;
        let entries = shift(point, enrolled.identity.community)?;
        taken += entries.len() - 2;
        let push = PushRequest { device, entries, turn: None };
        let answer = http.post(routes::PUSH, Some(&enrolled.token), &push)?;
        let verdicts = answer.read::<PushResponse>()?.verdicts;
        let all = verdicts.iter().all(Verdict::is_stored);
        holds("every record of the morning stored", all, || format!("{verdicts:?}"))?;
    }
    Ok(taken)
}

/// A shift at a point: opened, the drop-offs of the units it serves, closed.
fn shift(point: PointId, community: wufei_domain::area::AreaCode) -> Result<Vec<Record>, Failure> {
    let mut at = now().plus_ms(-AGO_MS);
    let opened = record(at, community, Body::ShiftOpened(ShiftOpened { point }))?;
    let mut entries = vec![opened.clone()];
    let roll = roll()?;
    let served = roll.points.iter().find(|fact| fact.id == point);
    let served = served.map(|fact| fact.communities.clone()).unwrap_or_default();
    for (unit, households, average) in MORNING {
        let unit = unit.parse()?;
        let Some(rolled) = roll.communities.iter().find(|rolled| rolled.code == unit) else {
            continue;
        };
        if !served.contains(&unit) {
            continue;
        }
        let first = average - STEP_GRAMS * (households - 1) / 2;
        for (index, household) in (0..households).zip(&rolled.households) {
            at = at.plus_ms(PAUSE_MS);
            let card = CardNumber::from_serial(household.card_serial);
            let drop_off = DropOff {
                point,
                shift: opened.id,
                household: HouseholdId::new(unit, household.number),
                card: card
                    .ok_or_else(|| Failure::new("a card", household.card_serial.to_string()))?,
                tariff_version: scheme::tariff().version,
                lines: vec![line(index, first + STEP_GRAMS * index)?],
            };
            entries.push(record(at, unit, Body::DropOff(drop_off))?);
        }
    }
    let closed = ShiftClosed { point, shift: opened.id };
    entries.push(record(at.plus_ms(PAUSE_MS), community, Body::ShiftClosed(closed))?);
    Ok(entries)
}

fn line(index: u32, grams: u32) -> Result<Line, Failure> {
    let kinds = u32::try_from(MATERIALS.len()).unwrap_or(1);
    let material = MATERIALS.iter().zip(0..).find(|(_, place)| *place == index % kinds);
    Ok(Line {
        material: MaterialId(material.map_or(MATERIALS[0], |(material, _)| *material).to_owned()),
        gross: Grams::new(grams)?,
        tare: Grams::ZERO,
        grade: Grade::Clean,
    })
}

fn record(
    wall: UnixMs,
    community: wufei_domain::area::AreaCode,
    body: Body,
) -> Result<Record, Failure> {
    let made_at = DeviceTime { wall, zone_minutes: 480, monotonic_ms: 1, boot: None };
    Ok(Record { id: RecordId::from_stamp(wall, random()?), community, made_at, body })
}
