//! Enrolment by a one-time code.

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
};

use super::{asks::Ask, driver::Driver, town};
use crate::{
    event::{OutboxEvent, SettingsEvent, Tab},
    view::{Screen, settings::EnrolmentView},
};

/// What stands in the field, whether it asks, and what is wrong.
fn field(driver: &Driver) -> (String, bool, Option<String>) {
    match driver.screen() {
        Screen::Settings { settings } => match settings.enrolment {
            EnrolmentView::Ask { typed, busy, problem, .. } => (typed, busy, problem),
            EnrolmentView::Done { .. } => panic!("enrolled"),
        },
        other => panic!("{other:?}"),
    }
}

fn enters(driver: &mut Driver, code: &str) {
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::CodeTyped { text: code.to_owned() });
    driver.sets(SettingsEvent::Enrol);
}

#[test]
fn a_malformed_code_is_said_at_once_without_a_question_to_the_server() {
    for code in ["", "123", "AAAAA-AAAA0", "AAAAA-AAAAAA", "登记码"] {
        let mut driver = Driver::started(town::fresh());
        enters(&mut driver, code);
        let (typed, busy, problem) = field(&driver);
        assert_eq!((typed.as_str(), busy), (code, false));
        assert!(problem.is_some(), "{code}");
        assert_eq!(driver.times(Ask::Enrol), 0, "{code}");
    }
}

#[test]
fn a_refused_code_shows_the_servers_reason_and_keeps_what_was_typed() {
    let mut said = Vec::new();
    for code in [Code::EnrolmentCodeUnknown, Code::EnrolmentCodeUsed, Code::EnrolmentCodeExpired] {
        let mut device = town::fresh();
        let refusal = Refusal::new(code).with("expired_at", "1");
        device.server.codes.insert("AAAAA-AAAAA".to_owned(), Err(refusal));
        let mut driver = Driver::started(device);
        enters(&mut driver, "aaaaa aaaaa");
        let (typed, _, problem) = field(&driver);
        assert_eq!(typed, "aaaaa aaaaa");
        said.push(problem.unwrap());
    }
    said.dedup();
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn without_a_network_the_code_stays_and_can_be_sent_again() {
    let mut driver = Driver::started(town::fresh());
    driver.broken.insert(Ask::Enrol);
    enters(&mut driver, "AAAAA-AAAAA");
    let (typed, busy, problem) = field(&driver);
    assert!(typed == "AAAAA-AAAAA" && !busy && problem.is_some());
    driver.broken.clear();
    driver.sets(SettingsEvent::Enrol);
    assert!(driver.device.identity.is_some());
}

#[test]
fn while_the_server_is_asked_nothing_changes_the_code_and_nothing_asks_twice() {
    let mut driver = Driver::started(town::fresh());
    driver.held.insert(Ask::Enrol);
    enters(&mut driver, "AAAAA-AAAAA");
    driver.sets(SettingsEvent::CodeTyped { text: "other".to_owned() });
    driver.sets(SettingsEvent::Enrol);
    assert_eq!(field(&driver), ("AAAAA-AAAAA".to_owned(), true, None));
    driver.lets_go(Ask::Enrol);
    assert_eq!(driver.times(Ask::Enrol), 1);
}

#[test]
fn an_accepted_code_opens_the_roles_tab_welcomes_and_syncs() {
    let own = [
        (Role::Resident, Some(Tab::Household)),
        (Role::Attendant, Some(Tab::Point)),
        (Role::Volunteer, Some(Tab::Turfs)),
        (Role::Auditor, None),
    ];
    for ((role, code), (_, tab)) in town::CODES.iter().zip(own) {
        let mut driver = Driver::started(town::fresh());
        enters(&mut driver, code);
        assert!(driver.note().is_some(), "{role:?}");
        let tabs: Vec<_> = driver.shown().tabs.iter().map(|link| link.tab).collect();
        assert!(tab.is_none_or(|tab| tabs.contains(&tab)), "{role:?} {tabs:?}");
        assert_eq!(driver.times(Ask::Round), 1, "{role:?}");
        let Screen::Settings { settings } = driver.screen() else { panic!("no settings") };
        let EnrolmentView::Done { label, community, .. } = settings.enrolment else {
            panic!("{role:?} is not enrolled")
        };
        assert_eq!((label.as_str(), community.as_str()), ("志愿者 07", "嵊州市谷来镇马溪村"));
        driver.sets(SettingsEvent::Enrol);
        assert_eq!(driver.times(Ask::Enrol), 1, "an enrolled device does not enrol again");
    }
}

/// Found by the simulation: the sentence asked for a new code that nothing would take.
#[test]
fn a_device_whose_token_is_not_known_any_more_takes_a_new_code() {
    let ended = [Code::TokenUnknown, Code::TokenMissing, Code::InstallForked];
    for ((role, code), ended) in town::CODES.into_iter().zip(ended) {
        let mut driver = Driver::started(town::fresh());
        enters(&mut driver, code);
        driver.device.server.closed = Some(Refusal::new(ended));
        driver.opens(Tab::Outbox);
        driver.does(crate::UiEvent::Outbox { event: OutboxEvent::SyncNow });
        driver.opens(Tab::Settings);
        let (_, _, problem) = field(&driver);
        assert!(problem.is_some(), "{role:?}: it says why a code is asked for");
        driver.device.server.closed = None;
        enters(&mut driver, code);
        assert_eq!(driver.times(Ask::Enrol), 2, "{role:?}");
        let Screen::Settings { settings } = driver.screen() else { panic!("no settings") };
        assert!(matches!(settings.enrolment, EnrolmentView::Done { .. }), "{role:?}");
    }
}

/// The control: a round that ends badly for another reason asks for no code.
#[test]
fn a_device_that_is_offline_or_told_to_wait_does_not_enrol_again() {
    for refused in [Code::Offline, Code::Busy, Code::ServerFailed] {
        let (_, code) = town::CODES[0];
        let mut driver = Driver::started(town::fresh());
        enters(&mut driver, code);
        driver.device.server.closed = Some(Refusal::new(refused));
        driver.opens(Tab::Outbox);
        driver.does(crate::UiEvent::Outbox { event: OutboxEvent::SyncNow });
        enters(&mut driver, code);
        assert_eq!(driver.times(Ask::Enrol), 1, "{refused:?}");
    }
}

#[test]
fn a_code_is_a_secret_and_never_a_draft() {
    let mut driver = Driver::started(town::fresh());
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::CodeTyped { text: "AAAAA-AAAAA".to_owned() });
    assert!(driver.device.drafts.is_empty());
    assert_eq!(driver.times(Ask::SaveDraft), 0);
}
