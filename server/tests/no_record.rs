//! Nothing that a visitor types into the public look-up is kept: the real program's whole log and
//! every file beside its database are searched for a word that was looked up.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

mod program;

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    thread,
    time::Duration,
};

use program::{Serving, serve};

/// The most that the log can say, as a machine reads it.
const MOST: [(&str, &str); 2] = [("WUFEI_LOG", "json"), ("WUFEI_LOG_LEVEL", "debug")];

/// Chinese and Latin letters that no rulebook, no log and no page has.
const WORD: &str = "曲率灶台Zqxjvk";

/// The Latin end of [`WORD`], which no encoding of a form or an address changes but its case.
const MARK: &str = "zqxjvk";

fn started() -> (tempfile::TempDir, Serving) {
    saying(&[])
}

/// A server with more said of its log.
fn saying(variables: &[(&str, &str)]) -> (tempfile::TempDir, Serving) {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(folder.path(), variables);
    (folder, serving)
}

fn ask(at: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
}

fn post(path: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Looks the word up in every way there is, also in ways that are refused.
fn look_up(at: SocketAddr) {
    let word = encoded(WORD);
    let answered = ask(at, &post("/look-up?lang=en", &format!("q={word}")));
    assert!(answered.contains(WORD), "it was looked up: {answered}");
    let asked = ask(at, &get(&format!("/look-up?q={word}&mode=elder")));
    assert!(asked.contains(WORD), "it was looked up: {asked}");
    let long = word.repeat(200);
    for request in [
        get(&format!("/look-up?item={word}")),
        get(&format!("/look-up?q={word}&q={word}")),
        get(&format!("/look-up?q={long}")),
        post("/look-up", &format!("q={long}")),
        post("/look-up", &format!("q={word}&q={word}")),
        post("/look-up", &format!("{word}=%FF")),
        get(&format!("/poster/{word}")),
        get(&format!("/l/{word}")),
        get(&format!("/{word}")),
    ] {
        let answer = ask(at, &request);
        assert!(answer.starts_with("HTTP/1.1 ") && !answer.contains(" 500 "), "{answer}");
    }
}

/// The files that hold the word: as typed, in any case, or as an address writes it.
fn holding(folder: &Path) -> Vec<String> {
    let (typed, chinese) = (WORD.to_lowercase(), encoded("曲率灶台").to_lowercase());
    let mut found = Vec::new();
    let mut searched = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let bytes = fs::read(entry.path()).unwrap().to_ascii_lowercase();
        let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        searched += 1;
        if [MARK, &typed, "曲率灶台", &chinese].into_iter().any(has) {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    assert!(searched >= 3, "database, log and address were searched: {searched}");
    found.sort();
    found
}

#[test]
fn what_is_looked_up_is_in_no_log_and_no_database() {
    let (folder, mut server) = started();
    look_up(server.at);
    // Long enough for a few rounds of counting.
    thread::sleep(Duration::from_millis(300));
    server.stop();
    let log = fs::read_to_string(&server.log).unwrap();
    assert!(log.contains("listening on"), "the log is the program's own: {log}");
    assert_eq!(holding(folder.path()), Vec::<String>::new());
}

/// With all that the log can say, as JSON.
#[test]
fn what_is_looked_up_is_in_no_log_that_tells_each_request() {
    let (folder, mut server) = saying(&MOST);
    look_up(server.at);
    server.stop();
    let log = fs::read_to_string(&server.log).unwrap();
    for said in
        ["\"event\":\"request\"", "\"route\":\"/look-up\",\"status\":200", "\"event\":\"stopped\""]
    {
        assert!(log.contains(said), "{said}: {log}");
    }
    let events: Vec<&str> = log.lines().filter(|line| line.starts_with('{')).collect();
    let tells = |what: &str| events.iter().filter(|line| line.contains(what)).count();
    assert_eq!(tells("127.0.0.1"), 0, "no address of who asked: {log}");
    assert!(tells("\"route\"") >= 11, "the control: each request is told: {log}");
    assert_eq!(holding(folder.path()), Vec::<String>::new());
}

/// The control: with a line of log a request, path and query, the same search finds the word.
#[test]
fn a_log_of_paths_and_queries_would_be_found() {
    let (folder, mut server) = started();
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let (before, at, log) = (proxy.local_addr().unwrap(), server.at, server.log.clone());
    thread::spawn(move || {
        for stream in proxy.incoming() {
            let mut stream = stream.unwrap();
            let mut request = vec![0; 64 * 1024];
            let read = stream.read(&mut request).unwrap();
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let line = request.lines().next().unwrap_or_default();
            let mut log = File::options().append(true).open(&log).unwrap();
            writeln!(log, "{line}").unwrap();
            let _ = stream.write_all(ask(at, &request).as_bytes());
        }
    });
    let asked = ask(before, &get(&format!("/look-up?q={}", encoded(WORD))));
    assert!(asked.contains(WORD), "it was looked up: {asked}");
    server.stop();
    assert_eq!(holding(folder.path()), ["log"]);
}

/// The control: a word that gets into the database is found there.
#[test]
fn a_word_in_the_database_would_be_found() {
    let (folder, mut server) = started();
    look_up(server.at);
    server.stop();
    let file = folder.path().join("city.sqlite");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute("INSERT INTO meta (name, value) VALUES ('asked', ?1)", [WORD]).unwrap();
    drop(database);
    assert_eq!(holding(folder.path()), ["city.sqlite"]);
}
