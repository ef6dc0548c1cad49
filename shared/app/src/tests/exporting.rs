//! The list of what the server refused, handed on as a text.

use wufei_domain::{
    refusal::{Code, Refusal},
    words::Language,
};

use super::{asks::Ask, device::State, driver::Driver, strings::has_han, syncing::offline, town};
use crate::{
    effect::shell::Shared,
    event::{OutboxEvent, SettingsEvent, Tab, UiEvent},
    view::{Screen, outbox::OutboxView},
};

fn outbox(driver: &Driver) -> OutboxView {
    match driver.screen() {
        Screen::Outbox { outbox } => outbox,
        other => panic!("{other:?}"),
    }
}

fn exports(driver: &mut Driver) {
    driver.does(UiEvent::Outbox { event: OutboxEvent::Export });
}

/// At the outbox: two visits refused, a third that waits.
fn refused() -> Driver {
    let mut driver = offline(3);
    let codes = [Code::DoorOutsideTurf, Code::TurfLeased];
    for (kept, code) in driver.device.kept.iter_mut().zip(codes) {
        kept.state = State::Refused(Refusal::new(code).with("value", town::door(2)));
    }
    driver.opens(Tab::Outbox);
    driver
}

#[test]
fn the_list_has_each_row_with_its_code_and_id_and_counts_the_rest() {
    for language in Language::ALL {
        let mut driver = refused();
        driver.sets(SettingsEvent::LanguagePicked { language });
        exports(&mut driver);
        let [text] = &driver.device.handed_on[..] else { panic!("one text") };
        let view = outbox(&driver);
        assert_eq!(view.attention.len(), 2);
        for (row, code) in view.attention.iter().zip(["door_outside_turf", "turf_leased"]) {
            let (problem, id) = (row.problem.clone().unwrap(), row.record.to_string());
            let lines = [&row.what, &row.moment, &problem, code, &id];
            let at: Vec<_> = lines.iter().map(|line| text.find(*line)).collect();
            assert!(at.iter().all(Option::is_some), "{lines:?} in\n{text}");
        }
        let waits = view.rows[0].record.to_string();
        assert!(!text.contains(&waits), "what waits is counted only:\n{text}");
        assert!(!text.contains('⟨'), "a message is missing:\n{text}");
        if language == Language::English {
            let named = town::NAMES.iter().fold(text.clone(), |text, name| text.replace(name, ""));
            assert!(!has_han(&named), "{text}");
        }
    }
}

#[test]
fn the_list_reads_like_this() {
    let mut chinese = refused();
    exports(&mut chinese);
    let mut english = refused();
    english.sets(SettingsEvent::LanguagePicked { language: Language::English });
    exports(&mut english);
    let both = [&chinese, &english].map(|driver| driver.device.handed_on[0].clone()).join("\n\n\n");
    insta::assert_snapshot!("export", both);
}

/// Entries that the store did not list are counted, so that nobody takes the list for all.
#[test]
fn what_is_not_listed_is_said() {
    let mut driver = refused();
    let mut rest = offline(230).device.kept;
    for kept in &mut rest {
        kept.state = State::Refused(Refusal::new(Code::DoorUnknown).with("value", town::door(2)));
    }
    driver.device.kept.splice(0..0, rest);
    driver.opens(Tab::Outbox);
    exports(&mut driver);
    let text = driver.device.handed_on.remove(0);
    assert!(text.contains("共 232 条") && text.contains("另有 32 条没有列出"), "{text}");
}

#[test]
fn without_anything_refused_there_is_no_list() {
    let mut driver = offline(2);
    assert_eq!(outbox(&driver).export_label, None);
    exports(&mut driver);
    assert_eq!((driver.times(Ask::Share), driver.times(Ask::Stamp)), (0, 3), "two visits, a wait");
    let mut driver = refused();
    assert!(outbox(&driver).export_label.is_some());
    // Taken back in the moment between.
    driver.held.insert(Ask::Stamp);
    exports(&mut driver);
    for row in outbox(&driver).attention {
        driver.does(UiEvent::Outbox { event: OutboxEvent::Withdraw { record: row.record } });
    }
    driver.lets_go(Ask::Stamp);
    assert_eq!(driver.times(Ask::Share), 0);
}

#[test]
fn what_became_of_it_is_said_only_when_it_could_not_be_shared() {
    let mut driver = refused();
    for (shared, says) in [
        (Shared::Done, false),
        (Shared::Cancelled, false),
        (Shared::Unavailable { why: "no sheet".to_owned() }, true),
    ] {
        driver.device.shares = shared;
        exports(&mut driver);
        assert_eq!(driver.note().is_some(), says);
    }
    let (chinese, english) = driver.note().unwrap();
    assert_ne!(chinese, english);
    assert_eq!(driver.device.handed_on.len(), 3);
}
