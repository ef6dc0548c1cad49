//! State, a file a screen or workflow. Filled by `update`, read by `view`.
//!
//! Here: what all screens share, and the table of who takes which event. Each screen's own state
//! and events stand in its file; [`intent`] is the one path by which a record is made, [`sync`]
//! the one loop by which records leave, [`news`] what it does between its rounds, [`photos`] what
//! follows the records, [`pictures`] how one is added to a record.

pub(crate) mod door;
pub(crate) mod household;
pub(crate) mod intent;
pub(crate) mod kept;
pub(crate) mod learning;
pub(crate) mod leaving;
pub(crate) mod lookup;
mod lost;
pub(crate) mod navigation;
pub(crate) mod news;
pub(crate) mod outbox;
pub(crate) mod photos;
pub(crate) mod pictures;
pub(crate) mod point;
pub(crate) mod settings;
pub(crate) mod standing;
pub(crate) mod sync;
pub(crate) mod turfs;

use crux_core::{Command, Request, capability::Operation, render::render};
use serde::Serialize;
use wufei_domain::refusal::Refusal;
use wufei_guide::Guide;

pub use intent::{Intent, NewRecord};
pub use pictures::PhotoPlace;

use crate::{
    app::Wufei,
    card_picture::{self, QrPicture},
    effect::{
        Effect,
        shell::{Shared, Spoken},
        store::{
            Book, Draft, DraftPlace, Identity, LoadStart, OutboxCounts, SaveDraft, Settings, Start,
        },
    },
    event::{Event, Tab, UiEvent},
};

pub(crate) type Cmd = Command<Effect, Event>;

/// Asks one question and says which event its answer is.
pub(crate) fn ask<Op>(
    operation: Op,
    answer: impl FnOnce(Op::Output) -> Event + Send + 'static,
) -> Cmd
where
    Op: Operation,
    Effect: From<Request<Op>>,
{
    Command::request_from_shell(operation).then_send(answer)
}

/// How far the start has come.
#[derive(Debug, Default)]
pub(crate) enum Phase {
    #[default]
    New,
    Loading,
    Failed(Refusal),
    Ready,
}

