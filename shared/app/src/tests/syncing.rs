//! Rounds of sync: on while there is more, stopped between two, later after a failure.

use std::collections::BTreeSet;

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
    sync::{BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS},
    visit::Outcome,
};

use super::{asks::Ask, driver::Driver, town, turfs::on_walk, walking::taps};
use crate::{
    event::{OutboxEvent, Tab, TurfsEvent, UiEvent},
    model::sync::POLL_MS,
    view::{Screen, outbox::OutboxView},
};

fn outbox(driver: &Driver) -> OutboxView {
    match driver.screen() {
        Screen::Outbox { outbox } => outbox,
        other => panic!("{other:?}"),
    }
}

fn asks(driver: &mut Driver, event: OutboxEvent) {
    driver.does(UiEvent::Outbox { event });
}

fn line(driver: &Driver) -> String {
    driver.shown().sync_line.unwrap()
}

/// A volunteer at the outbox with that many visits waiting, without a network.
pub(super) fn offline(visits: usize) -> Driver {
    let mut driver = on_walk();
    driver.broken.insert(Ask::Round);
    for _ in 0..visits {
        taps(&mut driver, town::door(2), Outcome::NotHome);
    }
    driver.opens(Tab::Outbox);
    driver
}

#[test]
fn rounds_follow_each_other_while_there_is_more() {
    let mut device = town::enrolled(Role::Resident);
    device.server.pages = 3;
    let driver = Driver::started(device);
    assert_eq!(driver.times(Ask::Round), 3);
    assert_eq!((driver.times(Ask::News), driver.waiting()), (1, 0), "then it waits for news");
}

#[test]
fn a_long_outbox_goes_up_batch_by_batch_with_the_count_shown_after_each() {
    let mut driver = offline(5);
    driver.broken.clear();
    driver.device.server.batch = 2;
    driver.held.insert(Ask::Round);
    asks(&mut driver, OutboxEvent::SyncNow);
    let mut shown = vec![outbox(&driver).waiting];
    while outbox(&driver).running {
        let at = driver.open.len() - 1;
        driver.answer(at);
        driver.settle();
        shown.push(outbox(&driver).waiting);
    }
    assert_eq!(shown, [5, 3, 1, 0]);
    assert!(outbox(&driver).empty.is_some());
}

#[test]
fn what_waits_for_somebody_elses_record_is_offered_again_ever_more_seldom() {
    let mut driver = on_walk();
    driver.device.server.parks = true;
    taps(&mut driver, town::door(2), Outcome::NotHome);
    let rounds = driver.times(Ask::Round);
    let minute = i64::try_from(POLL_MS).unwrap();
    // After 1, 2, 4 and 8 minutes: the parent's arrival is no news to this device.
    driver.passes(15 * minute + 15 * 1_000);
    assert_eq!(driver.times(Ask::Round), rounds + 4);
    driver.device.server.parks = false;
    driver.passes(16 * minute + 1_000);
    assert_eq!(driver.times(Ask::Round), rounds + 5);
    assert_eq!(driver.seen().counts.waiting, 0);
    let (done, waits) = (driver.times(Ask::Round), driver.waiting());
    assert_eq!(waits, 0, "nothing but news is waited for");
    driver.passes(20 * minute);
    assert_eq!(driver.times(Ask::Round), done);
}

/// The server takes what an old app made and tells it nothing more.
#[test]
fn an_app_that_is_too_old_sends_all_it_has_and_asks_to_be_updated() {
    let mut driver = offline(5);
    driver.broken.clear();
    driver.device.server.batch = 2;
    let refusal = Refusal::new(Code::ProtocolUnknown);
    driver.device.server.outdated = Some(refusal.with("value", 1).with("min", 2).with("max", 3));
    asks(&mut driver, OutboxEvent::SyncNow);
    assert_eq!(outbox(&driver).waiting, 0, "one batch after the other, without a wait");
    driver.passes(1_000);
    assert_eq!(driver.waited_ms.last(), Some(&POLL_MS), "it is no failure");
    let told = line(&driver);
    assert!(told.contains('1') && told.contains('2') && told.contains('3'), "{told}");
    assert!(
        outbox(&driver).last_line.is_some_and(|last| last.ends_with(&told)),
        "and what was sent"
    );
}

