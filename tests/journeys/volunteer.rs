//! A volunteer's walk: the server goes away, the phone is switched off, nothing is lost or doubled.

use wufei_app::view::turfs::DoorsView;
use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
    visit::Outcome,
    words::Language,
};
use wufei_tests::{
    harness::{Failure, TestDevice, World, holds, same, sentence},
    neighbourhood::units::MAXI,
};

/// A volunteer with the turf of that place in the roll on their device.
fn on_the_way(world: &World, index: usize) -> Result<TestDevice, Failure> {
    let volunteer = world.device("volunteer", Role::Volunteer, MAXI, 0)?;
    let turf = world.turf(index)?;
    volunteer.take_turf(turf.id)?;
    volunteer.sync_and_walk(turf.id, "all doors", |view| view.doors.len() == turf.doors.len())?;
    Ok(volunteer)
}

#[test]
fn a_walk_survives_a_killed_server_and_a_restarted_phone() -> Result<(), Failure> {
    let mut world = World::new()?;
    let mut volunteer = on_the_way(&world, 0)?;
    let turf = world.turf(0)?.clone();
    world.server.kill()?;
    for (door, outcome) in turf.doors.iter().zip(Outcome::ALL) {
        volunteer.visit(turf.id, *door, outcome, &[("bins", "two")])?;
    }
    volunteer.restart()?;
    same("waiting after the restart", &6, &volunteer.outbox()?.waiting)?;
    let list = volunteer.walk(turf.id, "the door list", |view| view.doors.len() == 40)?;
    let outcomes: Vec<_> = list.doors.iter().filter_map(|row| row.outcome).collect();
    same("outcomes on the list", &Outcome::ALL.to_vec(), &outcomes)?;
    world.server.start()?;
    volunteer.sync()?;
    let server = &world.server;
    same("visits at the server", &6, &server.count("SELECT count(*) FROM v_visits", [])?)?;
    let answers = "SELECT count(*) FROM visit_answers WHERE question = 'bins'";
    same("answers at the server, only where someone was met", &1, &server.count(answers, [])?)?;
    volunteer.sync()?;
    same("visits after one more round", &6, &server.count("SELECT count(*) FROM v_visits", [])?)
}

#[test]
fn a_door_that_is_missing_can_be_proposed() -> Result<(), Failure> {
    let world = World::new()?;
    let volunteer = on_the_way(&world, 0)?;
    let turf = world.turf(0)?.id;
    for language in Language::ALL {
        volunteer.speak(language)?;
        volunteer.walk(turf, "the door list", |view| !view.doors.is_empty())?;
        let problem = volunteer.propose_door(turf, "")?;
        let missing = Refusal::new(Code::TextMissing);
        same("the problem", &Some(sentence(language, &missing)?), &problem)?;
    }
    volunteer.walk(turf, "the door list", |view| !view.doors.is_empty())?;
    same("a right label", &None, &volunteer.propose_door(turf, "马溪村 12 号后屋")?)?;
    volunteer.sync()?;
    let proposed = "SELECT count(*) FROM door_proposals WHERE label = ?1";
    let seen = world.server.count(proposed, ["马溪村 12 号后屋"])?;
    same("proposals at the server", &1, &seen)
}

#[test]
fn a_household_that_wants_no_visit_cannot_be_opened() -> Result<(), Failure> {
    let world = World::new()?;
    let volunteer = on_the_way(&world, 1)?;
    let turf = world.turf(1)?;
    let list = volunteer.walk(turf.id, "all doors", |view| view.doors.len() == turf.doors.len())?;
    let closed: Vec<_> = list.doors.iter().filter(|row| row.open_label.is_none()).collect();
    same("doors that cannot be opened", &1, &closed.len())?;
    let asked = closed.first().map(|row| row.door.number);
    same("the one that asked for it", &Some(66), &asked)
}

/// One phone, two volunteers: handed on with unsent visits, and back.
#[test]
fn a_phone_handed_on_keeps_each_ones_visits_for_their_own_name() -> Result<(), Failure> {
    let mut world = World::new()?;
    let volunteer = on_the_way(&world, 0)?;
    let turf = world.turf(0)?.clone();
    world.server.kill()?;
    for door in &turf.doors[..3] {
        volunteer.visit(turf.id, *door, Outcome::NotHome, &[])?;
    }
    let kept = volunteer.leave()?;
    holds("how many stay", kept.contains('3'), || kept.clone())?;
    world.server.start()?;
    let count = |world: &World, index| -> Result<i64, Failure> {
        let actor = world.person(Role::Volunteer, MAXI, index)?.actor.to_string();
        world.server.count("SELECT count(*) FROM records WHERE actor = ?1", [actor])
    };
    volunteer.enrol(&world.code(Role::Volunteer, MAXI, 1)?)?;
    let other = world.turf(1)?.clone();
    volunteer.take_turf(other.id)?;
    let all = |view: &DoorsView| view.doors.len() == other.doors.len() && view.next.is_some();
    let open = volunteer.walk(other.id, "all doors", all)?.next;
    let open = open.ok_or_else(|| Failure::new("a door to go to", "none"))?;
    volunteer.visit(other.id, open, Outcome::NotHome, &[])?;
    volunteer.until("that visit sent", |view| {
        view.sync_line.as_ref().filter(|line| line.contains('3')).map(drop)
    })?;
    same("at the server, of both", &(0, 1), &(count(&world, 0)?, count(&world, 1)?))?;
    volunteer.leave()?;
    volunteer.enrol(&world.code(Role::Volunteer, MAXI, 0)?)?;
    volunteer.sync()?;
    same("at the server, of both", &(3, 1), &(count(&world, 0)?, count(&world, 1)?))
}

#[test]
fn a_turf_is_held_by_one_volunteer() -> Result<(), Failure> {
    let world = World::new()?;
    let _first = on_the_way(&world, 0)?;
    let second = world.device("second", Role::Volunteer, MAXI, 1)?;
    let taken = second.take_turf_offered(world.turf(0)?.id)?;
    holds("no way to take it", taken.is_none(), || format!("{taken:?}"))
}
