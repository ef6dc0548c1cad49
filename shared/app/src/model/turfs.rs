//! Turfs: those on the device, those on offer, taking one; and which file takes a walk's events.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wufei_domain::{
    ids::{DoorId, RecordId, TurfId},
    refusal::Refusal,
    time::UnixMs,
    visit::ScriptAnswer,
};

use super::{
    Cmd, Model, Notice, Wrong, ask,
    door::{DoorStage, Step, Walk},
    pictures::Pictures,
    save_draft, withdraw_draft,
};
use crate::{
    app::Wufei,
    effect::{
        net::{Lease, ListTurfs, Offer, TakeTurf},
        store::{DraftPlace, LoadTurf, LoadTurfs, TurfData, TurfPlace},
    },
    event::{Event, TurfsEvent},
};

#[derive(Debug, Default)]
pub(crate) struct Turfs {
    pub(crate) mine: Vec<TurfPlace>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) listing: Listing,
    /// The turf that is taken once it is known whether the short quiz comes first.
    pub(crate) wanted: Option<TurfId>,
    /// The turf being taken.
    pub(crate) taking: Option<TurfId>,
    pub(crate) walk: Option<Walk>,
    /// The script's answers at doors whose visit is not recorded yet.
    pub(crate) answers: BTreeMap<DoorId, Vec<ScriptAnswer>>,
    /// Photos of such doors.
    pub(crate) photos: BTreeMap<DoorId, Pictures>,
    pub(crate) proposal: Proposal,
    /// Visits whose void was stored after the walk's data was read.
    pub(crate) voided: BTreeSet<RecordId>,
}

/// Whether the offers are known.
#[derive(Debug, Default)]
pub(crate) enum Listing {
    #[default]
    Unasked,
    Asking,
    Known,
    Refused(Refusal),
}

/// The door being proposed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Proposal {
    pub(crate) typed: String,
    #[serde(skip)]
    pub(crate) wrong: Option<Wrong>,
}

/// What is kept of a walk over a restart.
#[derive(Serialize, Deserialize)]
struct DoorDraft {
    open: Option<(TurfId, DoorId)>,
    answers: BTreeMap<DoorId, Vec<ScriptAnswer>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    photos: BTreeMap<DoorId, Pictures>,
}

impl Turfs {
    pub(super) fn restore_door(&mut self, body: &str) {
        let Ok(draft) = serde_json::from_str::<DoorDraft>(body) else { return };
        (self.answers, self.photos) = (draft.answers, draft.photos);
        if let Some((turf, door)) = draft.open {
            let begun = self.answers.contains_key(&door);
            let stage = if begun { DoorStage::Script } else { DoorStage::Ask };
            let step = Step::Door { door, stage };
            self.walk = Some(Walk { turf, data: None, step });
        }
    }

    pub(super) fn restore_proposal(&mut self, body: &str) {
        if let Ok(proposal) = serde_json::from_str(body) {
            self.proposal = proposal;
        }
    }

    /// Keeps the answers given so far, and which door is open.
    pub(super) fn save_door(&self) -> Cmd {
        if self.answers.is_empty() && self.photos.is_empty() {
            return withdraw_draft(DraftPlace::Door);
        }
        let open = self.walk.as_ref().and_then(|walk| match walk.step {
            Step::Door { door, stage: DoorStage::Script | DoorStage::Ask }
                if self.has_draft(door) =>
            {
                Some((walk.turf, door))
            }
            _ => None,
        });
        let (answers, photos) = (self.answers.clone(), self.photos.clone());
        save_draft(DraftPlace::Door, &DoorDraft { open, answers, photos })
    }

    /// Whether answers or photos of a door wait for its visit.
    pub(super) fn has_draft(&self, door: DoorId) -> bool {
        self.answers.contains_key(&door) || self.photos.contains_key(&door)
    }

    /// Whether those of another one do.
    pub(super) fn has_draft_beside(&self, door: DoorId) -> bool {
        self.answers.keys().chain(self.photos.keys()).any(|other| *other != door)
    }

