//! Turfs: the list, taking one, one that somebody else holds.

use wufei_domain::role::Role;

use super::{asks::Ask, driver::Driver, intro, town};
use crate::{
    event::{Tab, TurfsEvent, UiEvent},
    view::{
        Screen,
        turfs::{DoorsView, TurfsView},
    },
};

fn turfs(driver: &Driver) -> TurfsView {
    match driver.screen() {
        Screen::Turfs { turfs } => turfs,
        other => panic!("{other:?}"),
    }
}

/// A volunteer at the list of doors.
pub(super) fn on_walk() -> Driver {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    driver
}

pub(super) fn doors(driver: &Driver) -> DoorsView {
    match driver.screen() {
        Screen::Doors { doors } => doors,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_look_asks_the_server_once_and_then_the_person_does() {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.opens(Tab::Turfs);
    driver.opens(Tab::Lookup);
    driver.opens(Tab::Turfs);
    assert_eq!(driver.times(Ask::ListTurfs), 1);
    driver.on_turfs(TurfsEvent::Refresh);
    assert_eq!(driver.times(Ask::ListTurfs), 2);
    let view = turfs(&driver);
    assert_eq!((view.mine.len(), view.offers.len()), (1, 2));
}

#[test]
fn a_refresh_that_is_under_way_is_not_asked_twice() {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.held.insert(Ask::ListTurfs);
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Refresh);
    assert!(turfs(&driver).busy && turfs(&driver).offers_line.is_some());
    driver.lets_go(Ask::ListTurfs);
    assert!(!turfs(&driver).busy);
    assert_eq!(driver.times(Ask::ListTurfs), 1);
}

#[test]
fn without_a_network_the_offers_wait_and_ones_own_turfs_are_walked() {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.broken.insert(Ask::ListTurfs);
    driver.opens(Tab::Turfs);
    let view = turfs(&driver);
    assert!(view.offers.is_empty() && view.offers_line.is_some() && view.mine.len() == 1);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    assert_eq!(doors(&driver).doors.len(), 5);
}

#[test]
fn a_free_turf_is_taken_and_its_doors_are_fetched() {
    let mut device = town::enrolled(Role::Volunteer);
    device.grounds.clear();
    let mut driver = Driver::started(device);
    driver.opens(Tab::Turfs);
    assert!(turfs(&driver).mine_empty.is_some());
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
    driver.device.grounds.insert(town::turf(1), town::ground());
    let rounds = driver.times(Ask::Round);
    intro::passes(&mut driver);
    assert!(driver.note().is_some());
    assert_eq!(driver.times(Ask::Round), rounds + 1);
    let view = turfs(&driver);
    assert!(view.offers[0].take_label.is_none() && view.mine.len() == 1);
}

#[test]
fn a_turf_that_somebody_else_holds_has_no_key_and_is_refused() {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.opens(Tab::Turfs);
    assert!(turfs(&driver).offers[1].take_label.is_none());
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(2) });
    let (chinese, english) = driver.note().unwrap();
    assert_ne!(chinese, english);
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(9) });
    assert_ne!(driver.note().unwrap().0, chinese, "an unknown turf has its own sentence");
    driver.broken.insert(Ask::TakeTurf);
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
    assert!(driver.note().is_some() && turfs(&driver).offers[0].take_label.is_some());
}

#[test]
fn a_turf_is_taken_once_however_often_it_is_tapped() {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.opens(Tab::Turfs);
    driver.held.insert(Ask::TakeTurf);
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
    driver.lets_go(Ask::TakeTurf);
    assert_eq!(driver.times(Ask::TakeTurf), 1);
}

#[test]
fn a_turf_whose_doors_have_not_arrived_says_so() {
    let mut driver = Driver::started(town::enrolled(Role::Volunteer));
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(2) });
    assert!(doors(&driver).loading.is_some());
    driver.does(UiEvent::Back);
    assert_eq!(turfs(&driver).mine.len(), 1);
}

#[test]
fn only_a_volunteer_has_turfs() {
    let mut driver = Driver::started(town::enrolled(Role::Attendant));
    driver.on_turfs(TurfsEvent::Refresh);
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
    assert_eq!(driver.times(Ask::ListTurfs) + driver.times(Ask::TakeTurf), 0);
}
