//! The figures for Prometheus after a real journey: their names and kinds, and that nobody is in them.

use serde_json::{Value, json};
use wufei_api::routes::{ENROL, FEED, HEALTH, PUSH};

use super::{
    city::{ATTENDANT, City, MAXI, actor, shift_opened},
    network::{PROTOCOL, ask},
};
use crate::{Database, Running, Server, Settings, backups::Backups};

/// A server with an address for Prometheus, and backups of its own.
fn measured(city: &City) -> Running {
    let backups = Backups {
        folder: city.folder.path().join("kept"),
        every: "24h".parse().unwrap(),
        keep: "1".parse().unwrap(),
    };
    let metrics = Some("127.0.0.1:0".parse().unwrap());
    Server::start(Settings { metrics, backups: Some(backups), ..city.settings() }).unwrap()
}

fn scraped(server: &Running) -> String {
    let reply = ask(server.metrics_address().unwrap(), "GET", "/metrics", &[], "");
    assert_eq!(reply.status, 200);
    assert!(reply.head.contains("application/openmetrics-text"), "{}", reply.head);
    reply.body
}

/// Waits until the figures say so.
fn until(server: &Running, wanted: &str) -> String {
    for _ in 0..600 {
        let text = scraped(server);
        if text.contains(wanted) {
            return text;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("not told: {wanted}\n{}", scraped(server));
}

/// How many facts feeds ever got.
const FACTS: &str = "SELECT COALESCE(SUM(seq), 0) FROM feed_heads";

/// The first of these that a text holds.
fn found<'a>(text: &str, personal: &'a [String]) -> Option<&'a String> {
    personal.iter().find(|datum| text.contains(datum.as_str()))
}

#[test]
fn a_journey_is_counted_and_nobody_is_in_it() {
    let mut city = City::new();
    let code = city.code(ATTENDANT, 1_000_000_000_000);
    let device = city.device_id();
    let before = city.count(FACTS);
    let server = measured(&city);
    let at = server.address();
    let body = json!({ "code": code, "device": device }).to_string();
    let enrolled = ask(at, "POST", ENROL, &[], &body);
    let enrolled: Value = serde_json::from_str(&enrolled.body).unwrap();
    let token = enrolled["token"].as_str().unwrap().to_owned();
    let bearer = format!("authorization: Bearer {token}");
    let shift = city.record(MAXI, shift_opened());
    let body = json!({ "device": device, "entries": [shift, 7] }).to_string();
    ask(at, "POST", PUSH, &[PROTOCOL, &bearer], &body);
    let path = format!("{FEED}?scope=community:{MAXI}&limit=2");
    ask(at, "GET", &path, &[PROTOCOL, &bearer], "");
    ask(at, "GET", HEALTH, &[], "");
    ask(at, "GET", &format!("/nowhere/{device}/13812345678"), &[], "");
    ask(at, "KIM13812345678", HEALTH, &[], "");
    let text = until(&server, "wufei_backups_total{result=\"done\"} 1");
    for line in [
        "# TYPE wufei_requests counter",
        "# TYPE wufei_request_seconds histogram",
        "# TYPE wufei_records counter",
        "# TYPE wufei_queue gauge",
        "# TYPE wufei_seats gauge",
        "# TYPE wufei_commit_requests histogram",
        "# TYPE wufei_commit_failures counter",
        "# TYPE wufei_database_reconnects counter",
        "# TYPE wufei_feed_rows counter",
        "# TYPE wufei_backups counter",
        "# TYPE wufei_backup_seconds gauge",
        "wufei_requests_total{route=\"/v1/enrol\",method=\"POST\",status=\"200\"} 1",
        "wufei_requests_total{route=\"/v1/feed\",method=\"GET\",status=\"200\"} 1",
        "wufei_requests_total{route=\"other\",method=\"GET\",status=\"404\"} 1",
        "wufei_requests_total{route=\"/healthz\",method=\"other\",status=\"405\"} 1",
        "wufei_request_seconds_count{route=\"/v1/push\"} 1",
        "wufei_records_total{verdict=\"accepted\"} 1",
        "wufei_records_total{verdict=\"rejected\"} 1",
        "wufei_backups_total{result=\"failed\"} 0",
        "wufei_database_reconnects_total 0",
        "wufei_feed_rows_total{way=\"read\"} 2",
        "wufei_queue 0",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let added = city.count(FACTS) - before;
    assert!(added > 0);
    until(&server, &format!("wufei_feed_rows_total{{way=\"added\"}} {added}"));
    let personal = [
        code,
        device.to_string(),
        actor(ATTENDANT).to_string(),
        token,
        shift.id.to_string(),
        MAXI.to_owned(),
        "13812345678".to_owned(),
    ];
    assert_eq!(found(&text, &personal), None);
    // The control: in the text that the journey's own address would give, the search finds one.
    let telling = text.replace("route=\"/v1/feed\"", &format!("route=\"{path}\""));
    assert_eq!(found(&telling, &personal), Some(&MAXI.to_owned()));
    server.stop().unwrap();
}

#[test]
fn a_backup_that_fails_is_counted_and_the_server_goes_on() {
    let city = City::new();
    std::fs::write(city.folder.path().join("kept"), "no folder").unwrap();
    let server = measured(&city);
    let text = until(&server, "wufei_backups_total{result=\"failed\"} 1");
    assert!(text.contains("wufei_backup_seconds 0"), "{text}");
    assert_eq!(ask(server.address(), "GET", HEALTH, &[], "").body, "ok", "it goes on");
    server.stop().unwrap();
}

/// Whoever restarts PostgreSQL costs the server a session, which is counted; a file ends none.
#[test]
fn a_session_that_the_database_ended_is_counted() {
    let city = City::new();
    let metrics = Some("127.0.0.1:0".parse().unwrap());
    let server = Server::start(Settings { metrics, ..city.settings() }).unwrap();
    let healthy = || ask(server.address(), "GET", HEALTH, &[], "").body == "ok";
    assert!(healthy() && scraped(&server).contains("wufei_database_reconnects_total 0"));
    let ended = u64::from(matches!(city.database(), Database::Postgres(_)));
    if ended > 0 {
        city.tamper(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
    }
    assert!(healthy(), "nobody is refused for it");
    until(&server, &format!("wufei_database_reconnects_total {ended}"));
    server.stop().unwrap();
}
