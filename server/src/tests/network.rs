//! Over real HTTP on a free port: doors, statuses, bodies, and an end that keeps everything.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::{Value, json};
use wufei_api::routes::{BOARD, BOARD_STYLE, ENROL, FEED, HEALTH, LEDGER, PUSH, TURFS};

use super::city::{ATTENDANT, City, MAXI, shift_opened};
use crate::{Running, Server, Settings, routes::BODY_BYTES_MAX};

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
    pub bytes: Vec<u8>,
    /// What a cookie was set to, `name=value`.
    pub cookie: Option<String>,
}

impl Reply {
    pub fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub fn ask(address: SocketAddr, method: &str, path: &str, headers: &[&str], body: &str) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let length = body.len();
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("content-length: ");
    request.push_str(&length.to_string());
    request.push_str("\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    // A server that has refused already may close before all of a large body is written.
    let _ = stream.write_all(body.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let bytes = end.map_or_else(Vec::new, |end| answer.split_off(end + 4));
    let (head, body) = (String::from_utf8_lossy(&answer), String::from_utf8_lossy(&bytes));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.and_then(|line| line.split(';').next()).map(str::to_owned);
    Reply { status, head: head.to_lowercase(), body: body.into_owned(), bytes, cookie }
}

pub fn running(city: &City) -> Running {
    Server::start(city.settings()).unwrap()
}

pub const PROTOCOL: &str = "wufei-protocol: 3";

#[test]
fn every_door_says_what_is_wrong() {
    let city = City::new();
    let server = running(&city);
    let at = server.address();
    let long = "x".repeat(BODY_BYTES_MAX + 1);
    let token = "authorization: Bearer nobody";
    for (method, path, headers, body, status, code) in [
        ("GET", "/nowhere", vec![], "", 404, "not_found"),
        ("GET", ENROL, vec![], "", 405, "method_unknown"),
        ("POST", HEALTH, vec![], "", 405, "method_unknown"),
        ("POST", ENROL, vec![], "{", 422, "body_malformed"),
        ("POST", ENROL, vec![], &long, 413, "body_too_large"),
        ("POST", PUSH, vec![PROTOCOL, token], &long, 413, "body_too_large"),
        ("POST", PUSH, vec![PROTOCOL, token], "[]", 422, "body_malformed"),
        ("GET", TURFS, vec![token], "", 426, "protocol_unknown"),
        ("GET", TURFS, vec!["wufei-protocol: 99", token], "", 426, "protocol_unknown"),
        ("GET", TURFS, vec!["wufei-protocol: x", token], "", 426, "protocol_unknown"),
        ("GET", TURFS, vec![PROTOCOL], "", 401, "token_missing"),
        ("GET", TURFS, vec![PROTOCOL, "authorization: Basic x"], "", 401, "token_missing"),
        ("GET", TURFS, vec![PROTOCOL, token], "", 401, "token_unknown"),
        ("GET", FEED, vec![PROTOCOL, token], "", 422, "body_malformed"),
        ("GET", &format!("{LEDGER}?household=1"), vec![PROTOCOL, token], "", 422, "body_malformed"),
    ] {
        let reply = ask(at, method, path, &headers, body);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{method} {path}");
    }
    server.stop().unwrap();
}

#[test]
fn the_public_doors_need_nothing() {
    let city = City::new();
    let server = running(&city);
    let at = server.address();
    let health = ask(at, "GET", HEALTH, &[], "");
    assert_eq!((health.status, health.body.as_str()), (200, "ok"));
    let page = ask(at, "GET", BOARD, &[], "");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-security-policy: default-src 'none'; style-src 'self'"));
    assert!(page.head.contains("text/html"));
    let style = ask(at, "GET", BOARD_STYLE, &[], "");
    assert!(style.head.contains("text/css") && style.body.contains("html.elder"));
    server.stop().unwrap();
}

#[test]
fn what_was_pushed_is_there_after_a_stop() {
    let mut city = City::new();
    let code = city.code(ATTENDANT, 1_000_000_000_000);
    let device = city.device_id();
    let server = running(&city);
    let body = json!({ "code": code, "device": device }).to_string();
    let enrolled = ask(server.address(), "POST", ENROL, &[], &body);
    assert_eq!(enrolled.status, 200, "{}", enrolled.body);
    let enrolled: Value = serde_json::from_str(&enrolled.body).unwrap();
    let token = format!("authorization: Bearer {}", enrolled["token"].as_str().unwrap());
    let shift = city.record(MAXI, shift_opened());
    let body = json!({ "device": device, "entries": [shift, 7] }).to_string();
    let pushed = ask(server.address(), "POST", PUSH, &[PROTOCOL, &token], &body);
    let pushed: Value = serde_json::from_str(&pushed.body).unwrap();
    assert_eq!(pushed["verdicts"][0]["verdict"], "accepted");
    assert_eq!(pushed["verdicts"][1]["refusal"]["code"], "body_malformed");
    server.stop().unwrap();
    let log = city.folder.path().join("server.sqlite-wal");
    assert!(std::fs::metadata(log).map_or(true, |log| log.len() == 0), "all is in the one file");
    let server = running(&city);
    let path = format!("{FEED}?scope=community:{MAXI}&limit=2");
    let page = ask(server.address(), "GET", &path, &[PROTOCOL, &token], "");
    let page: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(page["rows"][1]["seq"], 2);
    assert_eq!(page["has_more"], true);
    let cursor = page["next"].as_str().unwrap();
    let path = format!("{FEED}?scope=community:{MAXI}&cursor={cursor}");
    let page = ask(server.address(), "GET", &path, &[PROTOCOL, &token], "");
    let page: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(page["rows"][0]["seq"], 3);
    server.stop().unwrap();
}

/// An operator closes the server to older devices; what they made is taken all the same.
#[test]
fn a_version_that_is_no_longer_served_may_still_push() {
    let mut city = City::new();
    let (code, device) = (city.code(ATTENDANT, 1_000_000_000_000), city.device_id());
    let settings = Settings { oldest_protocol: 2, ..city.settings() };
    let server = Server::start(settings).unwrap();
    let at = server.address();
    let body = json!({ "code": code, "device": device }).to_string();
    let enrolled: Value = serde_json::from_str(&ask(at, "POST", ENROL, &[], &body).body).unwrap();
    let token = format!("authorization: Bearer {}", enrolled["token"].as_str().unwrap());
    let body = json!({ "device": device, "entries": [city.record(MAXI, shift_opened())] });
    let feed = format!("{FEED}?scope=community:{MAXI}");
    for (version, pushed, read) in [(0, 426, 426), (1, 200, 426), (2, 200, 200), (4, 426, 426)] {
        let headers = [format!("wufei-protocol: {version}"), token.clone()];
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let push = ask(at, "POST", PUSH, &headers, &body.to_string());
        let page = ask(at, "GET", &feed, &headers, "");
        assert_eq!((push.status, page.status), (pushed, read), "{version}");
        let min = |reply: &Reply| {
            let body: Value = serde_json::from_str(&reply.body).unwrap();
            body["error"]["args"]["min"].as_str().map(str::to_owned)
        };
        let refused = |status, min: &str| (status == 426).then(|| min.to_owned());
        assert_eq!((min(&push), min(&page)), (refused(pushed, "1"), refused(read, "2")));
    }
    server.stop().unwrap();
}

#[test]
fn many_at_once_are_all_answered() {
    let city = City::new();
    let server = running(&city);
    let at = server.address();
    let askers: Vec<_> = (0..24)
        .map(|_| std::thread::spawn(move || ask(at, "GET", HEALTH, &[], "").status))
        .collect();
    assert!(askers.into_iter().all(|asker| asker.join().unwrap() == 200));
    server.stop().unwrap();
}
