//! A town in virtual time: takes what is due from the queue, does it, and holds the rules after each
//! step. No thread, no clock; everything that is drawn is drawn from the seed.
//!
//! Start here: [`World::run_until`]; `story` says what happens in a seed from its first minute to
//! the last check.

use std::{collections::BTreeMap, fmt};

use wufei_disk::chance::Chance;
use wufei_domain::{
    ids::RecordId,
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::Verdict,
    tariff::Tariff,
    time::UnixMs,
};
use wufei_server::{
    service::{BUSY_SECONDS, Request, Response},
    store::StoreError,
};

use crate::{
    city::{self, City},
    control::Control,
    device::Device,
    fault::Fault,
    model::Model,
    queue::{DeviceNo, Entry, Queue},
    rules,
    town::{START, Template},
    trace::Trace,
    violation::{Violation, holds},
    wire::{EXCHANGE_MS, Letter, Reply, Return, Route, Wire},
};

/// What was seen in a seed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Taps, requests, answers, faults: what happened, without the steps in between.
    pub events: u64,
    /// Records that the server took.
    pub records: u64,
    pub faults: BTreeMap<Fault, u64>,
    /// Records that are refused in the end, by the code of the refusal.
    pub refused: BTreeMap<&'static str, u64>,
    /// Records that a restore lost and that were refused when they were offered again, by the code.
    pub gaps_left: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Adds what was seen in another seed.
    pub fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.records += other.records;
        add_each(&mut self.faults, &other.faults);
        add_each(&mut self.refused, &other.refused);
        add_each(&mut self.gaps_left, &other.gaps_left);
    }
}

fn add_each<K: Ord + Copy>(all: &mut BTreeMap<K, u64>, more: &BTreeMap<K, u64>) {
    for (key, times) in more {
        *all.entry(*key).or_default() += times;
    }
}

/// The town.
pub(crate) struct World<'a> {
    /// Virtual time since the seed began.
    pub now_ms: i64,
    pub chance: Chance,
    pub queue: Queue,
    pub trace: Trace<'a>,
    pub template: &'a Template,
    pub tariff: &'a Tariff,
    pub control: Option<Control>,
    pub city: City,
    pub wire: Wire,
    pub devices: Vec<Device>,
    pub model: Model,
    pub tally: Tally,
    /// The last fault is over.
    pub is_calm: bool,
    /// Until when people use their devices.
    pub active_until_ms: i64,
    /// Requests that were decided in a transaction of which nobody knows whether it lasted.
    pub doubt: Vec<Record>,
    /// When the server last took a record, or became another.
    pub changed_ms: i64,
    /// Records that were refused or taken back on some device, in the end, and why.
    pub known_refused: BTreeMap<RecordId, &'static str>,
    pub exchanges: u64,
    pub decided: u64,
}

