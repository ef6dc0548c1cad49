//! Waiting for news between rounds: one wait at a time, a round for each, and what comes of a server
//! that cannot be waited for.

use wufei_domain::{
    news::NewsMark,
    refusal::{Code, Refusal},
    role::Role,
    visit::Outcome,
};

use super::{
    asks::Ask,
    driver::{Driver, NEWS_MS},
    syncing::offline,
    town,
    turfs::on_walk,
    walking::taps,
};
use crate::{
    effect::news::News,
    event::{OutboxEvent, SettingsEvent, Tab, UiEvent},
    model::{news::QUIET_MAX, sync::POLL_MS},
};

const MINUTE_MS: i64 = 60_000;

const fn changed(bits: u64) -> News {
    News::Changed(NewsMark::new(bits))
}

fn idle() -> Driver {
    Driver::started(town::enrolled(Role::Resident))
}

#[test]
fn an_idle_device_only_waits_for_news_and_each_leads_to_one_round() {
    let mut driver = idle();
    let before = driver.times(Ask::Round);
    driver.passes(5 * NEWS_MS);
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (before, 6));
    assert_eq!(driver.waiting(), 0, "nothing but news is waited for");
    driver.hears(Ok(changed(1)));
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (before + 1, 7));
    assert!(driver.listens());
}

#[test]
fn after_an_hour_without_news_a_round_looks_all_the_same() {
    let mut driver = idle();
    let before = driver.times(Ask::Round);
    driver.passes(NEWS_MS * i64::from(QUIET_MAX));
    assert_eq!(driver.times(Ask::Round), before + 1);
    assert!(driver.listens());
}

#[test]
fn a_record_goes_up_at_once_beside_the_one_wait() {
    let mut driver = on_walk();
    assert!(driver.listens());
    let (rounds, news) = (driver.times(Ask::Round), driver.times(Ask::News));
    taps(&mut driver, town::door(2), Outcome::NotHome);
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (rounds + 1, news));
    assert_eq!(driver.seen().counts.waiting, 0);
    // The server wakes it while the next round is under way: one more follows, which is given the mark.
    driver.held.insert(Ask::Round);
    taps(&mut driver, town::door(1), Outcome::NotHome);
    driver.hears(Ok(changed(2)));
    assert!(!driver.listens(), "a wait begins after the rounds");
    driver.lets_go(Ask::Round);
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (rounds + 3, news + 1));
}

#[test]
fn a_mark_is_given_to_rounds_until_one_has_read_all() {
    let mut driver = idle();
    driver.device.server.pages = 3;
    let rounds = driver.times(Ask::Round);
    driver.hears(Ok(changed(1)));
    assert_eq!(driver.times(Ask::Round), rounds + 3);
    assert!(driver.listens(), "the last one kept it");
}

#[test]
fn a_mark_that_no_round_can_keep_leads_to_no_chase() {
    let mut driver = idle();
    driver.device.server.is_endless = true;
    let (rounds, news) = (driver.times(Ask::Round), driver.times(Ask::News));
    driver.hears(Ok(changed(1)));
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (rounds + 1, news));
    driver.passes(10 * MINUTE_MS);
    assert_eq!(driver.times(Ask::Round), rounds + 11, "once a minute");
    assert_eq!(driver.times(Ask::News), news);
    driver.device.server.is_endless = false;
    driver.passes(MINUTE_MS);
    assert!(driver.listens());
}

#[test]
fn a_server_that_does_not_know_the_question_is_polled_and_asked_again_after_an_hour() {
    let mut device = town::enrolled(Role::Resident);
    device.server.no_news = Some(Code::NotFound.into());
    let mut driver = Driver::started(device);
    let rounds = driver.times(Ask::Round);
    driver.passes(5 * MINUTE_MS);
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (rounds + 5, 1));
    assert!(driver.waited_ms.iter().all(|wait| *wait == POLL_MS));
    driver.device.server.no_news = None;
    driver.passes(MINUTE_MS * i64::from(QUIET_MAX));
    assert!(driver.listens());
}

