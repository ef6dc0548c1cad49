//! A small app that asks every kind of question, a platform and workers that keep what they saw.

use std::{
    sync::{
        Arc, Condvar, Mutex, OnceLock, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crux_core::{App, Command, Core, render::render};
use wufei_app::effect::{
    Effect,
    clock::{Stamp, TakeStamp, Wait},
    kept::SaveKept,
    net::{Enrol, ListTurfs, TakeTurf},
    news::{AwaitNews, News},
    photo::{PreparePhoto, SendPhoto},
    shell::{ReadAloud, Scan, Scanned, ShellQuestion},
    store::{
        AppendRecord, LeaveIdentity, LoadHousehold, LoadLearning, LoadOutbox, LoadPoint,
        LoadPoints, LoadStanding, LoadStart, LoadTurf, LoadTurfs, OutboxCounts, SaveDraft,
        SaveRecall, SaveSettings, WithdrawRecord,
    },
    sync::{RoundReport, SyncRound},
};
use wufei_domain::refusal::{Code, Refusal};

use super::super::{Runner, Workers};
use crate::{Platform, Refused, lane::Answer, samples};

pub struct Probe;

pub enum Does {
    Make(u32),
    Stored(Result<OutboxCounts, Refusal>),
    Sync,
    Synced(Result<RoundReport, Refusal>),
    Listen,
    Heard,
    Scan,
    Scanned(Scanned),
    Read,
    Spoken,
    Pause(u64),
    Paused,
    Stamp,
    Stamped(Stamp),
    /// Makes a record once a stamp has come, as the real app does.
    StampAndMake(u32),
    Panic,
}

#[derive(Default, Clone)]
pub struct Model {
    pub made: Vec<u32>,
    pub stored: u32,
    pub rounds: u32,
    pub heard: u32,
    pub refused: Option<Refusal>,
    pub scanned: Vec<Scanned>,
    pub spoken: u32,
    pub pauses: u32,
    pub stamps: Vec<Stamp>,
}

impl App for Probe {
    type Event = Does;
    type Model = Model;
    type ViewModel = Model;
    type Effect = Effect;

    fn update(&self, event: Does, model: &mut Model) -> Command<Effect, Does> {
        match event {
            Does::Make(n) => {
                model.made.push(n);
                let record = samples::visit(n, n);
                let append = AppendRecord { record, from_draft: None };
                return render().and(Command::request_from_shell(append).then_send(Does::Stored));
            }
            Does::Stored(Ok(_)) => model.stored += 1,
            Does::Stored(Err(refusal)) | Does::Synced(Err(refusal)) => {
                model.refused = Some(refusal);
            }
            Does::Sync => {
                let round = SyncRound { heard: None };
                return Command::request_from_shell(round).then_send(Does::Synced);
            }
            Does::Listen => {
                return Command::request_from_shell(AwaitNews).then_send(|_| Does::Heard);
            }
            Does::Heard => model.heard += 1,
            Does::Synced(Ok(_)) => model.rounds += 1,
            Does::Scan => {
                let scan = Scan { hint: String::new() };
                return Command::request_from_shell(scan).then_send(Does::Scanned);
            }
            Does::Scanned(scanned) => model.scanned.push(scanned),
            Does::Read => {
                let read = ReadAloud { text: String::new(), language: String::new() };
                return Command::request_from_shell(read).then_send(|_| Does::Spoken);
            }
            Does::Spoken => model.spoken += 1,
            Does::Pause(ms) => {
                return Command::request_from_shell(Wait { ms }).then_send(|_| Does::Paused);
            }
            Does::Paused => model.pauses += 1,
            Does::Stamp => return Command::request_from_shell(TakeStamp).then_send(Does::Stamped),
            Does::Stamped(stamp) => model.stamps.push(stamp),
            Does::StampAndMake(n) => {
                return Command::request_from_shell(TakeStamp).then_send(move |_| Does::Make(n));
            }
            Does::Panic => panic!("a bug in update"),
        }
        render()
    }

    fn view(&self, model: &Model) -> Model {
        model.clone()
    }
}

type OnAsk = dyn Fn(&Runner<Probe>, u64, &ShellQuestion) -> Result<(), Refused> + Send + Sync;

#[derive(Default)]
pub struct Fake {
    device: OnceLock<Weak<Runner<Probe>>>,
    pub changes: AtomicUsize,
    pub asked: Mutex<Vec<(u64, ShellQuestion)>>,
    on_ask: OnceLock<Box<OnAsk>>,
}

impl Fake {
    pub fn on_ask(
        &self,
        act: impl Fn(&Runner<Probe>, u64, &ShellQuestion) -> Result<(), Refused> + Send + Sync + 'static,
    ) {
        assert!(self.on_ask.set(Box::new(act)).is_ok());
    }
}

impl Platform for Fake {
    fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    fn ask(&self, id: u64, question: ShellQuestion) -> Result<(), Refused> {
        self.asked.lock().unwrap().push((id, question.clone()));
        let device = self.device.get().and_then(Weak::upgrade);
        match (self.on_ask.get(), device) {
            (Some(act), Some(device)) => act(&device, id, &question),
            _ => Ok(()),
        }
    }
}

/// The number of the record that the disk cannot take.
pub const fn crashing() -> u32 {
    666_666
}

#[derive(Default, Clone)]
pub struct Disk(pub Arc<Mutex<Vec<u32>>>);

impl Answer<AppendRecord> for Disk {
    fn answer(&mut self, operation: &AppendRecord) -> Result<OutboxCounts, Refusal> {
        let number = samples::number(operation.record.id);
        assert!(number != crashing(), "a bug in the store");
        self.0.lock().unwrap().push(number);
        Ok(OutboxCounts::default())
    }
}

#[derive(Clone)]
pub struct Server {
    pub calls: Arc<Mutex<Vec<String>>>,
    takes: Duration,
}

impl Server {
    pub fn new(takes: Duration) -> Self {
        Self { calls: Arc::default(), takes }
    }
}

impl Answer<SyncRound> for Server {
    fn answer(&mut self, _: &SyncRound) -> Result<RoundReport, Refusal> {
        thread::sleep(self.takes);
        let name = thread::current().name().unwrap_or_default().to_owned();
        self.calls.lock().unwrap().push(name);
        Ok(RoundReport::default())
    }
}

macro_rules! not_asked {
    ($worker:ty: $($operation:ident),+) => {$(
        impl Answer<$operation> for $worker {
            fn answer(
                &mut self,
                _: &$operation,
            ) -> <$operation as crux_core::capability::Operation>::Output {
                Err(Code::Offline.into())
            }
        }
    )+};
}

not_asked!(Disk: LoadStart, SaveSettings, SaveDraft, WithdrawRecord, LeaveIdentity, LoadOutbox,
    LoadHousehold, LoadPoints, LoadPoint, LoadTurfs, LoadTurf, LoadStanding, LoadLearning, SaveRecall, SaveKept);
not_asked!(Server: Enrol, ListTurfs, TakeTurf, SendPhoto, PreparePhoto);

/// Waits until it is told to end.
#[derive(Clone, Default)]
pub struct Quiet(Arc<(Mutex<bool>, Condvar)>);

impl Quiet {
    fn end(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}

impl Answer<AwaitNews> for Quiet {
    fn answer(&mut self, _: &AwaitNews) -> Result<News, Refusal> {
        let (ended, bell) = &*self.0;
        drop(bell.wait_while(ended.lock().unwrap(), |ended| !*ended).unwrap());
        Err(Code::Offline.into())
    }
}

pub fn workers(disk: &Disk, server: &Server) -> Workers {
    let quiet = Quiet::default();
    Workers {
        news: Box::new(quiet.clone()),
        end_waits: Box::new(move || quiet.end()),
        store: Box::new(disk.clone()),
        net: Box::new(server.clone()),
        sync: Box::new(server.clone()),
        darkroom: Box::new(server.clone()),
        photos: Box::new(server.clone()),
    }
}

pub fn device(disk: &Disk, server: &Server) -> (Arc<Runner<Probe>>, Arc<Fake>) {
    let fake = Arc::new(Fake::default());
    let core = Core::new_with(Probe, Model::default());
    let device = Runner::start(core, fake.clone(), workers(disk, server)).unwrap();
    let device = Arc::new(device);
    assert!(fake.device.set(Arc::downgrade(&device)).is_ok());
    (device, fake)
}

pub fn until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(5);
    while !done() {
        assert!(Instant::now() < end, "timed out: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}
