//! What a device keeps and reads, held after each step that changed its database.

use std::collections::BTreeSet;

use wufei_domain::{ids::RecordId, scope::Scope};

use super::read_cursor;
use crate::{
    queue::DeviceNo,
    violation::{Violation, holds},
    world::World,
};

const VERSION: &str = "PRAGMA data_version";
const RECORDS: &str = "SELECT r.id, r.state, o.id IS NOT NULL
  FROM records r LEFT JOIN outbox o ON o.id = r.id";
const SCOPES: &str = "SELECT scope, cursor FROM scopes";
const FACTS_ASTRAY: &str =
    "SELECT f.scope, count(*) FROM facts f LEFT JOIN scopes s ON s.scope = f.scope
  WHERE s.cursor IS NULL GROUP BY f.scope";

/// A record as a device has it.
struct Row {
    id: RecordId,
    state: String,
    is_in_outbox: bool,
}

/// Holds the rules of a device, if its database has changed since.
///
/// # Errors
/// The violation.
pub(crate) fn device(world: &mut World<'_>, device: DeviceNo) -> Result<(), Violation> {
    let there = &mut world.devices[device];
    let Some(process) = &mut there.on else { return Ok(()) };
    if there.disk.is_off() {
        return Ok(());
    }
    let version = process.outside.prepare_cached(VERSION)?.query_row([], |row| row.get(0))?;
    if process.seen_version == Some(version) {
        return Ok(());
    }
    process.seen_version = Some(version);
    records(world, device)?;
    scopes(world, device)
}

fn rows(world: &World<'_>, device: DeviceNo) -> Result<Vec<Row>, Violation> {
    let Some(process) = &world.devices[device].on else { return Ok(Vec::new()) };
    let mut statement = process.outside.prepare_cached(RECORDS)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let (state, is_in_outbox) = (row.get(1)?, row.get(2)?);
        all.push(Row { id: id.parse()?, state, is_in_outbox });
    }
    Ok(all)
}

fn records(world: &mut World<'_>, device: DeviceNo) -> Result<(), Violation> {
    let rows = rows(world, device)?;
    let mut found = BTreeSet::new();
    for Row { id, state, is_in_outbox } in rows {
        let told = || format!("device {device}: {id} is {state}, in the outbox: {is_in_outbox}");
        let waits = state == "waiting";
        holds("a record waits and is in the outbox, or neither", waits == is_in_outbox, told)?;
        let there = &mut world.devices[device];
        if there.doubtful.remove(&id) {
            there.kept.insert(id);
        }
        holds("a device keeps what its person made", there.kept.contains(&id), told)?;
        let by_person = there.withdrawn.contains(&id);
        holds("only a person takes a record back", state != "withdrawn" || by_person, told)?;
        let is_known = state != "acknowledged" || world.model.ever.contains_key(&id);
        holds("what a device takes for sent, the server had", is_known, told)?;
        found.insert(id);
    }
    let lost: Vec<_> = world.devices[device].kept.difference(&found).collect();
    holds("a device keeps every record it said it has", lost.is_empty(), || {
        format!("device {device} lost {lost:?}")
    })
}

fn scopes(world: &mut World<'_>, device: DeviceNo) -> Result<(), Violation> {
    let there = &mut world.devices[device];
    let Some(process) = &there.on else { return Ok(()) };
    let mut read = Vec::new();
    {
        let mut statement = process.outside.prepare_cached(SCOPES)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (scope, cursor): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            read.push((scope, cursor));
        }
        let mut astray = process.outside.prepare_cached(FACTS_ASTRAY)?;
        let mut rows = astray.query([])?;
        if let Some(row) = rows.next()? {
            let (scope, many): (String, i64) = (row.get(0)?, row.get(1)?);
            let found = format!("device {device}: {many} rows of {scope}, which is not read");
            return Err(Violation::new("a device has no row outside its scopes", found));
        }
    }
    for (scope, cursor) in &read {
        let of: Scope = scope.parse()?;
        let may = world.model.may_read(there.person, of);
        holds("a device follows no feed its person was never given", may, || {
            format!("device {device}: {scope}")
        })?;
        let Some(cursor) = cursor else {
            there.cursors.remove(scope);
            continue;
        };
        let now = read_cursor(cursor).ok_or_else(|| Violation::own("a cursor of another form"))?;
        if let Some(before) = there.cursors.get(scope) {
            let is_on = before.0 != now.0 || before.1 <= now.1;
            holds("a cursor never goes back inside an epoch", is_on, || {
                format!("device {device}, {scope}: from {before:?} to {now:?}")
            })?;
        }
        there.cursors.insert(scope.clone(), now);
    }
    let followed: BTreeSet<&String> = read.iter().map(|(scope, _)| scope).collect();
    there.cursors.retain(|scope, _| followed.contains(scope));
    Ok(())
}
