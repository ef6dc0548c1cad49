//! What must be true, kept beside the product: every record the server said it has, and what doors
//! and balances follow from them by the rules of the domain.

use std::collections::{BTreeMap, BTreeSet};

use wufei_domain::{
    ids::{ActorId, DoorId, HouseholdId, RecordId, TurfId},
    ledger::Balance,
    points::award,
    record::{Body, Record},
    scope::Scope,
    tariff::Tariff,
    time::UnixMs,
    units::Points,
    visit::{DoorState, SeenVisit, VisitVoid, door_state},
};
use wufei_server::service::booking::OVERDUE_MS;

use crate::town::{Person, point};

/// A record that the server has.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub record: Record,
    /// `None` for a word somebody looked up.
    pub actor: Option<ActorId>,
    pub received_at: UnixMs,
}

/// What the server has. A backup keeps a copy, and a restore goes back to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Truth {
    pub accepted: BTreeMap<RecordId, Accepted>,
    /// Drop-offs that the server booked by itself: their shift stayed open for too long.
    overdue: BTreeSet<RecordId>,
}

impl Truth {
    pub fn has(&self, id: RecordId) -> bool {
        self.accepted.contains_key(&id)
    }

    pub fn accept(&mut self, record: Record, actor: Option<ActorId>, received_at: UnixMs) {
        let accepted = Accepted { record, actor, received_at };
        self.accepted.entry(accepted.record.id).or_insert(accepted);
    }

    fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.accepted.values().map(|accepted| &accepted.record.body)
    }

    fn closed_shifts(&self) -> BTreeSet<RecordId> {
        let closed = |body: &Body| match body {
            Body::ShiftClosed(closed) => Some(closed.shift),
            _ => None,
        };
        self.bodies().filter_map(closed).collect()
    }

    fn reversed(&self) -> BTreeSet<RecordId> {
        let reversed = |body: &Body| match body {
            Body::Reversal(reversal) => Some(reversal.drop_off),
            _ => None,
        };
        self.bodies().filter_map(reversed).collect()
    }

    /// The server booked at `now` what was promised for too long.
    pub fn tick(&mut self, now: UnixMs) {
        let before = now.plus_ms(-OVERDUE_MS);
        let (closed, reversed) = (self.closed_shifts(), self.reversed());
        for (id, accepted) in &self.accepted {
            let Body::DropOff(drop_off) = &accepted.record.body else { continue };
            let waits = !closed.contains(&drop_off.shift) && !reversed.contains(id);
            if waits && accepted.received_at < before {
                self.overdue.insert(*id);
            }
        }
    }

    /// What each household has that ever brought something.
    pub fn balances(&self, tariff: &Tariff) -> BTreeMap<HouseholdId, Balance> {
        let (closed, reversed) = (self.closed_shifts(), self.reversed());
        let mut all: BTreeMap<HouseholdId, Balance> = BTreeMap::new();
        for (id, accepted) in &self.accepted {
            let Body::DropOff(drop_off) = &accepted.record.body else { continue };
            let balance = all.entry(drop_off.household).or_default();
            if reversed.contains(id) {
                continue;
            }
            let booked = closed.contains(&drop_off.shift) || self.overdue.contains(id);
            let side = if booked { &mut balance.booked } else { &mut balance.pending };
            *side = Points::new(side.value() + award(&drop_off.lines, tariff).value());
        }
        all
    }

    /// The doors that somebody was at, each with where it stands.
    pub fn doors(&self) -> BTreeMap<DoorId, DoorState> {
        let mut visits: BTreeMap<DoorId, Vec<SeenVisit>> = BTreeMap::new();
        let mut voids: BTreeMap<DoorId, Vec<VisitVoid>> = BTreeMap::new();
        for (id, accepted) in &self.accepted {
            match (&accepted.record.body, accepted.actor) {
                (Body::Visit(visit), Some(actor)) => {
                    let made_at = accepted.record.made_at.wall;
                    let seen = SeenVisit { id: *id, actor, made_at, visit: visit.clone() };
                    visits.entry(visit.door).or_default().push(seen);
                }
                (Body::VisitVoid(void), _) => {
                    voids.entry(void.door).or_default().push(void.clone());
                }
                _ => {}
            }
        }
        let none = Vec::new();
        let state = |(door, visits): (&DoorId, &Vec<SeenVisit>)| {
            (*door, door_state(visits, voids.get(door).unwrap_or(&none)))
        };
        visits.iter().map(state).collect()
    }
}

/// What is true of the whole town.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub truth: Truth,
    /// Every record the server ever said it has, with its hash.
    pub ever: BTreeMap<RecordId, String>,
    /// Whose each token is.
    pub tokens: BTreeMap<String, ActorId>,
    /// The turfs that somebody was ever given.
    pub leased: BTreeSet<(ActorId, TurfId)>,
}

impl Model {
    /// Whether somebody was ever allowed to read a feed.
    pub fn may_read(&self, person: Person, scope: Scope) -> bool {
        match scope {
            Scope::Community(code) => code.to_string() == person.village,
            Scope::Household(id) => {
                person.role == wufei_domain::role::Role::Resident && id.number == person.household()
            }
            Scope::Point(id) => person.role == wufei_domain::role::Role::Attendant && id == point(),
            Scope::Turf(turf) => self.leased.contains(&(person.actor(), turf)),
        }
    }
}
