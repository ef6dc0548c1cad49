//! Row 19: unsent records survive a change of the person on a phone, sealed where it has a key, and go
//! up only under the one who made them. What becomes of them on a lost phone: `lost`.

use std::collections::BTreeSet;

use wufei_app::effect::store::{Draft, DraftPlace, LoadOutbox, LoadStart, SaveDraft};
use wufei_domain::{
    ids::RecordId,
    record::Body,
    visit::{DoorProposal, Outcome},
};
use wufei_engine::Answer as _;
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, actor, turf, visit},
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// What the first person recorded and did not send.
const UNSENT: u32 = 30;

/// A town, and what is done to the phone's database before the change: nothing, in the product.
struct HandedOn {
    city: City,
    on_phone: &'static str,
}

fn by(city: &City, person: u128) -> Result<BTreeSet<String>, Failure> {
    let sql = "SELECT id FROM records WHERE actor = $1";
    let rows = city.outside()?.rows(sql, &[&actor(person)])?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
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
        missing: None,
        shown_on: Databases::Both,
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

/// What the first person noted, and what stands in their records, their refusals and their draft.
pub const LABEL: &str = "后山竹林边的小屋";
pub const TELLING: [&str; 4] = [LABEL, "half-typed answer", "\"outcome\"", "door_outside_turf"];

/// A phone with a key, and on it what somebody recorded and did not send: visits, a door with
/// [`LABEL`], a visit that the server refused, a draft. Gives the ids of what waits.
pub fn full(
    city: &mut City,
    person: u128,
    waiting: u32,
) -> Result<(Phone, Vec<RecordId>), Failure> {
    let mut phone = Phone::with_key(1)?;
    phone.enrol(city, person)?;
    phone.lease(city, TURF)?;
    phone.visits(city.now, visit(1, Outcome::Met)?)?;
    phone.visits(city.now, visit(11, Outcome::Met)?)?;
    phone.drain(city)?;
    same("records that were refused", &1, &phone.attention()?.len())?;
    let mut waits = phone.walks(city.now, waiting - 1)?;
    let seen = DoorProposal { turf: turf(TURF), after: None, label: LABEL.to_owned() };
    let seen = phone.make(city.now, Body::DoorProposal(seen))?;
    phone.keep(&seen)?;
    waits.push(seen.id);
    let draft = Draft { place: DraftPlace::Door, body: Some(TELLING[1].to_owned()) };
    phone.store.answer(&SaveDraft { draft })?;
    same("what can be read in its files", &TELLING.to_vec(), &in_order(&phone)?)?;
    Ok((phone, waits))
}

fn in_order(phone: &Phone) -> Result<Vec<&'static str>, Failure> {
    let found = phone.readable(&TELLING)?;
    Ok(TELLING.into_iter().filter(|text| found.contains(text)).collect())
}

fn sealed_and_whole_again(handed_on: &mut HandedOn) -> Result<(), Failure> {
    let HandedOn { city, on_phone } = handed_on;
    let (mut phone, waits) = full(city, VOLUNTEER, UNSENT)?;
    let before = phone.store.answer(&LoadOutbox)?;
    phone.outside()?.execute_batch(on_phone)?;
    phone.enrol(city, OTHER_VOLUNTEER)?;
    same("the first one's words in a file", &Vec::<&str>::new(), &in_order(&phone)?)?;
    let start = phone.store.answer(&LoadStart)?;
    let seen = (start.counts.waiting, start.counts.needs_attention, start.drafts.len());
    same("what the second one is shown of it", &(0, 0, 0), &seen)?;
    phone.lease_next(city, TURF)?;
    let own = phone.walks(city.now, 5)?;
    phone.drain(city)?;
    same("records under the second one's name", &texts(&own), &by(city, OTHER_VOLUNTEER)?)?;
    let first = 1 + usize::try_from(UNSENT).unwrap_or_default();
    same("the first one's at the server", &1, &by(city, VOLUNTEER)?.len())?;
    phone.enrol(city, VOLUNTEER)?;
    same("the first one's outbox, once they are back", &before, &phone.store.answer(&LoadOutbox)?)?;
    same("the first one's drafts", &1, &phone.store.answer(&LoadStart)?.drafts.len())?;
    phone.drain(city)?;
    let arrived = by(city, VOLUNTEER)?;
    holds("all of them arrived", texts(&waits).is_subset(&arrived), || format!("{arrived:?}"))?;
    same("the first one's at the server", &first, &arrived.len())?;
    same("the second one's, as before", &texts(&own), &by(city, OTHER_VOLUNTEER)?)
}

#[test]
fn sync_req_19_a_full_outbox_is_sealed_for_its_maker() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 19,
        words: "a full outbox is sealed while another is enrolled, and whole when its maker is back",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the sealing (a trigger writes the plain body beside it)",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone = "CREATE TABLE beside (body TEXT);
             CREATE TRIGGER leak AFTER INSERT ON sealed_records BEGIN
               INSERT INTO beside SELECT body FROM records WHERE id = NEW.id; END";
                Ok(())
            },
            says: "the first one's words in a file",
        },
        Control {
            taken: "the removal of the plain row (a trigger swallows it)",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone =
                    "CREATE TRIGGER keep BEFORE DELETE ON records BEGIN SELECT RAISE(IGNORE); END";
                Ok(())
            },
            says: "the first one's words in a file",
        },
        Control {
            taken: "the cleaning of pages and log (a trigger takes the mark back)",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone = "CREATE TRIGGER unmark AFTER UPDATE OF traces ON device WHEN NEW.traces = 1 BEGIN
               UPDATE device SET traces = 0; END";
                Ok(())
            },
            says: "the first one's words in a file",
        },
        Control {
            taken: "a byte of one sealed record (a trigger changes it)",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone =
                    "CREATE TRIGGER harm AFTER INSERT ON sealed_records WHEN NEW.position = 7 BEGIN
               UPDATE sealed_records SET sealed = CAST(x'00' || sealed AS BLOB)
               WHERE position = 7; END";
                Ok(())
            },
            says: "the first one's outbox, once they are back",
        },
        Control {
            taken: "the keeping of what is sealed (a trigger drops it)",
            take: |handed_on: &mut HandedOn| {
                handed_on.on_phone = "CREATE TRIGGER drop_it AFTER INSERT ON sealed_records WHEN NEW.state = 'waiting' BEGIN
               DELETE FROM sealed_records WHERE id = NEW.id; END";
                Ok(())
            },
            says: "the first one's outbox, once they are back",
        },
    ];
    let make = || Ok(HandedOn { city: City::new()?, on_phone: "" });
    println!("\n{}", shown(&requirement, make, sealed_and_whole_again, &controls)?);
    Ok(())
}
