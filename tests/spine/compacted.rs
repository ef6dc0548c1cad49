//! Row 17: old rows of a feed go, and a device that has slept through it holds in the end what one
//! holds that was awake: only rows go that a newer fact has replaced, so no cursor grows too old.

use serde_json::Value;
use wufei_server::operate;
use wufei_tests::harness::{Failure, holds, now, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, walk},
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
    roll::roll,
};

/// Times that the organiser imports changed labels.
const IMPORTS: usize = 5;

struct Sleeper {
    city: City,
    /// How old rows go.
    compact: fn(&City) -> Result<u64, Failure>,
}

fn sleeper() -> Result<Sleeper, Failure> {
    Ok(Sleeper {
        city: City::new()?,
        compact: |city| Ok(operate::compact(&city.database(), now())?.gone),
    })
}

/// The roll with other labels at its doors.
fn relabelled(time: usize) -> Value {
    let mut roll = roll();
    if let Some(doors) = roll.pointer_mut("/communities/0/doors").and_then(Value::as_array_mut) {
        for door in doors {
            let label = format!("{}，第 {time} 次", door["label"].as_str().unwrap_or_default());
            door["label"] = label.into();
        }
    }
    roll
}

fn who_slept_misses_nothing(sleeper: &mut Sleeper) -> Result<(), Failure> {
    let Sleeper { city, compact } = sleeper;
    let mut slept = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    slept.walks(city.now, 4)?;
    slept.drain(city)?;
    let mut awake = Phone::new(2)?;
    awake.enrol(city, OTHER_VOLUNTEER)?;
    awake.lease_next(city, TURF)?;
    for time in 0..IMPORTS {
        operate::import_roll(&city.database(), &relabelled(time).to_string(), city.now)?;
        awake.walks(city.now, 1)?;
        awake.drain(city)?;
    }
    let gone = compact(city)?;
    holds("old rows that went", gone > 0, || gone.to_string())?;
    let woken = slept.round(city, &mut clean)?;
    same("feeds that had to be read again", &0, &woken.healed)?;
    slept.drain(city)?;
    same(
        "facts of who was awake and who slept",
        &awake.facts(walk(TURF))?,
        &slept.facts(walk(TURF))?,
    )?;
    let mut newcomer = Phone::new(3)?;
    newcomer.enrol(city, VOLUNTEER)?;
    newcomer.lease_next(city, TURF)?;
    newcomer.drain(city)?;
    same(
        "facts of who was awake and who is new",
        &awake.facts(walk(TURF))?,
        &newcomer.facts(walk(TURF))?,
    )
}

#[test]
fn sync_req_17_a_device_may_sleep_through_what_old_rows_it_missed() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 17,
        words: "replaced rows of a feed go; who slept through it misses nothing, no cursor is too old",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "that only replaced rows go (the statement is exchanged: all but the newest ten)",
        take: |sleeper: &mut Sleeper| {
            sleeper.compact = |city| {
                let sql = "DELETE FROM feed WHERE seq <= (SELECT h.seq - 10 FROM feed_heads h
                    WHERE h.scope = feed.scope)";
                Ok(city.outside()?.execute(sql, &[])? as u64)
            };
            Ok(())
        },
        says: "feeds that had to be read again",
    }];
    println!("\n{}", shown(&requirement, sleeper, who_slept_misses_nothing, &controls)?);
    Ok(())
}
