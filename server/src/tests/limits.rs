//! How often somebody may ask, over real HTTP: guessed codes, ended tokens, forged addresses.

use serde_json::{Value, json};
use wufei_api::routes::{ENROL, NEWS, TURFS};
use wufei_domain::refusal::Code;

use super::{
    city::{City, RESIDENT, VOLUNTEER},
    network::{PROTOCOL, Reply, ask, running},
};
use crate::{Running, Server, Settings, operate::revoke_device};

/// As many wrong codes as one address may try at once.
const TRIES: usize = 100;

const LONG_MS: i64 = 1_000_000_000_000;

fn tried(server: &Running, code: &str, headers: &[&str]) -> Reply {
    let body = json!({ "code": code, "device": "01981c5e-0000-7000-8000-000000000001" });
    ask(server.address(), "POST", ENROL, headers, &body.to_string())
}

fn guessed(server: &Running, times: usize, headers: impl Fn(usize) -> Vec<String>) -> usize {
    let mut looked_for = 0;
    for time in 0..times {
        let headers = headers(time);
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        looked_for += usize::from(tried(server, "33333-33333", &headers).status == 404);
    }
    looked_for
}

#[test]
fn codes_are_not_guessed_one_after_the_other() {
    let city = City::new();
    let code = city.code(RESIDENT, LONG_MS);
    let server = running(&city);
    assert_eq!(guessed(&server, TRIES, |_| vec![]), TRIES);
    let refused = tried(&server, "33333-33333", &[]);
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_requests"));
    assert!(refused.head.contains("retry-after: 10\r\n"), "{}", refused.head);
    let body: Value = serde_json::from_str(&refused.body).unwrap();
    assert_eq!(body["error"]["args"]["seconds"], "10");
    // Otherwise whoever guesses would see which one was right.
    assert_eq!(tried(&server, &code, &[]).status, 429);
    server.stop().unwrap();
}

/// A code that cannot be one is no guess: nothing was looked for.
#[test]
fn a_slip_that_no_code_has_costs_nothing() {
    let city = City::new();
    let code = city.code(RESIDENT, LONG_MS);
    let server = running(&city);
    for _ in 0..TRIES + 5 {
        assert_eq!(tried(&server, "00", &[]).code(), "enrolment_code_malformed");
    }
    assert_eq!(tried(&server, &code, &[]).status, 200);
    server.stop().unwrap();
}

/// A header that anybody can write makes nobody another; one of the named proxy does.
#[test]
fn a_forged_address_is_no_way_around() {
    let city = City::new();
    let forged = |time: usize| vec![format!("x-forwarded-for: 198.51.100.{}", time % 250)];
    let server = running(&city);
    assert_eq!(guessed(&server, TRIES + 20, forged), TRIES, "from a peer that nobody named");
    server.stop().unwrap();
    let trusted_proxies = "127.0.0.1".parse().unwrap();
    let settings = Settings { trusted_proxies, ..city.settings() };
    let server = Server::start(settings).unwrap();
    assert_eq!(guessed(&server, TRIES + 20, forged), TRIES + 20, "the proxy speaks for others");
    let one = |time: usize| vec![format!("x-forwarded-for: 203.0.113.{time}, 198.51.100.251")];
    assert_eq!(
        guessed(&server, TRIES + 20, one),
        TRIES,
        "what its client wrote before it is nothing"
    );
    server.stop().unwrap();
}

#[test]
fn an_ended_token_is_refused_at_once_and_a_wait_ends_with_it() {
    let mut city = City::new();
    let device = city.enrol(VOLUNTEER);
    let server = running(&city);
    let at = server.address();
    let token = format!("authorization: Bearer {}", device.bearer.0);
    let headers = [PROTOCOL, &token];
    assert_eq!(ask(at, "GET", TURFS, &headers, "").status, 200);
    let news = ask(at, "GET", &format!("{NEWS}?wait=0"), &headers, "");
    let news: Value = serde_json::from_str(&news.body).unwrap();
    let waits = format!("{NEWS}?wait=2&mark={}", news["mark"].as_str().unwrap());
    let waiting = {
        let token = token.clone();
        std::thread::spawn(move || ask(at, "GET", &waits, &[PROTOCOL, &token], ""))
    };
    std::thread::sleep(std::time::Duration::from_millis(300));
    revoke_device(&city.database(), device.id, city.now).unwrap();
    assert_eq!(ask(at, "GET", TURFS, &headers, "").code(), Code::TokenUnknown.as_str());
    assert_eq!(waiting.join().unwrap().code(), Code::TokenUnknown.as_str());
    let again = revoke_device(&city.database(), device.id, city.now).unwrap_err();
    assert!(again.to_string().contains("not_found"), "{again}");
    server.stop().unwrap();
}
