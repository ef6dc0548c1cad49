//! Row 8: visits are never changed; an edit is a new revision, a void an event with a reason. A
//! door's state is the same for every order, repetition and split of the deliveries.

use std::collections::BTreeMap;

use wufei_disk::chance::Chance;
use wufei_domain::{
    ids::{DoorId, RecordId},
    record::{Body, Record},
    sync::Verdict,
    visit::{DoorState, Outcome, SeenVisit, Visit, VisitVoid, VoidReason, door_state},
};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, Sender, TURF, VOLUNTEER, door, turf, visit, walk},
    outside::{Does, Sql, Trigger},
    phone::Phone,
    proof::{Control, Databases, Requirement, shown},
};

/// Orders of delivery that are tried.
const ORDERS: u64 = 8;
/// Everything is delivered so often.
const PASSES: usize = 3;
/// Deliveries in one push at most.
const SPLIT_MAX: usize = 3;

/// What is done to each town before the deliveries: nothing, in the product.
struct Towns {
    at_server: Option<Trigger>,
}

/// The visits that count, what came of the last, and the pairs.
type State = (Vec<RecordId>, Option<Outcome>, Vec<(RecordId, RecordId)>);

/// A story at three doors, made once: who made what, and where the doors stand after it.
struct Story {
    by: [Vec<Record>; 2],
    doors: BTreeMap<DoorId, State>,
}

fn story(city: &mut City) -> Result<Story, Failure> {
    let mut at = |minutes: i64, body: Body| {
        let mut record = city.record(body)?;
        record.made_at.wall = record.made_at.wall.plus_ms(minutes * 60_000);
        Ok::<_, Failure>(record)
    };
    let first = at(0, Body::Visit(visit(1, Outcome::NotHome)?))?;
    let edit = Visit { supersedes: Some(first.id), ..visit(1, Outcome::Met)? };
    let edit = at(5, Body::Visit(edit))?;
    let practice = at(1, Body::Visit(visit(2, Outcome::Refused)?))?;
    let (reason, turf) = (VoidReason::Practice, turf(TURF));
    let void = VisitVoid { turf, door: door(2)?, visit: practice.id, reason };
    let void = at(2, Body::VisitVoid(void))?;
    let one = at(10, Body::Visit(visit(3, Outcome::ComeBack)?))?;
    let two = at(20, Body::Visit(visit(3, Outcome::Met)?))?;
    let doors = BTreeMap::from([
        (door(1)?, (vec![edit.id], Some(Outcome::Met), Vec::new())),
        (door(2)?, (Vec::new(), None, Vec::new())),
        (door(3)?, (vec![one.id, two.id], Some(Outcome::Met), vec![(one.id, two.id)])),
    ]);
    Ok(Story { by: [vec![first, edit, practice, void, one], vec![two]], doors })
}

/// Everything is sent in a shuffled order, some of it twice, in pieces, until it is there.
fn delivered(
    city: &mut City,
    senders: &[Sender; 2],
    story: &Story,
    dice: &mut Chance,
) -> Result<(), Failure> {
    let by = story.by.iter().enumerate();
    let mut all: Vec<(usize, Record)> =
        by.flat_map(|(who, made)| made.iter().map(move |record| (who, record.clone()))).collect();
    let again: Vec<_> = all.iter().filter(|_| dice.index(2) == 0).cloned().collect();
    all.extend(again);
    // A child that comes first is parked, so that a later pass brings it.
    for _ in 0..PASSES {
        dice.shuffle(&mut all);
        let mut left = &all[..];
        while let Some((who, _)) = left.first() {
            let same_maker = left.iter().take_while(|(maker, _)| maker == who).count();
            let (piece, rest) = left.split_at((dice.index(SPLIT_MAX) + 1).min(same_maker));
            let records: Vec<Record> = piece.iter().map(|(_, record)| record.clone()).collect();
            let verdicts = city.push(&senders[*who], &records)?;
            let refused = verdicts.iter().any(|it| matches!(it, Verdict::Rejected { .. }));
            holds("nothing refused in any order", !refused, || format!("{verdicts:?}"))?;
            left = rest;
        }
    }
    Ok(())
}

/// A door's state as the phone folds it from what it holds.
fn state(number: DoorId, visits: &[SeenVisit], voids: &[VisitVoid]) -> State {
    let of_door: Vec<SeenVisit> =
        visits.iter().filter(|seen| seen.visit.door == number).cloned().collect();
    let DoorState { visits, last, pairs } = door_state(&of_door, voids);
    (visits, last.map(|(_, outcome, _)| outcome), pairs)
}

fn one_order(seed: u64, at_server: Option<&Trigger>) -> Result<(), Failure> {
    let mut city = City::new()?;
    let senders = [city.sender(VOLUNTEER)?, city.sender(OTHER_VOLUNTEER)?];
    city.lease(&senders[0].bearer, TURF)?;
    let mut phone = Phone::new(1)?;
    phone.enrol(&mut city, OTHER_VOLUNTEER)?;
    phone.lease_next(&mut city, TURF)?;
    at_server.map_or(Ok(()), |trigger| city.lay(trigger))?;
    let story = story(&mut city)?;
    delivered(&mut city, &senders, &story, &mut Chance::new(seed))?;
    phone.drain(&mut city)?;
    let seen = phone.turf(TURF)?;
    for (id, wanted) in &story.doors {
        let what = format!("the state of door {id} after the order of seed {seed}");
        same(&what, wanted, &state(*id, &seen.visits, &seen.voids))?;
    }
    let feed = city.feed(&phone.bearer()?, walk(TURF))?;
    for record in story.by.iter().flatten() {
        let id = record.id.to_string();
        let sql = "SELECT COUNT(*) FROM records WHERE id = $1 AND hash = $2";
        let kept = city.count(sql, &[&id, &record.hash()])?;
        same("each record kept as it was sent", &1, &kept)?;
        let told = feed.iter().filter(|(_, key)| *key == id).count();
        same("times it is told", &1, &told)?;
    }
    Ok(())
}

#[test]
fn sync_req_08_a_door_has_one_state_for_every_order_of_delivery() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 8,
        words: "edits are revisions, voids are events; a door's state is free of any order",
        missing: None,
        shown_on: Databases::Both,
    };
    let orders = |towns: &mut Towns| {
        (0..ORDERS).try_for_each(|seed| one_order(seed, towns.at_server.as_ref()))
    };
    let controls = [Control {
        taken: "the keeping of every record (the last to arrive replaces those of its door)",
        take: |towns: &mut Towns| {
            let of_its_door = Sql::Each {
                sqlite: "DELETE FROM feed WHERE scope = NEW.scope AND kind = 'record'
                    AND seq < NEW.seq AND json_extract(item, '$.fact.record.body.door')
                        = json_extract(NEW.item, '$.fact.record.body.door')",
                postgres: "DELETE FROM feed WHERE scope = NEW.scope AND kind = 'record'
                    AND seq < NEW.seq AND CAST(item AS JSON) #>> '{fact,record,body,door}'
                        = CAST(NEW.item AS JSON) #>> '{fact,record,body,door}'",
            };
            towns.at_server = Some(Trigger {
                name: "last_wins",
                when: "AFTER INSERT ON feed",
                only: Sql::Both("NEW.kind = 'record'"),
                does: Does::Runs(of_its_door),
            });
            Ok(())
        },
        says: "the state of door",
    }];
    println!("\n{}", shown(&requirement, || Ok(Towns { at_server: None }), orders, &controls)?);
    Ok(())
}
