//! A walk in order: one tap an outcome, the script after a meeting, doors to leave alone.

use std::collections::BTreeSet;

use wufei_domain::{
    ids::DoorId,
    record::Body,
    visit::{Outcome, Visit},
};

use super::{
    asks::Ask,
    driver::Driver,
    town,
    turfs::{doors, on_walk},
};
use crate::{
    event::{Tab, TurfsEvent, UiEvent},
    view::{Screen, door::DoorView},
};

pub(super) fn door(driver: &Driver) -> DoorView {
    match driver.screen() {
        Screen::Door { door } => door,
        other => panic!("{other:?}"),
    }
}

pub(super) fn taps(driver: &mut Driver, door: DoorId, outcome: Outcome) {
    driver.on_turfs(TurfsEvent::DoorPicked { door });
    driver.on_turfs(TurfsEvent::OutcomeTapped { outcome });
}

fn answers(driver: &mut Driver, question: &str, choice: &str) {
    let (question, choice) = (question.to_owned(), choice.to_owned());
    driver.on_turfs(TurfsEvent::AnswerPicked { question, choice });
}

pub(super) fn visits(driver: &Driver) -> Vec<Visit> {
    let visit = |body: &Body| match body {
        Body::Visit(visit) => Some(visit.clone()),
        _ => None,
    };
    driver.device.kept.iter().filter_map(|kept| visit(&kept.record.body)).collect()
}

#[test]
fn what_is_made_in_one_run_says_so() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::NotHome);
    taps(&mut driver, town::door(1), Outcome::Refused);
    let [one, two] = &driver.device.kept[..] else { panic!("{:?}", driver.device.kept) };
    let elapsed = two.record.made_at.elapsed_since(&one.record.made_at);
    assert!(elapsed.is_some_and(|ms| ms > 0), "{elapsed:?}");
}

#[test]
fn doors_stand_in_the_order_of_the_walk_and_the_next_one_is_named() {
    let mut driver = on_walk();
    let view = doors(&driver);
    let order: Vec<u32> = view.doors.iter().map(|row| row.door.number).collect();
    assert_eq!(order, [2, 1, town::QUIET_DOOR, 5, 4]);
    assert_eq!(view.next, Some(town::door(2)));
    taps(&mut driver, town::door(2), Outcome::NotHome);
    assert_eq!(doors(&driver).next, Some(town::door(1)));
    taps(&mut driver, town::door(1), Outcome::Refused);
    assert_eq!(doors(&driver).next, Some(town::door(5)), "a quiet door is passed by");
    for number in [5, 4] {
        taps(&mut driver, town::door(number), Outcome::Moved);
    }
    assert_eq!(doors(&driver).next, None);
    assert!(doors(&driver).progress.contains('4'), "{}", doors(&driver).progress);
}

#[test]
fn each_outcome_but_a_meeting_is_one_tap_and_back_at_the_list() {
    for outcome in Outcome::ALL.into_iter().skip(1) {
        let mut driver = on_walk();
        taps(&mut driver, town::door(2), outcome);
        assert!(matches!(driver.screen(), Screen::Doors { .. }), "{outcome:?}");
        let [visit] = &visits(&driver)[..] else { panic!("{:?}", visits(&driver)) };
        assert_eq!((visit.outcome, visit.door), (outcome, town::door(2)));
        assert!(visit.answers.is_empty() && visit.script_version.is_none());
    }
}

#[test]
fn a_meeting_shows_the_script_and_is_saved_with_the_last_answers() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Met);
    assert!(visits(&driver).is_empty());
    assert_eq!(door(&driver).script.unwrap().questions.len(), 2);
    answers(&mut driver, "sorts", "no");
    answers(&mut driver, "sorts", "yes");
    answers(&mut driver, "sorts", "perhaps");
    answers(&mut driver, "shoe size", "yes");
    driver.on_turfs(TurfsEvent::SaveVisit);
    let [visit] = &visits(&driver)[..] else { panic!("{:?}", visits(&driver)) };
    assert_eq!((visit.outcome, visit.script_version), (Outcome::Met, Some(2)));
    let given: Vec<_> =
        visit.answers.iter().map(|a| (a.question.as_str(), a.choice.as_str())).collect();
    assert_eq!(given, [("sorts", "yes")]);
    assert!(driver.device.drafts.is_empty(), "the record took its draft along");
}

