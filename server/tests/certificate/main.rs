//! The server's own certificate: what is refused and in which words, who gets in, and that it is read again
//! while the server runs. Certificates are real ones, and so is the client.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

mod accepting;
mod authority;
mod client;
#[path = "../program/mod.rs"]
mod program;
mod refused;

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    time::Duration,
};

use authority::{ALWAYS, Authority, OVER};
use client::Client;
use tempfile::TempDir;
use wufei_server::{Database, Running, Server, Settings};

/// A server with a certificate, and an address for its figures.
fn started(folder: &Path, certificate: Option<&authority::Made>) -> Running {
    let certificate = certificate.map(|made| made.put(folder));
    let metrics = Some("127.0.0.1:0".parse().unwrap());
    let loopback = Settings::loopback(Database::Sqlite(folder.join("city.sqlite")));
    Server::start(Settings { certificate, metrics, ..loopback }).unwrap()
}

/// What an address without TLS says.
fn plain(at: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // At once: a part of it is enough for a server with TLS to hang up before the next.
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_request_passes_with_the_right_root_and_no_other() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let server = started(folder.path(), Some(&authority.pair(ALWAYS)));
    assert_eq!(server.url(), format!("https://{}", server.address()));
    let mut client = Client::connect(server.address(), &authority).unwrap();
    assert_eq!((client.health(), client.health()), (Ok(()), Ok(())), "twice on one connection");
    let refused = Client::connect(server.address(), &Authority::new()).err().unwrap();
    assert!(refused.contains("UnknownIssuer") || refused.contains("BadSignature"), "{refused}");
    let answer = plain(server.address(), "/healthz");
    assert!(!answer.contains("HTTP/1.1 200"), "without TLS nothing is answered: {answer}");
    let figures = plain(server.metrics_address().unwrap(), "/metrics");
    let days = figures.split("\nwufei_certificate_days ").nth(1).unwrap();
    let days: i64 = days.lines().next().unwrap().parse().unwrap();
    assert!((1..30_000).contains(&days), "{days} days until 2100");
    server.stop().unwrap();
}

#[test]
fn without_a_certificate_it_is_http_and_no_days_are_told() {
    let folder = TempDir::new().unwrap();
    let server = started(folder.path(), None);
    assert_eq!(server.url(), format!("http://{}", server.address()));
    assert!(plain(server.address(), "/healthz").ends_with("ok"));
    let figures = plain(server.metrics_address().unwrap(), "/metrics");
    assert!(figures.contains("\nwufei_queue ") && !figures.contains("\nwufei_certificate_days "));
    assert!(server.reload().is_err(), "there is nothing to read again");
    server.stop().unwrap();
}

#[test]
fn a_pair_is_read_again_and_who_is_connected_stays() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let (first, second) = (authority.pair(ALWAYS), authority.pair(ALWAYS));
    let server = started(folder.path(), Some(&first));
    let mut open = Client::connect(server.address(), &authority).unwrap();
    assert_eq!(open.health(), Ok(()));
    second.put(folder.path());
    let before = Client::connect(server.address(), &authority).unwrap();
    assert_eq!(before.seen(), first.der, "not before it is asked for");
    server.reload().unwrap();
    let mut fresh = Client::connect(server.address(), &authority).unwrap();
    assert_eq!((fresh.seen(), fresh.health()), (second.der.clone(), Ok(())));
    assert_eq!((open.seen(), open.health()), (first.der.clone(), Ok(())), "it goes on");
    authority.pair(OVER).put(folder.path());
    let refused = server.reload().unwrap_err().to_string();
    assert!(refused.ends_with("c.pem expired at 2021-03-04 00:00 UTC"), "{refused}");
    let fresh = Client::connect(server.address(), &authority).unwrap();
    assert_eq!(fresh.seen(), second.der, "the one before is kept");
    server.stop().unwrap();
}

/// The running program, and the signal that systemd sends it.
#[cfg(unix)]
#[test]
fn the_program_reads_it_again_when_it_is_asked_by_a_signal() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let (first, second) = (authority.pair(ALWAYS), authority.pair(ALWAYS));
    let files = first.put(folder.path());
    let (chain, key) = (files.chain.to_string_lossy(), files.key.to_string_lossy());
    let variables = [("WUFEI_CERTIFICATE", &*chain), ("WUFEI_CERTIFICATE_KEY", &*key)];
    let mut serving = program::serve(folder.path(), &variables);
    let seen = || Client::connect(serving.at, &authority).unwrap().seen();
    assert_eq!(seen(), first.der);
    second.put(folder.path());
    serving.signal("HUP");
    let log = program::said(&serving.log, "certificate read again");
    assert!(log.contains("listening on https://127.0.0.1:"), "{log}");
    assert_eq!(seen(), second.der);
    authority.pair(OVER).put(folder.path());
    serving.signal("HUP");
    let refused = format!("the certificate in {chain} expired at 2021-03-04 00:00 UTC");
    program::said(&serving.log, &format!("certificate not read: {refused}"));
    assert_eq!(seen(), second.der);
    serving.stop();
    let mut again = std::process::Command::new(program::PROGRAM);
    again.args(["serve", "--database", &program::database(folder.path())]).envs(variables);
    let again = again.output().unwrap();
    let said = String::from_utf8_lossy(&again.stderr);
    assert!(!again.status.success() && said.contains(&refused), "{said}");
    assert!(fs::read_to_string(&serving.log).unwrap().contains(&refused), "in the same words");
}
