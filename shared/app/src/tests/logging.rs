//! Whose drop-off it is, the review, and logging it once.

use std::collections::BTreeSet;

use wufei_domain::{card::CardNumber, record::Body, tariff::Grade};

use super::{
    asks::Ask,
    device::{Device, Flaw},
    driver::Driver,
    shifts::at_scale,
    town,
    weights::weigh,
};
use crate::{
    effect::shell::Scanned,
    event::{PointEvent, UiEvent},
    view::{
        Screen,
        point::{CardStep, ReviewView},
    },
};

/// Picks a card and weighs two materials; the second line is still being typed.
pub(super) fn weighs(driver: &mut Driver) {
    let pick = |key: &str| PointEvent::MaterialPicked { material: town::material(key) };
    let gross = |text: &str| PointEvent::GrossTyped { text: text.to_owned() };
    driver.at_point(PointEvent::CardPicked { card: town::holder(2).card });
    driver.at_point(pick("cardboard"));
    driver.at_point(gross("3.2"));
    driver.at_point(pick("pet"));
    driver.at_point(gross("1.1"));
}

fn drop_offs(device: &Device) -> usize {
    device.kept.iter().filter(|kept| matches!(kept.record.body, Body::DropOff(_))).count()
}

fn review(driver: &Driver) -> ReviewView {
    match driver.screen() {
        Screen::Review { review } => review,
        other => panic!("{other:?}"),
    }
}

fn known(driver: &Driver) -> Option<String> {
    match weigh(driver.shown()).card {
        CardStep::Known { label, .. } => Some(label),
        CardStep::Ask { .. } => None,
    }
}

/// What is said of the card, and what stays typed.
fn card_problem(driver: &Driver) -> Option<(String, String)> {
    match weigh(driver.shown()).card {
        CardStep::Ask { problem, typed, .. } => Some((problem?, typed)),
        CardStep::Known { .. } => None,
    }
}

fn enters_card(driver: &mut Driver, text: &str) {
    driver.at_point(PointEvent::CardTyped { text: text.to_owned() });
    driver.at_point(PointEvent::CardEntered);
}

#[test]
fn a_wrong_card_number_says_what_is_wrong_with_it_and_stays_typed() {
    let stranger = town::holder(4).card.spaced();
    let swapped = "0000 0012";
    assert!(CardNumber::read(swapped).is_err());
    let mut said = BTreeSet::new();
    for typed in ["123", swapped, stranger.as_str()] {
        let mut driver = at_scale();
        enters_card(&mut driver, typed);
        let (problem, kept) = card_problem(&driver).unwrap();
        assert_eq!(kept, typed);
        said.insert(problem);
    }
    assert_eq!(said.len(), 3, "{said:#?}");
}

#[test]
fn a_card_is_taken_typed_picked_or_scanned() {
    let holder = town::holder(1);
    let mut driver = at_scale();
    enters_card(&mut driver, &holder.card.spaced());
    assert_eq!(known(&driver), Some(holder.label.clone()));
    driver.at_point(PointEvent::ForgetCard);
    assert_eq!(known(&driver), None);
    driver.at_point(PointEvent::CardPicked { card: holder.card });
    assert_eq!(known(&driver), Some(holder.label.clone()));
    driver.at_point(PointEvent::ForgetCard);
    driver.device.scans = Scanned::Text { text: holder.card.qr_text(town::community()) };
    driver.at_point(PointEvent::ScanCard);
    assert_eq!(known(&driver), Some(holder.label));
}

#[test]
fn a_scan_that_does_not_work_says_so_and_one_that_was_left_says_nothing() {
    let mut driver = at_scale();
    driver.at_point(PointEvent::ScanCard);
    assert!(driver.note().is_none() && known(&driver).is_none());
    driver.device.scans = Scanned::Unavailable { why: "no camera".to_owned() };
    driver.at_point(PointEvent::ScanCard);
    assert!(driver.note().is_some());
    driver.device.scans = Scanned::Text { text: "a shop's price tag".to_owned() };
    driver.at_point(PointEvent::ScanCard);
    assert_eq!(card_problem(&driver).unwrap().1, "a shop's price tag");
}

