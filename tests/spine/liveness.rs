//! Row 20: after the last fault every outbox drains without a new write, whatever the wire did
//! before: requests and answers lost, a busy server, a restart, a new epoch.

use wufei_disk::chance::Chance;
use wufei_domain::{
    ids::RecordId,
    record::Body,
    refusal::Code,
    visit::{Outcome, Visit, VisitVoid, VoidReason},
};
use wufei_server::operate;
use wufei_tests::harness::{Failure, holds, now, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, door, turf, visit},
    phone::{Fate, Phone},
    proof::{Control, Databases, Requirement, shown},
};

/// Evenings with faults, each of another seed.
const EVENINGS: u64 = 5;
const TURNS: usize = 60;
/// Rounds of one device after the last fault.
const ROUNDS_MAX: usize = 12;

/// What is done to each phone's database before the evening: nothing, in the product.
struct Evenings {
    on_phone: &'static str,
}

fn fate(dice: &mut Chance) -> Fate {
    match dice.index(8) {
        0 | 1 => Fate::RequestLost,
        2 | 3 => Fate::AnswerLost,
        4 => Fate::Refused(Code::Busy),
        5 => Fate::Refused(Code::ServerFailed),
        _ => Fate::Arrives,
    }
}

/// A visit, now and then an edit or a void of an earlier one.
fn records(
    phone: &mut Phone,
    city: &City,
    dice: &mut Chance,
    made: &mut Vec<(RecordId, u32)>,
) -> Result<(), Failure> {
    let number = u32::try_from(dice.index(10)).unwrap_or_default() + 1;
    let earlier = if made.is_empty() { None } else { Some(made[dice.index(made.len())]) };
    match (dice.index(4), earlier) {
        (0, Some((id, at))) => {
            let edit = Visit { supersedes: Some(id), ..visit(at, Outcome::ComeBack)? };
            let edit = phone.visits(city.now, edit)?;
            made.push((edit.id, at));
        }
        (1, Some((id, at))) => {
            made.retain(|(known, _)| *known != id);
            let (reason, turf) = (VoidReason::Practice, turf(TURF));
            let void = VisitVoid { turf, door: door(at)?, visit: id, reason };
            let void = phone.make(city.now, Body::VisitVoid(void))?;
            phone.keep(&void)?;
        }
        _ => made.push((phone.visits(city.now, visit(number, Outcome::Met)?)?.id, number)),
    }
    Ok(())
}

fn one_evening(seed: u64, on_phone: &str) -> Result<(), Failure> {
    let mut dice = Chance::new(seed);
    let mut city = City::new()?;
    let mut phones = Vec::new();
    for number in 1..=4 {
        let mut phone = Phone::new(number)?;
        phone.enrol(&mut city, if number % 2 == 0 { VOLUNTEER } else { OTHER_VOLUNTEER })?;
        phone.lease_next(&mut city, TURF)?;
        phone.outside()?.execute_batch(on_phone)?;
        phones.push((phone, Vec::new()));
    }
    let mut faults = 0;
    for turn in 0..TURNS {
        let at = dice.index(phones.len());
        let (phone, made) = &mut phones[at];
        records(phone, &city, &mut dice, made)?;
        if dice.index(2) == 0 {
            faults += usize::from(phone.round(&mut city, &mut || fate(&mut dice)).is_err());
        }
        city.now = city.now.plus_ms(20_000);
        if turn == TURNS / 2 {
            city.restarted(|ground| {
                operate::renew_epoch(&ground.database()?, now())?;
                Ok(())
            })?;
        }
    }
    holds("some rounds that failed", faults > 5, || faults.to_string())?;
    for (phone, _) in &mut phones {
        let rounds = phone.drain(&mut city)?;
        holds("an outbox drained in few rounds", rounds <= ROUNDS_MAX, || rounds.to_string())?;
    }
    for (phone, _) in &mut phones {
        phone.drain(&mut city)?;
        same("entries that need attention", &Vec::new(), &phone.attention()?)?;
        same("rows in the outbox", &0, &phone.count("SELECT COUNT(*) FROM outbox")?)?;
        phone.all_arrived(&city)?;
    }
    let visits = city.count("SELECT COUNT(*) FROM visits", &[])?;
    for (phone, _) in &mut phones {
        let seen = i64::try_from(phone.turf(TURF)?.visits.len()).unwrap_or_default();
        same("visits on each phone, as at the server", &visits, &seen)?;
    }
    Ok(())
}

#[test]
fn sync_req_20_every_outbox_drains_after_the_last_fault() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 20,
        words: "after the last fault every outbox drains without a new write, and all agree",
        missing: None,
        shown_on: Databases::Both,
    };
    let evenings = |evenings: &mut Evenings| {
        (0..EVENINGS).try_for_each(|seed| one_evening(seed, evenings.on_phone))
    };
    let controls = [Control {
        taken: "the leaving of the outbox (an acknowledged entry stays in it)",
        take: |evenings: &mut Evenings| {
            evenings.on_phone = "CREATE TRIGGER stay BEFORE DELETE ON outbox
                    WHEN OLD.position % 5 = 0 BEGIN SELECT RAISE(IGNORE); END";
            Ok(())
        },
        says: "an outbox that is empty",
    }];
    println!("\n{}", shown(&requirement, || Ok(Evenings { on_phone: "" }), evenings, &controls)?);
    Ok(())
}
