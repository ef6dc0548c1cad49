//! The start: fresh, enrolled, with drafts, failing.

use wufei_domain::{role::Role, units::WeightUnit, visit::Outcome, words::Language};

use super::{
    asks::Ask,
    device::{Device, Flaw},
    driver::Driver,
    town,
};
use crate::{
    event::{LookupEvent, PointEvent, Tab, TurfsEvent, UiEvent},
    view::{Screen, point::CardStep},
};

fn tabs(driver: &Driver) -> Vec<Tab> {
    driver.shown().tabs.iter().map(|link| link.tab).collect()
}

fn typed(text: &str) -> UiEvent {
    UiEvent::Lookup { event: LookupEvent::Typed { text: text.to_owned() } }
}

#[test]
fn before_the_store_answers_the_screen_says_that_it_is_opening() {
    let mut driver = Driver::new(Device::default());
    driver.raise(UiEvent::Start);
    let shown = driver.shown();
    assert!(matches!(shown.screen, Screen::Starting { .. }));
    assert!(shown.tabs.is_empty() && shown.back.is_none() && shown.sync_line.is_none());
}

#[test]
fn a_fresh_device_opens_the_look_up_and_asks_no_server() {
    let driver = Driver::started(Device::default());
    assert!(matches!(driver.screen(), Screen::Lookup { .. }));
    assert_eq!(tabs(&driver), [Tab::Lookup, Tab::Standing, Tab::Settings]);
    assert_eq!(driver.shown().language, Language::Chinese);
    assert_eq!(driver.asked, [Ask::Start]);
}

#[test]
fn an_enrolled_device_syncs_at_once_and_shows_the_tabs_of_its_role() {
    let own = |role| match role {
        Role::Resident => Some(Tab::Household),
        Role::Attendant | Role::Collector => Some(Tab::Point),
        Role::Volunteer | Role::Lead => Some(Tab::Turfs),
        Role::Auditor | Role::Organiser | Role::Merchant | Role::Assessor | Role::Teacher => None,
    };
    for role in Role::ALL {
        let driver = Driver::started(town::enrolled(role));
        let mut expected = vec![Tab::Lookup];
        expected.extend(own(role));
        expected.extend([Tab::Outbox, Tab::Standing, Tab::Settings]);
        assert_eq!(tabs(&driver), expected);
        assert_eq!(driver.times(Ask::Round), 1, "{role:?}");
        assert!(driver.shown().synthetic.is_some() && driver.shown().sync_line.is_some());
    }
}

#[test]
fn a_tab_that_the_role_does_not_have_stays_shut() {
    let mut driver = Driver::started(town::enrolled(Role::Auditor));
    for tab in [Tab::Household, Tab::Point, Tab::Turfs] {
        driver.opens(tab);
        assert!(matches!(driver.screen(), Screen::Lookup { .. }), "{tab:?}");
    }
}

#[test]
fn a_start_that_fails_says_why_and_can_be_tried_again() {
    let mut driver = Driver::new(town::enrolled(Role::Attendant));
    driver.broken.insert(Ask::Start);
    driver.does(UiEvent::Start);
    let Screen::Starting { text } = driver.screen() else { panic!("not starting") };
    assert!(!text.is_empty() && driver.shown().tabs.is_empty());
    driver.broken.clear();
    driver.does(UiEvent::Start);
    assert!(matches!(driver.screen(), Screen::Lookup { .. }));
}

#[test]
fn what_is_tapped_before_the_start_is_through_runs_after_it_in_order() {
    let mut driver = Driver::new(Device::default());
    driver.held.insert(Ask::Start);
    driver.does(UiEvent::Start);
    driver.does(typed("牛奶"));
    driver.does(typed("牛奶盒"));
    driver.does(UiEvent::Start);
    driver.lets_go(Ask::Start);
    let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
    assert_eq!(lookup.typed, "牛奶盒");
    assert_eq!(driver.times(Ask::Start), 1);
}

