//! The turfs on this device: doors in the order of the walk and every visit known.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Transaction;
use wufei_api::feed::{DoorFact, TurfFact};
use wufei_app::effect::store::{DoorPlace, LoadTurf, LoadTurfs, TurfData, TurfPlace};
use wufei_domain::{
    ids::{DoorId, RecordId, TurfId},
    record::Body,
    refusal::Refusal,
    scope::Scope,
    visit::{SeenVisit, VisitVoid, door_state},
};

use super::{
    Failure, Store, bodies, fact,
    seen::{ALL, Seen, Which, seen},
};
use crate::lane::Answer;

const TURFS: &str = "SELECT body FROM facts WHERE kind = 'turf'";
const TURF: &str = "SELECT body FROM facts WHERE scope = ?1 AND kind = 'turf' AND key = ?2";
const DOORS: &str = "SELECT body FROM facts WHERE scope = ?1 AND kind = 'door'
  ORDER BY made_at, key";
const UNSENT: &str = "SELECT id FROM records
  WHERE place = ?1 AND state IN ('waiting', 'attention') ORDER BY position";

/// What is known of a turf's doors.
struct Walk {
    doors: Vec<DoorPlace>,
    visits: Vec<SeenVisit>,
    voids: Vec<VisitVoid>,
}

impl Walk {
    fn read(tx: &Transaction<'_>, turf: TurfId) -> Result<Self, Failure> {
        let scope = Scope::Turf(turf);
        let doors: Vec<DoorFact> = bodies(tx, DOORS, [scope.to_string()])?;
        let visits = seen(tx, Which::In(scope), "visit", ALL)?;
        let voids = seen(tx, Which::In(scope), "visit_void", ALL)?;
        Ok(Self {
            doors: doors.into_iter().map(door).collect(),
            visits: visits.into_iter().filter_map(visit).collect(),
            voids: voids.into_iter().filter_map(void).collect(),
        })
    }

    /// Doors of the turf with at least one visit that counts.
    fn visited(&self) -> u32 {
        let mut by_door: BTreeMap<DoorId, Vec<SeenVisit>> = BTreeMap::new();
        let doors: HashSet<DoorId> = self.doors.iter().map(|door| door.id).collect();
        for seen in self.visits.iter().filter(|seen| doors.contains(&seen.visit.door)) {
            by_door.entry(seen.visit.door).or_default().push(seen.clone());
        }
        let counts = |visits: &&Vec<SeenVisit>| !door_state(visits, &self.voids).visits.is_empty();
        u32::try_from(by_door.values().filter(counts).count()).unwrap_or(u32::MAX)
    }
}

fn door(fact: DoorFact) -> DoorPlace {
    DoorPlace {
        id: fact.id,
        label: fact.label,
        position: fact.position,
        do_not_visit: fact.do_not_visit,
    }
}

/// A visit without a known maker cannot be shown: none is made before enrolment.
fn visit(seen: Seen) -> Option<SeenVisit> {
    match (seen.record.body, seen.actor) {
        (Body::Visit(visit), Some(actor)) => {
            Some(SeenVisit { id: seen.record.id, actor, made_at: seen.record.made_at.wall, visit })
        }
        _ => None,
    }
}

fn void(seen: Seen) -> Option<VisitVoid> {
    match seen.record.body {
        Body::VisitVoid(void) => Some(void),
        _ => None,
    }
}

pub(crate) fn place(fact: TurfFact, visited: u32) -> TurfPlace {
    TurfPlace {
        id: fact.id,
        name: fact.name,
        community: fact.community,
        doors: fact.doors,
        visited,
    }
}

fn unsent(tx: &Transaction<'_>, turf: TurfId) -> Result<Vec<RecordId>, Failure> {
    let mut statement = tx.prepare_cached(UNSENT)?;
    let mut rows = statement.query([Scope::Turf(turf).to_string()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(row.get::<_, String>(0)?.parse()?);
    }
    Ok(all)
}

impl Store {
    /// How many doors of a turf have a visit that counts; 0 for a turf that is not on the device.
    ///
    /// # Errors
    /// `store_failed`.
    pub(crate) fn visited(&mut self, turf: TurfId) -> Result<u32, Refusal> {
        self.read(|tx| Ok(Walk::read(tx, turf)?.visited()))
    }
}

impl Answer<LoadTurfs> for Store {
    fn answer(&mut self, _: &LoadTurfs) -> Result<Vec<TurfPlace>, Refusal> {
        self.read(|tx| {
            let facts: Vec<TurfFact> = bodies(tx, TURFS, [])?;
            let mut turfs = Vec::with_capacity(facts.len());
            for fact in facts {
                let visited = Walk::read(tx, fact.id)?.visited();
                turfs.push(place(fact, visited));
            }
            turfs.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
            Ok(turfs)
        })
    }
}

impl Answer<LoadTurf> for Store {
    fn answer(&mut self, operation: &LoadTurf) -> Result<Option<TurfData>, Refusal> {
        let scope = Scope::Turf(operation.turf).to_string();
        self.read(|tx| {
            let fact: Option<TurfFact> =
                bodies(tx, TURF, [scope, operation.turf.to_string()])?.pop();
            let Some(fact) = fact else { return Ok(None) };
            let walk = Walk::read(tx, operation.turf)?;
            if walk.doors.is_empty() && fact.doors > 0 {
                return Ok(None);
            }
            let visited = walk.visited();
            Ok(Some(TurfData {
                turf: place(fact, visited),
                doors: walk.doors,
                visits: walk.visits,
                voids: walk.voids,
                script: fact::script(tx)?,
                unsent: unsent(tx, operation.turf)?,
            }))
        })
    }
}
