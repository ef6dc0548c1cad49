//! The recorded events of `shared/app/recorded` give the recorded views, here and in every shell.

use std::{env, fs, path::PathBuf, thread, time::Duration};

use wufei_app::{
    event::UiEvent,
    view::{Screen, ViewModel},
};
use wufei_tests::harness::{Failure, TestDevice, same};

/// Nobody listens on the discard port of this machine.
const NO_SERVER: &str = "http://127.0.0.1:9";

/// A view that has not changed for so long is what an event gives; only for writing them anew.
const SETTLED: Duration = Duration::from_millis(700);

fn recorded(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/app/recorded").join(name)
}

fn events() -> Result<Vec<UiEvent>, Failure> {
    fs::read_to_string(recorded("alone.events.jsonl"))?
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

fn dump(view: &ViewModel) -> Result<String, Failure> {
    Ok(serde_json::to_string(view)?)
}

/// Raises the event; the device is open and has started.
fn raise(device: &TestDevice, event: UiEvent) -> Result<(), Failure> {
    if event == UiEvent::Start { Ok(()) } else { device.send(event) }
}

#[test]
fn each_recorded_event_gives_its_recorded_view() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let device = TestDevice::open(folder.path(), "alone", NO_SERVER)?;
    if env::var_os("WUFEI_RECORD").is_some() {
        return write(&device);
    }
    let views = fs::read_to_string(recorded("alone.views.jsonl"))?;
    let views: Vec<&str> = views.lines().collect();
    let events = events()?;
    same("a view an event", &events.len(), &views.len())?;
    for (number, (event, expected)) in (1..).zip(events.into_iter().zip(views)) {
        let raised = format!("{event:?}");
        raise(&device, event)?;
        device.until(&format!("line {number}, after {raised}: {expected}"), |view| {
            dump(view).is_ok_and(|seen| seen == expected).then_some(())
        })?;
    }
    Ok(())
}

fn write(device: &TestDevice) -> Result<(), Failure> {
    let mut lines = String::new();
    for event in events()? {
        raise(device, event)?;
        let mut view = device.view()?;
        loop {
            thread::sleep(SETTLED);
            let later = device.view()?;
            if later == view {
                break;
            }
            view = later;
        }
        lines += &dump(&view)?;
        lines.push('\n');
    }
    Ok(fs::write(recorded("alone.views.jsonl"), lines)?)
}

/// The control: a view with one word changed is not the recorded one.
#[test]
fn a_changed_word_is_seen() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let device = TestDevice::open(folder.path(), "alone", NO_SERVER)?;
    let mut view = device.view()?;
    let recorded = fs::read_to_string(recorded("alone.views.jsonl"))?;
    let first = recorded.lines().next().unwrap_or_default();
    same("the first view", &first, &dump(&view)?.as_str())?;
    if let Screen::Lookup { lookup } = &mut view.screen {
        lookup.clear_label.push('。');
    }
    same("another view", &false, &(dump(&view)? == first))
}
