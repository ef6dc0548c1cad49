//! A device: its disk, and while it is on, a process with the real core, the real store (a
//! connection a lane, as in the engine) and the real sync client.
//!
//! `lanes` answers what the app asks of the store, `net` what it asks of the server, `round` drives
//! a round of sync, `news` waits between rounds. Each is carried out when the queue comes to it, so that anything may come in
//! between; a process that has ended hears of nothing.

mod lanes;
mod net;
mod news;
mod round;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crux_core::{Core, Request};
use wufei_app::{Config, Effect, Event, Model, UiEvent, Wufei, effect::sync::SyncRound};
use wufei_disk::{Disk, Loss};
use wufei_domain::{
    ids::{DeviceId, RecordId},
    refusal::{Code, Refusal},
    time::UnixMs,
};
use wufei_engine::{
    DATABASE, OpenError,
    store::Store,
    sync::{Step, SyncClient},
};

use crate::{
    queue::{DeviceNo, Entry},
    town::{Person, START},
    violation::Violation,
    wire::{Reply, Return, Route},
    world::World,
};

/// A round of sync under way.
pub(crate) struct UnderWay {
    began_ms: i64,
    request: Request<SyncRound>,
    /// What is to be done next, unless an answer is waited for.
    step: Option<Step>,
    /// The exchange whose answer is waited for.
    waits_for: Option<(u64, Route)>,
}

/// A process on a device.
pub(crate) struct Process {
    pub core: Core<Wufei>,
    pub store: Store,
    net_store: Store,
    news_store: Store,
    sync_store: Store,
    client: SyncClient,
    /// A connection of nobody's, to look.
    pub outside: rusqlite::Connection,
    /// The version of the database that was last looked at.
    pub seen_version: Option<i64>,
    started_ms: i64,
    /// When the store lane has done all it was asked so far.
    store_free_ms: i64,
    round: Option<UnderWay>,
    /// What the net lane is still to ask; the first is under way while an exchange is open.
    net_lane: VecDeque<Effect>,
    net_waits_for: Option<u64>,
    listening: Option<news::Listening>,
}

/// A device, on or off.
pub(crate) struct Device {
    pub disk: Disk,
    /// Whose it is.
    pub owner: Person,
    /// Who holds it.
    pub person: Person,
    /// Its wall clock stands this far from the server's.
    pub clock_off_ms: i64,
    /// Counts its processes.
    pub life: u32,
    pub on: Option<Process>,
    /// Records whose keeping the app was told of.
    pub kept: BTreeSet<RecordId>,
    /// Records that may have been kept without anybody hearing of it.
    pub doubtful: BTreeSet<RecordId>,
    /// Records that a person took back.
    pub withdrawn: BTreeSet<RecordId>,
    /// How far each feed was seen to be read: epoch and number.
    pub cursors: BTreeMap<String, (String, u64)>,
    /// Drawn for its id at the first start.
    pub seed: u64,
    /// Counts what was weighed, so that no two are the same.
    pub weighed: u32,
    /// Whether its folder was copied, or is a copy: two devices with one id.
    pub is_twin: bool,
    /// Whether somebody is on the way with another code.
    pub awaits_help: bool,
    /// Whether its person stopped the rounds of sync.
    pub is_stopped: bool,
    /// When its last round began that ended well with nothing more to read.
    pub fresh_ms: i64,
}

impl Device {
    pub fn new(disk: Disk, person: Person, seed: u64) -> Self {
        Self {
            disk,
            owner: person,
            person,
            clock_off_ms: 0,
            life: 0,
            on: None,
            kept: BTreeSet::new(),
            doubtful: BTreeSet::new(),
            withdrawn: BTreeSet::new(),
            cursors: BTreeMap::new(),
            seed,
            weighed: 0,
            is_twin: false,
            awaits_help: false,
            is_stopped: false,
            fresh_ms: 0,
        }
    }

    /// What its wall clock shows.
    pub fn wall(&self, now_ms: i64) -> UnixMs {
        START.plus_ms(now_ms).plus_ms(self.clock_off_ms)
    }

