//! A resident's page, the standing, and what an auditor sees of the app.

use wufei_domain::{
    drop_off::ReversalReason, ledger::TransferState, role::Role, standing::THRESHOLD,
};

use super::{asks::Ask, device::Device, driver::Driver, logging::weighs, shifts::at_scale, town};
use crate::{
    effect::{shell::Located, store::PointPlace},
    event::{PointEvent, Tab},
    view::{Screen, household::HouseholdView, standing::StandingView},
};

fn household(driver: &Driver) -> HouseholdView {
    match driver.screen() {
        Screen::Household { household } => household,
        other => panic!("{other:?}"),
    }
}

/// The same store seen by the household whose drop-off was logged at the scale.
fn at_home(device: Device) -> HouseholdView {
    let mut identity = town::identity(Role::Resident);
    identity.household = Some(town::holder(2));
    let mut driver = Driver::started(Device { identity: Some(identity), ..device });
    driver.opens(Tab::Household);
    household(&driver)
}

/// A device where 4.3 kg were logged and sent: 476 points.
fn logged() -> Driver {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.at_point(PointEvent::Confirm);
    driver
}

#[test]
fn the_card_is_shown_with_number_code_and_rates() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    driver.opens(Tab::Household);
    let view = household(&driver);
    assert_eq!(view.card.number, town::holder(1).card.spaced());
    let size = usize::try_from(view.card.qr.size).unwrap();
    assert!(size > 20 && view.card.qr.modules.len() == size * size);
    assert!(view.drop_offs_empty.is_some());
    let rates: Vec<_> = view.rates.iter().map(|row| row.material.as_str()).collect();
    assert_eq!(rates, ["纸板", "塑料瓶"]);
    assert!(view.rates[0].rate.contains("80"));
}

#[test]
fn a_drop_off_is_pending_until_its_shift_closes_and_booked_then() {
    let mut driver = logged();
    let view = at_home(std::mem::take(&mut driver.device));
    assert!(view.pending.contains("476") && !view.booked.contains("476"), "{view:?}");
    assert_eq!(view.drop_offs[0].state, TransferState::Pending);

    let mut driver = logged();
    driver.at_point(PointEvent::CloseShift);
    let view = at_home(driver.device);
    assert!(view.booked.contains("476") && !view.pending.contains("476"), "{view:?}");
    assert!(view.booked_worth.contains("¥4.76"), "{}", view.booked_worth);
    assert_eq!(view.drop_offs[0].state, TransferState::Booked);
}

#[test]
fn a_drop_off_that_was_taken_back_stays_with_its_reason_and_earns_nothing() {
    for (closed, state) in [(false, TransferState::Voided), (true, TransferState::Corrected)] {
        let mut driver = logged();
        if closed {
            driver.at_point(PointEvent::CloseShift);
        }
        driver.at_point(PointEvent::OpenLog);
        let Screen::Log { log } = driver.screen() else { panic!("no log") };
        let drop_off = log.rows[0].drop_off;
        driver.at_point(PointEvent::MendPicked { drop_off });
        driver.at_point(PointEvent::MendConfirmed { reason: ReversalReason::WrongCard });
        let view = at_home(driver.device);
        assert!(view.booked.starts_with('0') && view.pending.starts_with('0'), "{view:?}");
        assert_eq!(view.drop_offs[0].state, state);
        assert!(view.drop_offs[0].state_word.contains("户卡选错"));
    }
}

#[test]
fn another_households_drop_off_is_not_shown() {
    let device = logged().device;
    let mut driver =
        Driver::started(Device { identity: Some(town::identity(Role::Resident)), ..device });
    driver.opens(Tab::Household);
    let view = household(&driver);
    assert!(view.drop_offs.is_empty() && view.pending.starts_with('0'));
}

#[test]
fn before_anything_arrived_the_page_says_so() {
    let mut device = town::fresh();
    device.identity = Some(town::identity(Role::Resident));
    let mut driver = Driver::started(device);
    driver.held.insert(Ask::Household);
    driver.opens(Tab::Household);
    assert!(household(&driver).drop_offs_empty.is_some());
    driver.lets_go(Ask::Household);
    let view = household(&driver);
    assert!(view.rates.is_empty() && !view.rates_line.is_empty() && view.booked_worth.is_empty());
}