impl World<'_> {
    pub fn now(&self) -> UnixMs {
        START.plus_ms(self.now_ms)
    }

    /// Tells of a device.
    pub fn say(&mut self, device: DeviceNo, what: fmt::Arguments<'_>) {
        self.trace.say(self.now_ms, format_args!("device {device}"), what);
    }

    /// Tells of the server.
    pub fn say_city(&mut self, what: fmt::Arguments<'_>) {
        self.trace.say(self.now_ms, "server", what);
    }

    /// Does all that is due by `end_ms`.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn run_until(&mut self, end_ms: i64) -> Result<(), Violation> {
        while let Some((due_ms, entry)) = self.queue.pop(end_ms) {
            self.now_ms = due_ms;
            self.happens(entry)?;
        }
        self.now_ms = end_ms;
        Ok(())
    }

    fn lives(&self, device: DeviceNo, life: u32) -> bool {
        let there = &self.devices[device];
        there.life == life && there.on.is_some()
    }

    fn happens(&mut self, entry: Entry) -> Result<(), Violation> {
        match entry {
            Entry::Answer { device, life, effect } if self.lives(device, life) => {
                self.answer(device, *effect)?;
                rules::device(self, device)
            }
            Entry::Rings { device, life, request } if self.lives(device, life) => {
                self.rings(device, *request)
            }
            Entry::Round { device, life } if self.lives(device, life) => {
                self.round(device)?;
                rules::device(self, device)
            }
            Entry::Answer { .. } | Entry::Rings { .. } | Entry::Round { .. } => Ok(()),
            Entry::Tap { device } => self.taps(device),
            Entry::Arrives { letter } => {
                self.arrives(*letter);
                Ok(())
            }
            Entry::Decides => self.decides(),
            Entry::Returns { reply } => {
                let device = reply.to.device;
                self.returned(reply.to, Some(*reply))?;
                rules::device(self, device)
            }
            Entry::GivesUp { device, life, exchange } => {
                self.returned(Return { device, life, exchange }, None)
            }
            Entry::Ticks => {
                self.ticks();
                Ok(())
            }
            Entry::DeviceStarts { device } => self.start_device(device),
            Entry::ServerStarts => self.start_server(),
            Entry::Helps { device } => self.help(device),
            Entry::BacksUp => self.back_up(),
            Entry::Strikes { fault } => {
                self.tally.events += 1;
                self.strike(fault)
            }
            Entry::Befalls { fault, device } => {
                self.tally.events += 1;
                self.befall(fault, device)
            }
            Entry::Eases { ease } => {
                self.ease(ease);
                Ok(())
            }
        }
    }

    /// Sends a request; gives the exchange to wait for.
    pub fn send(
        &mut self,
        device: DeviceNo,
        route: Route,
        token: Option<String>,
        body: Vec<u8>,
    ) -> u64 {
        self.exchanges += 1;
        let (exchange, life) = (self.exchanges, self.devices[device].life);
        let from = Return { device, life, exchange };
        self.queue.push(self.now_ms + EXCHANGE_MS, Entry::GivesUp { device, life, exchange });
        self.say(device, format_args!("asks {route:?} #{exchange}, {} bytes", body.len()));
        if self.wire.stops(device, true) {
            return exchange;
        }
        let fate = self.wire.fate(body.len(), true, &mut self.chance);
        self.tell_fault(device, fate.fault);
        let mut letter = Letter { from, route, token, body };
        letter.body.truncate(fate.cut_to.unwrap_or(usize::MAX));
        for after_ms in fate.after_ms {
            let letter = Box::new(letter.clone());
            self.queue.push(self.now_ms + after_ms, Entry::Arrives { letter });
        }
        exchange
    }

    fn tell_fault(&mut self, device: DeviceNo, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.count(fault);
            self.say(device, format_args!("FAULT {}", fault.name()));
        }
    }

    fn arrives(&mut self, letter: Letter) {
        self.tally.events += 1;
        let Return { device, life, exchange } = letter.from;
        if self.city.desk.is_none() {
            // Nobody listens: the device hears so at once.
            self.queue.push(self.now_ms + 40, Entry::GivesUp { device, life, exchange });
            return;
        }
        if self.city.inbox.is_empty() {
            let takes_ms = self.between(1, 6);
            self.queue.push(self.now_ms + takes_ms, Entry::Decides);
        }
        self.city.inbox.push(letter);
    }

    fn decides(&mut self) -> Result<(), Violation> {
        let letters = std::mem::take(&mut self.city.inbox);
        if letters.is_empty() {
            return Ok(());
        }
        let requests: Vec<_> = letters.iter().map(city::read).collect();
        let now = self.now();
        let settled = self.city.settle(requests.clone(), now);
        if self.city.disk.is_off() {
            self.doubt.extend(pushed(&requests));
            self.server_loses_power();
            return Ok(());
        }
        match settled {
            Ok(answers) => {
                for ((letter, request), answer) in letters.iter().zip(&requests).zip(&answers) {
                    self.learn(request, answer)?;
                    self.reply(letter, answer)?;
                }
            }
            Err(error) => {
                self.say_city(format_args!("keeps nothing of {} requests", letters.len()));
                self.doubt.extend(pushed(&requests));
                self.settle_doubt()?;
                let refusal = match error {
                    StoreError::Busy(_) => Refusal::new(Code::Busy).with("seconds", BUSY_SECONDS),
                    _ => Refusal::new(Code::ServerFailed),
                };
                for letter in &letters {
                    self.reply(letter, &Err(refusal.clone()))?;
                }
            }
        }
        self.decided += 1;
        rules::server(self)
    }

    /// What the model learns from an answer that lasted.
    fn learn(
        &mut self,
        request: &Result<Request, Refusal>,
        answer: &city::Answer,
    ) -> Result<(), Violation> {
        match (request, answer) {
            (Ok(Request::Push(bearer, envelope)), Ok(Response::Pushed(response))) => {
                let actor = self.model.tokens.get(&bearer.0).copied();
                let mut taken = 0;
                for (entry, verdict) in envelope.entries.iter().zip(&response.verdicts) {
                    if !verdict.is_stored() {
                        continue;
                    }
                    let record: Record = serde_json::from_value(entry.clone())?;
                    self.acknowledge(record, actor, verdict)?;
                    taken += 1;
                }
                let all = response.verdicts.len();
                self.say_city(format_args!("has {taken} of {all} records"));
            }
            (Ok(Request::Enrol(_)), Ok(Response::Enrolled(response))) => {
                let actor = response.identity.actor;
                self.model.tokens.insert(response.token.0.clone(), actor);
            }
            (Ok(Request::Lease(bearer, request)), Ok(Response::Leased(_))) => {
                if let Some(actor) = self.model.tokens.get(&bearer.0) {
                    self.model.leased.insert((*actor, request.turf));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn acknowledge(
        &mut self,
        record: Record,
        actor: Option<wufei_domain::ids::ActorId>,
        verdict: &Verdict,
    ) -> Result<(), Violation> {
        let id = record.id;
        let is_new = *verdict == Verdict::Accepted;
        let said = || format!("{id} {verdict:?}");
        let rule = "a record is new to the server once, and a repeat ever after";
        holds(rule, is_new != self.model.truth.has(id), said)?;
        self.model.ever.insert(id, record.hash().to_string());
        if is_new {
            self.tally.records += 1;
            self.changed_ms = self.now_ms;
            let actor = actor.filter(|_| !matches!(record.body, Body::UnknownItem(_)));
            let now = self.now();
            self.model.truth.accept(record, actor, now);
        }
        Ok(())
    }

    fn reply(&mut self, letter: &Letter, answer: &city::Answer) -> Result<(), Violation> {
        let (good, body) = city::written(answer)?;
        let (to, route) = (letter.from, letter.route);
        let code = answer.as_ref().err().map_or("ok", |refusal| refusal.code.as_str());
        self.say_city(format_args!("answers {route:?} #{}: {code}", to.exchange));
        if self.wire.stops(to.device, false) {
            return Ok(());
        }
        let fate = self.wire.fate(body.len(), false, &mut self.chance);
        self.tell_fault(to.device, fate.fault);
        let mut reply = Reply { to, good, body };
        reply.body.truncate(fate.cut_to.unwrap_or(usize::MAX));
        for after_ms in fate.after_ms {
            let reply = Box::new(reply.clone());
            self.queue.push(self.now_ms + after_ms, Entry::Returns { reply });
        }
        Ok(())
    }

    /// Looks which records of transactions in doubt are there, and takes them as they are.
    ///
    /// # Errors
    /// When the server's database cannot be read.
    pub fn settle_doubt(&mut self) -> Result<(), Violation> {
        for record in std::mem::take(&mut self.doubt) {
            if self.model.truth.has(record.id) {
                continue;
            }
            let Some((_, actor, received_at)) = self.city.record(&record.id.to_string())? else {
                continue;
            };
            let actor = actor.map(|actor| actor.parse()).transpose()?;
            self.tally.records += 1;
            self.model.truth.accept(record, actor, UnixMs::new(received_at));
        }
        Ok(())
    }

    fn ticks(&mut self) {
        const TICK_MS: i64 = 60_000;
        self.queue.push(self.now_ms + TICK_MS, Entry::Ticks);
        if self.city.desk.is_none() {
            return;
        }
        let now = self.now();
        let ticked = self.city.settle(vec![Ok(Request::Tick)], now);
        if self.city.disk.is_off() {
            self.server_loses_power();
            return;
        }
        if matches!(ticked.as_deref(), Ok([Ok(_)])) {
            self.model.truth.tick(now);
        }
    }
}

/// The records of requests that push.
fn pushed(requests: &[Result<Request, Refusal>]) -> Vec<Record> {
    let envelopes = requests.iter().filter_map(|request| match request {
        Ok(Request::Push(_, envelope)) => Some(envelope),
        _ => None,
    });
    let entries = envelopes.flat_map(|envelope| envelope.entries.clone());
    entries.filter_map(|entry| serde_json::from_value(entry).ok()).collect()
}
