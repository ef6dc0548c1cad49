//! Row 11: a device folder that was copied is noticed by its history of pushes. One of the two is told,
//! takes an id of its own, and loses nothing that was made on it.

use wufei_domain::refusal::{Code, Refusal};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, TURF, VOLUNTEER},
    outside::{Does, Sql, Trigger},
    phone::{Fate, Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// Evenings on which both walk.
const EVENINGS: usize = 6;

struct Copied {
    city: City,
    /// Something in between leaves out which push it is.
    unnumbered: bool,
}

fn copied() -> Result<Copied, Failure> {
    Ok(Copied { city: City::new()?, unnumbered: false })
}

fn is_told(phone: &mut Phone, city: &mut City) -> Result<bool, Failure> {
    match phone.round(city, &mut clean) {
        Ok(_) => Ok(false),
        Err(Refusal { code: Code::InstallForked, .. }) => Ok(true),
        Err(other) => Err(other.into()),
    }
}

fn one_of_the_two_is_told(copied: &mut Copied) -> Result<(), Failure> {
    let Copied { city, unnumbered } = copied;
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    phone.unnumbered = *unnumbered;
    phone.walks(city.now, 4)?;
    phone.drain(city)?;
    phone.walks(city.now, 2)?;
    let mut copy = phone.copied(2)?;
    let mut told = [false, false];
    for _ in 0..EVENINGS {
        for (phone, told) in [&mut phone, &mut copy].into_iter().zip(&mut told) {
            phone.walks(city.now, 2)?;
            *told |= !*told && is_told(phone, city)?;
        }
        if told != [false, false] {
            break;
        }
    }
    let many = told.iter().filter(|told| **told).count();
    same("installations that were told, of the two with one id", &1, &many)?;
    let (original, other) = if told[0] { (&mut copy, &mut phone) } else { (&mut phone, &mut copy) };
    let (one, two) = (original.store.device()?, other.store.device()?);
    holds("an id of its own", one != two, || two.to_string())?;
    holds("what was made on it still there", !other.outbox()?.is_empty(), String::new)?;
    same(
        "the token of the other",
        &Some(Code::TokenMissing),
        &other.bearer().err().map(|r| r.code),
    )?;
    other.enrol(city, VOLUNTEER)?;
    other.drain(city)?;
    original.drain(city)?;
    other.all_arrived(city)?;
    original.all_arrived(city)
}

#[test]
fn sync_req_11_a_copied_folder_is_noticed_and_loses_nothing() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 11,
        words: "one install id never has two histories: a copied folder is told, and sends its own",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the number of the push (something in between leaves it out)",
        take: |copied: &mut Copied| {
            copied.unnumbered = true;
            Ok(())
        },
        says: "installations that were told",
    }];
    println!("\n{}", shown(&requirement, copied, one_of_the_two_is_told, &controls)?);
    Ok(())
}

fn an_old_backup_of_a_phone_is_told(copied: &mut Copied) -> Result<(), Failure> {
    let Copied { city, unnumbered } = copied;
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    phone.unnumbered = *unnumbered;
    phone.walks(city.now, 4)?;
    let mut old = phone.copied(2)?;
    for _ in 0..3 {
        phone.walks(city.now, 2)?;
        phone.drain(city)?;
    }
    same("what the phone was put back to, told", &true, &is_told(&mut old, city)?)
}

#[test]
fn sync_req_11_a_phone_put_back_from_its_backup_is_noticed() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 11,
        words: "a phone put back from an older backup is told, and takes a new id",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the number of the push (something in between leaves it out)",
        take: |copied: &mut Copied| {
            copied.unnumbered = true;
            Ok(())
        },
        says: "what the phone was put back to",
    }];
    println!("\n{}", shown(&requirement, copied, an_old_backup_of_a_phone_is_told, &controls)?);
    Ok(())
}

/// A wire that loses answers and requests again and again must never look like a copy.
fn no_wire_makes_a_copy(copied: &mut Copied) -> Result<(), Failure> {
    let city = &mut copied.city;
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    let mut exchanges = 0_u32;
    for _ in 0..40 {
        phone.walks(city.now, 1)?;
        let mut wire = || {
            exchanges += 1;
            match exchanges % 5 {
                0 | 3 => Fate::AnswerLost,
                2 => Fate::RequestLost,
                _ => Fate::Arrives,
            }
        };
        if let Err(refusal) = phone.round(city, &mut wire) {
            same("what a bad wire is told", &Code::Offline, &refusal.code)?;
        }
    }
    phone.drain(city)?;
    phone.all_arrived(city)
}

#[test]
fn sync_req_11_lost_answers_are_not_taken_for_a_copy() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 11,
        words: "an answer that was lost, again and again, is not taken for a copy",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "what the server remembers of the last push (a trigger forgets its first entry)",
        take: |copied: &mut Copied| {
            copied.city.lay(&Trigger {
                name: "forget",
                when: "AFTER UPDATE OF turn_first ON devices",
                only: Sql::Both("NEW.turn_first <> 'another'"),
                does: Does::Runs(Sql::Both(
                    "UPDATE devices SET turn_first = 'another' WHERE token_hash = NEW.token_hash",
                )),
            })
        },
        says: "what a bad wire is told",
    }];
    println!("\n{}", shown(&requirement, copied, no_wire_makes_a_copy, &controls)?);
    Ok(())
}
