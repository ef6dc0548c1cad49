//! News: the mark of all feeds of a device, and waiting for it to change.

use std::{
    net::SocketAddr,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use wufei_api::routes::{NEWS, PUSH};
use wufei_domain::{news::NewsMark, refusal::Code, scope::Scope, visit::Outcome};

use super::{
    city::{
        ATTENDANT, City, Device, MAXI, OTHER_TURF, OTHER_VOLUNTEER, RESIDENT, TURF, VOLUNTEER,
        community, drop_off, household, shift_opened, turf, usual_lines, visit,
    },
    network::{PROTOCOL, Reply, ask, running},
};
use crate::{
    operate::renew_epoch,
    service::{Request, Response, news::News},
};

/// Longer than that nothing here may take.
const SOON: Duration = Duration::from_secs(4);

fn news(city: &mut City, device: &Device) -> News {
    match city.ask(Request::News(device.bearer.clone())).unwrap() {
        Response::News(news) => news,
        other => panic!("{other:?}"),
    }
}

fn mark(city: &mut City, device: &Device) -> NewsMark {
    news(city, device).mark
}

#[test]
fn the_mark_changes_with_what_its_owner_may_read_and_with_nothing_else() {
    let mut city = City::new();
    let (walker, other) = (city.enrol(VOLUNTEER), city.enrol(OTHER_VOLUNTEER));
    let first = mark(&mut city, &walker);
    city.lease(&other, OTHER_TURF).unwrap();
    assert_eq!(mark(&mut city, &walker), first, "what another may read");
    city.lease(&walker, TURF).unwrap();
    let leased = mark(&mut city, &walker);
    assert_ne!(leased, first, "a turf more");
    let scopes = [Scope::Community(community(MAXI)), Scope::Turf(turf(TURF))];
    assert!(news(&mut city, &walker).scopes.into_iter().eq(scopes));
    city.now = city.now.plus_ms(wufei_api::turfs::LEASE_MS + 1);
    assert_eq!(mark(&mut city, &walker), leased, "a lease that ran out closes nothing");
    city.lease(&walker, TURF).unwrap();
    let visited = city.record(MAXI, visit(1, Outcome::Met));
    city.accepted(&walker, &visited);
    let after = mark(&mut city, &walker);
    assert_ne!(after, leased, "a fact more");
    assert_ne!(after, mark(&mut city, &other), "no two people have one mark");
    city.tamper("UPDATE leases SET actor = 'nobody'");
    assert_eq!(mark(&mut city, &walker), first, "a turf less");
    renew_epoch(&city.database(), city.now).unwrap();
    let mut city = city.reopened();
    assert_ne!(mark(&mut city, &walker), first, "another epoch");
    city.tamper("UPDATE devices SET revoked_at = 1");
    let refused = city.ask(Request::News(walker.bearer)).unwrap_err();
    assert_eq!(refused.code, Code::TokenUnknown);
}

#[test]
fn an_attendant_hears_of_every_village_of_the_point_and_a_resident_of_the_household() {
    let mut city = City::new();
    let attendant = city.enrol(ATTENDANT);
    assert_eq!(news(&mut city, &attendant).scopes.len(), 4, "three villages and the point");
    let resident = city.enrol(RESIDENT);
    let before = mark(&mut city, &resident);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&attendant, &shift);
    let elsewhere = city.record(MAXI, drop_off(shift.id, household(MAXI, 2), usual_lines()));
    city.accepted(&attendant, &elsewhere);
    assert_eq!(mark(&mut city, &resident), before, "another household");
    let own = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    city.accepted(&attendant, &own);
    assert_ne!(mark(&mut city, &resident), before);
}

fn token(device: &Device) -> String {
    format!("authorization: Bearer {}", device.bearer.0)
}

/// A wait on a thread of its own; gives the answer and how long it took.
fn waiting(
    at: SocketAddr,
    device: &Device,
    mark: Option<NewsMark>,
    seconds: u64,
) -> JoinHandle<(Reply, Duration)> {
    let token = token(device);
    let mark = mark.map_or_else(String::new, |mark| format!("mark={mark}&"));
    let waiting = thread::spawn(move || {
        let begun = Instant::now();
        let reply =
            ask(at, "GET", &format!("{NEWS}?{mark}wait={seconds}"), &[PROTOCOL, &token], "");
        (reply, begun.elapsed())
    });
    // It sits down meanwhile.
    thread::sleep(Duration::from_millis(300));
    waiting
}

/// The server's mark. Its first answer comes after its first standings.
fn now(at: SocketAddr, device: &Device) -> Option<NewsMark> {
    told(&ask(at, "GET", &format!("{NEWS}?wait=0"), &[PROTOCOL, &token(device)], ""))
}

fn told(reply: &Reply) -> Option<NewsMark> {
    let body: Value = serde_json::from_str(&reply.body).ok()?;
    body["mark"].as_str()?.parse().ok()
}

