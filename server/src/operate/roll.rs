//! Import of a roll: written whole, then told to the feeds, but only what changed.

use std::{collections::BTreeSet, fmt};

use wufei_api::{
    feed::{CommunityFact, DoorFact, FeedItem, HouseholdFact, PointFact, TurfFact},
    roll::{Roll, RollPerson, RollTurf},
};
use wufei_domain::{
    area::AreaCode,
    audit::AuditAct,
    card::CardNumber,
    consent::Subject,
    ids::{DoorId, HouseholdId},
    position::{Datum, Position},
    refusal::{Code, Refusal},
    scope::Scope,
    time::UnixMs,
    units::Grams,
};

use super::{OperateError, check::check, in_transaction};
use crate::{
    service::{
        area,
        audit::Entry,
        authorise::point_communities,
        feed::{Facts, append_changed},
    },
    settings::Database,
    store::{
        Connection, Row, StoreError, integer, optional_integer, optional_text,
        statements::{household, person, roll},
        text,
    },
};

/// What a roll had, and how many facts the feeds did not know yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollCounts {
    /// Communities.
    pub communities: usize,
    /// Households.
    pub households: usize,
    /// Doors.
    pub doors: usize,
    /// Recycling points.
    pub points: usize,
    /// Turfs.
    pub turfs: usize,
    /// People.
    pub people: usize,
    /// Facts appended to feeds.
    pub changes: u64,
}

impl fmt::Display for RollCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { communities, households, doors, points, turfs, people, changes } = self;
        write!(
            f,
            "{communities} communities, {households} households, {doors} doors, {points} points, \
             {turfs} turfs, {people} people; {changes} changes in the feeds"
        )
    }
}

/// Imports the JSON of a [`Roll`].
///
/// # Errors
/// Every broken row by its place; then nothing is imported. What the database says.
pub fn import_roll(
    database: &Database,
    json: &str,
    now: UnixMs,
) -> Result<RollCounts, OperateError> {
    let roll: Roll = serde_json::from_str(json).map_err(|error| {
        let refusal = Refusal::new(Code::RollRowBroken).with("line", error.line());
        OperateError::from(refusal.with("detail", error))
    })?;
    in_transaction(database, |connection| {
        let broken = check(connection, &roll)?;
        if !broken.is_empty() {
            return Err(OperateError::Refused(broken));
        }
        write(connection, &roll, now)?;
        let facts = facts(connection, &roll)?;
        let counts = counted(&roll, append_changed(connection, facts)?);
        Entry::by_operator(AuditAct::RollImported)
            .with("households", counts.households)
            .with("people", counts.people)
            .with("changes", counts.changes)
            .append(connection, now)?;
        Ok(counts)
    })
}

fn counted(roll: &Roll, changes: u64) -> RollCounts {
    RollCounts {
        communities: roll.communities.len(),
        households: roll.communities.iter().map(|c| c.households.len()).sum(),
        doors: roll.communities.iter().map(|c| c.doors.len()).sum(),
        points: roll.points.len(),
        turfs: roll.turfs.len(),
        people: roll.people.len(),
        changes,
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Shape(error.to_string()))
}

fn write(connection: &mut dyn Connection, roll: &Roll, now: UnixMs) -> Result<(), StoreError> {
    let tariff = [integer(roll.tariff.version), text(json(&roll.tariff)?)];
    connection.execute(&roll::INSERT_TARIFF, &tariff)?;
    let script = [integer(roll.script.version), text(json(&roll.script)?)];
    connection.execute(&roll::INSERT_SCRIPT, &script)?;
    write_communities(connection, roll)?;
    for point in &roll.points {
        write_point(connection, point)?;
    }
    for turf in &roll.turfs {
        write_turf(connection, turf)?;
    }
    for person in &roll.people {
        write_person(connection, person, roll.synthetic, now)?;
    }
    Ok(())
}

