//! Row 6: each entry of a batch has its own verdict. A refused one lies in sight with its reason and
//! stands in the list that the app hands on, one that must wait comes again, and all the rest goes
//! on.

use std::collections::BTreeMap;

use wufei_domain::{ids::RecordId, refusal::Code, visit::Outcome};
use wufei_tests::harness::{Failure, TestDevice, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, visit},
    outside::{Does, Sql, Trigger},
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

const MADE: usize = 60;
/// Every so manieth entry is of a door outside the turf.
const POISONED: usize = 3;
/// Every so manieth entry depends on a record that its maker has not sent yet.
const WAITING: usize = 10;

/// A town, and what is done to the phone's database before the list is handed on: nothing, in the
/// product.
struct Poisoned {
    city: City,
    on_phone: &'static str,
}

/// The list as the app hands it on, over the phone's own store.
fn handed_on(phone: &Phone) -> Result<String, Failure> {
    let folder = phone.folder.path();
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        return Err(Failure::new("a folder in a folder", folder.to_string_lossy()));
    };
    TestDevice::open(parent, &name.to_string_lossy(), "")?.export()
}

/// The ids that stand in the list, each with the code in the lines of its entry.
fn listed(text: &str) -> BTreeMap<RecordId, Code> {
    let entry = |lines: &str| {
        let id = lines.split_whitespace().find_map(|word| word.parse().ok())?;
        let code = lines.split_whitespace().find_map(Code::from_name)?;
        Some((id, code))
    };
    text.split("\n\n").filter_map(entry).collect()
}

fn the_rest_arrives(system: &mut Poisoned) -> Result<(), Failure> {
    let Poisoned { city, on_phone } = system;
    let mut other = Phone::walking(city, 1, OTHER_VOLUNTEER, TURF)?;
    let far = other.visits(city.now, visit(1, Outcome::NotHome)?)?;
    let mut phone = Phone::new(2)?;
    phone.enrol(city, VOLUNTEER)?;
    phone.lease_next(city, TURF)?;
    let mut poisoned: BTreeMap<RecordId, Code> = BTreeMap::new();
    for n in 0..MADE {
        if n % POISONED == 0 {
            let outside = phone.visits(city.now, visit(11, Outcome::Met)?)?;
            poisoned.insert(outside.id, Code::DoorOutsideTurf);
        } else if n % WAITING == 1 {
            let mut later = visit(1, Outcome::Met)?;
            later.supersedes = Some(far.id);
            phone.visits(city.now, later)?;
        } else {
            phone.visits(city.now, visit(2, Outcome::Met)?)?;
        }
    }
    let first = phone.round(city, &mut clean);
    let waits = (0..MADE).filter(|n| n % POISONED != 0 && n % WAITING == 1).count();
    let number = |n: usize| u32::try_from(n).unwrap_or_default();
    let rest = MADE - poisoned.len() - waits;
    let wanted = Ok((number(rest), number(poisoned.len()), number(waits)));
    let seen = first
        .map(|report| (report.acknowledged, report.refused, report.counts.waiting))
        .map_err(|refusal| refusal.code);
    same("sent, refused, waiting after one round", &wanted, &seen)?;
    other.drain(city)?;
    phone.drain(city)?;
    let attention: BTreeMap<RecordId, Code> = phone.attention()?.into_iter().collect();
    same("the entries in sight, each with its reason", &poisoned, &attention)?;
    phone.outside()?.execute_batch(on_phone)?;
    let handed_on = listed(&handed_on(&phone)?);
    same("the entries in the list handed on, each with its reason", &poisoned, &handed_on)?;
    let arrived = city.count("SELECT COUNT(*) FROM visits", &[])?;
    let wanted = i64::try_from(MADE - poisoned.len() + 1).unwrap_or_default();
    same("visits at the server", &wanted, &arrived)
}

#[test]
fn sync_req_06_a_poisoned_entry_stops_no_other() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 6,
        words: "a verdict an entry: refused ones in sight, waiting ones again, the rest goes on",
        missing: None,
        shown_on: Databases::Both,
    };
    let in_the_list = "the entries in the list handed on, each with its reason";
    let controls = [
        Control {
            taken: "the verdict of its own (one refused entry fails its whole batch)",
            take: |system: &mut Poisoned| {
                system.city.lay(&Trigger {
                    name: "all_or_none",
                    when: "BEFORE INSERT ON records",
                    only: Sql::Both(r#"NEW.body LIKE '%"door":"%-11"%'"#),
                    does: Does::Refuses,
                })
            },
            says: "sent, refused, waiting after one round",
        },
        Control {
            taken: "one refused entry's place in the list (it counts as taken back)",
            take: |system: &mut Poisoned| {
                system.on_phone = "UPDATE records SET state = 'withdrawn' WHERE position =
                    (SELECT MAX(position) FROM records WHERE state = 'attention')";
                Ok(())
            },
            says: in_the_list,
        },
        Control {
            taken: "one refused entry's reason (another stands in its place)",
            take: |system: &mut Poisoned| {
                system.on_phone = "UPDATE records SET refusal = '{\"code\":\"server_failed\"}'
                    WHERE position = (SELECT MIN(position) FROM records WHERE state = 'attention')";
                Ok(())
            },
            says: in_the_list,
        },
    ];
    let make = || Ok(Poisoned { city: City::new()?, on_phone: "" });
    println!("\n{}", shown(&requirement, make, the_rest_arrives, &controls)?);
    Ok(())
}
