//! `Device` as a shell sees it: the real app on the real store, without a server.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tempfile::TempDir;
use wufei_app::{
    event::{LookupEvent, SettingsEvent, Tab},
    view::Screen,
};
use wufei_engine::{
    AnswerError, DATABASE, Device, OpenError, Platform, Refused, Settings, ShellAnswer,
    ShellQuestion, UiEvent,
};

#[derive(Default)]
struct Quiet(AtomicUsize);

impl Platform for Quiet {
    fn changed(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn ask(&self, _: u64, _: ShellQuestion) -> Result<(), Refused> {
        Err(Refused("this shell can do nothing".to_owned()))
    }
}

fn settings(folder: &Path, server: &str) -> Settings {
    Settings {
        folder: folder.to_owned(),
        server: server.to_owned(),
        city: "330600000000".parse().unwrap(),
        extra_root_pem: None,
        picks_photos: true,
        seal: None,
    }
}

/// A device without a server, past its start.
fn open(folder: &Path) -> Device {
    let device = Device::new(settings(folder, ""), Arc::new(Quiet::default())).unwrap();
    device.send(UiEvent::Start);
    until("started", || !matches!(device.view().screen, Screen::Starting { .. }));
    device
}

fn until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(5);
    while !done() {
        assert!(Instant::now() < end, "timed out: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn tell_us(device: &Device, word: &str) {
    device.send(UiEvent::Open { tab: Tab::Lookup });
    device.send(UiEvent::Lookup { event: LookupEvent::Typed { text: word.to_owned() } });
    device.send(UiEvent::Lookup { event: LookupEvent::TellUs });
}

fn outbox(folder: &Path) -> Vec<(String, String)> {
    let connection = Connection::open(folder.join(DATABASE)).unwrap();
    let mut view = connection.prepare("SELECT kind, state FROM v_outbox").unwrap();
    let rows = view.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_a_person_sends_is_on_disk_when_the_device_is_gone() {
    let folder = TempDir::new().unwrap();
    let device = open(folder.path());
    tell_us(&device, "zzqqxx");
    // The stamp and the append follow the event at once, so a drop right behind it loses nothing.
    drop(device);
    let waiting = || ("unknown_item".to_owned(), "waiting".to_owned());
    assert_eq!(outbox(folder.path()), [waiting()]);
    let device = open(folder.path());
    tell_us(&device, "xxqqzz");
    drop(device);
    assert_eq!(outbox(folder.path()), [waiting(), waiting()]);
}

#[test]
fn settings_are_there_at_the_next_start() {
    let folder = TempDir::new().unwrap();
    let device = open(folder.path());
    assert!(!device.view().elder);
    device.send(UiEvent::Settings { event: SettingsEvent::ElderPicked { on: true } });
    drop(device);
    assert!(open(folder.path()).view().elder);
}

#[test]
fn a_server_that_is_away_is_said_and_nothing_hangs() {
    let folder = TempDir::new().unwrap();
    // Port 9 of the own machine: nobody listens.
    let platform = Arc::new(Quiet::default());
    let device =
        Device::new(settings(folder.path(), "http://127.0.0.1:9"), platform.clone()).unwrap();
    device.send(UiEvent::Start);
    until("started", || !matches!(device.view().screen, Screen::Starting { .. }));
    device.send(UiEvent::Open { tab: Tab::Settings });
    let code = "3A4C6-D7E9F".to_owned();
    device.send(UiEvent::Settings { event: SettingsEvent::CodeTyped { text: code } });
    let before = device.view();
    device.send(UiEvent::Settings { event: SettingsEvent::Enrol });
    until("an answer", || {
        let now = device.view();
        now != before && !format!("{now:?}").contains("busy: true")
    });
    assert!(platform.0.load(Ordering::SeqCst) > 0);
    let start = Instant::now();
    drop(device);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn an_answer_to_nothing_is_refused() {
    let folder = TempDir::new().unwrap();
    let device = open(folder.path());
    let output = wufei_app::effect::shell::Scanned::Cancelled;
    assert_eq!(device.answer(7, ShellAnswer::Scan { output }), Err(AnswerError::NotOpen(7)));
}

#[test]
fn what_cannot_be_opened_says_why() {
    let folder = TempDir::new().unwrap();
    let refused = |settings| Device::new(settings, Arc::new(Quiet::default())).err().unwrap();
    let bad = refused(settings(folder.path(), "somewhere"));
    assert!(matches!(&bad, OpenError::Server(server) if server == "somewhere"), "{bad}");
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    assert!(matches!(refused(settings(&file, "")), OpenError::Folder { .. }));
    let connection = Connection::open(folder.path().join(DATABASE)).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    let newer = refused(settings(folder.path(), ""));
    assert!(matches!(newer, OpenError::NewerDatabase { found: 99, .. }), "{newer}");
}

#[test]
fn settings_never_show_a_certificate_in_a_log() {
    let mut settings = settings(Path::new("x"), "");
    settings.extra_root_pem = Some("-----BEGIN".to_owned());
    assert!(!format!("{settings:?}").contains("BEGIN"));
}