fn push(at: SocketAddr, city: &mut City, device: &Device, door: u32) {
    let record = city.record(MAXI, visit(door, Outcome::Met));
    let body = json!({ "device": device.id, "entries": [record] }).to_string();
    let reply = ask(at, "POST", PUSH, &[PROTOCOL, &token(device)], &body);
    assert!(reply.body.contains("accepted"), "{}", reply.body);
}

/// Two volunteers, the one with the large turf, the other with it and the small one. The clock of
/// the leases is far ahead, as the server's own is the machine's.
fn walkers() -> (City, Device, Device) {
    let mut city = City::new();
    let (walker, other) = (city.enrol(VOLUNTEER), city.enrol(OTHER_VOLUNTEER));
    city.lease(&walker, TURF).unwrap();
    city.tamper("UPDATE leases SET until = 1");
    city.lease(&other, TURF).unwrap();
    city.lease(&other, OTHER_TURF).unwrap();
    city.tamper("UPDATE leases SET until = 9000000000000");
    (city, walker, other)
}

#[test]
fn an_unchanged_mark_waits_and_ends_without_a_body() {
    let (mut city, walker, _) = walkers();
    let server = running(&city);
    let at = server.address();
    let (reply, took) = waiting(at, &walker, None, 20).join().unwrap();
    let first = told(&reply);
    assert_eq!((reply.status, first), (200, Some(mark(&mut city, &walker))), "none was shown");
    assert!(took < SOON, "{took:?}");
    let (reply, took) = waiting(at, &walker, first, 1).join().unwrap();
    assert_eq!((reply.status, reply.body.as_str()), (204, ""));
    assert!(took >= Duration::from_secs(1) && took < SOON, "{took:?}");
    assert!(reply.head.len() < 100, "{} bytes: {}", reply.head.len(), reply.head);
    server.stop().unwrap();
}

#[test]
fn a_push_of_another_device_wakes_who_follows_the_feed_and_nobody_else() {
    let (mut city, walker, other) = walkers();
    let server = running(&city);
    let at = server.address();
    let resident = city.enrol(RESIDENT);
    let woken = waiting(at, &walker, now(at, &walker), 20);
    let passed_over = waiting(at, &resident, now(at, &resident), 2);
    push(at, &mut city, &other, 1);
    let (reply, took) = woken.join().unwrap();
    assert_eq!((reply.status, told(&reply)), (200, now(at, &walker)));
    assert!(took < SOON, "{took:?}");
    let (reply, _) = passed_over.join().unwrap();
    assert_eq!(reply.status, 204, "{}", reply.body);
    server.stop().unwrap();
}

#[test]
fn what_another_process_takes_away_is_told_at_the_end_of_the_wait() {
    let (city, walker, _) = walkers();
    let server = running(&city);
    let at = server.address();
    let before = now(at, &walker);
    let waits = waiting(at, &walker, before, 2);
    city.tamper(&format!("DELETE FROM leases WHERE actor = '{}'", walker.response.identity.actor));
    let (reply, took) = waits.join().unwrap();
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(told(&reply).is_some() && told(&reply) != before);
    assert!(took >= Duration::from_secs(1), "{took:?}");
    let waits = waiting(at, &walker, told(&reply), 2);
    city.tamper("UPDATE devices SET revoked_at = 1");
    assert_eq!(waits.join().unwrap().0.code(), "token_unknown");
    server.stop().unwrap();
}

#[test]
fn a_second_wait_of_one_device_ends_the_first_and_keeps_it_away() {
    let (city, walker, _) = walkers();
    let server = running(&city);
    let at = server.address();
    let first = waiting(at, &walker, now(at, &walker), 20);
    let second = waiting(at, &walker, now(at, &walker), 1);
    let (reply, took) = first.join().unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (503, "busy"));
    assert!(reply.head.contains("retry-after: 60") && took < SOON, "{took:?}: {}", reply.head);
    assert_eq!(second.join().unwrap().0.status, 204);
    server.stop().unwrap();
}

#[test]
fn the_end_of_the_server_answers_those_who_wait() {
    let (city, walker, _) = walkers();
    let server = running(&city);
    let at = server.address();
    let waits = waiting(at, &walker, now(at, &walker), 50);
    let begun = Instant::now();
    server.stop().unwrap();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert_eq!(waits.join().unwrap().0.status, 204);
}

#[test]
fn what_is_no_mark_and_no_wait_is_refused() {
    let (city, walker, _) = walkers();
    let server = running(&city);
    for query in ["", "?mark=1&wait=1", "?mark=000000000000000G&wait=1", "?wait=-1", "?wait=x"] {
        let path = format!("{NEWS}{query}");
        let reply = ask(server.address(), "GET", &path, &[PROTOCOL, &token(&walker)], "");
        assert_eq!((reply.status, reply.code().as_str()), (422, "body_malformed"), "{query}");
    }
    server.stop().unwrap();
}