#[test]
fn a_meeting_needs_no_answer_and_without_a_script_no_second_tap() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Met);
    driver.on_turfs(TurfsEvent::SaveVisit);
    assert_eq!(visits(&driver)[0].script_version, None);

    let mut device = town::enrolled(wufei_domain::role::Role::Volunteer);
    device.grounds.get_mut(&town::turf(1)).unwrap().script = None;
    let mut driver = Driver::started(device);
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    taps(&mut driver, town::door(2), Outcome::Met);
    assert_eq!(visits(&driver).len(), 1);
}

#[test]
fn answers_stay_with_their_door_while_another_one_is_visited() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Met);
    answers(&mut driver, "sorts", "no");
    driver.on_turfs(TurfsEvent::LeaveDoor);
    taps(&mut driver, town::door(1), Outcome::Met);
    answers(&mut driver, "card", "yes");
    driver.on_turfs(TurfsEvent::SaveVisit);
    assert_eq!(driver.device.drafts.len(), 1, "the first door's answers are still a draft");
    let mut driver = driver.restarted();
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    assert!(door(&driver).script.unwrap().questions[0].choices[1].selected);
    driver.on_turfs(TurfsEvent::SaveVisit);
    let said: Vec<_> =
        visits(&driver).iter().map(|visit| visit.answers[0].choice.clone()).collect();
    assert_eq!(said, ["yes", "no"]);
    assert!(driver.device.drafts.is_empty());
}

#[test]
fn a_door_left_without_an_answer_leaves_no_draft() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Met);
    driver.does(UiEvent::Back);
    assert!(driver.device.drafts.is_empty());
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    assert!(door(&driver).script.is_none());
}

#[test]
fn a_household_that_asked_for_quiet_is_not_visited() {
    let mut driver = on_walk();
    let quiet = town::door(town::QUIET_DOOR);
    let row = doors(&driver).doors.into_iter().find(|row| row.door == quiet).unwrap();
    assert!(row.open_label.is_none());
    taps(&mut driver, quiet, Outcome::NotHome);
    assert!(visits(&driver).is_empty() && matches!(driver.screen(), Screen::Doors { .. }));
    driver.on_turfs(TurfsEvent::DoorPicked { door: quiet });
    assert!(driver.note().is_some());
}

#[test]
fn a_door_outside_the_turf_is_refused_with_its_own_sentence() {
    let mut driver = on_walk();
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(town::QUIET_DOOR) });
    let mut said = BTreeSet::from([driver.note().unwrap()]);
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(77) });
    said.insert(driver.note().unwrap());
    assert_eq!(said.len(), 2, "{said:?}");
    driver.on_turfs(TurfsEvent::OutcomeTapped { outcome: Outcome::NotHome });
    assert!(visits(&driver).is_empty());
}

#[test]
fn an_outcome_tapped_twice_makes_one_visit() {
    let mut driver = on_walk();
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    let tap = || UiEvent::Turfs { event: TurfsEvent::OutcomeTapped { outcome: Outcome::Moved } };
    driver.raise(tap());
    driver.raise(tap());
    driver.settle();
    driver.does(tap());
    assert_eq!(visits(&driver).len(), 1);
}

#[test]
fn while_a_visit_is_being_stored_no_other_walk_begins() {
    let mut driver = on_walk();
    driver.held.insert(Ask::Append);
    taps(&mut driver, town::door(2), Outcome::Moved);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(2) });
    driver.does(UiEvent::Back);
    assert_eq!(door(&driver).door, town::door(2));
    driver.lets_go(Ask::Append);
    assert_eq!(doors(&driver).turf, town::turf(1));
}

#[test]
fn a_visit_that_could_not_be_stored_leaves_the_door_open_with_its_answers() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Met);
    answers(&mut driver, "sorts", "no");
    driver.broken.insert(Ask::Append);
    driver.on_turfs(TurfsEvent::SaveVisit);
    assert!(driver.note().is_some());
    assert!(door(&driver).script.unwrap().questions[0].choices[1].selected);
    driver.broken.clear();
    driver.on_turfs(TurfsEvent::SaveVisit);
    assert_eq!(visits(&driver).len(), 1);
}

#[test]
fn before_the_doors_have_arrived_a_restored_door_records_nothing() {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Met);
    answers(&mut driver, "sorts", "no");
    let mut driver = driver.restarted();
    driver.held.insert(Ask::Turf);
    driver.opens(Tab::Turfs);
    assert!(matches!(driver.screen(), Screen::Doors { .. }));
    driver.on_turfs(TurfsEvent::SaveVisit);
    assert!(visits(&driver).is_empty());
    driver.lets_go(Ask::Turf);
    driver.on_turfs(TurfsEvent::SaveVisit);
    assert_eq!(visits(&driver)[0].answers.len(), 1);
}