/// Types something in each place that has a draft, restarts, and looks for it.
fn drafts_come_back(flaw: Flaw) -> Result<(), String> {
    let device = |role| Device { flaw, ..town::enrolled(role) };
    let mut driver = Driver::started(device(Role::Attendant));
    driver.does(typed("牛奶"));
    driver.opens(Tab::Point);
    driver.at_point(PointEvent::OpenShift);
    driver.at_point(PointEvent::CardPicked { card: town::holder(2).card });
    driver.at_point(PointEvent::MaterialPicked { material: town::material("pet") });
    driver.at_point(PointEvent::UnitPicked { unit: WeightUnit::Jin });
    driver.at_point(PointEvent::GrossTyped { text: "3.4".to_owned() });
    let mut driver = driver.restarted();
    let Screen::Lookup { lookup } = driver.screen() else { return Err("no look-up".into()) };
    if lookup.typed != "牛奶" {
        return Err(format!("look-up: {:?}", lookup.typed));
    }
    driver.opens(Tab::Point);
    let Screen::Weigh { weigh } = driver.screen() else { return Err("no scale".into()) };
    let known =
        matches!(&weigh.card, CardStep::Known { label, .. } if *label == town::holder(2).label);
    if !known || weigh.entry.gross != "3.4" || weigh.entry.unit != WeightUnit::Jin {
        return Err(format!("weighing: {:?} {:?}", weigh.card, weigh.entry));
    }
    walk_drafts_come_back(device(Role::Volunteer))
}

fn walk_drafts_come_back(device: Device) -> Result<(), String> {
    let mut driver = Driver::started(device);
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    driver.on_turfs(TurfsEvent::OpenProposal);
    driver.on_turfs(TurfsEvent::ProposalTyped { label: "3 幢 501".to_owned() });
    driver.does(UiEvent::Back);
    driver.on_turfs(TurfsEvent::DoorPicked { door: town::door(2) });
    driver.on_turfs(TurfsEvent::OutcomeTapped { outcome: Outcome::Met });
    let (question, choice) = ("sorts".to_owned(), "no".to_owned());
    driver.on_turfs(TurfsEvent::AnswerPicked { question, choice });
    let mut driver = driver.restarted();
    driver.opens(Tab::Turfs);
    let Screen::Door { door } = driver.screen() else { return Err("no door".into()) };
    let script = door.script.ok_or("no script")?;
    if door.door != town::door(2) || !script.questions[0].choices[1].selected {
        return Err(format!("door: {script:?}"));
    }
    driver.does(UiEvent::Back);
    driver.on_turfs(TurfsEvent::OpenProposal);
    let Screen::Proposal { proposal } = driver.screen() else { return Err("no proposal".into()) };
    if proposal.typed == "3 幢 501" { Ok(()) } else { Err(format!("proposal: {proposal:?}")) }
}

#[test]
fn what_was_typed_in_each_place_is_there_after_a_restart() {
    assert_eq!(drafts_come_back(Flaw::None), Ok(()));
}

#[test]
fn a_store_that_forgets_drafts_is_noticed() {
    assert!(drafts_come_back(Flaw::ForgetsDrafts).is_err());
}

#[test]
fn a_draft_that_cannot_be_read_is_left_aside() {
    let mut device = town::enrolled(Role::Attendant);
    for place in [
        crate::effect::store::DraftPlace::Lookup,
        crate::effect::store::DraftPlace::Weighing,
        crate::effect::store::DraftPlace::Door,
        crate::effect::store::DraftPlace::Proposal,
    ] {
        device.drafts.insert(place, "of another time".to_owned());
    }
    let driver = Driver::started(device);
    assert!(matches!(driver.screen(), Screen::Lookup { lookup } if lookup.typed.is_empty()));
}

#[test]
fn a_draft_that_cannot_be_kept_is_said() {
    let mut driver = Driver::started(Device::default());
    driver.broken.insert(Ask::SaveDraft);
    driver.does(typed("牛奶"));
    assert!(driver.note().is_some());
    driver.does(UiEvent::DismissNote);
    assert!(driver.note().is_none());
}
