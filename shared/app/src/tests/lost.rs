//! A phone that was reported lost, as whoever holds it sees it.

use wufei_domain::{refusal::Code, words::Language};

use super::{asks::Ask, driver::Driver, syncing::offline, town};
use crate::{
    effect::sync::Lost,
    event::{OutboxEvent, SettingsEvent, Tab, UiEvent},
    view::{Screen, settings::EnrolmentView},
};

fn asks_for_code(driver: &mut Driver) -> bool {
    driver.opens(Tab::Settings);
    let Screen::Settings { settings } = driver.screen() else { panic!("no settings") };
    matches!(settings.enrolment, EnrolmentView::Ask { .. })
}

fn rows(driver: &mut Driver) -> usize {
    driver.opens(Tab::Outbox);
    let Screen::Outbox { outbox } = driver.screen() else { panic!("no outbox") };
    outbox.rows.len() + outbox.attention.len()
}

/// Enrolled, in English and large type, with visits waiting; then the server tells it.
fn told(lost: Lost) -> Driver {
    let mut driver = offline(3);
    driver.sets(SettingsEvent::LanguagePicked { language: Language::English });
    driver.sets(SettingsEvent::ElderPicked { on: true });
    driver.broken.clear();
    if lost == Lost::Sending {
        driver.device.server.refuses.insert("visit", Code::TurfUnknown.into());
    }
    driver.device.server.lost = Some(lost);
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    driver
}

#[test]
fn an_emptied_phone_begins_anew_and_says_why() {
    let mut driver = told(Lost::Emptied);
    let (_, said) = driver.note().unwrap();
    assert!(said.contains("reported lost and is emptied"), "{said}");
    assert_eq!(driver.times(Ask::Start), 2, "what is shown is read from the store again");
    assert!(driver.shown().sync_line.is_none(), "nobody is enrolled");
    assert!(asks_for_code(&mut driver));
    for tab in [Tab::Outbox, Tab::Turfs, Tab::Settings] {
        driver.opens(tab);
        assert!(!format!("{:?}", driver.shown()).contains("谷来"), "{tab:?}: nothing is left");
    }
    let rounds = driver.times(Ask::Round);
    driver.passes(3_600_000);
    assert_eq!(driver.times(Ask::Round), rounds, "and it asks the server no more");
}

#[test]
fn a_phone_that_still_sends_says_so_and_goes_on() {
    let mut driver = told(Lost::Sending);
    let (_, said) = driver.note().unwrap();
    assert!(said.contains("still going to the server"), "{said}");
    assert!(driver.shown().sync_line.unwrap().contains('3'), "three are left");
    driver.device.server.lost = Some(Lost::Emptied);
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    assert!(driver.note().unwrap().1.contains("is emptied"));
    assert!(driver.device.identity.is_none());
}

/// It is in good hands again: an organiser gave its person a new code.
#[test]
fn a_phone_that_still_sends_takes_a_new_code() {
    let mut driver = told(Lost::Sending);
    assert!(asks_for_code(&mut driver));
    let (_, code) = town::CODES[0];
    driver.device.server.codes.extend(town::fresh().server.codes);
    driver.device.server.lost = None;
    driver.sets(SettingsEvent::CodeTyped { text: code.to_owned() });
    driver.sets(SettingsEvent::Enrol);
    assert_eq!(driver.times(Ask::Enrol), 1);
    assert!(!asks_for_code(&mut driver));
}

/// The control: a round that ends well, or badly for another reason, empties no screen.
#[test]
fn a_phone_that_was_not_reported_keeps_its_screens() {
    let mut driver = offline(3);
    driver.broken.clear();
    driver.device.server.closed = Some(Code::TokenUnknown.into());
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    assert_eq!(driver.times(Ask::Start), 1);
    assert_eq!(rows(&mut driver), 3);
}
