//! The story of a walking city in 18 steps: real devices, a real server, figures read back from the
//! other end.
//!
//! A step that fails says what was expected and seen; the later ones are played all the same, and
//! fail with the reason when they cannot. Start here: [`STEPS`], [`play`], [`stage::Stage`].

mod doubles;
mod enrolment;
mod lookup;
mod places;
mod recycling;
mod sending;
pub mod stage;
mod standing;
mod walking;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use crate::harness::Failure;
use stage::Stage;

/// How the story is told.
#[derive(Debug, Default)]
pub struct Options {
    /// A proxy answers `accepted` for one batch that the server never sees.
    pub sabotage: bool,
    /// Where the databases are left; without it they go with the story.
    pub keep: Option<PathBuf>,
}

/// What a step gives back: a line with what was found at the other end.
type Told = Result<String, Failure>;

type Step = fn(&mut Stage) -> Told;

/// The steps, in their order.
pub const STEPS: [(&str, Step); 18] = [
    ("areas", places::areas),
    ("guide", lookup::guide),
    ("unknown-item", lookup::unknown_item),
    ("enrol", enrolment::enrol),
    ("card", enrolment::card),
    ("shift", recycling::shift),
    ("drop-offs", recycling::drop_offs),
    ("booked", recycling::booked),
    ("reversal", recycling::reversal),
    ("turf", walking::turf),
    ("offline-visits", walking::offline_visits),
    ("phone-restart", walking::phone_restart),
    ("resync", sending::resync),
    ("replay", sending::replay),
    ("double-visit", doubles::double_visit),
    ("void", doubles::void),
    ("standing", standing::standing),
    ("suppressed", standing::suppressed),
];

/// Plays all steps and tells each in a line; gives back how many failed.
///
/// # Errors
/// When nothing can be written.
pub fn play(options: &Options, out: &mut dyn Write) -> io::Result<usize> {
    let mut failed = 0;
    let mut stage = Stage::set(options);
    for (name, step) in STEPS {
        let told = match &mut stage {
            Ok(stage) => step(stage),
            Err(failure) => Err(failure.clone()),
        };
        match told {
            Ok(line) => writeln!(out, "ok  {name:<16} {line}")?,
            Err(failure) => {
                failed += 1;
                writeln!(out, "no  {name:<16} expected {}", failure.expected)?;
                writeln!(out, "    {:<16} seen     {}", "", failure.seen)?;
            }
        }
        out.flush()?;
    }
    if let Ok(stage) = stage
        && let Err(failure) = stage.clear()
    {
        writeln!(out, "    at the end: {failure}")?;
        failed = failed.max(1);
    }
    writeln!(out, "tour: {} steps, {failed} failed", STEPS.len())?;
    Ok(failed)
}
