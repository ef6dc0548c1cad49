//! From the commit of a record on one device until another one shows it, both online.

use std::{
    thread,
    time::{Duration, Instant},
};

use wufei_app::view::Screen;
use wufei_domain::{ids::DoorId, visit::Outcome};

use super::{Town, turf};
use crate::{
    bench::sync::{
        counter::Hidden,
        load::{DOORS, VILLAGE},
    },
    harness::{Failure, TestDevice},
};

/// What the product bounds it by.
pub const BOUND: &str = "two commits to disk, the news, and a round that asks for each feed";

/// Longer than that: a record that is not shown by then has been lost.
const PATIENCE: Duration = Duration::from_secs(90);

/// Latencies of so many check-ins, so far apart.
///
/// # Errors
/// When one is not shown in time.
pub fn run(check_ins: u32, apart: Duration) -> Result<Vec<Duration>, Failure> {
    let town = Town::new(DOORS, 2, Hidden::Nothing)?;
    let (near, far) = (town.device(0)?, town.device(1)?);
    for device in [&near, &far] {
        town.take_turf(device, turf())?;
        device.sync_and_walk(turf(), "its doors", |view| view.loading.is_none())?;
    }
    let village = VILLAGE.parse()?;
    let doors: Vec<DoorId> = (1..=check_ins).map(|number| DoorId::new(village, number)).collect();
    thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(&far, &doors));
        let mut made = Vec::new();
        for door in &doors {
            // A few milliseconds before the commit, so that nothing is left out.
            made.push(Instant::now());
            near.visit(turf(), *door, Outcome::NotHome, &[])?;
            thread::sleep(apart);
        }
        let shown = watcher.join().map_err(|_| Failure::new("a device", "a panic"))??;
        Ok(made
            .iter()
            .zip(shown)
            .map(|(made, shown)| shown.saturating_duration_since(*made))
            .collect())
    })
}

/// When each door was first shown as visited.
fn watch(device: &TestDevice, doors: &[DoorId]) -> Result<Vec<Instant>, Failure> {
    let mut shown: Vec<Option<Instant>> = vec![None; doors.len()];
    device.until_within(PATIENCE + PATIENCE, "every visit on the list", |view| {
        let Screen::Doors { doors: list } = &view.screen else { return None };
        for (door, shown) in doors.iter().zip(&mut shown) {
            let row = list.doors.iter().find(|row| row.door == *door);
            if shown.is_none() && row.is_some_and(|row| row.outcome.is_some()) {
                *shown = Some(Instant::now());
            }
        }
        shown.iter().copied().collect::<Option<Vec<Instant>>>()
    })
}
