//! A machine whose clock moves: its operator is told, on either database.

use std::time::{Duration, Instant};

use wufei_domain::time::{DAY_MS, UnixMs};

use super::city::{ATTENDANT, City};
use crate::{
    clock::{ClockWatch, Moved, STEP_MS},
    log::tests::written,
    machine,
    service::Request,
    writer::Writer,
};

/// What a start tells the operator to look at.
fn told_at_a_start(city: &City) -> String {
    written("json", "warn", || {
        let (writer, thread) = Writer::start(&city.database(), 5_000).unwrap();
        drop(writer);
        thread.join().unwrap().unwrap();
    })
}

const BEHIND: &str = r#""event":"clock_moved","message":"the clock of this machine is "#;

#[test]
fn a_clock_behind_an_act_that_the_database_holds_is_told_at_a_start() {
    let mut city = City::new();
    assert_eq!(told_at_a_start(&city), "", "the control: nothing is ahead of it");
    city.now = machine::now().plus_ms(3 * DAY_MS);
    city.code(ATTENDANT, 60_000);
    let told = told_at_a_start(&city);
    assert!(told.contains(BEHIND) && told.contains("259"), "{told}");
}

#[test]
fn a_clock_behind_a_contact_that_the_database_holds_is_told_at_a_start() {
    let mut city = City::new();
    city.now = machine::now();
    let device = city.enrol(ATTENDANT);
    assert_eq!(told_at_a_start(&city), "", "the control: nothing is ahead of it");
    city.now = city.now.plus_ms(3 * DAY_MS);
    city.ask(Request::News(device.bearer.clone())).unwrap();
    let told = told_at_a_start(&city);
    assert!(told.contains(BEHIND), "{told}");
}

#[test]
fn a_clock_that_steps_while_the_server_runs_is_told_once() {
    let (wall, steady) = (UnixMs::new(1_795_000_000_000), Instant::now());
    for (step_ms, moved) in [
        (0, None),
        (STEP_MS - 1, None),
        (1 - STEP_MS, None),
        (STEP_MS, Some(Moved::By(STEP_MS))),
        (-DAY_MS, Some(Moved::By(-DAY_MS))),
    ] {
        let mut watch = ClockWatch::new(wall, steady);
        let later = |ms: u64| steady + Duration::from_millis(ms);
        assert_eq!(watch.look(wall.plus_ms(5_000), later(5_000)), None, "both went on");
        assert_eq!(watch.look(wall.plus_ms(10_000 + step_ms), later(10_000)), moved);
        assert_eq!(watch.look(wall.plus_ms(15_000 + step_ms), later(15_000)), None, "and no more");
    }
    let back = Moved::By(-DAY_MS).to_string();
    assert_eq!(back, "the clock of this machine moved back by 86400 s, or it slept");
}
