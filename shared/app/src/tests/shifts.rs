//! Opening and closing a shift.

use wufei_domain::{record::Body, role::Role};

use super::{asks::Ask, driver::Driver, town};
use crate::{
    event::{PointEvent, Tab},
    view::Screen,
};

/// A driver at the recycling point with a shift open.
pub(super) fn at_scale() -> Driver {
    let mut driver = at_point();
    driver.at_point(PointEvent::OpenShift);
    driver
}

pub(super) fn at_point() -> Driver {
    let mut driver = Driver::started(town::enrolled(Role::Attendant));
    driver.opens(Tab::Point);
    driver
}

fn kinds(driver: &Driver) -> Vec<&'static str> {
    driver.device.kept.iter().map(|kept| kept.record.body.kind()).collect()
}

#[test]
fn a_point_whose_data_has_not_arrived_opens_no_shift() {
    let mut device = town::enrolled(Role::Attendant);
    (device.point, device.tariff) = (None, None);
    let mut driver = Driver::started(device);
    driver.opens(Tab::Point);
    let Screen::Shift { shift } = driver.screen() else { panic!("no shift") };
    assert!(shift.open_label.is_none() && !shift.text.is_empty());
    driver.at_point(PointEvent::OpenShift);
    assert!(driver.device.kept.is_empty());
}

#[test]
fn a_shift_is_opened_once_however_often_it_is_tapped() {
    let mut driver = at_point();
    driver.held.insert(Ask::Stamp);
    driver.at_point(PointEvent::OpenShift);
    driver.at_point(PointEvent::OpenShift);
    driver.lets_go(Ask::Stamp);
    driver.at_point(PointEvent::OpenShift);
    assert_eq!(kinds(&driver), ["shift_opened"]);
    assert!(matches!(driver.screen(), Screen::Weigh { .. }));
}

#[test]
fn a_shift_that_could_not_be_stored_can_be_opened_again() {
    let mut driver = at_point();
    driver.broken.insert(Ask::Append);
    driver.at_point(PointEvent::OpenShift);
    assert!(driver.note().is_some() && matches!(driver.screen(), Screen::Shift { .. }));
    driver.broken.clear();
    driver.at_point(PointEvent::OpenShift);
    assert_eq!(kinds(&driver), ["shift_opened"]);
}

#[test]
fn a_shift_that_was_stored_but_not_read_again_is_not_opened_a_second_time() {
    let mut driver = at_point();
    driver.broken.insert(Ask::Point);
    driver.at_point(PointEvent::OpenShift);
    assert!(matches!(driver.screen(), Screen::Shift { .. }));
    driver.at_point(PointEvent::OpenShift);
    driver.broken.clear();
    driver.at_point(PointEvent::OpenShift);
    assert_eq!(kinds(&driver), ["shift_opened"]);
    assert!(matches!(driver.screen(), Screen::Weigh { .. }), "the tap read it again");
}

#[test]
fn closing_a_shift_books_what_was_logged_in_it() {
    let mut driver = at_scale();
    driver.at_point(PointEvent::CloseShift);
    driver.at_point(PointEvent::CloseShift);
    assert_eq!(kinds(&driver), ["shift_opened", "shift_closed"]);
    let opened = driver.device.kept[0].record.id;
    let closed = &driver.device.kept[1].record.body;
    assert!(matches!(closed, Body::ShiftClosed(closed) if closed.shift == opened));
    assert!(matches!(driver.screen(), Screen::Shift { .. }));
    assert!(driver.note().is_some());
}

#[test]
fn a_shift_is_not_closed_while_a_drop_off_is_being_stored() {
    let mut driver = at_scale();
    super::logging::weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.held.insert(Ask::Append);
    driver.at_point(PointEvent::Confirm);
    driver.at_point(PointEvent::CloseShift);
    driver.lets_go(Ask::Append);
    assert_eq!(kinds(&driver), ["shift_opened", "drop_off"]);
}

#[test]
fn without_a_shift_nothing_is_weighed() {
    let mut driver = at_point();
    driver.at_point(PointEvent::GrossTyped { text: "1".to_owned() });
    assert!(driver.note().is_some());
    assert!(driver.device.drafts.is_empty());
}
