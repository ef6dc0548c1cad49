//! Once all is quiet: outboxes are empty, every record is where it belongs, and each device has what
//! the server's feeds say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wufei_app::{
    effect::store::{LoadHousehold, LoadOutbox, LoadPoint, LoadTurf},
    event::Tab,
};
use wufei_domain::{
    ids::{DoorId, HouseholdId, RecordId},
    ledger::Transfer,
    refusal::{Code, Refusal},
    role::Role,
    scope::Scope,
    visit::{SeenVisit, VisitVoid, door_state},
};
use wufei_engine::Answer as _;
use wufei_server::store::{Row, Statement, text};

use super::ledger;
use crate::{
    queue::DeviceNo,
    town::{VILLAGE, point},
    trace::Fnv,
    violation::{Violation, holds},
    world::World,
};

const WAITING: &str = "SELECT count(*) FROM outbox";
const UNSENT_OF: &str = "SELECT DISTINCT r.actor FROM outbox o JOIN records r ON r.id = o.id
  ORDER BY r.actor";
const STATES: &str = "SELECT id, state, refusal FROM records";
const OPEN_GAPS: Statement = Statement {
    name: "rules::OPEN_GAPS",
    text: "SELECT g.id FROM restore_gaps g
  WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.community = g.community AND r.id = g.id)",
};
const SCOPES: &str = "SELECT scope FROM scopes ORDER BY scope";
const FACTS: &str = "SELECT kind, key, seq, body FROM facts WHERE scope = ?1 ORDER BY kind, key";
/// The newest fact of each kind and key.
const FEED: Statement = Statement {
    name: "rules::FEED",
    text: "SELECT f.kind, f.key, f.seq, f.item FROM feed f WHERE f.scope = $1
    AND f.seq = (SELECT max(g.seq) FROM feed g
                 WHERE g.scope = f.scope AND g.kind = f.kind AND g.key = f.key)
  ORDER BY f.kind, f.key",
};
const LEASES: Statement = Statement {
    name: "rules::LEASES",
    text: "SELECT count(*) FROM leases WHERE actor = $1 AND turf = $2
  AND revoked_at IS NULL",
};
const ATTENTION: &str = "SELECT id FROM records WHERE state = 'attention' ORDER BY id";

/// Why a record may be refused here: a lead who did not take it, a door that asked for quiet, a clock
/// that stood wrong, twins that did the same thing, a parent that was refused.
const REASONS: [Code; 8] = [
    Code::AlreadyReversed,
    Code::AlreadyVoided,
    Code::DoorOutsideTurf,
    Code::DropOffUnknown,
    Code::RecordNotTaken,
    Code::ShiftNotOpen,
    Code::ShiftUnknown,
    Code::VisitUnknown,
];

fn outside<'a>(
    world: &'a World<'_>,
    device: DeviceNo,
) -> Result<&'a rusqlite::Connection, Violation> {
    let process = world.devices[device].on.as_ref();
    let process = process.ok_or_else(|| Violation::new("a device is on in the end", device))?;
    Ok(&process.outside)
}

/// How many records of a device wait.
///
/// # Errors
/// When it is off.
pub(crate) fn waiting(world: &World<'_>, device: DeviceNo) -> Result<i64, Violation> {
    Ok(outside(world, device)?.query_row(WAITING, [], |row| row.get(0))?)
}

/// Whose records wait on a device; `None` for those made before anybody was enrolled.
///
/// # Errors
/// When it is off.
pub(crate) fn whose_wait(
    world: &World<'_>,
    device: DeviceNo,
) -> Result<Vec<Option<String>>, Violation> {
    let mut statement = outside(world, device)?.prepare_cached(UNSENT_OF)?;
    let actors = statement.query_map([], |row| row.get(0))?;
    Ok(actors.collect::<Result<_, _>>()?)
}

