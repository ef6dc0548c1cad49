//! No secret leaves the real program: what was typed to log in, and a phone number, are in no line of log
//! and in no file beside the database.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

mod program;

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use program::{PROGRAM, database, serve};

/// The most that the log can say, as a machine reads it.
const MOST: [(&str, &str); 2] = [("WUFEI_LOG", "json"), ("WUFEI_LOG_LEVEL", "debug")];

const ORGANISER: &str = "00000000-0000-0000-0000-000000000008";
const HOUSEHOLD: &str = "330683106273-1";

/// Letters that no page, no rulebook and no log has: in a name, in a password, in the right password.
const MARKS: [&str; 3] = ["zqxjvkname", "zqxjvkguess", "zqxjvkright"];

const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
";

const ROLL: &str = r#"{
  "synthetic": true, "source": "合成数据 synthetic", "as_of": 1790000000000,
  "tariff": { "version": 1, "valid_from": 0, "points_per_yuan": 100, "rates": [
    { "material": "pet", "name_zh": "pet", "name_en": "pet", "points_per_kg": 120 }] },
  "script": { "version": 1, "questions": [] },
  "communities": [{ "code": "330683106273",
    "households": [{ "number": 1, "label": "1 号", "card_serial": 1 }], "doors": [] }],
  "points": [], "turfs": [],
  "people": [{ "actor": "00000000-0000-0000-0000-000000000008", "label": "某人",
    "role": "organiser", "community": "330600000000" }]
}"#;

/// Runs the program with a line on its standard input; gives all it said.
fn run(folder: &Path, words: &[&str], line: &str) -> String {
    let mut child = Command::new(PROGRAM)
        .args(words)
        .args(["--database", &database(folder)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // An order that reads nothing may have ended already.
    let _ = writeln!(child.stdin.take().unwrap(), "{line}");
    let done = child.wait_with_output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(done.status.success(), "{words:?}: {said}");
    said
}

/// A city with one household and one organiser who may log in.
fn city() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("areas.csv", AREAS), ("roll.json", ROLL)] {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let what = name.split('.').next().unwrap();
        run(folder.path(), &["import", what, &file.to_string_lossy()], "");
    }
    let password = format!("{} 乌篷船 社戏", MARKS[2]);
    let words = ["login", "add", "--actor", ORGANISER, "--name", "wang.fang"];
    let said = run(folder.path(), &words, &password);
    assert!(said.contains("otpauth://totp/Wufei:wang.fang?secret="), "{said}");
    folder
}

fn try_in(at: SocketAddr, name: &str, password: &str) -> String {
    let body = format!("name={name}&password={password}&code=123456");
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(
        stream,
        "POST /console/login?lang=en HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

/// Serves while `work` runs; gives the log.
fn served(folder: &Path, variables: &[(&str, &str)], work: impl FnOnce(SocketAddr)) -> String {
    let mut serving = serve(folder, variables);
    work(serving.at);
    serving.stop();
    fs::read_to_string(&serving.log).unwrap()
}

/// The files that hold a text, in any case.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let bytes = fs::read(entry.path()).unwrap().to_ascii_lowercase();
        if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn what_was_typed_to_log_in_is_in_no_log_and_no_database() {
    typed_to_log_in(&[]);
}

/// With all that the log can say, as JSON.
#[test]
fn what_was_typed_to_log_in_is_in_no_log_that_tells_each_request() {
    let log = typed_to_log_in(&MOST);
    let request = "\"event\":\"request\",\"message\":\"answered\",\"method\":\"POST\",";
    assert!(
        log.contains(&format!("{request}\"route\":\"/console/login\",\"status\":403")),
        "{log}"
    );
    assert!(log.contains("\"level\":\"warn\",\"event\":\"login_failed\""), "{log}");
}

/// Logs in with wrong words and searches all files; gives the log.
fn typed_to_log_in(variables: &[(&str, &str)]) -> String {
    let folder = city();
    let log = served(folder.path(), variables, |at| {
        for (name, password) in
            [(MARKS[0], MARKS[1]), ("wang.fang", MARKS[1]), ("wang.fang", MARKS[2])]
        {
            let answer = try_in(at, name, password);
            assert!(
                answer.starts_with("HTTP/1.1 403") && answer.contains("did not work"),
                "{answer}"
            );
        }
    });
    // The operator is told whose log-in failed, and why.
    assert!(log.contains("a log-in failed: nobody has that name"), "{log}");
    assert!(log.contains(&format!("a log-in of {ORGANISER} failed, 1 in a row")), "{log}");
    assert!(log.contains(&format!("a log-in of {ORGANISER} was not looked at")), "{log}");
    for mark in MARKS {
        assert_eq!(holding(folder.path(), mark), Vec::<String>::new(), "{mark}");
    }
    // The control: the search finds what is there.
    assert_eq!(holding(folder.path(), "in a row"), ["log"]);
    let mut file = File::options().append(true).open(folder.path().join("log")).unwrap();
    writeln!(file, "a log-in of {} failed", MARKS[0]).unwrap();
    assert_eq!(holding(folder.path(), MARKS[0]), ["log"]);
    log
}

#[test]
fn a_phone_number_is_in_no_line_and_no_file() {
    let folder = city();
    let who = ["--household", HOUSEHOLD];
    let mut said = run(folder.path(), &["phone", "set", who[0], who[1]], "138 1234 5678");
    said += &run(folder.path(), &["phone", "find"], "+8613812345678");
    said += &run(folder.path(), &["audit", "list"], "");
    let file = folder.path().join("household.json");
    let out = file.to_string_lossy();
    said += &run(folder.path(), &["household", "export", "--card", "00000013", "--out", &out], "");
    let backup = folder.path().join("backup.sqlite");
    said += &run(folder.path(), &["backup", &backup.to_string_lossy()], "");
    served(folder.path(), &MOST, |_| thread::sleep(Duration::from_millis(200)));
    assert!(said.contains("138****5678 is kept of household:330683106273-1"), "{said}");
    for digits in ["13812345678", "8123456", "12345678"] {
        assert!(!said.contains(digits), "{said}");
        assert_eq!(holding(folder.path(), digits), Vec::<String>::new(), "{digits}");
    }
    // The control: masked, it is where it was written to.
    assert_eq!(holding(folder.path(), "138****5678"), ["household.json"]);
}