    fn open(&self) -> Result<Store, OpenError> {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.seed.to_be_bytes());
        let fresh = DeviceId::from_stamp(START, random);
        Store::open(&self.disk.path(DATABASE), fresh, None)
    }

    /// Starts a process.
    ///
    /// # Errors
    /// What the disk says; the device stays off.
    pub fn start(&mut self, now_ms: i64, config: Config) -> Result<(), String> {
        let told = |error: OpenError| error.to_string();
        let (store, net_store) = (self.open().map_err(told)?, self.open().map_err(told)?);
        let (sync_store, news_store) = (self.open().map_err(told)?, self.open().map_err(told)?);
        let outside = rusqlite::Connection::open(self.disk.path(DATABASE))
            .map_err(|error| error.to_string())?;
        let wufei = Wufei::new(config).map_err(|error| error.to_string())?;
        self.on = Some(Process {
            core: Core::new_with(wufei, Model::default()),
            store,
            net_store,
            news_store,
            sync_store,
            client: SyncClient::default(),
            outside,
            seen_version: None,
            started_ms: now_ms,
            store_free_ms: now_ms,
            round: None,
            net_lane: VecDeque::new(),
            net_waits_for: None,
            listening: None,
        });
        Ok(())
    }

    /// The process ends with all that is under way. What was not synced is lost as `loss` says;
    /// `None` closes the files properly.
    pub fn stop(&mut self, loss: Option<Loss>) {
        self.life += 1;
        self.is_stopped = false;
        if let Some(loss) = loss {
            // First, so that nothing is written any more when the files are closed.
            self.disk.crash(loss);
        }
        self.on = None;
    }
}

impl World<'_> {
    /// Switches a device on; a disk that does not let it start is tried again later.
    ///
    /// # Errors
    /// What its first questions come to.
    pub fn start_device(&mut self, device: DeviceNo) -> Result<(), Violation> {
        let config =
            Config { city: self.template.code, server: String::new(), picks_photos: false };
        let there = &mut self.devices[device];
        if there.on.is_some() {
            return Ok(());
        }
        let started = there.start(self.now_ms, config);
        let word = if started.is_ok() { "starts" } else { "does not start" };
        self.say(device, format_args!("{word}"));
        match started {
            Ok(()) => self.raise(device, UiEvent::Start),
            Err(_) if self.devices[device].disk.is_off() => {
                self.lose_power(device);
                Ok(())
            }
            Err(why) if self.is_calm => Err(Violation::new("a device starts on a good disk", why)),
            Err(_) => {
                self.queue.push(self.now_ms + 20_000, Entry::DeviceStarts { device });
                Ok(())
            }
        }
    }

    /// A person does something.
    ///
    /// # Errors
    /// What the questions it leads to come to.
    pub fn raise(&mut self, device: DeviceNo, event: UiEvent) -> Result<(), Violation> {
        let Some(process) = &self.devices[device].on else { return Ok(()) };
        self.tally.events += 1;
        let effects = process.core.process_event(Event::Ui(event));
        self.perform(device, effects)
    }

    /// An answer comes, or the wait for it is over. One that nobody waits for is passed over.
    ///
    /// # Errors
    /// A broken rule, or what it leads to comes to.
    pub fn returned(&mut self, to: Return, reply: Option<Reply>) -> Result<(), Violation> {
        let Return { device, life, exchange } = to;
        if self.devices[device].life != life {
            return Ok(());
        }
        if self.round_waits_for(device) == Some(exchange) {
            self.tally.events += 1;
            return self.round_heard(device, reply.as_ref());
        }
        if self.net_waits_for(device) == Some(exchange) {
            self.tally.events += 1;
            let offline = || Refusal::new(Code::Offline);
            return self.net_heard(device, reply.as_ref().ok_or_else(offline));
        }
        if self.news_wait_for(device) == Some(exchange) {
            self.tally.events += 1;
            return self.news_heard(device, reply.as_ref().ok_or(Code::Offline.into()));
        }
        Ok(())
    }

    /// After work on a device's disk: power may have gone in the middle of it.
    fn mind_power(&mut self, device: DeviceNo) {
        if self.devices[device].disk.is_off() {
            self.lose_power(device);
        }
    }
}
