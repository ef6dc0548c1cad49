//! What the server has, against the model.

use std::collections::{BTreeMap, BTreeSet};

use wufei_domain::{
    ids::{DoorId, RecordId},
    time::UnixMs,
    visit::{DoorState, Outcome, SeenVisit, Visit, VisitVoid, VoidReason, door_state},
};

use super::{DEAR_EVERY, ledger};
use crate::{
    violation::{Violation, holds},
    world::World,
};

const COUNT: &str = "SELECT count(*) FROM records";
const RECORDS: &str = "SELECT id, hash FROM records";
const GAPS: &str = "SELECT id FROM restore_gaps";
const HEADS: &str = "SELECT h.scope, h.seq, count(f.seq), coalesce(max(f.seq), 0)
  FROM feed_heads h LEFT JOIN feed f ON f.scope = h.scope GROUP BY h.scope";
/// Records without the rows they say, and rows without their record.
const HALVES: &str = "SELECT
    (SELECT count(*) FROM records WHERE kind = 'visit' AND id NOT IN (SELECT id FROM visits))
  + (SELECT count(*) FROM records WHERE kind = 'drop_off'
       AND id NOT IN (SELECT source FROM transfers WHERE phase = 'pending'))
  + (SELECT count(*) FROM records WHERE kind = 'visit_void'
       AND id NOT IN (SELECT id FROM visit_voids))
  + (SELECT count(*) FROM visits WHERE id NOT IN (SELECT id FROM records))
  + (SELECT count(*) FROM drop_offs WHERE id NOT IN (SELECT id FROM records))";
const VISITS: &str =
    "SELECT v.id, v.community || '-' || v.door, v.turf, v.outcome, v.actor, v.made_at,
    v.supersedes FROM visits v";
const VOIDS: &str = "SELECT x.visit, v.community || '-' || v.door, v.turf, x.reason
  FROM visit_voids x JOIN visits v ON v.community = x.community AND v.id = x.visit";

/// Holds the cheap rules, and every so often the dear ones.
///
/// # Errors
/// The violation.
pub(crate) fn server(world: &World<'_>) -> Result<(), Violation> {
    if world.city.disk.is_off() || world.city.desk.is_none() {
        return Ok(());
    }
    let outside = world.city.outside()?;
    let many: i64 = outside.prepare_cached(COUNT)?.query_row([], |row| row.get(0))?;
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
    let halves: i64 =
        world.city.outside()?.prepare_cached(HALVES)?.query_row([], |row| row.get(0))?;
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
    let mut statement = outside.prepare_cached(RECORDS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        found.insert(id.parse()?, row.get(1)?);
    }
    let mut gaps: BTreeSet<RecordId> = BTreeSet::new();
    let mut statement = outside.prepare_cached(GAPS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        gaps.insert(id.parse()?);
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
    let mut statement = world.city.outside()?.prepare_cached(HEADS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let scope: String = row.get(0)?;
        let (head, count, last): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
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
    let mut statement = outside.prepare_cached(VISITS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let door: DoorId = text(1)?.parse()?;
        let supersedes: Option<String> = row.get(6)?;
        let visit = Visit {
            turf: text(2)?.parse()?,
            door,
            outcome: Outcome::from_code(&text(3)?).ok_or_else(|| odd("an outcome"))?,
            script_version: None,
            answers: Vec::new(),
            supersedes: supersedes.map(|id| id.parse()).transpose()?,
            photos: Vec::new(),
        };
        let made_at = UnixMs::new(row.get(5)?);
        let seen = SeenVisit { id: text(0)?.parse()?, actor: text(4)?.parse()?, made_at, visit };
        visits.entry(door).or_default().push(seen);
    }
    let mut voids: BTreeMap<DoorId, Vec<VisitVoid>> = BTreeMap::new();
    let mut statement = outside.prepare_cached(VOIDS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let (door, reason): (DoorId, String) = (text(1)?.parse()?, text(3)?);
        let reason = VoidReason::ALL.into_iter().find(|known| known.code() == reason);
        let void = VisitVoid {
            turf: text(2)?.parse()?,
            door,
            visit: text(0)?.parse()?,
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
