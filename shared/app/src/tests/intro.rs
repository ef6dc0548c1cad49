//! The ten questions before a first turf: who is asked, what passes, what stays passed.

use wufei_domain::role::Role;

use super::{
    asks::Ask,
    device::Device,
    driver::Driver,
    learning::{answers, quiz},
    town,
};
use crate::{
    event::{LearningEvent, Tab, TurfsEvent, UiEvent},
    view::Screen,
};

fn newcomer() -> Device {
    let mut device = town::enrolled(Role::Volunteer);
    device.grounds.clear();
    device
}

fn takes(driver: &mut Driver) {
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
}

/// A volunteer at the first of the ten.
pub(super) fn asked() -> Driver {
    let mut driver = Driver::started(newcomer());
    takes(&mut driver);
    driver
}

/// Answers all that are left rightly, and takes the turf.
pub(super) fn passes(driver: &mut Driver) {
    while matches!(driver.screen(), Screen::Quiz { .. }) {
        answers(driver, true);
        driver.learns(LearningEvent::Next);
    }
    driver.learns(LearningEvent::Finish);
}

#[test]
fn before_the_first_turf_all_ten_are_right_in_the_end() {
    let mut driver = asked();
    let first = quiz(&driver).question;
    answers(&mut driver, false);
    driver.learns(LearningEvent::Next);
    driver.learns(LearningEvent::Finish);
    assert_eq!(driver.times(Ask::TakeTurf), 0);
    let mut rights = Vec::new();
    while matches!(driver.screen(), Screen::Quiz { .. }) {
        rights.push(quiz(&driver).question);
        answers(&mut driver, true);
        driver.learns(LearningEvent::Next);
    }
    assert_eq!((rights.len(), rights.last()), (10, Some(&first)), "the wrong one came again");
    assert!(matches!(driver.screen(), Screen::QuizDone { .. }));
    assert_eq!(driver.times(Ask::TakeTurf), 0);
    driver.learns(LearningEvent::Finish);
    assert_eq!(driver.times(Ask::TakeTurf), 1);
}

#[test]
fn what_was_right_stays_right_over_a_restart() {
    let mut driver = asked();
    for _ in 0..9 {
        answers(&mut driver, true);
        driver.learns(LearningEvent::Next);
    }
    driver.does(UiEvent::Back);
    assert!(matches!(driver.screen(), Screen::Turfs { .. }));
    let mut driver = driver.restarted();
    takes(&mut driver);
    assert!(quiz(&driver).progress.contains('1'));
    answers(&mut driver, true);
    driver.learns(LearningEvent::Next);
    driver.learns(LearningEvent::Finish);
    assert_eq!(driver.times(Ask::TakeTurf), 1);
}

#[test]
fn who_passed_is_not_asked_again_when_the_turf_was_gone_meanwhile() {
    let mut driver = asked();
    driver.broken.insert(Ask::TakeTurf);
    passes(&mut driver);
    assert!(driver.note().is_some());
    driver.broken.clear();
    driver.on_turfs(TurfsEvent::Take { turf: town::turf(1) });
    assert_eq!(driver.times(Ask::TakeTurf), 2);
}

#[test]
fn who_holds_a_turf_or_held_one_is_not_asked() {
    let mut holds = Driver::started(town::enrolled(Role::Volunteer));
    takes(&mut holds);
    assert_eq!(holds.times(Ask::TakeTurf), 1);
    let mut walked = super::turfs::on_walk();
    super::walking::taps(&mut walked, town::door(2), wufei_domain::visit::Outcome::Moved);
    walked.device.grounds.clear();
    let mut walked = walked.restarted();
    takes(&mut walked);
    assert_eq!(walked.times(Ask::TakeTurf), 1);
}

#[test]
fn nothing_is_taken_before_it_is_known_what_was_answered() {
    let mut driver = Driver::started(newcomer());
    driver.held.insert(Ask::Learning);
    takes(&mut driver);
    assert!(matches!(driver.screen(), Screen::Turfs { .. }));
    driver.lets_go(Ask::Learning);
    assert!(matches!(driver.screen(), Screen::Quiz { .. }));
    let mut broken = Driver::started(newcomer());
    broken.broken.insert(Ask::Learning);
    takes(&mut broken);
    assert!(broken.note().is_some());
    assert_eq!(broken.times(Ask::TakeTurf) + driver.times(Ask::TakeTurf), 0);
}
