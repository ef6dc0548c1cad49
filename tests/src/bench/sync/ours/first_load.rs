//! A turf that a device has never seen: bytes and time until its list can be walked.

use std::time::{Duration, Instant};

use wufei_app::{
    event::{TurfsEvent, UiEvent},
    view::Screen,
};

use super::{DOORS_HERE, Town, Watch, turf};
use crate::{
    bench::sync::counter::{Hidden, Seen},
    harness::Failure,
};

/// How long one may take before it is given up.
const PATIENCE: Duration = Duration::from_mins(5);

/// One run.
#[derive(Debug, Clone, Copy)]
pub struct FirstLoad {
    /// From the tap until every door is in the device's database.
    pub stored: Duration,
    /// From the tap until the whole list is shown.
    pub shown: Duration,
    /// What it took on the wire.
    pub seen: Seen,
}

/// So many runs, each with a device of its own, in one town.
///
/// # Errors
/// When the list does not come.
pub fn run(doors: u32, runs: u8, hidden: Hidden) -> Result<Vec<FirstLoad>, Failure> {
    let town = Town::new(doors, runs, hidden)?;
    (0..usize::from(runs)).map(|person| once(&town, person, doors)).collect()
}

fn once(town: &Town, person: usize, doors: u32) -> Result<FirstLoad, Failure> {
    let device = town.device(person)?;
    device.sync()?;
    town.end_leases()?;
    device.take_turf_offered(turf())?;
    device.want_turf(turf())?;
    let mut watch = Watch::new(&town.folder(person))?;
    town.counter.take();
    let began = Instant::now();
    device.finish_quiz()?;
    let stored = watch.until(DOORS_HERE, |count| count == i64::from(doors), PATIENCE)?;
    let seen = town.counter.take();
    let wanted = usize::try_from(doors).unwrap_or(usize::MAX);
    device.send(UiEvent::Turfs { event: TurfsEvent::Walk { turf: turf() } })?;
    device.until_within(PATIENCE, "the whole list", |view| match &view.screen {
        Screen::Doors { doors } => (doors.doors.len() == wanted).then_some(()),
        _ => None,
    })?;
    let shown = began.elapsed();
    Ok(FirstLoad { stored: stored.duration_since(began), shown, seen })
}
