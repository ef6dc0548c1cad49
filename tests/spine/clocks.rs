//! Row 10: a device's clock decides nothing. It is stored beside the server's, with its zone; what
//! it says is never a cursor, and a clock that was never set is refused in sight. How long it was
//! between two records of one run is known by the steady clock, whatever was done to the other.

use std::collections::BTreeSet;

use wufei_domain::{
    ids::RecordId,
    record::{Body, Record},
    refusal::Code,
    time::{DAY_MS, DeviceTime, UnixMs},
    visit::Outcome,
};
use wufei_tests::harness::{Failure, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, visit, walk},
    outside::{ALWAYS, Does, Sql, Trigger},
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
    reader::{Mark, Reader},
};

/// The walls of four phones against the server's, and their zones.
const CLOCKS: [(i64, i16); 4] =
    [(-2 * DAY_MS, 480), (0, 480), (2 * DAY_MS, 540), (-3_600_000, -300)];

/// From there on a clock is flagged.
const FLAGGED_MS: i64 = 5 * 60_000;

struct Clocks {
    city: City,
    mark: Mark,
}

fn clocks() -> Result<Clocks, Failure> {
    Ok(Clocks { city: City::new()?, mark: Mark::Cursor })
}

fn crew(city: &mut City) -> Result<Vec<Phone>, Failure> {
    let mut phones = Vec::new();
    for (seed, (clock_off_ms, zone_minutes)) in (1..).zip(CLOCKS) {
        let mut phone = Phone::new(seed)?;
        (phone.clock_off_ms, phone.zone_minutes) = (clock_off_ms, zone_minutes);
        phone.enrol(city, if seed % 2 == 0 { VOLUNTEER } else { OTHER_VOLUNTEER })?;
        phone.lease_next(city, TURF)?;
        phones.push(phone);
    }
    Ok(phones)
}

/// The record as the server holds it: each clock as it was told, beside its own.
fn both_clocks_are_kept(city: &City, record: &Record) -> Result<(), Failure> {
    let sql = "SELECT body, made_at, received_at FROM records WHERE id = $1";
    let row = city.outside()?.row(sql, &[&record.id])?;
    let (made_at, received_at) = (row.integer(1)?, row.integer(2)?);
    let stored: Record = row.json(0)?;
    let of_wall = |made_at: &DeviceTime| (made_at.wall, made_at.zone_minutes);
    same("wall and zone", &of_wall(&record.made_at), &of_wall(&stored.made_at))?;
    let times = (record.made_at.wall.value(), city.now.value());
    same("the device's time beside the server's", &times, &(made_at, received_at))
}

/// How far apart the records of each phone were made, by what the server holds of them: as far as
/// they were, though one wall clock went back by a day and all of them by their own way.
fn distances_are_true(city: &City, made: &[(usize, RecordId, UnixMs)]) -> Result<(), Failure> {
    let held = |id: &RecordId| -> Result<DeviceTime, Failure> {
        let sql = "SELECT body FROM records WHERE id = $1";
        Ok(city.outside()?.row(sql, &[id])?.json::<Record>(0)?.made_at)
    };
    for (phone, id, at) in made {
        for (other_phone, other, earlier) in made {
            let true_ms = (phone == other_phone).then(|| at.since_ms(*earlier));
            let told = held(id)?.elapsed_since(&held(other)?);
            same("the distance of two records, by the run they are of", &true_ms, &told)?;
        }
    }
    Ok(())
}

fn no_clock_decides(clocks: &mut Clocks) -> Result<(), Failure> {
    let Clocks { city, mark } = clocks;
    let mut phones = crew(city)?;
    let (mut made, mut when, outside) = (BTreeSet::new(), Vec::new(), city.outside()?);
    let mut reader = Reader::new(*mark, phones[0].bearer()?, walk(TURF));
    for turn in 0..8_u32 {
        let index = (turn % 4) as usize;
        if turn == 5 {
            // The second phone's clock jumps back by a day while its owner walks.
            phones[1].clock_off_ms -= DAY_MS;
        }
        let record = phones[index].visits(city.now, visit(turn + 1, Outcome::Met)?)?;
        phones[index].round(city, &mut clean)?;
        both_clocks_are_kept(city, &record)?;
        what_is_off_is_flagged(city, &record, phones[index].clock_off_ms)?;
        made.insert(record.id.to_string());
        when.push((index, record.id, city.now));
        reader.read_on(&mut city.desk, &outside, city.now)?;
        city.now = city.now.plus_ms(60_000);
    }
    reader.missed_nothing(&made)?;
    distances_are_true(city, &when)?;
    for phone in &mut phones {
        phone.drain(city)?;
        let seen: BTreeSet<String> =
            phone.turf(TURF)?.visits.iter().map(|seen| seen.id.to_string()).collect();
        same("visits on each phone", &made, &seen)?;
    }
    let phone = &mut phones[0];
    phone.clock_off_ms = -city.now.value();
    let never_set = phone.make(city.now, Body::Visit(visit(9, Outcome::Met)?))?;
    phone.keep(&never_set)?;
    phone.clock_off_ms = 0;
    phone.drain(city)?;
    let wanted = vec![(never_set.id, Code::ClockWrong)];
    same("a clock of 1970, refused in sight", &wanted, &phone.attention()?)
}

/// How far the clock is off stands beside the record; beyond five minutes it is on a list.
fn what_is_off_is_flagged(city: &City, record: &Record, off_ms: i64) -> Result<(), Failure> {
    let id = record.id.to_string();
    let sql = "SELECT COALESCE(SUM(clock_off_ms), 0) FROM records WHERE id = $1";
    same("how far the clock is behind", &-off_ms, &city.count(sql, &[&id])?)?;
    let flagged = city.count("SELECT COUNT(*) FROM v_clocks_off WHERE id = $1", &[&id])?;
    same("on the list of clocks that are off", &i64::from(off_ms.abs() > FLAGGED_MS), &flagged)?;
    let sql = "SELECT probably_made_at FROM v_clocks_off WHERE id = $1";
    if flagged == 0 {
        return Ok(());
    }
    same("when it was made by the server's clock", &city.now.value(), &city.count(sql, &[&id])?)
}

#[test]
fn sync_req_10_no_clock_of_a_device_decides_what_arrives() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 10,
        words: "clocks 2 days off, jumping or in other zones lose nothing and are flagged; 1970 \
                refused; the steady clock of a run tells the true distance",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the number as cursor (a rival reader goes by the devices' clocks)",
            take: |clocks: &mut Clocks| {
                clocks.mark = Mark::Clock("made_at");
                Ok(())
            },
            says: "records never served",
        },
        Control {
            taken: "the run of the steady clock (a trigger takes it out)",
            take: |clocks: &mut Clocks| {
                let out = Sql::Each {
                    sqlite: "UPDATE records SET body = json_remove(body, '$.made_at.boot')
                        WHERE id = NEW.id",
                    postgres: "UPDATE records
                        SET body = CAST(CAST(body AS JSONB) #- '{made_at,boot}' AS TEXT)
                        WHERE id = NEW.id",
                };
                clocks.city.lay(&Trigger {
                    name: "leave_out",
                    when: "AFTER INSERT ON records",
                    only: ALWAYS,
                    does: Does::Runs(out),
                })
            },
            says: "the distance of two records",
        },
    ];
    println!("\n{}", shown(&requirement, clocks, no_clock_decides, &controls)?);
    Ok(())
}
