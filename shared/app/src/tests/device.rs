//! What answers the app in a test: a store of maps, a server next to it, a shell that says what it
//! was told to. It keeps the promises of [`crate::effect::store`] and none beyond.

use std::collections::{BTreeMap, HashMap};

use wufei_domain::{
    ids::{HouseholdId, PointId, RecordId, TurfId},
    ledger::Transfer,
    recall::Recall,
    record::{Body, Record},
    refusal::{Code, Refusal},
    tariff::Tariff,
    time::UnixMs,
    visit::{Script, SeenVisit, door_state},
};

use super::album::Album;
use crate::effect::{
    kept::{KeptItem, SaveKept},
    net::{Lease, Offer},
    shell::{Located, Scanned, Shared, Spoken},
    store::{
        AppendRecord, Book, CardHolder, DoorPlace, Draft, DraftPlace, HouseholdData, Identity,
        LearningData, OutboxCounts, OutboxData, OutboxEntry, PointData, PointPlace, SeenDropOff,
        SeenReversal, Settings, StandingData, Start, TurfData, TurfPlace,
    },
    sync::Lost,
};

/// Where a record of one's own stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    /// The server keeps it for a team lead.
    Held,
    Refused(Refusal),
    Sent,
    Withdrawn,
}

#[derive(Debug)]
pub(super) struct Kept {
    pub(super) record: Record,
    pub(super) state: State,
}

/// A turf on the device, with what others did there.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) turf: TurfPlace,
    pub(super) doors: Vec<DoorPlace>,
    pub(super) script: Option<Script>,
    pub(super) others: Vec<SeenVisit>,
}

#[derive(Debug, Default)]
pub(super) struct Server {
    pub(super) codes: BTreeMap<String, Result<Identity, Refusal>>,
    pub(super) offers: Vec<Offer>,
    /// Records it takes in a round; 0 for all.
    pub(super) batch: usize,
    /// Pages of the feed that are still to come.
    pub(super) pages: u32,
    /// What it says of a kind of record instead of taking it.
    pub(super) refuses: BTreeMap<&'static str, Refusal>,
    /// Whether it lets every record wait for one of somebody else.
    pub(super) parks: bool,
    /// Whether it keeps visits for a team lead.
    pub(super) holds_visits: bool,
    pub(super) ledger: Vec<Transfer>,
    /// A rulebook that the next round brings.
    pub(super) book: Option<Book>,
    /// Why it takes no round at all.
    pub(super) closed: Option<Refusal>,
    /// The device was reported lost, and how far it comes with emptying itself.
    pub(super) lost: Option<Lost>,
    /// Why nobody may wait for news.
    pub(super) no_news: Option<Refusal>,
    /// A feed that a round never reads to its end.
    pub(super) is_endless: bool,
    /// Why it takes what was made and tells nothing.
    pub(super) outdated: Option<Refusal>,
}

/// A store that breaks a promise, to show that a check would see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Flaw {
    #[default]
    None,
    /// A drop-off is stored twice.
    RepeatsDropOffs,
    /// Says that a draft is saved and forgets it.
    ForgetsDrafts,
}

#[derive(Debug)]
pub(super) struct Device {
    pub(super) settings: Settings,
    pub(super) identity: Option<Identity>,
    pub(super) drafts: HashMap<DraftPlace, String>,
    pub(super) kept: Vec<Kept>,
    pub(super) point: Option<PointPlace>,
    pub(super) tariff: Option<Tariff>,
    pub(super) cards: Vec<CardHolder>,
    pub(super) grounds: BTreeMap<TurfId, Ground>,
    pub(super) standing: Option<StandingData>,
    /// Recent ones and favourites.
    pub(super) kept_items: BTreeMap<String, KeptItem>,
    /// The last answer to each question.
    pub(super) recalls: BTreeMap<String, Recall>,
    /// The city's rulebook that is here.
    pub(super) book: Option<Book>,
    pub(super) album: Album,
    pub(super) server: Server,
    pub(super) scans: Scanned,
    pub(super) speaks: Spoken,
    pub(super) shares: Shared,
    pub(super) located: Located,
    /// Texts that were shared.
    pub(super) handed_on: Vec<String>,
    pub(super) flaw: Flaw,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            identity: None,
            drafts: HashMap::new(),
            kept: Vec::new(),
            point: None,
            tariff: None,
            cards: Vec::new(),
            grounds: BTreeMap::new(),
            standing: None,
            kept_items: BTreeMap::new(),
            recalls: BTreeMap::new(),
            book: None,
            album: Album::default(),
            server: Server::default(),
            scans: Scanned::Cancelled,
            speaks: Spoken::Done,
            shares: Shared::Done,
            located: Located::Denied,
            handed_on: Vec::new(),
            flaw: Flaw::None,
        }
    }
}