#[test]
fn a_late_scan_does_not_replace_a_card_that_was_given_meanwhile() {
    let mut driver = at_scale();
    driver.device.scans = Scanned::Text { text: town::holder(1).card.spaced() };
    driver.held.insert(Ask::Scan);
    driver.at_point(PointEvent::ScanCard);
    driver.at_point(PointEvent::ScanCard);
    driver.at_point(PointEvent::CardPicked { card: town::holder(2).card });
    driver.lets_go(Ask::Scan);
    assert_eq!(driver.times(Ask::Scan), 1);
    assert_eq!(known(&driver), Some(town::holder(2).label));
}

#[test]
fn two_materials_are_logged_in_at_most_nine_taps() {
    // A tap is a key. To be on the safe side the first touch of a field, before its number is
    // typed, is counted as one too.
    let mut driver = at_scale();
    (driver.keys, driver.fields) = (0, 0);
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.at_point(PointEvent::Confirm);
    assert_eq!(drop_offs(&driver.device), 1);
    assert_eq!((driver.keys, driver.fields), (5, 2));
    assert!(driver.keys + driver.fields <= 9);
}

#[test]
fn a_typed_card_containers_and_grades_still_take_at_most_nine_keys() {
    let mut driver = at_scale();
    (driver.keys, driver.fields) = (0, 0);
    enters_card(&mut driver, &town::holder(2).card.spaced());
    for key in ["cardboard", "pet"] {
        driver.at_point(PointEvent::MaterialPicked { material: town::material(key) });
        driver.at_point(PointEvent::GrossTyped { text: "3.2".to_owned() });
        driver.at_point(PointEvent::TareTyped { text: "0.2".to_owned() });
        driver.at_point(PointEvent::GradePicked { grade: Grade::Mixed });
    }
    driver.at_point(PointEvent::Review);
    driver.at_point(PointEvent::Confirm);
    assert_eq!(drop_offs(&driver.device), 1);
    assert_eq!((driver.keys, driver.fields), (7, 5));
}

#[test]
fn the_review_shows_both_units_the_card_and_an_estimate_that_says_so() {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::GradePicked { grade: Grade::Mixed });
    driver.at_point(PointEvent::Review);
    let review = review(&driver);
    assert_eq!(review.household, town::holder(2).label);
    assert_eq!(review.card_number, town::holder(2).card.spaced());
    assert!(review.lines[0].net.contains("3.2 公斤") && review.lines[0].net.contains("6.4 斤"));
    assert!(review.total.contains("4.3 公斤") && review.total.contains("8.6 斤"));
    // 3.2 kg at 80 points, and 1.1 kg at 200 points, half of it: 256 + 110.
    assert!(review.estimate.contains("366"), "{}", review.estimate);
    assert!(!review.estimate_hint.is_empty());
}

#[test]
fn a_review_without_a_card_asks_for_one_and_without_a_line_asks_for_one() {
    let mut driver = at_scale();
    driver.at_point(PointEvent::Review);
    assert!(weigh(driver.shown()).entry.problem.is_some());
    driver.at_point(PointEvent::MaterialPicked { material: town::material("pet") });
    driver.at_point(PointEvent::GrossTyped { text: "1".to_owned() });
    driver.at_point(PointEvent::Review);
    assert!(card_problem(&driver).is_some());
    assert_eq!(weigh(driver.shown()).lines.len(), 1);
}

#[test]
fn back_and_edit_lead_from_the_review_to_the_lines() {
    for back in [UiEvent::Back, UiEvent::Point { event: PointEvent::Edit }] {
        let mut driver = at_scale();
        weighs(&mut driver);
        driver.at_point(PointEvent::Review);
        driver.does(back);
        assert_eq!(weigh(driver.shown()).lines.len(), 2);
    }
}

