//! Row 5: a scope that is taken back leaves nothing readable on the phone, and none of the person's
//! own check-ins disappears: what comes after is held until a lead decides.

use std::collections::BTreeSet;

use wufei_disk::chance::Chance;
use wufei_domain::{ids::RecordId, visit::Outcome};
use wufei_server::operate::{list_held, refuse_held, revoke_lease, take_held};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, TURF, VOLUNTEER, actor, turf, visit, walk},
    outside::{ALWAYS, Does, Trigger},
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// Walks, each with the lease taken back at another moment.
const WALKS: u64 = 8;
const STEPS: usize = 12;

/// After it a phone asks again what a lead said.
const AGAIN_MS: i64 = 10 * 60_000;

/// What is done to the databases before the walk: nothing, in the product.
#[derive(Default)]
struct Walks {
    on_phone: &'static str,
    on_server: Option<Trigger>,
}

fn one_walk(seed: u64, walks: &Walks) -> Result<(), Failure> {
    let mut dice = Chance::new(seed);
    let mut city = City::new()?;
    let mut phone = Phone::walking(&mut city, 1, VOLUNTEER, TURF)?;
    phone.drain(&mut city)?;
    holds("the walk on the phone", phone.turf(TURF)?.doors.len() == 10, || "not".to_owned())?;
    phone.outside()?.execute_batch(walks.on_phone)?;
    walks.on_server.as_ref().map_or(Ok(()), |trigger| city.lay(trigger))?;
    let taken_back = dice.index(STEPS);
    let mut made: BTreeSet<RecordId> = BTreeSet::new();
    for step in 0..STEPS {
        if step == taken_back {
            revoke_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now)?;
        }
        let number = u32::try_from(dice.index(10)).unwrap_or_default() + 1;
        made.insert(phone.visits(city.now, visit(number, Outcome::Met)?)?.id);
        if dice.index(3) == 0 {
            // Whatever the round ends with is looked at in the end.
            let _ = phone.round(&mut city, &mut clean);
        }
    }
    for _ in 0..2 {
        let _ = phone.round(&mut city, &mut clean);
    }
    let facts = format!("SELECT COUNT(*) FROM facts WHERE scope = '{}'", walk(TURF));
    same("readable rows of the turf", &0, &phone.count(&facts)?)?;
    for id in &made {
        let kept = phone.count(&format!("SELECT COUNT(*) FROM records WHERE id = '{id}'"))? == 1;
        holds("every check-in kept on the phone", kept, || id.to_string())?;
    }
    let held = list_held(&city.database())?.ids()?;
    a_lead_decides(&mut city, &mut phone, &made, &held)
}

/// Takes all but the last; the phone asks again and hears of it.
fn a_lead_decides(
    city: &mut City,
    phone: &mut Phone,
    made: &BTreeSet<RecordId>,
    held: &[RecordId],
) -> Result<(), Failure> {
    let waiting: BTreeSet<RecordId> = phone.outbox()?.into_iter().map(|at| at.record.id).collect();
    same(
        "held at the server and in sight on the phone",
        &waiting,
        &held.iter().copied().collect(),
    )?;
    let (last, others) = match held.split_last() {
        Some((last, others)) => (Some(*last), others),
        None => (None, held),
    };
    for id in others {
        take_held(&city.database(), *id, city.now)?;
    }
    if let Some(id) = last {
        refuse_held(&city.database(), id, "另有人走过（合成）", city.now)?;
    }
    city.now = city.now.plus_ms(AGAIN_MS);
    phone.drain(city)?;
    let attention: BTreeSet<RecordId> = phone.attention()?.into_iter().map(|(id, _)| id).collect();
    same("told that it was not taken", &last.into_iter().collect(), &attention)?;
    for id in made {
        let sql = "SELECT COUNT(*) FROM records WHERE id = $1";
        let there = city.count(sql, &[&id])? == 1;
        let seen = there != attention.contains(id);
        holds("every check-in at the server, or in sight with its reason", seen, || {
            id.to_string()
        })?;
    }
    Ok(())
}

#[test]
fn sync_req_05_a_scope_taken_back_is_purged_and_loses_no_check_in() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 5,
        words: "a scope taken back at any moment leaves no row readable and loses no check-in; \
                what comes after is held for a lead",
        missing: None,
        shown_on: Databases::Both,
    };
    let walks = |walks: &mut Walks| (0..WALKS).try_for_each(|seed| one_walk(seed, walks));
    let controls = [
        Control {
            taken: "the purge of what came down",
            take: |walks: &mut Walks| {
                walks.on_phone = "CREATE TRIGGER keep BEFORE DELETE ON facts
                    BEGIN SELECT RAISE(IGNORE); END";
                Ok(())
            },
            says: "readable rows of the turf",
        },
        Control {
            taken: "the line between what came down and the person's own (the purge takes both)",
            take: |walks: &mut Walks| {
                walks.on_phone = "CREATE TRIGGER sweep AFTER DELETE ON scopes BEGIN
                    DELETE FROM outbox
                        WHERE id IN (SELECT id FROM records WHERE place = OLD.scope);
                    DELETE FROM records
                        WHERE place = OLD.scope AND state <> 'acknowledged';
                    END";
                Ok(())
            },
            says: "every check-in kept on the phone",
        },
        Control {
            taken: "the place where a lead finds them",
            take: |walks: &mut Walks| {
                walks.on_server = Some(Trigger {
                    name: "lose",
                    when: "BEFORE INSERT ON held_records",
                    only: ALWAYS,
                    does: Does::Swallows,
                });
                Ok(())
            },
            says: "held at the server and in sight on the phone",
        },
    ];
    println!("\n{}", shown(&requirement, || Ok(Walks::default()), walks, &controls)?);
    Ok(())
}
