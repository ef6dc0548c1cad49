//! Lines as they are read by others.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use super::*;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is written while `work` runs; moments are left out.
pub(crate) fn written(form: &str, level: &str, work: impl FnOnce()) -> String {
    let kept = Kept::default();
    let log = Log { form: form.parse().unwrap(), level: level.parse().unwrap() };
    let lines = Lines::new(log, kept.clone());
    tracing::subscriber::with_default(Registry::default().with(lines), work);
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    let redacted = text.lines().map(|line| match line.split_once("\"at\":\"") {
        Some((before, rest)) => {
            let (at, after) = rest.split_once('"').unwrap();
            assert!(at.len() == 24 && at.ends_with('Z') && at.starts_with("20"), "{at}");
            format!("{before}\"at\":\"…\"{after}\n")
        }
        None => format!("{line}\n"),
    });
    redacted.collect()
}

fn all() {
    report(Event::BackupDone, &"backup done: wufei-000001");
    report(Event::LoginFailed, &"a log-in failed: nobody has that name");
    report(Event::StoreFailed, &"insert into \"records\":\nno room");
    answered("/v1/push", "POST", 200, Duration::from_micros(12_900));
    answered("other", "GET", 503, Duration::from_secs(2));
    tracing::error!(target: "tokio_postgres", "a row of theirs");
    tracing::error!(target: "wufei_server_of_others", "not ours");
    drop(tracing::error_span!("no event").entered());
}

#[test]
fn a_line_of_json_an_event() {
    insta::assert_snapshot!(written("json", "debug", all), @r#"
    {"at":"…","level":"info","event":"backup_done","message":"backup done: wufei-000001"}
    {"at":"…","level":"warn","event":"login_failed","message":"a log-in failed: nobody has that name"}
    {"at":"…","level":"error","event":"store_failed","message":"insert into \"records\":\nno room"}
    {"at":"…","level":"debug","event":"request","message":"answered","method":"POST","route":"/v1/push","status":200,"ms":12}
    {"at":"…","level":"warn","event":"request","message":"answered","method":"GET","route":"other","status":503,"ms":2000}
    "#);
}

#[test]
fn a_sentence_a_line() {
    insta::assert_snapshot!(written("plain", "debug", all), @r#"
    wufei-server: backup done: wufei-000001
    wufei-server: a log-in failed: nobody has that name
    wufei-server: insert into "records":
    no room
    wufei-server: answered method=POST route=/v1/push status=200 ms=12
    wufei-server: answered method=GET route=other status=503 ms=2000
    "#);
}

#[test]
fn a_level_leaves_out_what_is_below_it() {
    for (level, lines) in [("error", 1), ("warn", 3), ("info", 4), ("debug", 5)] {
        assert_eq!(written("json", level, all).lines().count(), lines, "{level}");
    }
    for level in ["", "Info", "trace", "off"] {
        assert_eq!(level.parse::<LogLevel>(), Err(NoLogLevel));
    }
    assert_eq!("JSON".parse::<LogForm>(), Err(NoLogForm));
}
