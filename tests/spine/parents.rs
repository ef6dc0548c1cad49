//! Row 7: a record that depends on another names it; the server holds it for some days until the
//! other comes, in whatever order they arrive, and then says plainly that it never came.

use wufei_disk::chance::Chance;
use wufei_domain::{
    ids::RecordId,
    record::{Body, Record},
    refusal::Code,
    sync::Verdict,
    time::UnixMs,
    visit::{Outcome, VisitVoid, VoidReason},
};
use wufei_server::{
    service::push::WAIT_MS,
    store::{Statement, statements::record},
};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, Sender, TURF, VOLUNTEER, door, turf, visit},
    outside::{ALWAYS, Does, Sql, Trigger},
    proof::{Control, Databases, Requirement, shown},
};

/// Orders of delivery that are tried.
const ORDERS: u64 = 10;

fn void(city: &mut City, number: u32, visit: RecordId) -> Result<Record, Failure> {
    let (reason, turf) = (VoidReason::WrongDoor, turf(TURF));
    city.record(Body::VisitVoid(VisitVoid { turf, door: door(number)?, visit, reason }))
}

/// A visit, its correction, the correction's void; another visit with its void.
fn family(city: &mut City, number: u32) -> Result<Vec<Record>, Failure> {
    let first = city.record(Body::Visit(visit(number, Outcome::NotHome)?))?;
    let mut later = visit(number, Outcome::Met)?;
    later.supersedes = Some(first.id);
    let later = city.record(Body::Visit(later))?;
    let voided = void(city, number, later.id)?;
    let alone = city.record(Body::Visit(visit(number, Outcome::Moved)?))?;
    let alone_voided = void(city, number, alone.id)?;
    Ok(vec![first, later, voided, alone, alone_voided])
}

/// Sends one after the other until nothing is held back any more.
fn delivered(city: &mut City, sender: &Sender, order: &[Record]) -> Result<usize, Failure> {
    let (mut left, mut parked) = (order.to_vec(), 0);
    for _ in 0..=order.len() {
        let mut held = Vec::new();
        for record in left {
            match &city.push(sender, std::slice::from_ref(&record))?[..] {
                [Verdict::Accepted] => {}
                [Verdict::RetryLater { .. }] => held.push(record),
                other => return Err(Failure::new("taken or parked", format!("{other:?}"))),
            }
        }
        parked += held.len();
        left = held;
    }
    same("records still held back", &0, &left.len())?;
    Ok(parked)
}

fn children_wait(city: &mut City) -> Result<(), Failure> {
    let sender = city.sender(VOLUNTEER)?;
    city.lease(&sender.bearer, TURF)?;
    let mut parked = 0;
    for seed in 0..ORDERS {
        let number = u32::try_from(seed).unwrap_or_default() % 10 + 1;
        let mut order = family(city, number)?;
        Chance::new(seed).shuffle(&mut order);
        parked += delivered(city, &sender, &order)?;
    }
    holds("some orders in which a child comes first", parked > 0, || parked.to_string())?;
    let waiting = "SELECT COUNT(*) FROM waiting_records";
    same("rows that still wait", &0, &city.count(waiting, &[])?)?;
    let voided = "SELECT COUNT(*) FROM v_visits WHERE voided = 1";
    same("visits voided", &20, &city.count(voided, &[])?)?;

    let never = city.record(Body::Visit(visit(1, Outcome::Met)?))?.id;
    let orphan = void(city, 1, never)?;
    let told = |city: &mut City, after_ms: i64, from: UnixMs| {
        city.now = from.plus_ms(after_ms);
        city.push(&sender, std::slice::from_ref(&orphan))
    };
    let from = city.now;
    for after in [0, WAIT_MS / 2, WAIT_MS] {
        let verdicts = told(city, after, from)?;
        let parked = matches!(verdicts[..], [Verdict::RetryLater { .. }]);
        holds("taken or parked", parked, || format!("{verdicts:?}"))?;
    }
    match &told(city, WAIT_MS + 1, from)?[..] {
        [Verdict::Rejected { refusal }] => {
            same("why it is given up", &Code::VisitUnknown, &refusal.code)?;
            let named = refusal.args.get("value").is_some_and(|id| *id == never.to_string());
            holds("the parent's name in the refusal", named, || format!("{refusal:?}"))
        }
        other => Err(Failure::new("an end to the waiting", format!("{other:?}"))),
    }
}

/// As if every parent were there.
static ALWAYS_THERE: Statement = Statement {
    name: "spine::always_there",
    text: "SELECT COALESCE((SELECT hash FROM records WHERE id = $1), '')",
};

#[test]
fn sync_req_07_a_child_waits_for_its_parent_in_any_order_but_not_for_ever() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 7,
        words: "what depends on another record waits for it, 5 days at most, in any order",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the look for the parent",
            take: |city: &mut City| {
                city.desk.connection.exchange(&record::FIND_HASH, &ALWAYS_THERE)
            },
            says: "taken or parked",
        },
        Control {
            taken: "the bound in days",
            take: |city: &mut City| {
                city.lay(&Trigger {
                    name: "young",
                    when: "AFTER INSERT ON waiting_records",
                    only: ALWAYS,
                    does: Does::Runs(Sql::Both(
                        "UPDATE waiting_records SET since = since + 1000000000000",
                    )),
                })
            },
            says: "an end to the waiting",
        },
    ];
    println!("\n{}", shown(&requirement, City::new, children_wait, &controls)?);
    Ok(())
}
