//! What nothing in a push changes: who holds a turf, which doors are on a walk, what a script asks, and
//! whether any record waits. Asked once a push, and ahead of it in as few questions as there are walks.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use wufei_domain::{
    area::AreaCode,
    ids::{ActorId, DoorId, TurfId},
    record::{Body, Record},
    visit::Script,
    whole::Whole,
};

use super::Batch;
use crate::store::{
    Connection, Question, Row, Statement, StoreError, Value, integer,
    statements::{record, roll, turf},
    text,
};

/// With so many records of one turf all its doors are asked for at once; with fewer, door by door.
const WHOLE_WALK: usize = 4;

/// A door, and the walks that come by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Door {
    /// Whether it asked not to be visited.
    pub do_not_visit: bool,
    /// The turfs that it is in.
    pub turfs: Vec<TurfId>,
}

/// What was asked so far. What is not there is not kept: it is asked for again.
#[derive(Default)]
pub struct Known {
    holds: RefCell<BTreeMap<(AreaCode, TurfId), bool>>,
    doors: RefCell<BTreeMap<DoorId, Door>>,
    scripts: RefCell<BTreeMap<u32, Script>>,
    /// Communities in which no record waits.
    waitless: RefCell<BTreeSet<AreaCode>>,
}

/// A question asked ahead.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ask {
    Waits(AreaCode),
    Holds(AreaCode, TurfId, ActorId),
    Walk(AreaCode, TurfId),
    Door(DoorId),
}

impl Ask {
    fn question(self) -> (&'static Statement, Vec<Value>) {
        match self {
            Self::Waits(community) => (&record::ANY_WAITS, vec![text(community)]),
            Self::Holds(community, turf, actor) => {
                (&turf::HELD_BY, vec![text(community), text(turf), text(actor)])
            }
            Self::Walk(community, turf) => (&turf::WALK, vec![text(community), text(turf)]),
            Self::Door(door) => (&turf::DOOR, door_key(door).to_vec()),
        }
    }
}

/// Asks ahead what the records of these batches will ask; what several of them ask is asked once.
///
/// # Errors
/// What the database says.
pub(super) fn ask_ahead(
    connection: &mut dyn Connection,
    batches: &[(&Batch, &[Whole<Record>])],
) -> Result<(), StoreError> {
    let mut asks: BTreeMap<Ask, Vec<&Known>> = BTreeMap::new();
    for (batch, records) in batches {
        for ask in asks_of(batch.caller.person.actor, records) {
            asks.entry(ask).or_default().push(&batch.known);
        }
    }
    let asked: Vec<_> = asks.keys().map(|ask| ask.question()).collect();
    let questions: Vec<Question<'_>> =
        asked.iter().map(|(statement, values)| (*statement, values.as_slice())).collect();
    let answers = connection.query_all(&questions)?;
    for ((ask, of), rows) in asks.into_iter().zip(answers) {
        of.into_iter().try_for_each(|known| known.keep(ask, &rows))?;
    }
    Ok(())
}

/// What the records of one person will ask.
fn asks_of(actor: ActorId, records: &[Whole<Record>]) -> BTreeSet<Ask> {
    let mut walks: BTreeMap<_, Vec<DoorId>> = BTreeMap::new();
    for record in records {
        if let Body::Visit(visit) = &record.body {
            walks.entry((record.community, visit.turf)).or_default().push(visit.door);
        }
    }
    let mut asks: BTreeSet<Ask> =
        records.iter().map(|record| Ask::Waits(record.community)).collect();
    for ((community, turf), doors) in walks {
        asks.insert(Ask::Holds(community, turf, actor));
        if doors.len() < WHOLE_WALK {
            asks.extend(doors.into_iter().map(Ask::Door));
        } else {
            asks.insert(Ask::Walk(community, turf));
        }
    }
    asks
}

impl Known {
    fn keep(&self, ask: Ask, rows: &[Row]) -> Result<(), StoreError> {
        match ask {
            Ask::Waits(community) => {
                if rows.is_empty() {
                    self.waitless.borrow_mut().insert(community);
                }
            }
            Ask::Holds(community, turf, _) => {
                if let Some(row) = rows.first() {
                    self.holds.borrow_mut().insert((community, turf), is_held(row)?);
                }
            }
            Ask::Walk(community, _) | Ask::Door(DoorId { community, .. }) => {
                let doors = doors(community, rows)?;
                self.doors.borrow_mut().extend(doors);
            }
        }
        Ok(())
    }

    /// Whether a record of this community may be one that waited.
    pub fn may_wait(&self, community: AreaCode) -> bool {
        !self.waitless.borrow().contains(&community)
    }

    /// Whether somebody holds a turf, or did and nobody took it from them; `None` when there is no such
    /// turf in the community.
    ///
    /// # Errors
    /// What the database says.
    pub fn holds(
        &self,
        connection: &mut dyn Connection,
        actor: ActorId,
        (community, turf): (AreaCode, TurfId),
    ) -> Result<Option<bool>, StoreError> {
        once(&self.holds, (community, turf), || {
            let (statement, values) = Ask::Holds(community, turf, actor).question();
            connection.first(statement, &values)?.map(|row| is_held(&row)).transpose()
        })
    }

    /// A door; `None` when there is none of that number.
    ///
    /// # Errors
    /// What the database says.
    pub fn door(
        &self,
        connection: &mut dyn Connection,
        door: DoorId,
    ) -> Result<Option<Door>, StoreError> {
        once(&self.doors, door, || {
            let rows = connection.query(&turf::DOOR, &door_key(door))?;
            Ok(doors(door.community, &rows)?.remove(&door))
        })
    }

    /// A script; `None` when there is none of that version.
    ///
    /// # Errors
    /// What the database says.
    pub fn script(
        &self,
        connection: &mut dyn Connection,
        version: u32,
    ) -> Result<Option<Script>, StoreError> {
        once(&self.scripts, version, || {
            let row = connection.first(&roll::FIND_SCRIPT, &[integer(version)])?;
            row.map(|row| row.json(0)).transpose()
        })
    }
}

/// What is kept of a key, or is found now. What is not there is not kept.
fn once<K: Ord, T: Clone>(
    kept: &RefCell<BTreeMap<K, T>>,
    key: K,
    find: impl FnOnce() -> Result<Option<T>, StoreError>,
) -> Result<Option<T>, StoreError> {
    let known = kept.borrow().get(&key).cloned();
    if known.is_some() {
        return Ok(known);
    }
    let found = find()?;
    if let Some(found) = &found {
        kept.borrow_mut().insert(key, found.clone());
    }
    Ok(found)
}

fn door_key(door: DoorId) -> [Value; 2] {
    [text(door.community), integer(door.number)]
}

/// From a row of [`turf::HELD_BY`].
fn is_held(row: &Row) -> Result<bool, StoreError> {
    Ok(row.integer::<i64>(0)? > 0)
}

/// From the rows of [`turf::DOOR`] or [`turf::WALK`].
fn doors(community: AreaCode, rows: &[Row]) -> Result<BTreeMap<DoorId, Door>, StoreError> {
    let mut doors = BTreeMap::new();
    for row in rows {
        let door: &mut Door = doors.entry(DoorId::new(community, row.integer(0)?)).or_default();
        door.do_not_visit = row.integer::<i64>(1)? != 0;
        door.turfs.extend(row.read_if_any::<TurfId>(2)?);
    }
    Ok(doors)
}
