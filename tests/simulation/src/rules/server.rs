//! What the server has, against the model.

use std::collections::{BTreeMap, BTreeSet};

use wufei_domain::{
    ids::{DoorId, RecordId},
    time::UnixMs,
    visit::{DoorState, Outcome, SeenVisit, Visit, VisitVoid, VoidReason, door_state},
};
use wufei_server::store::Statement;

use super::{DEAR_EVERY, ledger};
use crate::{
    violation::{Violation, holds},
    world::World,
};

const COUNT: Statement = Statement { name: "rules::COUNT", text: "SELECT count(*) FROM records" };
const RECORDS: Statement =
    Statement { name: "rules::RECORDS", text: "SELECT id, hash FROM records" };
const GAPS: Statement = Statement { name: "rules::GAPS", text: "SELECT id FROM restore_gaps" };
const HEADS: Statement = Statement {
    name: "rules::HEADS",
    text: "SELECT h.scope, h.seq, count(f.seq), coalesce(max(f.seq), 0)
  FROM feed_heads h LEFT JOIN feed f ON f.scope = h.scope GROUP BY h.scope",
};
/// Records without the rows they say, and rows without their record.
const HALVES: Statement = Statement {
    name: "rules::HALVES",
    text: "SELECT
    (SELECT count(*) FROM records WHERE kind = 'visit' AND id NOT IN (SELECT id FROM visits))
  + (SELECT count(*) FROM records WHERE kind = 'drop_off'
       AND id NOT IN (SELECT source FROM transfers WHERE phase = 'pending'))
  + (SELECT count(*) FROM records WHERE kind = 'visit_void'
       AND id NOT IN (SELECT id FROM visit_voids))
  + (SELECT count(*) FROM visits WHERE id NOT IN (SELECT id FROM records))
  + (SELECT count(*) FROM drop_offs WHERE id NOT IN (SELECT id FROM records))",
};
const VISITS: Statement = Statement {
    name: "rules::VISITS",
    text: "SELECT v.id, v.community || '-' || v.door, v.turf, v.outcome, v.actor, v.made_at,
    v.supersedes FROM visits v",
};
const VOIDS: Statement = Statement {
    name: "rules::VOIDS",
    text: "SELECT x.visit, v.community || '-' || v.door, v.turf, x.reason
  FROM visit_voids x JOIN visits v ON v.community = x.community AND v.id = x.visit",
};

/// Holds the cheap rules, and every so often the dear ones.
///
/// # Errors
/// The violation.
pub(crate) fn server(world: &World<'_>) -> Result<(), Violation> {
    if world.city.disk.is_off() || world.city.desk.is_none() {
        return Ok(());
    }
    let outside = world.city.outside()?;
    let many: i64 = outside.count(&COUNT, &[])?;
    let known = i64::try_from(world.model.truth.accepted.len()).unwrap_or(i64::MAX);
    holds("the server has each record it took, once", many == known, || {
        format!("{many} in its database, {known} taken")
    })?;
    if world.decided.is_multiple_of(DEAR_EVERY) { server_as_a_whole(world) } else { Ok(()) }
}

/// Holds all rules of the server.
///
/// # Errors
/// The violation.
pub(crate) fn server_as_a_whole(world: &World<'_>) -> Result<(), Violation> {
    if world.city.disk.is_off() || world.city.desk.is_none() {
        return Ok(());
    }
    records(world)?;
    feeds(world)?;
    let halves = world.city.outside()?.count(&HALVES, &[])?;
    holds("a record is stored with all it says", halves == 0, || format!("{halves} halves"))?;
    let (model, found) = (world.model.truth.doors(), doors(world)?);
    holds("each door stands where the model has it", model == found, || {
        let other = |door: &&DoorId| model.get(*door) != found.get(*door);
        let door = model.keys().chain(found.keys()).find(other);
        let at = door.map(|door| (model.get(door), found.get(door)));
        format!("{door:?}, model and server: {at:?}")
    })?;
    ledger::holds_on_the_server(world)
}

fn records(world: &World<'_>) -> Result<(), Violation> {
    let outside = world.city.outside()?;
    let mut found: BTreeMap<RecordId, String> = BTreeMap::new();
    for row in outside.rows(&RECORDS, &[])? {
        found.insert(row.read(0)?, row.text(1)?.to_owned());
    }
    let mut gaps: BTreeSet<RecordId> = BTreeSet::new();
    for row in outside.rows(&GAPS, &[])? {
        gaps.insert(row.read(0)?);
    }
    for (id, hash) in &world.model.ever {
        let is_there = found.get(id).is_some_and(|stored| stored == hash);
        holds(
            "what was acknowledged is there, or listed as a gap",
            is_there || gaps.contains(id),
            || format!("{id}, there: {:?}", found.get(id)),
        )?;
    }
    let taken = &world.model.truth.accepted;
    let missing = taken.keys().find(|id| !found.contains_key(id));
    holds("what the server took since its last restore is there", missing.is_none(), || {
        format!("{missing:?} is not")
    })
}

fn feeds(world: &World<'_>) -> Result<(), Violation> {
    for row in world.city.outside()?.rows(&HEADS, &[])? {
        let scope = row.text(0)?;
        let (head, count, last): (i64, i64, i64) =
            (row.integer(1)?, row.integer(2)?, row.integer(3)?);
        holds("a feed has every number up to its head", head == count && head == last, || {
            format!("{scope}: head {head}, {count} rows, the last is {last}")
        })?;
    }
    Ok(())
}

/// Where each door stands by the server's own tables.
fn doors(world: &World<'_>) -> Result<BTreeMap<DoorId, DoorState>, Violation> {
    let outside = world.city.outside()?;
    let odd = |what: &str| Violation::own(format!("{what} is not known"));
    let mut visits: BTreeMap<DoorId, Vec<SeenVisit>> = BTreeMap::new();
    for row in outside.rows(&VISITS, &[])? {
        let door: DoorId = row.read(1)?;
        let visit = Visit {
            turf: row.read(2)?,
            door,
            outcome: Outcome::from_code(row.text(3)?).ok_or_else(|| odd("an outcome"))?,
            script_version: None,
            answers: Vec::new(),
            supersedes: row.read_if_any(6)?,
            photos: Vec::new(),
        };
        let made_at = UnixMs::new(row.integer(5)?);
        let seen = SeenVisit { id: row.read(0)?, actor: row.read(4)?, made_at, visit };
        visits.entry(door).or_default().push(seen);
    }
    let mut voids: BTreeMap<DoorId, Vec<VisitVoid>> = BTreeMap::new();
    for row in outside.rows(&VOIDS, &[])? {
        let (door, reason): (DoorId, &str) = (row.read(1)?, row.text(3)?);
        let reason = VoidReason::ALL.into_iter().find(|known| known.code() == reason);
        let void = VisitVoid {
            turf: row.read(2)?,
            door,
            visit: row.read(0)?,
            reason: reason.ok_or_else(|| odd("a reason"))?,
        };
        voids.entry(door).or_default().push(void);
    }
    let none = Vec::new();
    let state = |(door, visits): (&DoorId, &Vec<SeenVisit>)| {
        (*door, door_state(visits, voids.get(door).unwrap_or(&none)))
    };
    Ok(visits.iter().map(state).collect())
}
