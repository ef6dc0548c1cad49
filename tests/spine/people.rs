//! Row 19: unsent records survive a change of the person on a phone, and go up only under the one
//! who made them.

use std::collections::BTreeSet;

use wufei_domain::ids::RecordId;
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, actor},
    phone::{Phone, clean},
    proof::{Control, Requirement, shown},
};

/// What the first person recorded and did not send.
const UNSENT: u32 = 30;

/// A town, and what is done to the phone's database before the change: nothing, in the product.
struct HandedOn {
    city: City,
    on_phone: &'static str,
}

fn by(city: &City, person: u128) -> Result<BTreeSet<String>, Failure> {
    let outside = city.outside()?;
    let mut statement = outside.prepare("SELECT id FROM records WHERE actor = ?1")?;
    let ids = statement.query_map([actor(person).to_string()], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn texts(ids: &[RecordId]) -> BTreeSet<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn each_under_their_own_name(handed_on: &mut HandedOn) -> Result<(), Failure> {
    let HandedOn { city, on_phone } = handed_on;
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    let theirs = phone.walks(city.now, UNSENT)?;
    phone.outside()?.execute_batch(on_phone)?;
    phone.enrol(city, OTHER_VOLUNTEER)?;
    phone.lease_next(city, TURF)?;
    let own = phone.walks(city.now, 5)?;
    for _ in 0..4 {
        let report = phone.round(city, &mut clean)?;
        holds("the first one's records kept", report.counts.waiting >= UNSENT, || {
            format!("{report:?}")
        })?;
    }
    same("records under the second one's name", &texts(&own), &by(city, OTHER_VOLUNTEER)?)?;
    same("records under the first one's name", &BTreeSet::new(), &by(city, VOLUNTEER)?)?;
    let sql = "SELECT COUNT(*) FROM records WHERE state = 'waiting'";
    same("records kept on the phone", &i64::from(UNSENT), &phone.count(sql)?)?;
    phone.enrol(city, VOLUNTEER)?;
    phone.drain(city)?;
    same("the first one's, once they are back", &texts(&theirs), &by(city, VOLUNTEER)?)?;
    same("the second one's, as before", &texts(&own), &by(city, OTHER_VOLUNTEER)?)?;
    phone.all_arrived(city)
}

#[test]
fn sync_req_19_unsent_records_outlive_a_change_of_person() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 19,
        words: "a full outbox outlives a change of person; each record goes under its maker",
        missing: Some("the token alone is sealed; no wipe, so no organiser's word for it"),
    };
    let controls = [
        Control {
            taken: "the maker's name on the unsent record",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone = "UPDATE records SET actor = NULL";
                Ok(())
            },
            says: "the first one's records kept",
        },
        Control {
            taken: "the outbox's independence of who is enrolled (a change clears it)",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone = "CREATE TRIGGER clear AFTER UPDATE OF body ON identity BEGIN
                    DELETE FROM outbox;
                    UPDATE records SET state = 'withdrawn' WHERE state = 'waiting'; END";
                Ok(())
            },
            says: "the first one's records kept",
        },
    ];
    let make = || Ok(HandedOn { city: City::new()?, on_phone: "" });
    println!("\n{}", shown(&requirement, make, each_under_their_own_name, &controls)?);
    Ok(())
}