/// Confirms twice before the first answer; one record must be there.
fn confirms_once(flaw: Flaw) -> Result<(), String> {
    let mut driver = at_scale();
    driver.device.flaw = flaw;
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.raise(UiEvent::Point { event: PointEvent::Confirm });
    driver.raise(UiEvent::Point { event: PointEvent::Confirm });
    driver.settle();
    driver.at_point(PointEvent::Confirm);
    match drop_offs(&driver.device) {
        1 => Ok(()),
        other => Err(format!("{other} drop-offs")),
    }
}

#[test]
fn a_confirm_tapped_twice_makes_one_record() {
    assert_eq!(confirms_once(Flaw::None), Ok(()));
}

#[test]
fn a_store_that_stores_a_record_twice_is_noticed() {
    assert!(confirms_once(Flaw::RepeatsDropOffs).is_err());
}

#[test]
fn a_drop_off_that_could_not_be_stored_is_there_to_confirm_again() {
    for broken in [Ask::Append, Ask::SaveDraft] {
        let mut driver = at_scale();
        weighs(&mut driver);
        driver.at_point(PointEvent::Review);
        let before = review(&driver);
        driver.broken.insert(broken);
        if broken == Ask::Append {
            driver.at_point(PointEvent::Confirm);
            assert!(driver.note().is_some());
            assert_eq!(review(&driver), before);
            driver.broken.clear();
        }
        driver.at_point(PointEvent::Confirm);
        assert_eq!(drop_offs(&driver.device), 1);
        assert!(driver.device.drafts.is_empty(), "the record took its draft along");
    }
}

#[test]
fn a_process_that_ends_while_storing_leaves_the_drop_off_or_its_draft_never_both() {
    for stored in [false, true] {
        let mut driver = at_scale();
        weighs(&mut driver);
        driver.at_point(PointEvent::Review);
        driver.held.insert(Ask::Append);
        driver.at_point(PointEvent::Confirm);
        if stored {
            driver.lets_go(Ask::Append);
        }
        let mut driver = driver.restarted();
        driver.opens(crate::event::Tab::Point);
        if stored {
            assert!(weigh(driver.shown()).lines.is_empty());
        } else {
            assert_eq!(review(&driver).lines.len(), 2, "to be confirmed again");
            driver.at_point(PointEvent::Confirm);
        }
        assert_eq!(drop_offs(&driver.device), 1);
    }
}

#[test]
fn after_logging_the_scale_is_ready_for_the_next_household() {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.at_point(PointEvent::Confirm);
    assert!(driver.note().is_some() && known(&driver).is_none());
    assert!(weigh(driver.shown()).lines.is_empty());
}

#[test]
fn withdrawing_takes_what_was_typed_and_its_draft() {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Withdraw);
    assert!(weigh(driver.shown()).lines.is_empty() && driver.device.drafts.is_empty());
    assert_eq!(drop_offs(&driver.device), 0);
}

#[test]
fn a_newer_tariff_without_a_weighed_material_is_said_before_logging() {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.device.tariff.as_mut().unwrap().rates.remove(1);
    driver.opens(crate::event::Tab::Point);
    driver.at_point(PointEvent::Confirm);
    assert!(weigh(driver.shown()).entry.problem.is_some());
    assert_eq!(drop_offs(&driver.device), 0);
}

/// The phone's battery was out: its clock begins in 1970.
#[test]
fn a_clock_in_1970_makes_no_record_says_so_and_keeps_what_was_typed() {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    let before = review(&driver);
    let morning = std::mem::replace(&mut driver.now, 86_400_000);
    driver.at_point(PointEvent::Confirm);
    let (chinese, english) = driver.note().unwrap();
    assert!(
        chinese.contains("1970年1月2日") && chinese.contains("自动确定日期和时间"),
        "{chinese}"
    );
    assert!(english.contains("1970"), "{english}");
    assert_eq!(drop_offs(&driver.device), 0);
    assert_eq!(review(&driver).lines, before.lines, "nothing typed is lost");
    driver.now = morning;
    driver.at_point(PointEvent::Confirm);
    assert_eq!(drop_offs(&driver.device), 1, "once the clock is right it goes on");
}