/// Every record is at the server, or in sight of a person, or was taken back by one.
///
/// # Errors
/// The violation.
pub(crate) fn every_record_has_its_place(
    world: &mut World<'_>,
    device: DeviceNo,
) -> Result<(), Violation> {
    let waits = waiting(world, device)?;
    holds("every outbox drains after the last fault", waits == 0, || {
        format!("device {device} has {waits} records left")
    })?;
    let mut seen: BTreeSet<RecordId> = BTreeSet::new();
    for (id, state, refusal) in states(world, device)? {
        let is_right = match state.as_str() {
            "acknowledged" => world.model.truth.has(id),
            "attention" => seen.insert(id),
            _ => state == "withdrawn",
        };
        let rule = "what a device takes for sent is at the server in the end";
        holds(rule, is_right, || format!("device {device}: {id} is {state}"))?;
        let code = refusal.as_ref().map_or("withdrawn", |refusal| refusal.code.as_str());
        if state != "acknowledged" {
            world.known_refused.insert(id, code);
        }
        if let Some(Refusal { code, .. }) = refusal {
            let rule = "a record is refused for a reason that the town gives";
            holds(rule, REASONS.contains(&code), || format!("device {device}: {id}: {code:?}"))?;
            *world.tally.refused.entry(code.as_str()).or_default() += 1;
        }
    }
    let there = &mut world.devices[device];
    let Some(process) = &mut there.on else { return Ok(()) };
    let listed = process.store.answer(&LoadOutbox)?;
    let listed: BTreeSet<RecordId> = listed.entries.iter().map(|entry| entry.record.id).collect();
    holds("what was refused is in sight", listed == seen, || {
        format!("device {device}: refused {seen:?}, listed {listed:?}")
    })
}

type State = (RecordId, String, Option<Refusal>);

fn states(world: &World<'_>, device: DeviceNo) -> Result<Vec<State>, Violation> {
    let mut statement = outside(world, device)?.prepare_cached(STATES)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, state): (String, String) = (row.get(0)?, row.get(1)?);
        let refusal: Option<String> = row.get(2)?;
        let refusal = refusal.map(|text| serde_json::from_str(&text)).transpose()?;
        all.push((id.parse()?, state, refusal));
    }
    Ok(all)
}

/// What a restore lost is back, or some person has been told why it was refused: devices keep all
/// they ever made.
///
/// # Errors
/// The violation.
pub(crate) fn every_gap_is_known(world: &mut World<'_>) -> Result<(), Violation> {
    let open: Vec<String> = {
        let rows = world.city.outside()?.rows(&OPEN_GAPS, &[])?;
        rows.iter().map(|row| row.read(0)).collect::<Result<_, _>>()?
    };
    for id in open {
        let Some(code) = world.known_refused.get(&id.parse()?) else {
            return Err(Violation::new("what a restore lost is back, or refused in sight", id));
        };
        *world.tally.gaps_left.entry(code).or_default() += 1;
    }
    Ok(())
}

/// A device has each of its feeds as the server has it, and follows none it may not read now.
///
/// # Errors
/// The violation.
pub(crate) fn feeds_are_the_servers(
    world: &World<'_>,
    device: DeviceNo,
) -> Result<usize, Violation> {
    let own = outside(world, device)?;
    let scopes: Vec<String> =
        own.prepare_cached(SCOPES)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let person = world.devices[device].person;
    for scope in &scopes {
        if let Scope::Turf(turf) = scope.parse()? {
            let key = [text(person.actor()), text(turf)];
            let many = world.city.outside()?.count(&LEASES, &key)?;
            holds("a device follows only what its person may read", many > 0, || {
                format!("device {device}: {scope}")
            })?;
        }
        let of_server = served(world, scope)?;
        let of_device = facts(own, scope)?;
        let same = hash(&of_server) == hash(&of_device);
        holds("a device has its feeds as the server has them", same, || {
            let other = of_server.iter().zip(&of_device).find(|(server, device)| server != device);
            let many = (of_server.len(), of_device.len());
            format!("device {device}, {scope}: {many:?} facts, first other: {other:?}")
        })?;
    }
    Ok(scopes.len())
}

type Fact = (String, String, i64, Value);

/// What a feed holds at the server.
fn served(world: &World<'_>, scope: &str) -> Result<Vec<Fact>, Violation> {
    let rows = world.city.outside()?.rows(&FEED, &[text(scope)])?;
    let read = |row: &Row| {
        let body = row.json::<Value>(3)?["fact"].take();
        Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.integer(2)?, body))
    };
    rows.iter().map(read).collect()
}

