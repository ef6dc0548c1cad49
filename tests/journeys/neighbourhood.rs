//! The synthetic roll: the same each time, marked, on real area codes, with what the story needs.

use std::collections::BTreeSet;

use wufei_api::roll::Roll;
use wufei_domain::{area::table, card::CardNumber, role::Role};
use wufei_tests::{
    harness::{Failure, World, same},
    neighbourhood::{self, morning, units},
};

const AREAS: &str = include_str!("../../server/data/shaoxing-areas.csv");

fn roll() -> Result<Roll, Failure> {
    Ok(neighbourhood::roll()?)
}

#[test]
fn it_is_the_same_each_time_and_says_that_it_is_made_up() -> Result<(), Failure> {
    assert_eq!(roll()?, roll()?);
    assert!(roll()?.synthetic);
    assert!(roll()?.source.contains("合成"));
    Ok(())
}

#[test]
fn its_units_stand_in_the_area_table() -> Result<(), Failure> {
    let areas = table::parse(AREAS).expect("the shipped table is whole");
    for community in roll()?.communities {
        assert!(areas.iter().any(|area| area.code == community.code), "{}", community.code);
    }
    Ok(())
}

#[test]
fn no_card_no_person_and_no_label_is_there_twice() -> Result<(), Failure> {
    let roll = roll()?;
    let mut cards = BTreeSet::new();
    for community in &roll.communities {
        let labels: BTreeSet<_> = community.doors.iter().map(|door| &door.label).collect();
        assert_eq!(labels.len(), community.doors.len(), "{}", community.code);
        for household in &community.households {
            let card = CardNumber::from_serial(household.card_serial).expect("a serial in range");
            assert!(cards.insert(card), "{card} is there twice");
        }
    }
    let actors: BTreeSet<_> = roll.people.iter().map(|person| person.actor).collect();
    assert_eq!(actors.len(), roll.people.len());
    assert!(roll.people.iter().all(|person| person.actor.is_version_7()));
    Ok(())
}

#[test]
fn it_has_what_the_story_needs() -> Result<(), Failure> {
    let roll = roll()?;
    let households = |code: &str| {
        let of = roll.communities.iter().find(|community| community.code.to_string() == code);
        of.map_or(0, |community| community.households.len())
    };
    assert_eq!(roll.communities.len(), 6);
    assert_eq!((households(units::MAXI), households(units::YANXI)), (160, 8));
    let [first, second, ..] = &roll.turfs[..] else { panic!("two turfs at least") };
    assert_eq!(first.doors.len(), 40);
    let shared = first.doors.iter().filter(|door| second.doors.contains(door)).count();
    assert_eq!(shared, 1, "the first two turfs share one door");
    let count = |role| roll.people.iter().filter(|person| person.role == role).count();
    assert!(count(Role::Volunteer) >= 3);
    assert_eq!(count(Role::Auditor), 1);
    assert_eq!(roll.points.len(), 3);
    Ok(())
}

#[test]
fn a_made_up_morning_is_booked_and_two_units_share_a_rank() -> Result<(), Failure> {
    let world = World::new()?;
    let mut codes = Vec::new();
    for unit in [units::MAXI, units::XIBAO, units::YUEXIU] {
        codes.push(world.code(Role::Attendant, unit, 0)?);
    }
    same("drop-offs taken", &44, &morning::play(&world.server.address(), &codes)?)?;
    let server = &world.server;
    let pending = "SELECT count(*) FROM v_transfers WHERE state = 'pending'";
    same("promises that are not booked", &0, &server.count(pending, [])?)?;
    let exact = "SELECT count(*) FROM v_standings a JOIN v_standings b ON a.community < b.community
        AND a.grams * b.registered = b.grams * a.registered WHERE a.shown = 1 AND b.shown = 1";
    same("pairs with the same weight a household", &1, &server.count(exact, [])?)
}