#[test]
fn a_page_that_could_not_be_read_is_said() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    driver.broken.insert(Ask::Household);
    driver.opens(Tab::Household);
    assert!(driver.note().is_some());
}

fn standing(driver: &Driver) -> StandingView {
    match driver.screen() {
        Screen::Standing { standing } => standing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_standing_marks_ones_own_village_and_says_why_others_are_held_back() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    driver.opens(Tab::Standing);
    let view = standing(&driver);
    let own: Vec<_> = view.rows.iter().filter(|row| row.own).map(|row| row.name.as_str()).collect();
    assert_eq!(own, ["马溪村"]);
    assert!(view.rows[0].per_household.contains("4 公斤"));
    assert!(view.rows[1].participation.contains("48.5%"));
    assert!(view.suppressed[0].why.contains(&THRESHOLD.to_string()));
    driver.opens(Tab::Household);
    assert!(household(&driver).standing_line.contains("3.412 公斤"));
}

#[test]
fn a_standing_that_has_not_arrived_says_so() {
    let mut driver = Driver::started(Device::default());
    driver.held.insert(Ask::Standing);
    driver.opens(Tab::Standing);
    let loading = standing(&driver).empty.unwrap();
    driver.lets_go(Ask::Standing);
    assert_ne!(standing(&driver).empty.unwrap(), loading);
}

#[test]
fn an_auditor_looks_up_and_compares_and_records_nothing_of_a_household() {
    let mut driver = Driver::started(town::enrolled(Role::Auditor));
    driver.at_point(PointEvent::OpenShift);
    driver.opens(Tab::Household);
    assert!(driver.device.kept.is_empty());
    assert_eq!(driver.times(Ask::Household), 0);
    driver.opens(Tab::Standing);
    assert!(!standing(&driver).rows.is_empty());
}

#[test]
fn the_page_is_the_same_in_whichever_order_its_two_parts_arrive() {
    let shown = |late: Ask| {
        let mut driver = Driver::started(town::enrolled(Role::Resident));
        driver.held.insert(late);
        driver.opens(Tab::Household);
        assert_eq!(driver.open.len(), 1);
        driver.lets_go(late);
        household(&driver)
    };
    assert_eq!(shown(Ask::Household), shown(Ask::Standing));
}

/// 3,000 microdegrees east of the point: cos 29.72° of 333.6 m.
const HERE: Located =
    Located::At { latitude_microdegrees: 29_720_000, longitude_microdegrees: 120_703_000 };

#[test]
fn a_resident_sees_the_recycling_point_and_how_far_it_is() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    driver.opens(Tab::Household);
    let view = household(&driver).points;
    assert_eq!(view.rows.len(), 1);
    assert_eq!(view.rows[0].hours, "08:00-17:00");
    assert!(view.rows[0].distance.is_none() && view.empty.is_none());
    assert!(view.locate_label.is_some() && view.locate_hint.is_some());

    driver.locates();
    assert!(driver.note().is_some(), "denied");
    assert!(household(&driver).points.rows[0].distance.is_none());

    driver.device.located = HERE;
    driver.locates();
    assert!(driver.note().is_none());
    assert_eq!(household(&driver).points.rows[0].distance.as_deref(), Some("约 290 米"));

    driver.device.located = Located::Unavailable { why: "no signal".to_owned() };
    driver.locates();
    assert!(driver.note().is_some());
    let rows = household(&driver).points.rows;
    assert!(rows[0].distance.is_none(), "an old position is no answer");
}

#[test]
fn a_position_that_is_none_is_unavailable() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    driver.opens(Tab::Household);
    driver.device.located =
        Located::At { latitude_microdegrees: 91_000_000, longitude_microdegrees: 0 };
    driver.locates();
    assert!(driver.note().is_some());
    assert!(household(&driver).points.rows[0].distance.is_none());
}

#[test]
fn nobody_is_asked_where_they_are_for_points_without_a_place() {
    let mut device = town::enrolled(Role::Resident);
    device.point = device.point.map(|point| PointPlace { position: None, ..point });
    let mut driver = Driver::started(device);
    driver.opens(Tab::Household);
    assert!(household(&driver).points.locate_label.is_none());
    driver.device.point = None;
    driver.opens(Tab::Household);
    assert!(household(&driver).points.empty.is_some());
}
