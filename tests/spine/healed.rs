//! Row 18: a device that has read a feed to its end compares what it holds with what the server says
//! it holds. What was lost or damaged in between is read again, and the round says so.

use wufei_domain::visit::Outcome;
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, TURF, VOLUNTEER, visit, walk},
    outside::{Does, Sql, Trigger},
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

struct Walk {
    city: City,
    phone: Phone,
    /// What becomes of the phone's database while it is closed.
    harm: &'static str,
    /// What becomes of the server's answers: nothing, in the product.
    muted: bool,
}

fn walked(harm: &'static str) -> Result<Walk, Failure> {
    let mut city = City::new()?;
    let mut phone = Phone::walking(&mut city, 1, VOLUNTEER, TURF)?;
    phone.walks(city.now, 6)?;
    phone.drain(&mut city)?;
    Ok(Walk { city, phone, harm, muted: false })
}

fn harm_is_healed(walk_: &mut Walk) -> Result<(), Failure> {
    let Walk { city, phone, harm, muted } = walk_;
    let scope = walk(TURF).to_string();
    phone.muted_checks = *muted;
    let before = phone.facts(walk(TURF))?;
    holds("facts of the turf", before.len() > 10, || before.len().to_string())?;
    same("rows that were harmed", &1, &phone.outside()?.execute(harm, [&scope])?)?;
    holds("harm that can be seen", phone.facts(walk(TURF))? != before, String::new)?;
    phone.restart();
    let mut healed = 0;
    for _ in 0..4 {
        healed += phone.round(city, &mut clean)?.healed;
    }
    same("facts of the turf after the harm", &before, &phone.facts(walk(TURF))?)?;
    holds("a round that says it read the feed again", healed > 0, || healed.to_string())?;
    // Nothing is read again without need, and what comes later still arrives.
    let quiet = phone.round(city, &mut clean)?;
    same("feeds read again without need", &0, &quiet.healed)?;
    phone.visits(city.now, visit(7, Outcome::Met)?)?;
    phone.drain(city)?;
    phone.all_arrived(city)
}

const HARMS: [&str; 4] = [
    "DELETE FROM facts WHERE scope = ?1 AND seq = 5",
    "UPDATE facts SET body = replace(body, '合成', '坏了') WHERE scope = ?1 AND seq = 3",
    "UPDATE facts SET key = 'another' WHERE scope = ?1 AND seq = 4",
    "UPDATE facts SET seq = 900 WHERE scope = ?1 AND seq = 6",
];

#[test]
fn sync_req_18_what_was_harmed_on_a_device_is_noticed_and_read_again() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 18,
        words: "facts and their digest are compared feed by feed; a feed that differs is read again",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "what the server says it holds (something in between leaves it out)",
        take: |walk: &mut Walk| {
            walk.muted = true;
            Ok(())
        },
        says: "facts of the turf after the harm",
    }];
    let mut line = String::new();
    for harm in HARMS {
        line = shown(&requirement, || walked(harm), harm_is_healed, &controls)?;
    }
    println!("\n{line}");
    Ok(())
}

fn the_server_counts_as_it_writes(city: &mut City) -> Result<(), Failure> {
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    phone.walks(city.now, 6)?;
    phone.drain(city)?;
    let told = |city: &City| -> Result<(i64, String), Failure> {
        let sql = "SELECT facts, digest FROM feed_heads WHERE scope = $1";
        let row = city.outside()?.row(sql, &[&walk(TURF)])?;
        Ok((row.integer(0)?, row.text(1)?.to_owned()))
    };
    let written = told(city)?;
    let forget = "UPDATE feed_heads SET facts = NULL, digest = NULL";
    holds("heads forgotten", city.outside()?.execute(forget, &[])? > 0, String::new)?;
    phone.round(city, &mut clean)?;
    same("facts and digest counted anew", &written, &told(city)?)
}

#[test]
fn sync_req_18_the_servers_digest_is_that_of_its_rows() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 18,
        words: "a digest kept as facts are written is the one counted from all of them",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "a row of a feed after it was counted (a trigger deletes it)",
        take: |city: &mut City| {
            city.lay(&Trigger {
                name: "forgets",
                when: "AFTER INSERT ON feed",
                only: Sql::Both("NEW.seq % 5 = 0"),
                does: Does::Runs(Sql::Both(
                    "DELETE FROM feed WHERE scope = NEW.scope AND seq = NEW.seq - 1",
                )),
            })
        },
        says: "facts and digest counted anew",
    }];
    println!("\n{}", shown(&requirement, City::new, the_server_counts_as_it_writes, &controls)?);
    Ok(())
}