/// Something the person must know now. The next tap takes it away.
#[derive(Debug)]
pub(crate) enum Notice {
    /// A message's id.
    Good(&'static str),
    /// A message's id.
    Info(&'static str),
    Refused(Refusal),
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A message's id.
    Said(&'static str),
    Refused(Refusal),
}

/// What was asked of the store and shown on one screen.
#[derive(Debug, Default)]
pub(crate) enum Loaded<T> {
    #[default]
    NotYet,
    Here(T),
}

impl<T> Loaded<T> {
    pub(crate) fn get(&self) -> Option<&T> {
        match self {
            Self::NotYet => None,
            Self::Here(data) => Some(data),
        }
    }
}

/// Taps before the start is through that are kept for after it.
const EARLY_MAX: usize = 64;

/// All state.
#[derive(Debug, Default)]
pub struct Model {
    pub(crate) phase: Phase,
    early: Vec<UiEvent>,
    pub(crate) settings: Settings,
    pub(crate) identity: Option<Identity>,
    /// The QR of the identity's card: drawn once, as it costs more than the rest of a view.
    pub(crate) card_picture: Option<QrPicture>,
    pub(crate) counts: OutboxCounts,
    pub(crate) tab: Tab,
    pub(crate) notice: Option<Notice>,
    pub(crate) sync: sync::Sync,
    pub(crate) photos: photos::Photos,
    pub(crate) lookup: lookup::Lookup,
    pub(crate) kept: kept::Kept,
    pub(crate) learning: learning::Learning,
    /// The city's rulebook; without one that of the app answers.
    pub(crate) book: Option<Book>,
    pub(crate) household: household::Household,
    pub(crate) point: point::Point,
    pub(crate) turfs: turfs::Turfs,
    pub(crate) outbox: outbox::Outbox,
    pub(crate) standing: standing::Standing,
    pub(crate) enrolment: settings::Enrolment,
    pub(crate) leaving: leaving::Leaving,
    /// The shell said that no picture can be picked here after all.
    pub(crate) no_camera: bool,
}

/// The one entry: what happened, to what is asked next.
pub(crate) fn update(app: &Wufei, event: Event, model: &mut Model) -> Cmd {
    let next = match event {
        Event::Ui(event) => model.ui(app, event),
        Event::Started(answer) => model.started(app, answer),
        Event::SettingsSaved(answer) | Event::DraftSaved(answer) => model.saved(answer),
        Event::Stamped(intent, stamp) => model.stamped(app, intent, stamp),
        Event::Appended(intent, answer) => model.appended(&intent, answer),
        Event::Withdrawn(answer) => model.withdrawn(answer),
        Event::OutboxLoaded(answer) => model.outbox_loaded(answer),
        Event::HouseholdLoaded(answer) => model.household_loaded(answer),
        Event::PointsLoaded(answer) => model.points_loaded(answer),
        Event::PointLoaded(answer) => model.point_loaded(answer),
        Event::TurfsLoaded(answer) => model.turfs_loaded(answer),
        Event::TurfLoaded(answer) => model.turf_loaded(answer),
        Event::StandingLoaded(answer) => model.standing_loaded(answer),
        Event::LearningLoaded(answer) => model.learning_loaded(app, answer),
        Event::RecallSaved(answer) => model.recall_saved(answer),
        Event::KeptSaved(answer) => model.kept_saved(answer),
        Event::Enrolled(answer) => model.enrolled(answer),
        Event::Left(answer) => model.left(answer),
        Event::TurfsListed(answer) => model.turfs_listed(answer),
        Event::TurfTaken(turf, answer) => model.turf_taken(turf, answer),
        Event::RoundDone(answer) => model.round_done(answer),
        Event::NewsCame(answer) => model.news_came(answer),
        Event::RetryDue => model.retry_due(),
        Event::Picked(place, picked) => model.picked(place, picked),
        Event::PhotoReady(place, answer) => model.photo_ready(place, answer),
        Event::PhotoSent(answer) => model.photo_sent(answer),
        Event::PhotoDue => model.photo_due(),
        Event::Scanned(scanned) => model.scanned(scanned),
        Event::Spoken(spoken) => model.spoken(&spoken),
        Event::Shared(shared) => model.shared(&shared),
        Event::Exported(shared) => model.exported(&shared),
        Event::Located(located) => model.located(&located),
    };
    next.and(model.go_on_leaving()).and(render())
}

impl Model {
    /// The rulebook that answers.
    pub(crate) fn guide<'a>(&'a self, app: &'a Wufei) -> &'a Guide {
        self.book.as_ref().map_or(app.guide, |book| &book.0)
    }

    /// What a person did. Before the start is through it is kept; then it runs in order.
    fn ui(&mut self, app: &Wufei, event: UiEvent) -> Cmd {
        match (&self.phase, event) {
            (Phase::New | Phase::Failed(_), UiEvent::Start) => {
                self.phase = Phase::Loading;
                ask(LoadStart, Event::Started)
            }
            (Phase::Ready, event) => self.act(app, event),
            (_, UiEvent::Start) => Cmd::done(),
            (_, event) => {
                if self.early.len() < EARLY_MAX {
                    self.early.push(event);
                }
                Cmd::done()
            }
        }
    }

    fn act(&mut self, app: &Wufei, event: UiEvent) -> Cmd {
        if self.leaving.takes_nothing_but_cancel() && !leaving::is_cancel(&event) {
            return Cmd::done();
        }
        self.notice = None;
        match event {
            UiEvent::Start | UiEvent::DismissNote => Cmd::done(),
            UiEvent::Open { tab } => self.open(app, tab),
            UiEvent::Back => self.back(app),
            UiEvent::Lookup { event } => self.lookup_event(app, event),
            UiEvent::Learning { event } => self.learning_event(app, event),
            UiEvent::Household { event } => self.household_event(app, &event),
            UiEvent::Point { event } => self.point_event(app, event),
            UiEvent::Turfs { event } => self.turfs_event(app, event),
            UiEvent::Outbox { event } => self.outbox_event(event),
            UiEvent::Settings { event } => self.settings_event(event),
        }
    }

    fn started(&mut self, app: &Wufei, answer: Result<Start, Refusal>) -> Cmd {
        let start = match answer {
            Ok(start) => start,
            Err(refusal) => {
                self.phase = Phase::Failed(refusal);
                return Cmd::done();
            }
        };
        self.phase = Phase::Ready;
        self.settings = start.settings;
        self.become_known(start.identity);
        self.counts = start.counts;
        self.book = start.book;
        self.kept = kept::Kept::new(start.kept);
        for draft in start.drafts {
            if let Some(body) = draft.body {
                self.restore(draft.place, &body);
            }
        }
        let mut next = self.load_screen().and(self.sync_soon());
        for event in std::mem::take(&mut self.early) {
            next = next.and(self.act(app, event));
        }
        next
    }

    /// Who is enrolled here, and the picture of their card.
    fn become_known(&mut self, identity: Option<Identity>) {
        self.sync.waiting.begin_anew();
        self.card_picture = identity.as_ref().and_then(card_picture::of);
        self.identity = identity;
    }

    /// Nobody is enrolled any more, or somebody else: what the one before saw is not theirs to see.
    fn forget_screens(&mut self) {
        self.household = household::Household::default();
        self.point = point::Point::default();
        self.turfs = turfs::Turfs::default();
        self.outbox = outbox::Outbox::default();
        self.learning = learning::Learning::default();
        self.kept = kept::Kept::default();
    }

    /// Takes a draft up again. One written by another version that cannot be read stays unread.
    fn restore(&mut self, place: DraftPlace, body: &str) {
        match place {
            DraftPlace::Lookup => self.lookup.restore(body),
            DraftPlace::Weighing => self.point.restore(body),
            DraftPlace::Door => self.turfs.restore_door(body),
            DraftPlace::Proposal => self.turfs.restore_proposal(body),
        }
    }

    /// Settings and drafts are only heard of when they could not be kept.
    fn saved(&mut self, answer: Result<(), Refusal>) -> Cmd {
        if let Err(refusal) = answer {
            self.notice = Some(Notice::Refused(refusal));
        }
        Cmd::done()
    }

    fn spoken(&mut self, spoken: &Spoken) -> Cmd {
        if matches!(spoken, Spoken::Unavailable { .. }) {
            self.notice = Some(Notice::Info("notice-voice-unavailable"));
        }
        Cmd::done()
    }

    fn shared(&mut self, shared: &Shared) -> Cmd {
        if matches!(shared, Shared::Unavailable { .. }) {
            self.notice = Some(Notice::Info("notice-sharing-unavailable"));
        }
        Cmd::done()
    }

    /// Takes what a load brought, or says why it could not.
    fn take<T>(&mut self, answer: Result<T, Refusal>) -> Option<T> {
        match answer {
            Ok(data) => Some(data),
            Err(refusal) => {
                self.notice = Some(Notice::Refused(refusal));
                None
            }
        }
    }
}

/// Keeps what was typed.
fn save_draft(place: DraftPlace, typed: &impl Serialize) -> Cmd {
    match serde_json::to_string(typed) {
        Ok(body) => ask(SaveDraft { draft: Draft { place, body: Some(body) } }, Event::DraftSaved),
        // Strings, numbers and lists of them always have a JSON.
        Err(_) => Cmd::done(),
    }
}

/// Takes back what was typed.
fn withdraw_draft(place: DraftPlace) -> Cmd {
    ask(SaveDraft { draft: Draft { place, body: None } }, Event::DraftSaved)
}