fn write_communities(connection: &mut dyn Connection, roll: &Roll) -> Result<(), StoreError> {
    for community in &roll.communities {
        let code = text(community.code);
        let values = [
            code.clone(),
            text(area::county(community.code)),
            text(area::full_name(connection, community.code)?),
            text(area::local_name(connection, community.code)?),
            integer(i64::from(roll.synthetic)),
            text(&roll.source),
            integer(roll.as_of.value()),
        ];
        connection.execute(&roll::UPSERT_COMMUNITY, &values)?;
        for household in &community.households {
            let card = CardNumber::from_serial(household.card_serial);
            let label = text(household.label.trim());
            let values = [code.clone(), integer(household.number), label, optional_text(card)];
            let subject = Subject::Household(HouseholdId::new(community.code, household.number));
            if !is_erased(connection, community.code, subject)? {
                connection.execute(&roll::UPSERT_HOUSEHOLD, &values)?;
            }
        }
        for door in &community.doors {
            let do_not_visit = integer(i64::from(door.do_not_visit));
            let label = text(door.label.trim());
            let values = [code.clone(), integer(door.number), label, do_not_visit];
            connection.execute(&roll::UPSERT_DOOR, &values)?;
        }
    }
    Ok(())
}

fn write_point(connection: &mut dyn Connection, point: &PointFact) -> Result<(), StoreError> {
    let at = point.position;
    let values = [
        text(point.id),
        text(&point.name),
        text(&point.hours),
        integer(point.scale_max.value()),
        optional_integer(at.map(Position::latitude)),
        optional_integer(at.map(Position::longitude)),
        optional_text(at.map(|at| at.datum().as_str())),
    ];
    connection.execute(&roll::UPSERT_POINT, &values)?;
    connection.execute(&roll::CLEAR_POINT_COMMUNITIES, &[text(point.id)])?;
    for (position, code) in point.communities.iter().enumerate() {
        let values = [text(point.id), text(code), integer(position)];
        connection.execute(&roll::INSERT_POINT_COMMUNITY, &values)?;
    }
    Ok(())
}

/// Doors join a turf or change places in its walk; none leaves one that may be walked right now.
fn write_turf(connection: &mut dyn Connection, turf: &RollTurf) -> Result<(), StoreError> {
    let values = [text(turf.community), text(turf.id), text(&turf.name)];
    connection.execute(&roll::UPSERT_TURF, &values)?;
    for (index, door) in turf.doors.iter().enumerate() {
        let values =
            [text(turf.community), text(turf.id), integer(door.number), integer(index + 1)];
        connection.execute(&roll::UPSERT_TURF_DOOR, &values)?;
    }
    Ok(())
}

fn write_person(
    connection: &mut dyn Connection,
    person: &RollPerson,
    synthetic: bool,
    now: UnixMs,
) -> Result<(), StoreError> {
    let values = [
        text(person.actor),
        text(person.label.trim()),
        text(person.role.code()),
        text(person.community),
        optional_integer(person.household.map(|household| household.number)),
        optional_text(person.point),
        integer(i64::from(synthetic)),
        optional_integer(person.valid_from.map(UnixMs::value)),
        optional_integer(person.valid_until.map(UnixMs::value)),
    ];
    let changed = [
        text(person.actor),
        text(person.role.code()),
        text(person.community),
        text(person.point.map(|point| point.to_string()).unwrap_or_default()),
        integer(now.value()),
    ];
    if !is_erased(connection, person.community, Subject::Actor(person.actor))? {
        connection.execute(&person::KEEP_FORMER, &changed)?;
        connection.execute(&person::UPSERT, &values)?;
    }
    Ok(())
}

/// Whether a household or a person was erased: the roll it came from may still have it.
fn is_erased(
    connection: &mut dyn Connection,
    community: AreaCode,
    subject: Subject,
) -> Result<bool, StoreError> {
    let values = [text(community), text(subject)];
    let count = connection.first(&household::IS_ERASED, &values)?;
    count.map_or(Ok(false), |row| Ok(row.integer::<i64>(0)? > 0))
}

