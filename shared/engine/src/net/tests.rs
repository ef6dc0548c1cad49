//! The client against a socket of the test's own: what is sent, and what each kind of failure
//! becomes. Journeys with the real server stand in the crate of tests.

mod news;
mod secure;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

use wufei_api::{feed::FeedQuery, routes};
use wufei_app::effect::net::{Enrol, ListTurfs, TakeTurf};
use wufei_domain::scope::Scope;

use super::*;
use crate::{
    lane::Answer as _,
    samples::{EPOCH, Folder, community, enrolment, scopes, turf, turf_fact},
};

/// Answers one request with `status` and `body`; gives what was asked, head and body.
fn once(status: &str, body: String) -> (String, JoinHandle<String>) {
    let (address, served) = in_turn(vec![(status.to_owned(), body)]);
    (address, thread::spawn(move || served.join().unwrap().remove(0)))
}

/// Answers so many requests, one after the other; gives what was asked each time.
fn in_turn(answers: Vec<(String, String)>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let answer = |(status, body): (String, String)| one_exchange(&listener, &status, &body);
        answers.into_iter().map(answer).collect()
    });
    (address, served)
}

fn one_exchange(listener: &TcpListener, status: &str, body: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut asked, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(number) = line.to_lowercase().strip_prefix("content-length:") {
            length = number.trim().parse().unwrap();
        }
        asked.push_str(&line);
        if line.trim().is_empty() {
            break;
        }
    }
    let mut sent = vec![0; length];
    reader.read_exact(&mut sent).unwrap();
    asked.push_str(&String::from_utf8_lossy(&sent));
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    asked
}

fn net(folder: &Folder, server: &str) -> Net {
    Net::new(folder.store(), Arc::new(Http::open(server, None).unwrap()))
}

fn list(status: &str, body: &str) -> Code {
    refused(status, body).code
}

fn refused(status: &str, body: &str) -> Refusal {
    let folder = Folder::new();
    folder.enrolled();
    let (server, served) = once(status, body.to_owned());
    let refusal = net(&folder, &server).answer(&ListTurfs).unwrap_err();
    served.join().unwrap();
    refusal
}

#[test]
fn every_request_carries_the_protocol_and_the_token() {
    let (server, served) = once("200 OK", "{\"turfs\":[]}".to_owned());
    let folder = Folder::new();
    folder.enrolled();
    assert_eq!(net(&folder, &server).answer(&ListTurfs).unwrap(), []);
    let asked = served.join().unwrap().to_lowercase();
    assert!(asked.starts_with("get /v1/turfs http/1.1\r\n"), "{asked}");
    assert!(asked.contains("\r\nwufei-protocol: 3\r\n"), "{asked}");
    assert!(asked.contains("\r\nauthorization: bearer secret-of-1\r\n"), "{asked}");
    assert!(asked.contains("\r\naccept-encoding: gzip\r\n"), "{asked}");
}

#[test]
fn a_query_is_written_flat_and_what_is_absent_is_left_out() {
    let (server, served) = once("200 OK", "[]".to_owned());
    let http = Http::open(&server, None).unwrap();
    let scope = Scope::Community(community());
    let query = FeedQuery { scope, cursor: None, limit: Some(500) };
    let token = Token("t".to_owned());
    let page: Result<Vec<u8>, Refusal> = http.get(routes::FEED, &query, &token);
    assert_eq!(page, Ok(vec![]));
    let asked = served.join().unwrap();
    let line = "GET /v1/feed?scope=community%3A330683106273&limit=500 HTTP/1.1\r\n";
    assert!(asked.starts_with(line), "{asked}");
}

#[test]
fn a_refusal_arrives_as_it_was_written() {
    let body = "{\"error\":{\"code\":\"turf_leased\",\"args\":{\"value\":\"x\"}}}";
    assert_eq!(list("409 Conflict", body), Code::TurfLeased);
    assert_eq!(
        list("401 Unauthorized", "{\"error\":{\"code\":\"token_unknown\"}}"),
        Code::TokenUnknown
    );
}

