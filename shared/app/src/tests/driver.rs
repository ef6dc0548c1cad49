//! The app on one queue. Questions are answered in the order they were asked, by a
//! [`Device`]; a test can break a kind of question, hold its answers back, or choose which is
//! answered next. The clock moves when the test says so.

use std::{collections::BTreeSet, sync::LazyLock};

use crux_core::{App, Command, Core, Request};
use wufei_domain::{
    refusal::{Code, Refusal},
    time::{BootId, CHINA_ZONE_MINUTES, DeviceTime, UnixMs},
    words::Language,
};

use super::{
    album::Album,
    asks::{Ask, kind},
    device::Device,
    dice::Dice,
    town,
};
use crate::{
    Config, Effect, Event, Model, UiEvent, ViewModel, Wufei,
    effect::{
        clock::{Elapsed, Stamp, Wait},
        news::{AwaitNews, News},
        store::OutboxCounts,
    },
    event::{
        HouseholdEvent, LearningEvent, LookupEvent, PointEvent, SettingsEvent, Tab, TurfsEvent,
    },
    model, view,
    view::Screen,
};

/// How long a wait for news lasts without any.
pub(super) const NEWS_MS: i64 = 55_000;

static WUFEI: LazyLock<Wufei> = LazyLock::new(|| {
    let city = "330600000000".parse().unwrap();
    Wufei::new(Config { city, server: String::new(), picks_photos: true }).unwrap()
});

/// The app with both languages of its view, and what only its model knows.
struct Bilingual;

/// What is seen.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) shown: ViewModel,
    pub(super) chinese: ViewModel,
    pub(super) english: ViewModel,
    pub(super) counts: OutboxCounts,
}

impl App for Bilingual {
    type Event = Event;
    type Model = Model;
    type ViewModel = Seen;
    type Effect = Effect;

    fn update(&self, event: Event, model: &mut Model) -> Command<Effect, Event> {
        model::update(&WUFEI, event, model)
    }

    fn view(&self, model: &Model) -> Seen {
        let chinese = view::view_in(&WUFEI, model, Language::Chinese);
        let english = view::view_in(&WUFEI, model, Language::English);
        let shown = view::view(&WUFEI, model);
        Seen { shown, chinese, english, counts: model.counts }
    }
}

const fn is_typing(event: &UiEvent) -> bool {
    matches!(
        event,
        UiEvent::Lookup { event: LookupEvent::Typed { .. } }
            | UiEvent::Settings { event: SettingsEvent::CodeTyped { .. } }
            | UiEvent::Turfs { event: TurfsEvent::ProposalTyped { .. } }
            | UiEvent::Point {
                event: PointEvent::CardTyped { .. }
                    | PointEvent::GrossTyped { .. }
                    | PointEvent::TareTyped { .. }
            }
    )
}

pub(super) struct Driver {
    core: Core<Bilingual>,
    pub(super) device: Device,
    /// Kinds that are refused: a store's by `store_failed`, the others by `offline`.
    pub(super) broken: BTreeSet<Ask>,
    /// Kinds whose answers wait.
    pub(super) held: BTreeSet<Ask>,
    /// Questions without an answer, in the order of asking.
    pub(super) open: Vec<Effect>,
    waits: Vec<(i64, Request<Wait>)>,
    /// The wait for news that is under way, and when it is over.
    listens: Option<(i64, Request<AwaitNews>)>,
    /// Every question so far but renders.
    pub(super) asked: Vec<Ask>,
    /// The length of every wait so far.
    pub(super) waited_ms: Vec<u64>,
    pub(super) now: i64,
    stamps: u64,
    /// Events that were raised by [`Driver::does`]: keys that were tapped, fields that were typed
    /// into.
    pub(super) keys: usize,
    pub(super) fields: usize,
}

impl Driver {
    pub(super) fn new(device: Device) -> Self {
        Self {
            core: Core::new_with(Bilingual, Model::default()),
            device,
            broken: BTreeSet::new(),
            held: BTreeSet::new(),
            open: Vec::new(),
            waits: Vec::new(),
            listens: None,
            asked: Vec::new(),
            waited_ms: Vec::new(),
            now: town::MORNING,
            stamps: 0,
            keys: 0,
            fields: 0,
        }
    }

    /// A driver after its start, nothing left to answer.
    pub(super) fn started(device: Device) -> Self {
        let mut driver = Self::new(device);
        driver.does(UiEvent::Start);
        driver
    }

    /// The process ends with all that is under way; a new one starts on the same store.
    pub(super) fn restarted(self) -> Self {
        let mut next = Self::new(self.device);
        (next.now, next.stamps) = (self.now, self.stamps);
        next.does(UiEvent::Start);
        next
    }

