//! A device that has everything asks whether there is something new.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{DOORS_HERE, SECOND_TURF_DOORS, Town, Watch, second_turf, turf};
use crate::{
    bench::sync::{
        counter::{Hidden, Seen},
        load::DOORS,
    },
    harness::{Failure, PATIENCE},
};

/// Nothing for so long means that what went on is over.
const QUIET: Duration = Duration::from_millis(400);

/// A wait for news is over by then, and the next one asked for.
const POLL: Duration = Duration::from_secs(70);

/// So many polls of one device with three feeds: its village's and those of two turfs. A poll is what
/// passes between two times of quiet: the end of a wait for news and the question for the next.
///
/// # Errors
/// When it does not ask.
pub fn run(runs: u8) -> Result<Vec<Seen>, Failure> {
    let town = Town::new(DOORS, 1, Hidden::Nothing)?;
    let device = town.device(0)?;
    for turf in [turf(), second_turf()] {
        town.take_turf(&device, turf)?;
    }
    let all = i64::from(DOORS + SECOND_TURF_DOORS);
    Watch::new(&town.folder(0))?.until(DOORS_HERE, |count| count == all, PATIENCE)?;
    until_quiet(&town)?;
    (0..runs)
        .map(|_| {
            let deadline = Instant::now() + POLL;
            loop {
                let poll = until_quiet(&town)?;
                if poll != Seen::default() {
                    return Ok(poll);
                }
                if Instant::now() >= deadline {
                    return Err(Failure::new("a device that asks", "nothing"));
                }
            }
        })
        .collect()
}

/// What was seen until nothing more came.
fn until_quiet(town: &Town) -> Result<Seen, Failure> {
    let deadline = Instant::now() + PATIENCE;
    let mut all = Seen::default();
    loop {
        thread::sleep(QUIET);
        let seen = town.counter.take();
        if seen == Seen::default() {
            return Ok(all);
        }
        all.up_bytes += seen.up_bytes;
        all.down_bytes += seen.down_bytes;
        all.requests += seen.requests;
        if Instant::now() >= deadline {
            return Err(Failure::new("a round that ends", format!("{all:?}")));
        }
    }
}
