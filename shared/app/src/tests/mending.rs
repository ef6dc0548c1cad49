//! A wrong drop-off taken back by a reversal, once, with its reason.

use wufei_domain::{drop_off::ReversalReason, ids::RecordId, record::Body};

use super::{asks::Ask, driver::Driver, logging::weighs, shifts::at_scale, town};
use crate::{
    event::{OutboxEvent, PointEvent, Tab, UiEvent},
    view::{
        Screen,
        point::{LogRow, LogView},
    },
};

/// A log with one drop-off in it.
pub(super) fn logged() -> Driver {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.at_point(PointEvent::Confirm);
    driver.at_point(PointEvent::OpenLog);
    driver
}

fn log(driver: &Driver) -> LogView {
    match driver.screen() {
        Screen::Log { log } => log,
        other => panic!("{other:?}"),
    }
}

fn row(driver: &Driver) -> LogRow {
    log(driver).rows.remove(0)
}

fn mends(driver: &mut Driver, drop_off: RecordId) {
    driver.at_point(PointEvent::MendPicked { drop_off });
    driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::WrongWeight });
}

fn reversals(driver: &Driver) -> usize {
    let kept = driver.device.kept.iter();
    kept.filter(|kept| matches!(kept.record.body, Body::Reversal(_))).count()
}

#[test]
fn an_empty_log_says_so() {
    let mut driver = at_scale();
    driver.at_point(PointEvent::OpenLog);
    assert!(log(&driver).empty.is_some() && driver.shown().back.is_some());
    driver.at_point(PointEvent::CloseLog);
    assert!(matches!(driver.screen(), Screen::Weigh { .. }));
}

#[test]
fn a_drop_off_is_reversed_with_its_reason_and_stays_in_the_log() {
    let mut driver = logged();
    let before = row(&driver);
    assert!(before.household == town::holder(2).label && before.mend_label.is_some());
    driver.at_point(PointEvent::MendPicked { drop_off: before.drop_off });
    let Screen::Mend { mend } = driver.screen() else { panic!("no reasons") };
    assert_eq!(mend.reasons.len(), ReversalReason::ALL.len());
    driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::WrongWeight });
    let after = row(&driver);
    assert_eq!(after.drop_off, before.drop_off);
    assert!(after.mend_label.is_none());
    assert!(after.state_word.contains("重量输错"), "{}", after.state_word);
    assert_eq!(reversals(&driver), 1);
}

#[test]
fn a_drop_off_that_was_reversed_before_is_refused_with_that_reason() {
    let mut driver = logged();
    let drop_off = row(&driver).drop_off;
    mends(&mut driver, drop_off);
    driver.at_point(PointEvent::MendPicked { drop_off });
    let (chinese, english) = driver.note().unwrap();
    assert_ne!(chinese, english);
    driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::WrongWeight });
    assert_eq!(reversals(&driver), 1);
}

#[test]
fn a_reversal_is_made_once_also_while_the_log_cannot_be_read_again() {
    let mut driver = logged();
    let drop_off = row(&driver).drop_off;
    driver.broken.insert(Ask::Point);
    mends(&mut driver, drop_off);
    mends(&mut driver, drop_off);
    assert_eq!(reversals(&driver), 1);
}

#[test]
fn an_unknown_drop_off_is_refused() {
    let mut driver = logged();
    driver.at_point(PointEvent::MendPicked { drop_off: town::record(99) });
    assert!(driver.note().is_some());
    driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::WrongWeight });
    assert_eq!(reversals(&driver), 0);
}

#[test]
fn a_reversal_that_could_not_be_stored_is_there_to_confirm_again() {
    let mut driver = logged();
    let drop_off = row(&driver).drop_off;
    driver.broken.insert(Ask::Append);
    mends(&mut driver, drop_off);
    assert!(matches!(driver.screen(), Screen::Mend { .. }) && driver.note().is_some());
    driver.broken.clear();
    driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::LoggedTwice });
    assert_eq!(reversals(&driver), 1);
}

#[test]
fn while_a_reversal_is_being_stored_no_way_leads_out_and_no_second_one_begins() {
    let mut driver = logged();
    let drop_off = row(&driver).drop_off;
    driver.held.insert(Ask::Append);
    mends(&mut driver, drop_off);
    driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::WrongCard });
    driver.at_point(PointEvent::MendCancelled);
    driver.does(UiEvent::Back);
    assert!(matches!(driver.screen(), Screen::Mend { .. }));
    driver.lets_go(Ask::Append);
    assert_eq!(reversals(&driver), 1);
}

#[test]
fn a_reversal_can_be_left_before_it_is_made() {
    for leave in [UiEvent::Back, UiEvent::Point { event: PointEvent::MendCancelled }] {
        let mut driver = logged();
        let drop_off = row(&driver).drop_off;
        driver.at_point(PointEvent::MendPicked { drop_off });
        driver.does(leave);
        assert!(matches!(driver.screen(), Screen::Log { .. }));
        assert_eq!(reversals(&driver), 0);
    }
}

#[test]
fn after_a_refused_reversal_was_taken_back_the_drop_off_can_be_mended_again() {
    let mut driver = logged();
    let drop_off = row(&driver).drop_off;
    let refusal = wufei_domain::refusal::Code::ServerFailed.into();
    driver.device.server.refuses.insert("reversal", refusal);
    mends(&mut driver, drop_off);
    let record = driver.device.kept.last().unwrap().record.id;
    driver.opens(Tab::Outbox);
    driver.does(UiEvent::Outbox { event: OutboxEvent::Withdraw { record } });
    driver.opens(Tab::Point);
    assert!(row(&driver).mend_label.is_some());
    mends(&mut driver, drop_off);
    assert_eq!(reversals(&driver), 2);
}