#[test]
fn what_cannot_be_read_is_the_servers_failure() {
    for (status, body) in [
        ("200 OK", "<html>a hotel's log-in page</html>"),
        ("200 OK", "{\"turfs\":[{}]}"),
        ("502 Bad Gateway", "<html>nginx</html>"),
        ("418 I'm a teapot", "{\"error\":{\"code\":\"a_code_of_tomorrow\"}}"),
        ("302 Found", ""),
    ] {
        assert_eq!(list(status, body), Code::ServerFailed, "{status} {body}");
    }
}

fn unknown(max: u32) -> (String, String) {
    reads(1, max)
}

/// The refusal of a server that reads these versions.
fn reads(min: u32, max: u32) -> (String, String) {
    let args = format!(r#"{{"max":"{max}","min":"{min}","value":"3"}}"#);
    let body = format!(r#"{{"error":{{"code":"protocol_unknown","args":{args}}}}}"#);
    ("426 Upgrade Required".to_owned(), body)
}

fn good(body: &str) -> (String, String) {
    ("200 OK".to_owned(), body.to_owned())
}

/// The version that each request said, and the rest of them.
fn versions(asked: &[String]) -> Vec<String> {
    let version = |head: &String| {
        let line = head.lines().find_map(|line| line.strip_prefix("wufei-protocol: "));
        line.unwrap_or("none").to_owned()
    };
    asked.iter().map(version).collect()
}

#[test]
fn an_older_server_is_spoken_to_in_its_own_version_at_once_and_from_then_on() {
    let turfs = good("{\"turfs\":[]}");
    let (server, served) = in_turn(vec![unknown(2), turfs.clone(), turfs]);
    let folder = Folder::new();
    folder.enrolled();
    let mut net = net(&folder, &server);
    assert_eq!(net.answer(&ListTurfs).unwrap(), []);
    assert_eq!(net.answer(&ListTurfs).unwrap(), []);
    assert_eq!(versions(&served.join().unwrap()), ["3", "2", "2"]);
    let (server, served) = in_turn(vec![good("{\"turfs\":[]}")]);
    self::net(&folder, &server).answer(&ListTurfs).unwrap();
    assert_eq!(versions(&served.join().unwrap()), ["3"], "the next start begins with ours");
}

/// It is brought up to date, and closed to older devices, while this process runs.
#[test]
fn a_server_that_has_caught_up_is_spoken_to_in_ours_again() {
    let turfs = good("{\"turfs\":[]}");
    let (server, served) = in_turn(vec![unknown(2), turfs.clone(), reads(3, 3), turfs]);
    let folder = Folder::new();
    folder.enrolled();
    let mut net = net(&folder, &server);
    assert_eq!(net.answer(&ListTurfs).unwrap(), []);
    assert_eq!(net.answer(&ListTurfs).unwrap(), []);
    assert_eq!(versions(&served.join().unwrap()), ["3", "2", "2", "3"]);
}

#[test]
fn the_first_version_is_spoken_in_plain_json() {
    let rows = serde_json::json!({ "entries": [1, 2, 3] });
    let (server, served) = in_turn(vec![unknown(1), good("7"), good("8")]);
    let (http, token) = (Http::open(&server, None).unwrap(), Token("t".to_owned()));
    assert_eq!(http.post_rows(routes::PUSH, &rows, "entries", &token), Ok(7));
    assert_eq!(http.get_rows(routes::FEED, &(), "rows", &token), Ok(8));
    let asked = served.join().unwrap();
    assert_eq!(versions(&asked), ["3", "1", "1"]);
    let columns = wufei_api::columns::MEDIA_TYPE;
    let of_columns: Vec<_> = asked.iter().map(|asked| asked.contains(columns)).collect();
    assert_eq!(of_columns, [true, false, false]);
    assert!(asked[1].ends_with(&rows.to_string()), "{}", asked[1]);
}

#[test]
fn a_server_that_speaks_nothing_of_ours_is_asked_once() {
    for (min, max) in [(0, 0), (1, 3), (1, 9), (4, 9), (7, 2)] {
        let (server, served) = in_turn(vec![reads(min, max)]);
        let folder = Folder::new();
        folder.enrolled();
        let refusal = net(&folder, &server).answer(&ListTurfs).unwrap_err();
        assert_eq!((refusal.code, &*refusal.args["value"]), (Code::ProtocolUnknown, "3"));
        assert_eq!(served.join().unwrap().len(), 1, "{min} to {max}");
    }
}

/// A proxy before the server has no body of ours, but may say how long to stay away.
#[test]
fn an_overloaded_proxy_is_busy_for_as_long_as_it_says() {
    for (status, seconds) in [
        ("503 Service Unavailable\r\nretry-after: 120", "120"),
        ("429 Too Many Requests\r\nretry-after: 7", "7"),
        ("503 Service Unavailable\r\nretry-after: Fri, 31 Dec 1999 23:59:59 GMT", "5"),
        ("503 Service Unavailable", "5"),
    ] {
        let refusal = refused(status, "<html>nginx</html>");
        assert_eq!((refusal.code, &*refusal.args["seconds"]), (Code::Busy, seconds), "{status}");
    }
}

#[test]
fn a_server_that_is_not_there_is_offline() {
    let folder = Folder::new();
    folder.enrolled();
    // Port 9 of the own machine: nobody listens.
    for server in ["", "http://127.0.0.1:9"] {
        let mut net = net(&folder, server);
        assert_eq!(net.answer(&ListTurfs).unwrap_err().code, Code::Offline, "{server:?}");
        let enrol = Enrol { code: "3A4C6-D7E9F".to_owned() };
        assert_eq!(net.answer(&enrol).unwrap_err().code, Code::Offline);
    }
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"turfs\"";
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        stream.write_all(cut.as_bytes()).unwrap();
    });
    assert_eq!(net(&folder, &server).answer(&ListTurfs).unwrap_err().code, Code::Offline);
    served.join().unwrap();
}