#[test]
fn a_stop_takes_effect_between_rounds_and_only_the_person_goes_on() {
    let mut driver = offline(5);
    driver.broken.clear();
    driver.device.server.batch = 2;
    driver.held.insert(Ask::Round);
    asks(&mut driver, OutboxEvent::SyncNow);
    asks(&mut driver, OutboxEvent::StopSync);
    let before = driver.times(Ask::Round);
    driver.lets_go(Ask::Round);
    assert_eq!((outbox(&driver).waiting, outbox(&driver).running), (3, false));
    driver.passes(3_600_000);
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    taps(&mut driver, town::door(1), Outcome::Moved);
    assert_eq!(driver.times(Ask::Round), before, "a new record does not go on either");
    let stopped = line(&driver);
    driver.opens(Tab::Outbox);
    asks(&mut driver, OutboxEvent::SyncNow);
    assert_eq!(outbox(&driver).waiting, 0);
    assert_ne!(stopped, line(&driver));
}

/// How long it waits after each of `failures` failures in a row.
fn waits(failures: usize, why: Refusal) -> Vec<u64> {
    let mut device = town::enrolled(Role::Resident);
    device.server.closed = Some(why);
    let mut driver = Driver::started(device);
    let mut waits = Vec::new();
    while waits.len() < failures {
        let (rounds, from) = (driver.times(Ask::Round), driver.waited_ms.len());
        assert_eq!(driver.waiting(), 1, "one wait at a time");
        while driver.times(Ask::Round) == rounds {
            let before = driver.waited_ms.len();
            waits.extend((before == from).then_some(driver.waited_ms[from - 1]));
            assert!(driver.rings_before(i64::MAX));
            driver.settle();
            if driver.times(Ask::Round) == rounds {
                *waits.last_mut().unwrap() += driver.waited_ms[before];
            }
        }
    }
    waits
}

