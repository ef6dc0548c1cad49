//! Turfs to take, and the door list in the order of the walk.

use serde::Serialize;
use std::collections::BTreeMap;

use wufei_domain::{
    ids::{DoorId, TurfId},
    refusal::Code,
    visit::{DoorState, Outcome, SeenVisit, door_state},
};

use super::{Scene, door};
use crate::{
    effect::{
        net::{Lease, Offer},
        store::{DoorPlace, TurfData, TurfPlace},
    },
    model::{door::Walk, turfs::Listing},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TurfsView {
    pub mine_heading: String,
    /// On the device: walked offline.
    pub mine: Vec<MyTurf>,
    pub mine_empty: Option<String>,
    pub offers_heading: String,
    pub offers: Vec<TurfOffer>,
    pub offers_line: Option<String>,
    pub refresh_label: String,
    /// Whether the list is being fetched.
    pub busy: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MyTurf {
    pub turf: TurfId,
    pub name: String,
    /// `已走 12 / 40 户`.
    pub progress: String,
    pub walk_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TurfOffer {
    pub turf: TurfId,
    pub name: String,
    pub detail: String,
    /// `None` when somebody else holds it.
    pub take_label: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DoorsView {
    pub turf: TurfId,
    pub name: String,
    pub progress: String,
    /// Said while the doors have not all arrived.
    pub loading: Option<String>,
    pub doors: Vec<DoorRow>,
    /// Where the walk goes on: the first door nobody was at yet, after the last one visited.
    pub next: Option<DoorId>,
    pub propose_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DoorRow {
    pub door: DoorId,
    pub label: String,
    pub outcome: Option<Outcome>,
    /// The outcome's word, or that nobody was there yet.
    pub state_word: String,
    /// Whether a visit of it waits to be sent.
    pub unsent: bool,
    pub unsent_word: Option<String>,
    /// Said when two people were at the door within half an hour.
    pub pair_word: Option<String>,
    /// `None` when the household asked not to be visited.
    pub open_label: Option<String>,
}

pub(super) fn turfs(scene: &Scene<'_>) -> TurfsView {
    let turfs = &scene.model.turfs;
    let offers_line = match &turfs.listing {
        Listing::Unasked => None,
        Listing::Asking => Some(scene.text("turfs-asking")),
        Listing::Known => turfs.offers.is_empty().then(|| scene.text("turfs-no-offers")),
        Listing::Refused(refusal) if refusal.code == Code::Offline => {
            Some(scene.text("turfs-offline"))
        }
        Listing::Refused(refusal) => Some(scene.words.refusal(refusal)),
    };
    TurfsView {
        mine_heading: scene.text("turfs-mine"),
        mine: turfs.mine.iter().map(|turf| my_turf(scene, turf)).collect(),
        mine_empty: turfs.mine.is_empty().then(|| scene.text("turfs-mine-empty")),
        offers_heading: scene.text("turfs-offers"),
        offers: turfs.offers.iter().map(|offer| turf_offer(scene, offer)).collect(),
        offers_line,
        refresh_label: scene.text("turfs-refresh"),
        busy: matches!(turfs.listing, Listing::Asking) || turfs.taking.is_some(),
    }
}

fn my_turf(scene: &Scene<'_>, turf: &TurfPlace) -> MyTurf {
    MyTurf {
        turf: turf.id,
        name: turf.name.clone(),
        progress: progress(scene, turf.visited, turf.doors),
        walk_label: scene.text("turfs-walk"),
    }
}

fn progress(scene: &Scene<'_>, visited: u32, doors: u32) -> String {
    let number = |count: u32| scene.words.number(i64::from(count));
    scene.with("turfs-progress", &[("visited", &number(visited)), ("doors", &number(doors))])
}

fn turf_offer(scene: &Scene<'_>, offer: &Offer) -> TurfOffer {
    let doors = scene.counted("turfs-doors", offer.turf.doors);
    let held = |id: &str, until| {
        scene.with(id, &[("doors", &doors), ("moment", &scene.words.moment(until))])
    };
    let detail = match offer.lease {
        Lease::Free => scene.with("turfs-free", &[("doors", &doors)]),
        Lease::Mine { until } => held("turfs-held-mine", until),
        Lease::Taken { until } => held("turfs-held", until),
    };
    TurfOffer {
        turf: offer.turf.id,
        name: offer.turf.name.clone(),
        detail,
        take_label: (offer.lease == Lease::Free).then(|| scene.text("turfs-take")),
    }
}

pub(super) fn doors(scene: &Scene<'_>, walk: &Walk) -> DoorsView {
    let Some(data) = &walk.data else { return no_doors(scene, walk) };
    let states = states(data);
    let visited = states.iter().filter(|(_, state)| state.last.is_some()).count();
    let total = u32::try_from(data.doors.len()).unwrap_or(u32::MAX);
    DoorsView {
        turf: walk.turf,
        name: data.turf.name.clone(),
        progress: progress(scene, u32::try_from(visited).unwrap_or(u32::MAX), total),
        loading: (total < data.turf.doors).then(|| scene.text("doors-loading")),
        doors: states.iter().map(|(place, state)| door_row(scene, data, place, state)).collect(),
        next: next(&states),
        propose_label: scene.text("doors-propose"),
    }
}

fn no_doors(scene: &Scene<'_>, walk: &Walk) -> DoorsView {
    let known = scene.model.turfs.mine.iter().find(|turf| turf.id == walk.turf);
    DoorsView {
        turf: walk.turf,
        name: known.map_or_else(|| scene.text("title-turfs"), |turf| turf.name.clone()),
        progress: String::new(),
        loading: Some(scene.text("doors-loading")),
        doors: Vec::new(),
        next: None,
        propose_label: scene.text("doors-propose"),
    }
}

/// Each door in the order of the walk with its state.
fn states(data: &TurfData) -> Vec<(&DoorPlace, DoorState)> {
    let mut by_door: BTreeMap<DoorId, Vec<SeenVisit>> = BTreeMap::new();
    for seen in &data.visits {
        by_door.entry(seen.visit.door).or_default().push(seen.clone());
    }
    let state = |place: &DoorPlace| {
        by_door
            .get(&place.id)
            .map_or_else(DoorState::default, |visits| door_state(visits, &data.voids))
    };
    data.doors.iter().map(|place| (place, state(place))).collect()
}

fn next(states: &[(&DoorPlace, DoorState)]) -> Option<DoorId> {
    let newest = states
        .iter()
        .enumerate()
        .filter_map(|(at, (_, state))| state.last.map(|(id, _, moment)| (moment, id, at)))
        .max()
        .map_or(0, |(_, _, at)| at);
    let open =
        |(place, state): &&(&DoorPlace, DoorState)| state.last.is_none() && !place.do_not_visit;
    let (before, after) = states.split_at_checked(newest)?;
    let found = after.iter().find(open).or_else(|| before.iter().find(open));
    found.map(|(place, _)| place.id)
}

fn door_row(scene: &Scene<'_>, data: &TurfData, place: &DoorPlace, state: &DoorState) -> DoorRow {
    let outcome = state.last.map(|(_, outcome, _)| outcome);
    let unsent = data
        .visits
        .iter()
        .any(|seen| seen.visit.door == place.id && data.unsent.contains(&seen.id));
    let state_word = match outcome {
        Some(outcome) => door::outcome_word(scene.words, outcome),
        None if place.do_not_visit => scene.text("doors-do-not-visit"),
        None => scene.text("doors-nobody-yet"),
    };
    DoorRow {
        door: place.id,
        label: place.label.clone(),
        outcome,
        state_word,
        unsent,
        unsent_word: unsent.then(|| scene.text("doors-unsent")),
        pair_word: (!state.pairs.is_empty()).then(|| scene.text("doors-pair")),
        open_label: (!place.do_not_visit).then(|| scene.text("doors-open")),
    }
}
