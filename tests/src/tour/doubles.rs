//! Two volunteers at one door, and a visit that is void.

use wufei_domain::{
    ids::{DoorId, RecordId},
    role::Role,
    visit::{Outcome, VoidReason},
};

use super::{Told, stage::Stage};
use crate::{
    harness::{Failure, holds, same},
    neighbourhood::units::MAXI,
};

fn shared_door(stage: &Stage) -> Result<DoorId, Failure> {
    let second = stage.world.turf(1)?;
    let shared = stage.world.turf(0)?.doors.iter().find(|door| second.doors.contains(door));
    shared.copied().ok_or_else(|| Failure::new("a door in two turfs", "none"))
}

pub(super) fn double_visit(stage: &mut Stage) -> Told {
    let (first, second) = (stage.world.turf(0)?.id, stage.world.turf(1)?.id);
    let door = shared_door(stage)?;
    let colleague = stage.world.device("colleague", Role::Volunteer, MAXI, 1)?;
    stage.enter("colleague", colleague);
    let colleague = stage.who("colleague")?;
    colleague.take_turf(second)?;
    colleague.sync_and_walk(second, "the shared door on the list", |view| {
        view.doors.iter().any(|row| row.door == door && row.open_label.is_some())
    })?;
    colleague.visit(second, door, Outcome::Refused, &[])?;
    colleague.sync()?;

    let counted = "SELECT count(DISTINCT actor) FROM v_visits WHERE door = ?1 AND voided = 0";
    let seen = stage.world.server.count(counted, [door.to_string()])?;
    same("people who visited the door, at the server", &2, &seen)?;
    let volunteer = stage.who("volunteer")?;
    volunteer.sync_and_walk(first, "the door marked as a pair", |view| {
        view.doors.iter().any(|row| row.door == door && row.pair_word.is_some())
    })?;
    let shown = volunteer.open_door(door)?;
    let pairs = shown.history.iter().filter(|row| row.pair_word.is_some()).count();
    same("visits on the door's screen shown as a pair", &2, &pairs)?;
    Ok(format!("{}: both visits at the server, shown as a pair to the first", shown.label))
}

pub(super) fn void(stage: &mut Stage) -> Told {
    let turf = stage.world.turf(0)?.clone();
    let door = turf.doors.get(6).copied().ok_or_else(|| Failure::new("a seventh door", "none"))?;
    let volunteer = stage.who("volunteer")?;
    volunteer.walk(turf.id, "the door list", |view| !view.doors.is_empty())?;
    let shown = volunteer.open_door(door)?;
    let visit: RecordId = shown
        .history
        .iter()
        .find(|row| row.void_label.is_some())
        .map(|row| row.visit)
        .ok_or_else(|| Failure::new("a visit of one's own to void", format!("{shown:?}")))?;
    volunteer.void_visit(door, visit, VoidReason::WrongOutcome)?;
    volunteer.sync()?;
    let seen: (i64, Option<String>) = stage.world.server.read()?.query_row(
        "SELECT voided, void_reason FROM v_visits WHERE id = ?1",
        [visit.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let expected = (1, Some(VoidReason::WrongOutcome.code().to_owned()));
    same("the visit in v_visits", &expected, &seen)?;
    let kept = stage.world.server.count("SELECT count(*) FROM v_visits", [])?;
    holds("the void visit still on record", kept >= 41, || kept.to_string())?;
    Ok(format!("{}: void at the server (wrong_outcome), still on record", shown.label))
}