impl Device {
    pub(super) fn start(&self) -> Start {
        // In the order of the screens, so that equal drafts make an equal start.
        let places =
            [DraftPlace::Lookup, DraftPlace::Weighing, DraftPlace::Door, DraftPlace::Proposal];
        let draft = |place| Some(Draft { place, body: Some(self.drafts.get(&place)?.clone()) });
        Start {
            settings: self.settings,
            identity: self.identity.clone(),
            counts: self.counts(),
            drafts: places.into_iter().filter_map(draft).collect(),
            book: self.book.clone(),
            kept: self.kept_items.values().cloned().collect(),
        }
    }

    pub(super) fn save_draft(&mut self, draft: &Draft) {
        match &draft.body {
            Some(_) if self.flaw == Flaw::ForgetsDrafts => {}
            Some(body) => drop(self.drafts.insert(draft.place, body.clone())),
            None => drop(self.drafts.remove(&draft.place)),
        }
    }

    pub(super) fn counts(&self) -> OutboxCounts {
        let count = |wanted: fn(&State) -> bool| {
            let found = self.kept.iter().filter(|kept| wanted(&kept.state)).count();
            u32::try_from(found).unwrap()
        };
        OutboxCounts {
            waiting: count(|state| matches!(state, State::Waiting | State::Held)),
            needs_attention: count(|state| matches!(state, State::Refused(_))),
        }
    }

    pub(super) fn append(&mut self, operation: &AppendRecord) -> OutboxCounts {
        let drop_off = matches!(operation.record.body, Body::DropOff(_));
        let times = if self.flaw == Flaw::RepeatsDropOffs && drop_off { 2 } else { 1 };
        let there = self.kept.iter().any(|kept| kept.record.id == operation.record.id);
        for _ in 0..times {
            if !there {
                let record = operation.record.clone();
                self.kept.push(Kept { record, state: State::Waiting });
            }
        }
        if let Some(place) = operation.from_draft {
            self.drafts.remove(&place);
        }
        self.counts()
    }

    pub(super) fn withdraw(&mut self, id: RecordId) -> OutboxCounts {
        for kept in self.kept.iter_mut().filter(|kept| kept.record.id == id) {
            if matches!(kept.state, State::Refused(_)) {
                kept.state = State::Withdrawn;
            }
        }
        self.counts()
    }

    pub(super) fn outbox(&self) -> OutboxData {
        let entry = |kept: &Kept| {
            let refused = match &kept.state {
                State::Waiting | State::Held => None,
                State::Refused(refusal) => Some(refusal.clone()),
                State::Sent | State::Withdrawn => return None,
            };
            let held = kept.state == State::Held;
            Some(OutboxEntry { record: kept.record.clone(), refused, held })
        };
        OutboxData {
            counts: self.counts(),
            entries: self.kept.iter().filter_map(entry).take(200).collect(),
            photos: Vec::new(),
        }
    }

    /// What its person was given goes, unless a shift is open; what they made stays.
    pub(super) fn leave(&mut self) -> Result<OutboxCounts, Refusal> {
        let point = self.identity.as_ref().and_then(|who| who.point);
        if point.is_some() && self.open_shift().is_some() {
            return Err(Refusal::new(Code::ShiftStillOpen));
        }
        self.identity = None;
        self.drafts.clear();
        (self.point, self.tariff, self.standing) = (None, None, None);
        self.cards.clear();
        self.grounds.clear();
        self.recalls.clear();
        self.kept_items.clear();
        Ok(self.counts())
    }

    /// Records that are not taken back, in the order they were made.
    fn standing_records(&self) -> impl DoubleEndedIterator<Item = (&Record, bool)> {
        let standing = self.kept.iter().filter(|kept| kept.state != State::Withdrawn);
        standing.map(|kept| (&kept.record, kept.state == State::Sent))
    }

    fn drop_offs(&self) -> Vec<SeenDropOff> {
        let seen = |(record, sent): (&Record, bool)| match &record.body {
            Body::DropOff(drop_off) => Some(SeenDropOff {
                id: record.id,
                made_at: record.made_at.wall,
                drop_off: drop_off.clone(),
                sent,
            }),
            _ => None,
        };
        self.standing_records().rev().filter_map(seen).take(100).collect()
    }

    fn reversals(&self) -> Vec<SeenReversal> {
        let seen = |(record, sent): (&Record, bool)| match &record.body {
            Body::Reversal(reversal) => Some(SeenReversal {
                id: record.id,
                made_at: record.made_at.wall,
                reversal: reversal.clone(),
                sent,
            }),
            _ => None,
        };
        self.standing_records().filter_map(seen).collect()
    }

