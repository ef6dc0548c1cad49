//! Handing the phone to somebody else.

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
    visit::Outcome,
};

use super::{
    asks::Ask,
    driver::Driver,
    logging::weighs,
    shifts::{at_point, at_scale},
    syncing::offline,
    town,
    turfs::on_walk,
    walking::taps,
};
use crate::{
    effect::shell::Scanned,
    event::{LookupEvent, OutboxEvent, PointEvent, SettingsEvent, Tab, TurfsEvent, UiEvent},
    view::{Screen, leave::LeaveView, point::CardStep, settings::EnrolmentView},
};

/// What is asked, if it is.
fn asked(driver: &Driver) -> Option<LeaveView> {
    match driver.screen() {
        Screen::Leave { leave } => Some(leave),
        _ => None,
    }
}

fn picks(driver: &mut Driver) {
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::LeavePicked);
}

fn leaves(driver: &mut Driver) {
    picks(driver);
    driver.sets(SettingsEvent::LeaveConfirmed);
}

/// Whether the screens are those of a device that nobody is enrolled on.
fn is_nobodys(driver: &Driver) -> bool {
    let Screen::Settings { settings } = driver.screen() else { return false };
    let shown = driver.shown();
    matches!(settings.enrolment, EnrolmentView::Ask { problem: None, busy: false, .. })
        && shown.sync_line.is_none()
        && shown.synthetic.is_none()
}

#[test]
fn it_is_asked_first_and_says_what_stays() {
    let mut driver = offline(3);
    picks(&mut driver);
    let leave = asked(&driver).unwrap();
    assert!(leave.kept.contains('3'), "{leave:?}");
    assert_eq!((&leave.problem, &leave.busy, &leave.attention), (&None, &None, &None));
    assert_eq!(
        (leave.label.as_str(), leave.community.as_str()),
        ("志愿者 07", "嵊州市谷来镇马溪村")
    );
    assert!(driver.shown().back.is_some() && driver.times(Ask::Leave) == 0);
}

#[test]
fn every_way_back_leaves_all_as_it_was() {
    for back in [
        UiEvent::Settings { event: SettingsEvent::LeaveCancelled },
        UiEvent::Back,
        UiEvent::Open { tab: Tab::Turfs },
        UiEvent::Open { tab: Tab::Settings },
    ] {
        let mut driver = offline(1);
        picks(&mut driver);
        driver.does(back.clone());
        assert_eq!(asked(&driver), None, "{back:?}");
        driver.sets(SettingsEvent::LeaveConfirmed);
        assert_eq!(driver.times(Ask::Leave), 0, "{back:?}: a yes without its question");
        assert!(driver.device.identity.is_some());
    }
}

#[test]
fn afterwards_it_is_a_device_of_nobodys_and_stays_one_after_a_restart() {
    for role in Role::ALL {
        let mut driver = Driver::started(town::enrolled(role));
        driver.does(UiEvent::Lookup { event: LookupEvent::Typed { text: "milk".to_owned() } });
        for tab in driver.shown().tabs {
            driver.opens(tab.tab);
        }
        leaves(&mut driver);
        assert!(is_nobodys(&driver), "{role:?} {:?}", driver.screen());
        assert!(driver.note().is_some(), "{role:?}");
        let tabs = |driver: &Driver| -> Vec<Tab> {
            driver.shown().tabs.into_iter().map(|link| link.tab).collect()
        };
        assert_eq!(tabs(&driver), [Tab::Lookup, Tab::Standing, Tab::Settings], "{role:?}");
        driver.opens(Tab::Lookup);
        let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
        assert_eq!(lookup.typed, "", "{role:?}");
        let rounds = driver.times(Ask::Round);
        driver.passes(3_600_000);
        assert_eq!(driver.times(Ask::Round), rounds, "{role:?}: nothing to ask for");
        let fresh = Driver::started(town::fresh());
        assert_eq!(driver.restarted().shown(), fresh.shown(), "{role:?}");
    }
}

