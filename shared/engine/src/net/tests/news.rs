//! Waiting for news against a socket of the test's own: how little is sent, each kind of end, and an
//! end from outside.

use std::time::Instant;

use wufei_app::effect::news::{AwaitNews, News};
use wufei_domain::news::NewsMark;

use super::*;

fn listener(folder: &Folder, server: &str) -> (Listener, Arc<Http>) {
    let http = Arc::new(Http::open(server, None).unwrap());
    (Listener::new(folder.store(), http.clone()), http)
}

fn enrolled() -> Folder {
    let folder = Folder::new();
    folder.enrolled();
    folder
}

fn heard(status: &str, body: &str) -> Result<News, Refusal> {
    let (server, served) = once(status, body.to_owned());
    let heard = listener(&enrolled(), &server).0.answer(&AwaitNews);
    served.join().unwrap();
    heard
}

#[test]
fn each_end_of_a_wait_is_told_apart() {
    let changed = News::Changed(NewsMark::new(255));
    assert_eq!(heard("200 OK", r#"{"mark":"00000000000000ff"}"#), Ok(changed));
    assert_eq!(heard("204 No Content", ""), Ok(News::Nothing));
    let code = |status, body| heard(status, body).unwrap_err().code;
    assert_eq!(code("404 Not Found", r#"{"error":{"code":"not_found"}}"#), Code::NotFound);
    assert_eq!(code("404 Not Found", "<html>a proxy</html>"), Code::ServerFailed);
    assert_eq!(code("200 OK", r#"{"mark":"?"}"#), Code::ServerFailed);
    assert_eq!(code("503 Service Unavailable", ""), Code::Busy);
    let folder = Folder::new();
    assert_eq!(listener(&folder, "").0.answer(&AwaitNews), Err(Code::TokenMissing.into()));
}

#[test]
fn a_wait_shows_the_kept_mark_and_says_no_more_than_it_must() {
    let folder = enrolled();
    folder.outside().execute("INSERT INTO news VALUES (1, '00000000000000aa')", []).unwrap();
    let (server, served) = once("204 No Content", String::new());
    listener(&folder, &server).0.answer(&AwaitNews).unwrap();
    let asked = served.join().unwrap().to_lowercase();
    assert!(
        asked.starts_with("get /v1/news?mark=00000000000000aa&wait=55 http/1.1\r\n"),
        "{asked}"
    );
    let names: Vec<&str> =
        asked.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
    assert_eq!(names, ["wufei-protocol", "authorization", "accept", "host"], "{asked}");
}

/// Takes a connection, reads what is asked, says nothing.
fn silent() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (format!("http://{}", listener.local_addr().unwrap()), listener)
}

#[test]
fn a_connection_that_is_cut_in_the_middle_of_a_wait_is_offline() {
    let (server, socket) = silent();
    let cut = thread::spawn(move || {
        let (mut stream, _) = socket.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
    });
    let refusal = listener(&enrolled(), &server).0.answer(&AwaitNews).unwrap_err();
    assert_eq!(refusal.code, Code::Offline);
    cut.join().unwrap();
}

#[test]
fn a_wait_that_hangs_ends_at_once_from_outside() {
    let folder = enrolled();
    let (server, socket) = silent();
    let (mut listener, http) = listener(&folder, &server);
    let begun = Instant::now();
    let ending = thread::spawn(move || {
        for is_last in [false, true] {
            let (mut stream, _) = socket.accept().unwrap();
            assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
            if is_last {
                http.end_waits();
            }
            // A round that fails while the device closes says so too.
            http.end_wait();
            // Held open until the device lets go of it.
            assert_eq!(stream.read(&mut [0; 16]).unwrap_or(0), 0);
        }
    });
    for _ in 0..3 {
        // The third begins after the end of all.
        assert_eq!(listener.answer(&AwaitNews).unwrap_err().code, Code::Offline);
    }
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    ending.join().unwrap();
}