    fn open_shift(&self) -> Option<(RecordId, UnixMs)> {
        let mut open = None;
        for (record, _) in self.standing_records() {
            match &record.body {
                Body::ShiftOpened(_) => open = Some((record.id, record.made_at.wall)),
                Body::ShiftClosed(closed) => open = open.filter(|(id, _)| *id != closed.shift),
                _ => {}
            }
        }
        open
    }

    pub(super) fn point_data(&self, point: PointId) -> PointData {
        PointData {
            point: self.point.clone().filter(|place| place.id == point),
            tariff: self.tariff.clone(),
            cards: self.cards.clone(),
            open_shift: self.open_shift(),
            drop_offs: self.drop_offs(),
            reversals: self.reversals(),
            transfers: self.server.ledger.clone(),
        }
    }

    pub(super) fn household_data(&self, household: HouseholdId) -> HouseholdData {
        let mut data = HouseholdData {
            tariff: self.tariff.clone(),
            drop_offs: self.drop_offs(),
            reversals: self.reversals(),
            transfers: self.server.ledger.clone(),
        };
        data.drop_offs.retain(|seen| seen.drop_off.household == household);
        data
    }

    pub(super) fn points(&self) -> Vec<PointPlace> {
        self.point.iter().cloned().collect()
    }

    pub(super) fn turfs(&self) -> Vec<TurfPlace> {
        self.grounds.keys().filter_map(|id| Some(self.turf_data(*id)?.turf)).collect()
    }

    pub(super) fn learning(&self) -> LearningData {
        let walked = |(record, _): (&Record, bool)| {
            matches!(record.body, Body::Visit(_) | Body::VisitVoid(_) | Body::DoorProposal(_))
        };
        LearningData {
            recalls: self.recalls.values().cloned().collect(),
            held_turf: !self.grounds.is_empty() || self.standing_records().any(walked),
        }
    }

    pub(super) fn save_kept(&mut self, change: &SaveKept) {
        for item in &change.put {
            self.kept_items.insert(item.item.clone(), item.clone());
        }
        self.kept_items.retain(|item, _| !change.gone.contains(item));
    }

    pub(super) fn save_recall(&mut self, recall: &Recall) {
        self.recalls.insert(recall.question.clone(), recall.clone());
    }

    pub(super) fn turf_data(&self, turf: TurfId) -> Option<TurfData> {
        let ground = self.grounds.get(&turf)?;
        let mut data = TurfData {
            turf: ground.turf.clone(),
            doors: ground.doors.clone(),
            visits: ground.others.clone(),
            voids: Vec::new(),
            script: ground.script.clone(),
            unsent: Vec::new(),
        };
        let actor = self.identity.as_ref().map(|who| who.actor);
        for (record, sent) in self.standing_records() {
            match (&record.body, actor) {
                (Body::Visit(visit), Some(actor)) if visit.turf == turf => {
                    let (id, made_at) = (record.id, record.made_at.wall);
                    data.visits.push(SeenVisit { id, actor, made_at, visit: visit.clone() });
                }
                (Body::VisitVoid(void), _) if void.turf == turf => data.voids.push(void.clone()),
                _ => continue,
            }
            if !sent {
                data.unsent.push(record.id);
            }
        }
        let visited = |door: &&DoorPlace| {
            let mut visits = data.visits.clone();
            visits.retain(|seen| seen.visit.door == door.id);
            door_state(&visits, &data.voids).last.is_some()
        };
        data.turf.visited = u32::try_from(data.doors.iter().filter(visited).count()).unwrap();
        Some(data)
    }

    pub(super) fn enrol(&mut self, code: &str) -> Result<Identity, Refusal> {
        let unknown = || Err(Refusal::new(Code::EnrolmentCodeUnknown));
        let identity = self.server.codes.get(code).cloned().unwrap_or_else(unknown)?;
        self.identity = Some(identity.clone());
        Ok(identity)
    }

    pub(super) fn take_turf(&mut self, turf: TurfId, until: UnixMs) -> Result<UnixMs, Refusal> {
        let refuse = |code| Refusal::new(code).with("value", turf);
        let offer = self.server.offers.iter_mut().find(|offer| offer.turf.id == turf);
        let offer = offer.ok_or_else(|| refuse(Code::TurfUnknown))?;
        if matches!(offer.lease, Lease::Taken { .. }) {
            return Err(refuse(Code::TurfLeased));
        }
        offer.lease = Lease::Mine { until };
        Ok(until)
    }
}
