//! Learning on a real device: what is answered stays on it, comes again in its time, and is nobody
//! else's.

use wufei_domain::{recall::DAYS, role::Role, time::DAY_MS};
use wufei_tests::{
    harness::{Failure, TestDevice, World, holds, same},
    neighbourhood::units::MAXI,
};

const LESSON: &str = "clean-enough";

fn detail(device: &TestDevice) -> Result<String, Failure> {
    let lessons = device.lessons()?.lessons;
    let row = lessons.into_iter().find(|row| row.lesson == LESSON);
    row.map(|row| row.detail).ok_or_else(|| Failure::new("the lesson", "none"))
}

/// The clock of the device goes on by the days of the first step: seen from its file, all that was
/// answered lies that much further back.
fn a_day_passes(folder: &std::path::Path) -> Result<(), Failure> {
    let outside = rusqlite::Connection::open(folder.join("phone").join(wufei_engine::DATABASE))?;
    let moved = "UPDATE recalls SET answered_at = answered_at - ?1, due_at = due_at - ?1";
    let rows = outside.execute(moved, [DAYS[0] * DAY_MS])?;
    holds("answers to move", rows > 0, || "none".to_owned())
}

#[test]
fn a_question_is_answered_kept_over_a_restart_and_asked_again_a_day_later() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let mut device = TestDevice::open(folder.path(), "phone", "")?;
    let before = detail(&device)?;
    device.begin_quiz(Some(LESSON))?;
    device.answer(false)?;
    device.answer_all()?;
    device.finish_quiz()?;
    let one_left = detail(&device)?;
    holds("the wrong one is due at once", one_left.contains('1'), || one_left.clone())?;
    device.begin_quiz(Some(LESSON))?;
    device.answer_all()?;
    device.finish_quiz()?;
    let none = detail(&device)?;
    // An end lets the store finish what it was given.
    device.restart()?;
    same("answers kept", &7, &device.store()?.recalls()?)?;
    same("due after a restart", &none, &detail(&device)?)?;
    same("the honour score", &Some("7".to_owned()), &device.lessons()?.score.map(|s| s.number))?;
    a_day_passes(folder.path())?;
    device.restart()?;
    same("due a day later", &before, &detail(&device)?)
}

#[test]
fn the_answers_go_with_the_person() -> Result<(), Failure> {
    let world = World::new()?;
    let mut device = world.device("resident", Role::Resident, MAXI, 0)?;
    device.lessons()?;
    device.begin_quiz(None)?;
    device.answer(true)?;
    device.restart()?;
    same("answers kept", &1, &device.store()?.recalls()?)?;
    device.leave()?;
    same("after the phone was handed on", &0, &device.store()?.recalls()?)?;
    let score = device.lessons()?.score.map(|score| score.number);
    same("the honour score", &Some("0".to_owned()), &score)
}

#[test]
fn a_volunteer_passes_the_ten_before_the_first_turf_and_never_again() -> Result<(), Failure> {
    let world = World::new()?;
    let mut device = world.device("volunteer", Role::Volunteer, MAXI, 0)?;
    let (first, second) = (world.turf(0)?.id, world.turf(1)?.id);
    device.take_turf_offered(first)?;
    device.want_turf(first)?;
    // The process ends before the turf is taken: what was right stays right.
    device.restart()?;
    same("answers kept", &10, &device.store()?.recalls()?)?;
    device.take_turf(first)?;
    let answered = device.store()?.recalls()?;
    device.take_turf_offered(second)?;
    device.take_turf(second)?;
    same("no question before the second", &answered, &device.store()?.recalls()?)
}
