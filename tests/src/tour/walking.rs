//! A volunteer's evening: a turf of 40 doors, walked while the server is away.

use wufei_domain::{
    ids::{DoorId, RecordId, TurfId},
    role::Role,
    visit::Outcome,
};

use super::{Told, stage::Stage};
use crate::{
    harness::{Failure, TestDevice, holds, same},
    neighbourhood::units::MAXI,
};

const ANSWERS: [(&str, &str); 2] = [("bins", "four"), ("drained", "sometimes")];

pub(super) fn turf(stage: &mut Stage) -> Told {
    let volunteer = stage.world.device("volunteer", Role::Volunteer, MAXI, 0)?;
    stage.enter("volunteer", volunteer);
    let turf = stage.world.turf(0)?.clone();
    let volunteer = stage.who("volunteer")?;
    volunteer.take_turf(turf.id)?;
    let list = volunteer.sync_and_walk(turf.id, "40 doors to open", |view| {
        view.doors.iter().filter(|door| door.open_label.is_some()).count() == 40
    })?;
    let order: Vec<DoorId> = list.doors.iter().map(|row| row.door).collect();
    same("the doors in the order of the walk", &turf.doors, &order)?;
    let leased = "SELECT count(*) FROM leases l JOIN turf_doors d
        ON d.community = l.community AND d.turf = l.turf WHERE l.turf = ?1";
    let seen = stage.world.server.count(leased, [turf.id.to_string()])?;
    same("doors leased at the server", &40, &seen)?;
    Ok(format!("{}: 40 doors leased at the server, 40 on the device in order", turf.name))
}

/// The outcomes in turn: all six come.
fn outcome(index: usize) -> Outcome {
    Outcome::ALL[index % Outcome::ALL.len()]
}

fn visit_each(
    volunteer: &TestDevice,
    turf: TurfId,
    doors: &[DoorId],
    first: usize,
) -> Result<(), Failure> {
    volunteer.walk(turf, "the door list", |view| view.doors.len() == 40)?;
    for (index, door) in (first..).zip(doors) {
        volunteer.visit(turf, *door, outcome(index), &ANSWERS)?;
    }
    Ok(())
}

fn waiting(volunteer: &TestDevice) -> Result<Vec<RecordId>, Failure> {
    let records = volunteer.store()?.records()?;
    Ok(records.iter().filter(|own| own.state == "waiting").map(|own| own.record.id).collect())
}

pub(super) fn offline_visits(stage: &mut Stage) -> Told {
    let turf = stage.world.turf(0)?.clone();
    stage.who("volunteer")?;
    let seen_before = stage.world.server.count("SELECT count(*) FROM v_visits", [])?;
    stage.world.server.kill()?;
    let (early, late) = turf.doors.split_at(20);
    visit_each(stage.who("volunteer")?, turf.id, early, 0)?;
    // Half-way the phone is switched off and on; the next step tells of it.
    let before = waiting(stage.who("volunteer")?)?;
    stage.who_mut("volunteer")?.restart()?;
    let volunteer = stage.who("volunteer")?;
    let after = waiting(volunteer)?;
    visit_each(volunteer, turf.id, late, 20)?;
    let shown = volunteer.outbox()?.waiting;
    let stored = volunteer.store()?.outbox("visit")?;
    stage.restart = Some((before, after));
    same("visits waiting, on the screen and in v_outbox", &(40, 40), &(shown, stored))?;
    let seen = stage.world.server.count("SELECT count(*) FROM v_visits", [])?;
    same("visits at the killed server", &seen_before, &seen)?;
    Ok("server killed; 40 doors visited, outbox 40, none at the server".to_owned())
}

pub(super) fn phone_restart(stage: &mut Stage) -> Told {
    let (before, after) = stage.restart.clone().ok_or_else(|| {
        Failure::new("a phone switched off half-way", "none: `offline-visits` failed before it")
    })?;
    same("visits waiting when it was switched off", &20, &before.len())?;
    same("visits waiting when it was on again", &before, &after)?;
    let volunteer = stage.who_mut("volunteer")?;
    let before = waiting(volunteer)?;
    volunteer.restart()?;
    same("visits waiting after a second restart", &before, &waiting(volunteer)?)?;
    let shown = volunteer.outbox()?.waiting;
    holds("40 on the outbox screen", shown == 40, || shown.to_string())?;
    Ok("dropped after 20 doors and again after 40: the same records wait, 20 and 40".to_owned())
}
