//! The longest screen, a list of 40 doors, made from the model, beside a copy of what was made.

use std::hint::black_box;

use wufei_domain::{role::Role, visit::Outcome};

use super::Pair;
use crate::{
    harness::{Failure, World},
    neighbourhood::units::MAXI,
};

/// Views in one run.
const VIEWS: usize = 500;

pub(super) fn doors(runs: usize) -> Result<Pair, Failure> {
    let world = World::new()?;
    let device = world.device("volunteer", Role::Volunteer, MAXI, 0)?;
    let turf = world.turf(0)?.clone();
    device.take_turf(turf.id)?;
    device.sync_and_walk(turf.id, "40 doors", |view| view.doors.len() == 40)?;
    for door in turf.doors.iter().take(20) {
        device.visit(turf.id, *door, Outcome::NotHome, &[])?;
    }
    device.walk(turf.id, "20 visited", |view| {
        view.doors.iter().filter(|door| door.outcome.is_some()).count() == 20
    })?;
    let made = device.view()?;
    Pair::measure(
        ["make the view of 40 doors", "a copy of the same view"],
        runs,
        VIEWS,
        || {
            for _ in 0..VIEWS {
                black_box(device.view()?);
            }
            Ok(())
        },
        || {
            (0..VIEWS).for_each(|_| drop(black_box(made.clone())));
            Ok(())
        },
    )
}
