//! A door's history, a visit to void, two people at one door, a door to propose.

use wufei_domain::{
    ids::RecordId,
    record::Body,
    time::UnixMs,
    visit::{LABEL_CHARS_MAX, Outcome, SeenVisit, Visit, VoidReason},
};

use super::{
    asks::Ask,
    driver::Driver,
    town,
    turfs::{doors, on_walk},
    walking::{door, taps},
};
use crate::{
    event::{TurfsEvent, UiEvent},
    view::{Screen, door::ProposalView},
};

fn voids(driver: &Driver) -> usize {
    let kept = driver.device.kept.iter();
    kept.filter(|kept| matches!(kept.record.body, Body::VisitVoid(_))).count()
}

/// A walk with one visit of one's own at the second door, opened.
fn visited() -> (Driver, RecordId) {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), Outcome::Moved);
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    let visit = door(&driver).history[0].visit;
    (driver, visit)
}

fn colleagues_visit(at: i64) -> SeenVisit {
    SeenVisit {
        id: town::record(50),
        actor: town::actor(8),
        made_at: UnixMs::new(at),
        visit: Visit {
            turf: town::turf(1),
            door: town::door(2),
            outcome: Outcome::Met,
            script_version: None,
            answers: Vec::new(),
            supersedes: None,
            photos: Vec::new(),
        },
    }
}

#[test]
fn a_door_that_nobody_visited_says_so() {
    let mut driver = on_walk();
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    assert!(door(&driver).history_empty.is_some());
}

#[test]
fn ones_own_visit_is_voided_with_a_reason_and_stays_in_the_history() {
    let (mut driver, visit) = visited();
    driver.on_turfs(TurfsEvent::VoidPicked { visit });
    let Screen::VisitVoid { void } = driver.screen() else { panic!("no reasons") };
    assert_eq!((void.reasons.len(), void.row.visit), (VoidReason::ALL.len(), visit));
    driver.on_turfs(TurfsEvent::VoidConfirmed { reason: VoidReason::WrongDoor });
    let row = door(&driver).history.remove(0);
    assert!(row.void_word.unwrap().contains("点错了门") && row.void_label.is_none());
    driver.on_turfs(TurfsEvent::LeaveDoor);
    assert_eq!(doors(&driver).doors[0].outcome, None, "a void visit does not count");
    assert_eq!(voids(&driver), 1);
}

#[test]
fn a_visit_is_voided_once() {
    for reading in [true, false] {
        let (mut driver, visit) = visited();
        if !reading {
            driver.broken.insert(Ask::Turf);
        }
        for _ in 0..2 {
            driver.on_turfs(TurfsEvent::VoidPicked { visit });
            driver.on_turfs(TurfsEvent::VoidConfirmed { reason: VoidReason::Practice });
        }
        assert_eq!(voids(&driver), 1);
        driver.on_turfs(TurfsEvent::VoidPicked { visit });
        assert!(driver.note().is_some());
    }
}

#[test]
fn a_void_can_be_left_and_one_that_failed_is_there_to_confirm_again() {
    let (mut driver, visit) = visited();
    for leave in [UiEvent::Back, UiEvent::Turfs { event: TurfsEvent::VoidCancelled }] {
        driver.on_turfs(TurfsEvent::VoidPicked { visit });
        driver.does(leave);
        assert_eq!(door(&driver).door, town::door(2));
    }
    driver.on_turfs(TurfsEvent::VoidPicked { visit });
    driver.broken.insert(Ask::Append);
    driver.on_turfs(TurfsEvent::VoidConfirmed { reason: VoidReason::Practice });
    assert!(matches!(driver.screen(), Screen::VisitVoid { .. }) && driver.note().is_some());
    driver.broken.clear();
    driver.on_turfs(TurfsEvent::VoidConfirmed { reason: VoidReason::Practice });
    assert_eq!(voids(&driver), 1);
}

#[test]
fn a_colleagues_visit_has_no_key_and_is_not_voided() {
    let mut driver = on_walk();
    let visit = colleagues_visit(driver.now);
    driver.device.grounds.get_mut(&town::turf(1)).unwrap().others.push(visit.clone());
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    assert!(door(&driver).history[0].void_label.is_none());
    driver.on_turfs(TurfsEvent::VoidPicked { visit: visit.id });
    driver.on_turfs(TurfsEvent::VoidConfirmed { reason: VoidReason::Practice });
    assert_eq!(voids(&driver), 0);
}

#[test]
fn two_people_within_half_an_hour_are_shown_as_a_pair_and_later_ones_are_not() {
    for (minutes, pair) in [(29, true), (31, false)] {
        let mut driver = on_walk();
        let visit = colleagues_visit(driver.now);
        driver.device.grounds.get_mut(&town::turf(1)).unwrap().others.push(visit);
        driver.passes(minutes * 60_000);
        taps(&mut driver, town::door(2), Outcome::NotHome);
        assert_eq!(doors(&driver).doors[0].pair_word.is_some(), pair, "{minutes}");
        driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
        let history = door(&driver).history;
        assert_eq!(history.len(), 2);
        assert!(history.iter().all(|row| row.pair_word.is_some() == pair), "{history:?}");
    }
}

fn proposal(driver: &Driver) -> ProposalView {
    match driver.screen() {
        Screen::Proposal { proposal } => proposal,
        other => panic!("{other:?}"),
    }
}

fn proposes(driver: &mut Driver, label: &str) {
    driver.on_turfs(TurfsEvent::OpenProposal);
    driver.on_turfs(TurfsEvent::ProposalTyped { label: label.to_owned() });
    driver.on_turfs(TurfsEvent::SendProposal);
}

#[test]
fn a_missing_door_is_proposed_once_without_surrounding_space() {
    let mut driver = on_walk();
    proposes(&mut driver, " 3 幢 501 ");
    driver.on_turfs(TurfsEvent::SendProposal);
    assert!(driver.note().is_none(), "the next tap takes the note away");
    let [kept] = &driver.device.kept[..] else { panic!("{:?}", driver.device.kept) };
    assert!(matches!(&kept.record.body, Body::DoorProposal(door) if door.label == "3 幢 501"));
    assert!(matches!(driver.screen(), Screen::Doors { .. }));
    assert!(driver.device.drafts.is_empty());
}

#[test]
fn an_empty_or_too_long_proposal_is_refused_and_stays_typed() {
    let long = "幢".repeat(LABEL_CHARS_MAX + 1);
    let mut said = Vec::new();
    for label in ["  ", long.as_str()] {
        let mut driver = on_walk();
        proposes(&mut driver, label);
        let view = proposal(&driver);
        assert_eq!(view.typed, label);
        said.push(view.problem.unwrap());
        driver.on_turfs(TurfsEvent::ProposalTyped { label: "3".to_owned() });
        assert!(proposal(&driver).problem.is_none());
        assert!(driver.device.kept.is_empty());
    }
    assert_ne!(said[0], said[1]);
}

#[test]
fn a_proposal_that_could_not_be_stored_stays_and_one_that_is_cancelled_goes() {
    let mut driver = on_walk();
    driver.broken.insert(Ask::Append);
    proposes(&mut driver, "3 幢 501");
    assert_eq!(proposal(&driver).typed, "3 幢 501");
    assert!(driver.note().is_some());
    driver.on_turfs(TurfsEvent::CancelProposal);
    driver.on_turfs(TurfsEvent::OpenProposal);
    assert_eq!(proposal(&driver).typed, "");
    assert!(driver.device.drafts.is_empty() && driver.device.kept.is_empty());
}
