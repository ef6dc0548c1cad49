//! Row 5: a scope that is taken back leaves nothing readable on the phone, and none of the person's
//! own check-ins disappears.

use std::collections::BTreeSet;

use wufei_disk::chance::Chance;
use wufei_domain::{ids::RecordId, visit::Outcome};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, TURF, VOLUNTEER, actor, visit, walk},
    phone::{Phone, clean},
    proof::{Control, Requirement, shown},
};

/// Walks, each with the lease taken back at another moment.
const WALKS: u64 = 8;
const STEPS: usize = 12;

/// What is done to the phone's database before the walk: nothing, in the product.
struct Walks {
    on_phone: &'static str,
}

fn one_walk(seed: u64, on_phone: &str) -> Result<(), Failure> {
    let mut dice = Chance::new(seed);
    let mut city = City::new()?;
    let mut phone = Phone::walking(&mut city, 1, VOLUNTEER, TURF)?;
    phone.drain(&mut city)?;
    holds("the walk on the phone", phone.turf(TURF)?.doors.len() == 10, || "not".to_owned())?;
    phone.outside()?.execute_batch(on_phone)?;
    let taken_back = dice.index(STEPS);
    let mut made: BTreeSet<RecordId> = BTreeSet::new();
    for step in 0..STEPS {
        if step == taken_back {
            let sql = "DELETE FROM leases WHERE actor = ?1";
            let gone = city.outside()?.execute(sql, [actor(VOLUNTEER).to_string()])?;
            same("leases taken back", &1, &gone)?;
        }
        let number = u32::try_from(dice.index(10)).unwrap_or_default() + 1;
        made.insert(phone.visits(city.now, visit(number, Outcome::Met)?)?.id);
        if dice.index(3) == 0 {
            // Whatever the round ends with is looked at in the end.
            let _ = phone.round(&mut city, &mut clean);
        }
    }
    let _ = phone.round(&mut city, &mut clean);
    let drained = phone.drain(&mut city);
    let facts = format!("SELECT COUNT(*) FROM facts WHERE scope = '{}'", walk(TURF));
    same("readable rows of the turf", &0, &phone.count(&facts)?)?;
    drained?;
    let attention: BTreeSet<RecordId> = phone.attention()?.into_iter().map(|(id, _)| id).collect();
    for id in made {
        let sql = "SELECT COUNT(*) FROM records WHERE id = ?1";
        let there = city.count(sql, [id.to_string()])? == 1;
        let kept = phone.count(&format!("SELECT COUNT(*) FROM records WHERE id = '{id}'"))? == 1;
        holds("every check-in kept on the phone", kept, || id.to_string())?;
        let seen = there || attention.contains(&id);
        holds("every check-in sent, or in sight with its reason", seen, || id.to_string())?;
    }
    Ok(())
}

#[test]
fn sync_req_05_a_scope_taken_back_is_purged_and_loses_no_check_in() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 5,
        words: "a scope taken back at any moment leaves no row readable and loses no check-in",
        missing: Some(
            "what comes after is refused in sight of the person, not held for a lead; \
             no command takes a lease back",
        ),
    };
    let walks = |walks: &mut Walks| (0..WALKS).try_for_each(|seed| one_walk(seed, walks.on_phone));
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
    ];
    println!("\n{}", shown(&requirement, || Ok(Walks { on_phone: "" }), walks, &controls)?);
    Ok(())
}