/// What the feeds should hold now for everything the roll touches.
fn facts(connection: &mut dyn Connection, roll: &Roll) -> Result<Facts, StoreError> {
    let mut touched: BTreeSet<AreaCode> = roll.communities.iter().map(|c| c.code).collect();
    touched.extend(roll.points.iter().flat_map(|point| &point.communities));
    let mut facts = Vec::new();
    for code in touched {
        let scope = Scope::Community(code);
        facts.push((scope, FeedItem::Community(community_fact(connection, code)?)));
        facts.push((scope, FeedItem::Tariff(roll.tariff.clone())));
        facts.push((scope, FeedItem::Script(roll.script.clone())));
        let points = points_of(connection, code)?;
        for row in connection.query(&roll::HOUSEHOLDS, &[text(code)])? {
            let id = HouseholdId::new(code, row.integer(0)?);
            let fact = HouseholdFact { id, label: row.text(1)?.to_owned(), card: row.read(2)? };
            let item = FeedItem::Household(fact);
            for point in &points {
                facts.push((Scope::Point(point.id), item.clone()));
            }
            facts.push((Scope::Household(id), item));
        }
        facts.extend(points.into_iter().map(|point| (scope, FeedItem::Point(point))));
    }
    for turf in &roll.turfs {
        turf_facts(connection, turf, &mut facts)?;
    }
    Ok(facts)
}

fn community_fact(
    connection: &mut dyn Connection,
    code: AreaCode,
) -> Result<CommunityFact, StoreError> {
    let Some(row) = connection.first(&roll::FIND_COMMUNITY, &[text(code)])? else {
        return Err(StoreError::Shape(format!("community {code} is not there")));
    };
    Ok(CommunityFact {
        code,
        name: row.text(0)?.to_owned(),
        synthetic: row.integer::<i64>(1)? == 1,
        registered: row.integer(2)?,
    })
}

fn points_of(
    connection: &mut dyn Connection,
    code: AreaCode,
) -> Result<Vec<PointFact>, StoreError> {
    let mut points = Vec::new();
    for row in connection.query(&roll::POINTS_OF_COMMUNITY, &[text(code)])? {
        let id = row.read(0)?;
        let scale_max = Grams::new(row.integer(3)?)
            .map_err(|refusal| StoreError::Shape(format!("scale of point {id}: {refusal}")))?;
        points.push(PointFact {
            id,
            name: row.text(1)?.to_owned(),
            hours: row.text(2)?.to_owned(),
            scale_max,
            communities: point_communities(connection, id)?,
            position: position_of(&row)?,
        });
    }
    Ok(points)
}

/// Columns 4 to 6 of [`roll::POINTS_OF_COMMUNITY`].
fn position_of(row: &Row) -> Result<Option<Position>, StoreError> {
    if !row.has(4) {
        return Ok(None);
    }
    let name = row.text(6)?;
    let datum = Datum::from_name(name)
        .ok_or_else(|| StoreError::Shape(format!("{name} is no datum of a position")))?;
    Position::new(row.integer(4)?, row.integer(5)?, datum)
        .map(Some)
        .map_err(|refusal| StoreError::Shape(refusal.to_string()))
}

fn turf_facts(
    connection: &mut dyn Connection,
    turf: &RollTurf,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    let scope = Scope::Turf(turf.id);
    let community = turf.community;
    let doors = connection.query(&roll::TURF_DOORS, &[text(community), text(turf.id)])?;
    let count = u32::try_from(doors.len()).unwrap_or(u32::MAX);
    let name = turf.name.clone();
    let fact = TurfFact { id: turf.id, name, community, doors: count };
    facts.push((scope, FeedItem::Turf(fact)));
    for row in doors {
        let door = DoorFact {
            id: DoorId::new(community, row.integer(0)?),
            label: row.text(1)?.to_owned(),
            position: row.integer(2)?,
            do_not_visit: row.integer::<i64>(3)? == 1,
        };
        facts.push((scope, FeedItem::Door(door)));
    }
    Ok(())
}