    /// Raises an event and answers nothing.
    pub(super) fn raise(&mut self, event: UiEvent) {
        let effects = self.core.process_event(Event::Ui(event));
        self.queue(effects);
    }

    /// Raises an event and answers what may be answered.
    pub(super) fn does(&mut self, event: UiEvent) {
        if is_typing(&event) {
            self.fields += 1;
        } else {
            self.keys += 1;
        }
        self.raise(event);
        self.settle();
    }

    pub(super) fn opens(&mut self, tab: Tab) {
        self.does(UiEvent::Open { tab });
    }

    pub(super) fn at_point(&mut self, event: PointEvent) {
        self.does(UiEvent::Point { event });
    }

    pub(super) fn on_turfs(&mut self, event: TurfsEvent) {
        self.does(UiEvent::Turfs { event });
    }

    pub(super) fn learns(&mut self, event: LearningEvent) {
        self.does(UiEvent::Learning { event });
    }

    pub(super) fn locates(&mut self) {
        self.does(UiEvent::Household { event: HouseholdEvent::Locate });
    }

    pub(super) fn sets(&mut self, event: SettingsEvent) {
        self.does(UiEvent::Settings { event });
    }

    fn queue(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Render(_) => {}
                Effect::Wait(request) => {
                    self.asked.push(Ask::Wait);
                    self.waited_ms.push(request.operation.ms);
                    let ms = i64::try_from(request.operation.ms).unwrap();
                    self.waits.push((self.now + ms, request));
                }
                Effect::AwaitNews(request) if self.hears_news() => {
                    self.asked.push(Ask::News);
                    let second = self.listens.replace((self.now + NEWS_MS, request));
                    assert!(second.is_none(), "two waits for news at once");
                }
                effect => {
                    self.asked.push(kind(&effect));
                    self.open.push(effect);
                }
            }
        }
    }

    /// Answers in order until only what is held is left.
    pub(super) fn settle(&mut self) {
        while let Some(at) = self.open.iter().position(|effect| !self.held.contains(&kind(effect)))
        {
            self.answer(at);
        }
    }

    /// Answers a kind that was held back, and all that follows.
    pub(super) fn lets_go(&mut self, ask: Ask) {
        self.held.remove(&ask);
        self.settle();
    }

    /// Moves the clock, ringing each wait in its time.
    pub(super) fn passes(&mut self, ms: i64) {
        let end = self.now + ms;
        while self.rings_before(end) {
            self.settle();
        }
        self.now = end;
    }

    /// Whether a wait for news would come to anything.
    fn hears_news(&self) -> bool {
        let server = &self.device.server;
        !self.broken.contains(&Ask::News) && server.no_news.is_none() && server.closed.is_none()
    }

    /// The wait for news ends like this, and all that follows is answered.
    pub(super) fn hears(&mut self, answer: Result<News, Refusal>) {
        let (_, mut request) = self.listens.take().unwrap();
        let effects = self.core.resolve(&mut request, answer).unwrap();
        self.queue(effects);
        self.settle();
    }

    /// Whether a wait for news is under way.
    pub(super) const fn listens(&self) -> bool {
        self.listens.is_some()
    }

    /// Rings the first wait that is over by `end`; one for news is over without any.
    pub(super) fn rings_before(&mut self, end: i64) -> bool {
        let rung = self.waits.iter().map(|(due, _)| *due).min();
        if let Some((due, _)) = self.listens
            && due <= end
            && rung.is_none_or(|rung| due < rung)
        {
            self.now = due;
            self.hears(Ok(News::Nothing));
            return true;
        }
        let first = self.waits.iter().enumerate().min_by_key(|(_, (due, _))| *due);
        let Some((at, _)) = first.filter(|(_, (due, _))| *due <= end) else { return false };
        let (due, mut request) = self.waits.remove(at);
        self.now = due;
        let effects = self.core.resolve(&mut request, Elapsed).unwrap();
        self.queue(effects);
        true
    }

    /// How many waits are under way.
    pub(super) fn waiting(&self) -> usize {
        self.waits.len()
    }

    fn stamp(&mut self) -> Stamp {
        self.stamps += 1;
        self.now += 1;
        let mut dice = Dice::new(self.stamps);
        let time = DeviceTime {
            wall: UnixMs::new(self.now),
            zone_minutes: CHINA_ZONE_MINUTES,
            monotonic_ms: u64::try_from(self.now - town::MORNING).unwrap_or(0),
            boot: Some(BootId::new([7; BootId::BYTES])),
        };
        let mut random = [0; 16];
        random[..8].copy_from_slice(&dice.next().to_be_bytes());
        random[8..].copy_from_slice(&dice.next().to_be_bytes());
        Stamp { time, random }
    }

    /// Answers the question at `at` of those that are open.
    pub(super) fn answer(&mut self, at: usize) {
        let effect = self.open.remove(at);
        let refusal = if kind(&effect).is_stores() { Code::StoreFailed } else { Code::Offline };
        let broken = self.broken.contains(&kind(&effect));
        let until = UnixMs::new(self.now + 86_400_000);
        let stamp = if kind(&effect) == Ask::Stamp { Some(self.stamp()) } else { None };
        let (core, device) = (&self.core, &mut self.device);
        macro_rules! told {
            ($request:ident, $output:expr) => {
                core.resolve(&mut $request, $output)
            };
        }
        macro_rules! tried {
            ($request:ident, $output:expr) => {{
                let output = if broken { Err(Refusal::new(refusal)) } else { $output };
                core.resolve(&mut $request, output)
            }};
        }
        let effects = match effect {
            Effect::Render(_) | Effect::Wait(_) => return,
            Effect::AwaitNews(mut r) => told!(r, Err(device.no_news())),
            Effect::TakeStamp(mut r) => told!(r, stamp.unwrap()),
            Effect::PreparePhoto(mut r) => tried!(r, Album::prepare(&r.operation.path)),
            Effect::PickPhoto(mut r) => told!(r, device.album.picks()),
            Effect::SendPhoto(mut r) => tried!(r, device.send_photo()),
            Effect::LoadStart(mut r) => tried!(r, Ok(device.start())),
            Effect::SaveSettings(mut r) => tried!(r, {
                device.settings = r.operation.settings;
                Ok(())
            }),
            Effect::SaveDraft(mut r) => tried!(r, {
                device.save_draft(&r.operation.draft);
                Ok(())
            }),
            Effect::AppendRecord(mut r) => tried!(r, Ok(device.append(&r.operation))),
            Effect::WithdrawRecord(mut r) => tried!(r, Ok(device.withdraw(r.operation.id))),
            Effect::LeaveIdentity(mut r) => tried!(r, device.leave()),
            Effect::LoadOutbox(mut r) => tried!(r, Ok(device.outbox())),
            Effect::LoadHousehold(mut r) => {
                tried!(r, Ok(device.household_data(r.operation.household)))
            }
            Effect::LoadPoints(mut r) => tried!(r, Ok(device.points())),
            Effect::LoadPoint(mut r) => tried!(r, Ok(device.point_data(r.operation.point))),
            Effect::LoadTurfs(mut r) => tried!(r, Ok(device.turfs())),
            Effect::LoadTurf(mut r) => tried!(r, Ok(device.turf_data(r.operation.turf))),
            Effect::LoadStanding(mut r) => tried!(r, Ok(device.standing.clone())),
            Effect::LoadLearning(mut r) => tried!(r, Ok(device.learning())),
            Effect::SaveRecall(mut r) => tried!(r, {
                device.save_recall(&r.operation.recall);
                Ok(())
            }),
            Effect::SaveKept(mut r) => tried!(r, {
                device.save_kept(&r.operation);
                Ok(())
            }),
            Effect::Enrol(mut r) => tried!(r, device.enrol(&r.operation.code)),
            Effect::ListTurfs(mut r) => tried!(r, Ok(device.server.offers.clone())),
            Effect::TakeTurf(mut r) => tried!(r, device.take_turf(r.operation.turf, until)),
            Effect::SyncRound(mut r) => tried!(r, device.round(&r.operation)),
            Effect::Scan(mut r) => told!(r, device.scans.clone()),
            Effect::ReadAloud(mut r) => told!(r, device.speaks.clone()),
            Effect::Share(mut r) => {
                device.handed_on.push(r.operation.text.clone());
                told!(r, device.shares.clone())
            }
            Effect::Locate(mut r) => told!(r, device.located.clone()),
        };
        self.queue(effects.unwrap());
    }

    pub(super) fn seen(&self) -> Seen {
        self.core.view()
    }

    pub(super) fn shown(&self) -> ViewModel {
        self.seen().shown
    }

    pub(super) fn screen(&self) -> Screen {
        self.shown().screen
    }

    /// The note, in Chinese and in English.
    pub(super) fn note(&self) -> Option<(String, String)> {
        let seen = self.seen();
        Some((seen.chinese.note?.text, seen.english.note?.text))
    }

    pub(super) fn times(&self, ask: Ask) -> usize {
        self.asked.iter().filter(|asked| **asked == ask).count()
    }
}