#[test]
fn a_wait_that_fails_leads_to_rounds_that_find_out_and_never_later_than_by_the_clock() {
    let mut driver = idle();
    let rounds = driver.times(Ask::Round);
    driver.device.server.no_news = Some(Refusal::new(Code::ServerFailed));
    driver.hears(Err(Code::Offline.into()));
    driver.passes(60 * MINUTE_MS);
    let made = driver.times(Ask::Round) - rounds;
    assert!((60..180).contains(&made), "{made} rounds in an hour");
    assert!(driver.waited_ms.iter().all(|wait| *wait <= POLL_MS), "{:?}", driver.waited_ms);
    assert!(driver.waiting() <= 1, "one wait at a time");
    driver.device.server.no_news = None;
    driver.passes(2 * MINUTE_MS);
    assert!(driver.listens());
}

#[test]
fn too_many_who_wait_leave_the_server_alone_for_as_long_as_it_asks() {
    let mut driver = idle();
    let full = || Refusal::new(Code::Busy).with("seconds", 60);
    driver.device.server.no_news = Some(full());
    let rounds = driver.times(Ask::Round);
    driver.hears(Err(full()));
    driver.passes(MINUTE_MS - 1);
    assert_eq!(driver.times(Ask::Round), rounds);
    driver.passes(60 * MINUTE_MS);
    let made = driver.times(Ask::Round) - rounds;
    assert!((25..=60).contains(&made), "{made} rounds in an hour");
}

#[test]
fn a_network_that_goes_while_it_waits_is_noticed_and_comes_back_by_itself() {
    let mut driver = idle();
    driver.device.server.closed = Some(Code::Offline.into());
    driver.hears(Err(Code::Offline.into()));
    driver.passes(MINUTE_MS);
    let shown = driver.shown().sync_line;
    assert!(!driver.listens());
    driver.device.server.closed = None;
    driver.passes(20 * MINUTE_MS);
    assert!(driver.listens());
    assert_ne!(driver.shown().sync_line, shown, "the line said that there is no network");
}

#[test]
fn a_person_who_stops_is_not_overruled_by_news() {
    let mut driver = idle();
    driver.opens(Tab::Outbox);
    driver.does(UiEvent::Outbox { event: OutboxEvent::StopSync });
    let (rounds, news) = (driver.times(Ask::Round), driver.times(Ask::News));
    driver.hears(Ok(changed(1)));
    driver.passes(10 * MINUTE_MS);
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (rounds, news));
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    assert_eq!((driver.times(Ask::Round), driver.times(Ask::News)), (rounds + 1, news + 1));
}

#[test]
fn a_wait_that_was_under_way_at_a_stop_serves_after_it() {
    let mut driver = idle();
    driver.opens(Tab::Outbox);
    driver.does(UiEvent::Outbox { event: OutboxEvent::StopSync });
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    assert_eq!((driver.times(Ask::News), driver.listens()), (1, true));
    let rounds = driver.times(Ask::Round);
    driver.hears(Ok(changed(1)));
    assert_eq!((driver.times(Ask::Round), driver.listens()), (rounds + 1, true));
}

#[test]
fn what_came_for_somebody_else_tells_nothing() {
    let mut device = town::enrolled(Role::Resident);
    let other = town::enrolled(Role::Volunteer).identity.unwrap();
    device.server.codes.insert("3A4C6-D7E9F".to_owned(), Ok(other));
    let mut driver = Driver::started(device);
    // Its token is gone, so that another code may be typed.
    driver.opens(Tab::Outbox);
    driver.device.server.closed = Some(Code::TokenUnknown.into());
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    driver.device.server.closed = None;
    driver.opens(Tab::Settings);
    let text = "3A4C6-D7E9F".to_owned();
    driver.sets(SettingsEvent::CodeTyped { text });
    driver.sets(SettingsEvent::Enrol);
    assert_eq!(driver.times(Ask::Enrol), 1);
    assert_eq!((driver.times(Ask::News), driver.listens()), (1, true), "the old one hangs on");
    let rounds = driver.times(Ask::Round);
    driver.hears(Err(Code::TokenUnknown.into()));
    assert_eq!(driver.times(Ask::Round), rounds, "a token that is gone is no failure of this one");
    assert_eq!((driver.times(Ask::News), driver.listens()), (2, true));
}

#[test]
fn without_a_network_nobody_waits_for_news() {
    let mut driver = offline(1);
    driver.hears(Err(Code::Offline.into()));
    let news = driver.times(Ask::News);
    driver.passes(10 * MINUTE_MS);
    assert_eq!((driver.times(Ask::News), driver.listens()), (news, false));
}