#[test]
fn what_was_not_sent_stays_and_goes_up_when_its_maker_is_back() {
    let mut driver = offline(3);
    leaves(&mut driver);
    assert!(is_nobodys(&driver));
    assert_eq!((driver.seen().counts.waiting, driver.device.kept.len()), (3, 3));
    driver.broken.clear();
    driver.sets(SettingsEvent::CodeTyped { text: "33333-33333".to_owned() });
    driver.sets(SettingsEvent::Enrol);
    assert_eq!((driver.seen().counts.waiting, driver.device.kept.len()), (0, 3));
}

#[test]
fn refused_records_are_counted_apart() {
    let mut driver = offline(1);
    driver.broken.clear();
    driver.device.server.refuses.insert("visit", Refusal::new(Code::DoorUnknown));
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    picks(&mut driver);
    let leave = asked(&driver).unwrap();
    assert!(leave.attention.is_some_and(|line| line.contains('1')) && !leave.kept.contains('1'));
}

#[test]
fn an_open_shift_is_closed_first() {
    let mut driver = at_scale();
    leaves(&mut driver);
    let leave = asked(&driver).unwrap();
    assert!(leave.problem.is_some() && leave.confirm_label.is_none());
    assert!(driver.note().is_some() && driver.times(Ask::Leave) == 0);
    driver.opens(Tab::Point);
    driver.at_point(PointEvent::CloseShift);
    leaves(&mut driver);
    assert!(is_nobodys(&driver));
}

/// The app may not know of the shift yet: the store does.
#[test]
fn the_store_has_the_last_word_on_the_shift() {
    let mut driver = Driver::started(at_scale().device);
    driver.held.insert(Ask::Point);
    picks(&mut driver);
    driver.held.clear();
    driver.broken.insert(Ask::Point);
    driver.settle();
    driver.sets(SettingsEvent::LeaveConfirmed);
    assert_eq!(driver.times(Ask::Leave), 1);
    assert!(driver.note().is_some() && driver.device.identity.is_some());
    let rounds = driver.times(Ask::Round);
    driver.passes(3_600_000);
    assert!(driver.times(Ask::Round) > rounds, "rounds go on");
}

#[test]
fn a_store_that_fails_leaves_all_as_it_was() {
    let mut driver = at_point();
    driver.broken.insert(Ask::Leave);
    leaves(&mut driver);
    assert!(driver.note().is_some() && asked(&driver).is_none());
    let Screen::Settings { settings } = driver.screen() else { panic!("no settings") };
    assert!(matches!(settings.enrolment, EnrolmentView::Done { .. }));
    driver.broken.clear();
    leaves(&mut driver);
    assert!(is_nobodys(&driver));
}

/// A round that is under way still speaks for this person; its end must not be the next one's news.
#[test]
fn a_round_under_way_is_waited_for_and_no_other_begins() {
    let mut driver = offline(5);
    driver.broken.clear();
    driver.device.server.batch = 2;
    driver.held.insert(Ask::Round);
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    let rounds = driver.times(Ask::Round);
    leaves(&mut driver);
    assert!(asked(&driver).unwrap().busy.is_some() && driver.times(Ask::Leave) == 0);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    driver.opens(Tab::Turfs);
    assert!(asked(&driver).is_some(), "nothing else is taken");
    driver.lets_go(Ask::Round);
    assert!(is_nobodys(&driver));
    assert_eq!(driver.times(Ask::Round), rounds);
    assert_eq!(driver.seen().counts.waiting, 3, "what that round sent is sent");
}

#[test]
fn while_it_waits_it_can_be_cancelled_and_rounds_go_on() {
    let mut driver = offline(5);
    driver.broken.clear();
    driver.device.server.batch = 2;
    driver.held.insert(Ask::Round);
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    leaves(&mut driver);
    driver.sets(SettingsEvent::LeaveCancelled);
    assert_eq!(asked(&driver), None);
    driver.lets_go(Ask::Round);
    assert_eq!(driver.seen().counts.waiting, 0);
    assert!(driver.device.identity.is_some());
}