    pub(super) fn can_go_back(&self) -> bool {
        self.walk.is_some()
    }

    /// Whether a record of a walk is being stored, or the server is asked for something.
    pub(super) fn is_busy(&self) -> bool {
        self.walk.as_ref().is_some_and(Walk::is_storing)
            || self.taking.is_some()
            || matches!(self.listing, Listing::Asking)
    }
}

impl Model {
    pub(super) fn turfs_event(&mut self, app: &Wufei, event: TurfsEvent) -> Cmd {
        if !self.is_volunteer() {
            return Cmd::done();
        }
        match event {
            TurfsEvent::Refresh => self.list_turfs(),
            TurfsEvent::Take { turf } => self.turf_wanted(app, turf),
            TurfsEvent::Walk { turf } => self.walk(turf),
            event => self.walk_event(app, event),
        }
    }

    /// The first look at the tab asks by itself; then the person does.
    pub(super) fn list_turfs_once(&mut self) -> Cmd {
        match self.turfs.listing {
            Listing::Unasked => self.list_turfs(),
            Listing::Asking | Listing::Known | Listing::Refused(_) => Cmd::done(),
        }
    }

    fn list_turfs(&mut self) -> Cmd {
        if matches!(self.turfs.listing, Listing::Asking) {
            return Cmd::done();
        }
        self.turfs.listing = Listing::Asking;
        ask(ListTurfs, Event::TurfsListed)
    }

    pub(super) fn turfs_listed(&mut self, answer: Result<Vec<Offer>, Refusal>) -> Cmd {
        match answer {
            Ok(offers) => {
                self.turfs.offers = offers;
                self.turfs.listing = Listing::Known;
            }
            Err(refusal) => self.turfs.listing = Listing::Refused(refusal),
        }
        Cmd::done()
    }

    pub(super) fn take_turf(&mut self, turf: TurfId) -> Cmd {
        if self.turfs.taking.is_some() {
            return Cmd::done();
        }
        self.turfs.taking = Some(turf);
        ask(TakeTurf { turf }, move |answer| Event::TurfTaken(turf, answer))
    }

    pub(super) fn turf_taken(&mut self, turf: TurfId, answer: Result<UnixMs, Refusal>) -> Cmd {
        self.turfs.taking = None;
        let Some(until) = self.take(answer) else { return Cmd::done() };
        if let Some(offer) = self.turfs.offers.iter_mut().find(|offer| offer.turf.id == turf) {
            offer.lease = Lease::Mine { until };
        }
        self.learning.turf_taken();
        self.notice = Some(Notice::Good("notice-turf-taken"));
        self.load_screen().and(self.sync_soon())
    }

    fn walk(&mut self, turf: TurfId) -> Cmd {
        if self.turfs.walk.as_ref().is_some_and(Walk::is_storing) {
            return Cmd::done();
        }
        if self.turfs.walk.as_ref().is_none_or(|walk| walk.turf != turf) {
            self.turfs.walk = Some(Walk { turf, data: None, step: Step::List });
        }
        ask(LoadTurf { turf }, Event::TurfLoaded)
    }

    pub(super) fn load_turfs(&self) -> Cmd {
        let turfs = ask(LoadTurfs, Event::TurfsLoaded);
        match &self.turfs.walk {
            Some(walk) => turfs.and(ask(LoadTurf { turf: walk.turf }, Event::TurfLoaded)),
            None => turfs,
        }
    }

    pub(super) fn turfs_loaded(&mut self, answer: Result<Vec<TurfPlace>, Refusal>) -> Cmd {
        if let Some(turfs) = self.take(answer) {
            self.turfs.mine = turfs;
        }
        Cmd::done()
    }

    pub(super) fn turf_loaded(&mut self, answer: Result<Option<TurfData>, Refusal>) -> Cmd {
        let Some(data) = self.take(answer) else { return Cmd::done() };
        if let Some(walk) = &mut self.turfs.walk
            && data.as_ref().is_none_or(|data| data.turf.id == walk.turf)
        {
            walk.data = data;
            self.turfs.voided.clear();
        }
        Cmd::done()
    }
}