/// What a device holds of it.
fn facts(connection: &rusqlite::Connection, scope: &str) -> Result<Vec<Fact>, Violation> {
    let mut statement = connection.prepare_cached(FACTS)?;
    let mut rows = statement.query([scope])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(3)?;
        all.push((row.get(0)?, row.get(1)?, row.get(2)?, serde_json::from_str(&body)?));
    }
    Ok(all)
}

fn hash(facts: &[Fact]) -> Fnv {
    let mut hash = Fnv::default();
    for (kind, key, seq, body) in facts {
        hash.add(format!("{kind} {key} {seq} {body}\n").as_bytes());
    }
    hash
}

/// What the screens are given agrees with the model: doors for a volunteer, points for the others.
///
/// # Errors
/// The violation.
pub(crate) fn screens_say_what_is_true(
    world: &mut World<'_>,
    device: DeviceNo,
) -> Result<(), Violation> {
    let refused: i64 = {
        let mut statement = outside(world, device)?.prepare_cached(ATTENTION)?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
        i64::try_from(ids.count()).unwrap_or_default()
    };
    badge(world, device, refused)?;
    match world.devices[device].person.role {
        // What was refused still shows on the person's own screen, and nowhere else.
        Role::Volunteer if refused == 0 => doors(world, device),
        Role::Attendant => {
            let answer = match &mut world.devices[device].on {
                Some(process) => process.store.answer(&LoadPoint { point: point() })?,
                None => return Ok(()),
            };
            let who = format!("device {device}");
            ledger::are_as_the_model_has_them(world, &answer.transfers, &who)
        }
        Role::Resident => household(world, device),
        _ => Ok(()),
    }
}

/// The app's own count of what a person must look at is the store's: nothing else is left.
fn badge(world: &World<'_>, device: DeviceNo, refused: i64) -> Result<(), Violation> {
    let Some(process) = &world.devices[device].on else { return Ok(()) };
    let view = process.core.view();
    let link = view.tabs.into_iter().find(|link| link.tab == Tab::Outbox);
    let shown = link.and_then(|link| link.badge);
    let wanted = (refused > 0).then(|| refused.to_string());
    holds("the badge counts what is left", shown == wanted, || {
        format!("device {device}: {shown:?}, not {wanted:?}")
    })
}

fn household(world: &mut World<'_>, device: DeviceNo) -> Result<(), Violation> {
    let there = &mut world.devices[device];
    let household = HouseholdId::new(VILLAGE.parse()?, there.person.household());
    let Some(process) = &mut there.on else { return Ok(()) };
    let transfers: Vec<Transfer> = process.store.answer(&LoadHousehold { household })?.transfers;
    let balances = world.model.truth.balances(world.tariff);
    let wanted = balances.get(&household).copied().unwrap_or_default();
    let account = wufei_domain::ledger::Account::Household(household);
    let found = wufei_domain::ledger::balance(account, &transfers);
    holds("a household sees the points the model says", found == wanted, || {
        format!("device {device}: {found:?}, the model {wanted:?}")
    })
}

fn doors(world: &mut World<'_>, device: DeviceNo) -> Result<(), Violation> {
    let mut wanted = world.model.truth.doors();
    wanted.retain(|_, state| !state.visits.is_empty());
    for turf in crate::town::turfs() {
        let Some(process) = &mut world.devices[device].on else { return Ok(()) };
        let Some(data) = process.store.answer(&LoadTurf { turf })? else { continue };
        let mut visits: BTreeMap<DoorId, Vec<SeenVisit>> = BTreeMap::new();
        for seen in data.visits {
            visits.entry(seen.visit.door).or_default().push(seen);
        }
        let none: Vec<SeenVisit> = Vec::new();
        for door in data.doors.iter().map(|place| place.id) {
            let voids: Vec<VisitVoid> =
                data.voids.iter().filter(|void| void.door == door).cloned().collect();
            let found = door_state(visits.get(&door).unwrap_or(&none), &voids);
            let model = wanted.get(&door).cloned().unwrap_or_default();
            holds("a door stands on each device where the model has it", found == model, || {
                format!("device {device}, {door}: {found:?}, the model {model:?}")
            })?;
        }
    }
    Ok(())
}