/// A turf that is being taken when it is cancelled: no round was begun meanwhile.
#[test]
fn cancelled_after_the_round_was_over_it_begins_the_next_one() {
    let mut driver = offline(2);
    driver.broken.clear();
    driver.held.extend([Ask::Round, Ask::ListTurfs]);
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Refresh);
    leaves(&mut driver);
    driver.device.server.pages = 2;
    let rounds = driver.times(Ask::Round);
    driver.lets_go(Ask::Round);
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::Leave)), (rounds, 0));
    driver.sets(SettingsEvent::LeaveCancelled);
    assert!(driver.times(Ask::Round) > rounds);
}

#[test]
fn a_record_that_is_being_made_is_made_first() {
    let mut driver = on_walk();
    driver.held.insert(Ask::Stamp);
    taps(&mut driver, town::door(2), Outcome::NotHome);
    leaves(&mut driver);
    assert_eq!(driver.times(Ask::Leave), 0);
    driver.held.clear();
    driver.settle();
    assert_eq!(driver.device.kept.len(), 1);
    assert!(is_nobodys(&driver));

    let mut driver = at_scale();
    weighs(&mut driver);
    driver.at_point(PointEvent::Review);
    driver.held.insert(Ask::Append);
    driver.at_point(PointEvent::Confirm);
    driver.device.kept.clear();
    picks(&mut driver);
    driver.lets_go(Ask::Append);
    assert_eq!(driver.device.kept.len(), 1);
}

#[test]
fn a_device_that_nobody_is_enrolled_on_has_nothing_to_leave() {
    let mut driver = Driver::started(town::fresh());
    leaves(&mut driver);
    assert!(asked(&driver).is_none() && driver.times(Ask::Leave) == 0);
}

/// The former person's unfinished words and turfs are not the next one's.
#[test]
fn the_next_person_sees_nothing_of_the_one_before() {
    let mut driver = on_walk();
    driver.on_turfs(TurfsEvent::OpenProposal);
    driver.on_turfs(TurfsEvent::ProposalTyped { label: "3 幢 501".to_owned() });
    leaves(&mut driver);
    assert!(driver.device.drafts.is_empty());
    driver.sets(SettingsEvent::CodeTyped { text: "33333-33333".to_owned() });
    driver.sets(SettingsEvent::Enrol);
    driver.opens(Tab::Turfs);
    let Screen::Turfs { turfs } = driver.screen() else { panic!("no list of turfs") };
    assert!(turfs.mine.is_empty());
}

/// The camera was still open when the phone was handed on.
#[test]
fn a_card_scanned_too_late_is_nobodys() {
    let mut driver = at_scale();
    driver.device.scans = Scanned::Text { text: town::holder(1).card.to_string() };
    driver.held.insert(Ask::Scan);
    driver.at_point(PointEvent::ScanCard);
    driver.at_point(PointEvent::CloseShift);
    let facts = town::enrolled(Role::Attendant);
    leaves(&mut driver);
    assert!(is_nobodys(&driver));
    driver.lets_go(Ask::Scan);
    (driver.device.point, driver.device.tariff) = (facts.point, facts.tariff);
    driver.device.cards = facts.cards;
    driver.sets(SettingsEvent::CodeTyped { text: "AAAAA-AAAAA".to_owned() });
    driver.sets(SettingsEvent::Enrol);
    driver.opens(Tab::Point);
    driver.at_point(PointEvent::OpenShift);
    let Screen::Weigh { weigh } = driver.screen() else { panic!("no scale") };
    assert!(matches!(weigh.card, CardStep::Ask { typed, .. } if typed.is_empty()));
}