#[test]
fn an_address_or_a_certificate_that_cannot_be_read_is_refused_at_the_start() {
    for server in ["nonsense", "ftp://127.0.0.1", "http://"] {
        assert!(matches!(Http::open(server, None), Err(OpenError::Server(_))), "{server}");
    }
    for pem in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert!(matches!(Http::open("", Some(pem)), Err(OpenError::Root(_))), "{pem}");
    }
}

#[test]
fn an_enrolment_is_on_disk_before_it_is_told() {
    let response = enrolment(1, EPOCH, scopes());
    let (server, served) = once("200 OK", serde_json::to_string(&response).unwrap());
    let folder = Folder::new();
    let identity = net(&folder, &server).answer(&Enrol { code: "3A4C6-D7E9F".to_owned() }).unwrap();
    assert_eq!(identity.actor, response.identity.actor);
    assert_eq!(folder.store().token().unwrap(), response.token);
    let asked = served.join().unwrap();
    assert!(asked.starts_with("POST /v1/enrol"), "{asked}");
    assert!(asked.contains("\"code\":\"3A4C6-D7E9F\""), "{asked}");
    assert!(!asked.to_lowercase().contains("authorization"), "{asked}");
}

#[test]
fn a_turf_that_is_taken_is_followed() {
    let wufei_api::feed::FeedItem::Turf(turf_fact) = turf_fact(40) else { panic!("a turf") };
    let response = wufei_api::turfs::LeaseResponse {
        turf: turf_fact,
        until: crate::samples::NOW,
        scope: Scope::Turf(turf()),
    };
    let (server, served) = once("200 OK", serde_json::to_string(&response).unwrap());
    let folder = Folder::new();
    let mut store = folder.store();
    store.enrol(&enrolment(1, EPOCH, vec![])).unwrap();
    let until = net(&folder, &server).answer(&TakeTurf { turf: turf() }).unwrap();
    assert_eq!(until, crate::samples::NOW);
    served.join().unwrap();
    assert_eq!(store.standing().unwrap().scopes, [(Scope::Turf(turf()), None)]);
}