#[test]
fn after_failures_it_waits_longer_by_chance_and_never_beyond_its_bounds() {
    let waits = waits(14, Refusal::new(Code::Offline));
    let mut ceiling = BACKOFF_FIRST_MS;
    for (index, wait) in waits.iter().enumerate() {
        assert!(*wait <= ceiling, "failure {index}: {wait} of {ceiling}");
        ceiling = (ceiling * 2).min(BACKOFF_LONGEST_MS);
    }
    let different: BTreeSet<_> = waits.iter().collect();
    assert!(different.len() > 10, "{waits:?}");
    assert!(waits.iter().any(|wait| *wait > POLL_MS), "{waits:?}");
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_asks_and_not_all_come_back_at_once() {
    let busy = |seconds: &str| Refusal::new(Code::Busy).with("seconds", seconds);
    let waits_of = |seconds| waits(6, busy(seconds));
    assert!(waits_of("120").iter().all(|wait| *wait >= 120_000));
    let different: BTreeSet<u64> = waits_of("120").into_iter().collect();
    assert!(different.len() > 3, "{different:?}");
    let most = waits_of("99999999999").into_iter().max().unwrap();
    assert!(most <= 2 * BACKOFF_LONGEST_MS, "a slip of the server does not park the phone: {most}");
    let too_many = Refusal::new(Code::TooManyRequests).with("seconds", 120);
    assert!(
        waits(6, too_many).iter().all(|wait| *wait >= 120_000),
        "its own requests were too many"
    );
    assert!(waits_of("soon").iter().any(|wait| *wait < 120_000), "what is no number asks nothing");
}

#[test]
fn the_network_that_comes_back_is_found_after_the_wait_without_a_tap() {
    let mut driver = offline(2);
    assert_eq!(driver.seen().counts.waiting, 2);
    let without = line(&driver);
    driver.broken.clear();
    driver.passes(i64::try_from(POLL_MS).unwrap());
    assert_eq!(driver.seen().counts.waiting, 0);
    assert_ne!(line(&driver), without);
    assert_eq!((driver.waiting(), driver.listens()), (0, true));
}

#[test]
fn records_made_without_a_network_ask_for_no_second_wait() {
    let driver = offline(6);
    assert_eq!(driver.waiting(), 1);
}

#[test]
fn each_state_of_sending_has_its_own_line_with_the_count() {
    let mut said = BTreeSet::new();
    let mut driver = offline(3);
    said.insert(line(&driver));
    driver.held.insert(Ask::Round);
    asks(&mut driver, OutboxEvent::SyncNow);
    said.insert(line(&driver));
    asks(&mut driver, OutboxEvent::StopSync);
    driver.lets_go(Ask::Round);
    said.insert(line(&driver));
    driver.broken.clear();
    driver.device.server.closed = Some(Refusal::new(Code::TokenUnknown));
    asks(&mut driver, OutboxEvent::SyncNow);
    said.insert(line(&driver));
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(said.iter().all(|line| line.contains('3')), "{said:#?}");
    driver.device.server.closed = None;
    asks(&mut driver, OutboxEvent::SyncNow);
    said.insert(line(&driver));
    driver.broken.insert(Ask::Round);
    asks(&mut driver, OutboxEvent::SyncNow);
    said.insert(line(&driver));
    assert_eq!(said.len(), 6, "{said:#?}");
}

#[test]
fn what_the_server_refused_needs_attention_with_its_reason_and_can_be_taken_back() {
    let mut driver = offline(2);
    driver.broken.clear();
    let refusal = Refusal::new(Code::DoorOutsideTurf).with("value", town::door(2));
    driver.device.server.refuses.insert("visit", refusal);
    asks(&mut driver, OutboxEvent::SyncNow);
    let view = outbox(&driver);
    assert_eq!((view.rows.len(), view.attention.len()), (0, 2));
    assert!(view.attention[0].problem.is_some() && view.attention[0].withdraw_label.is_some());
    let badge = |driver: &Driver| {
        let tabs = driver.shown().tabs;
        tabs.into_iter().find(|link| link.tab == Tab::Outbox).unwrap().badge
    };
    assert_eq!(badge(&driver), Some("2".to_owned()));
    let alone = line(&driver);
    driver.broken.insert(Ask::Round);
    asks(&mut driver, OutboxEvent::SyncNow);
    assert_eq!(line(&driver), alone, "nothing waits, yet not everything has arrived");
    let record = view.attention[0].record;
    driver.broken.insert(Ask::Withdraw);
    asks(&mut driver, OutboxEvent::Withdraw { record });
    assert!(driver.note().is_some() && outbox(&driver).attention.len() == 2);
    driver.broken.clear();
    asks(&mut driver, OutboxEvent::Withdraw { record });
    assert_eq!(outbox(&driver).attention.len(), 1);
    assert_eq!(badge(&driver), Some("1".to_owned()));
}

#[test]
fn what_a_lead_decides_on_waits_in_sight_and_says_so() {
    let mut driver = offline(1);
    let before = outbox(&driver).rows[0].moment.clone();
    driver.broken.clear();
    driver.device.server.holds_visits = true;
    asks(&mut driver, OutboxEvent::SyncNow);
    let view = outbox(&driver);
    assert_eq!((view.rows.len(), view.attention.len(), view.waiting), (1, 0, 1));
    let row = &view.rows[0];
    assert!(row.moment.starts_with(&before) && row.moment.contains("组长"), "{}", row.moment);
    assert!(row.problem.is_none() && row.withdraw_label.is_none());
}

#[test]
fn what_only_waits_is_not_taken_back() {
    let mut driver = offline(1);
    let record = outbox(&driver).rows[0].record;
    asks(&mut driver, OutboxEvent::Withdraw { record });
    asks(&mut driver, OutboxEvent::Withdraw { record: town::record(99) });
    assert_eq!(driver.times(Ask::Withdraw), 0);
}

#[test]
fn a_device_that_is_not_enrolled_is_told_to_enrol_first() {
    let mut driver = Driver::started(town::fresh());
    asks(&mut driver, OutboxEvent::SyncNow);
    assert!(driver.note().is_some());
    assert_eq!(driver.times(Ask::Round), 0);
}
