//! A town in virtual time: takes what is due from the queue, does it, and holds the rules after each
//! step. No thread, no clock; everything that is drawn is drawn from the seed.
//!
//! Start here: [`World::run_until`]; `exchange` is the server's side of a step, `story` says what
//! happens in a seed from its first minute to the last check.

use std::{collections::BTreeMap, fmt};

use wufei_disk::chance::Chance;
use wufei_domain::{
    ids::RecordId,
    record::Record,
    sync::{BATCH_ENTRIES_MAX, PAGE_ROWS_MAX},
    tariff::Tariff,
    time::UnixMs,
};

use crate::{
    city::City,
    control::Control,
    device::Device,
    fault::Fault,
    model::Model,
    queue::{DeviceNo, Entry, Queue},
    rules,
    tally::Tally,
    town::{START, Template},
    trace::Trace,
    violation::Violation,
    wire::{Letter, Return, Route, Wire},
};

/// How much fits into a page and into a batch: small ones make many rounds of a few records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub page_rows: usize,
    pub batch_entries: usize,
}

impl Bounds {
    pub fn draw(chance: &mut Chance) -> Self {
        let page_rows = [PAGE_ROWS_MAX, PAGE_ROWS_MAX, 9, 4][chance.index(4)];
        let batch_entries = [BATCH_ENTRIES_MAX, BATCH_ENTRIES_MAX, 5, 2][chance.index(4)];
        Self { page_rows, batch_entries }
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
    pub bounds: Bounds,
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
            Entry::NewsAreOver { exchange } => {
                self.news_are_over(exchange);
                Ok(())
            }
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
                if self.chance.below(4) == 0 { self.lead_decides() } else { Ok(()) }
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
        self.queue
            .push(self.now_ms + route.patience_ms(), Entry::GivesUp { device, life, exchange });
        self.say(device, format_args!("asks {route:?} #{exchange}, {} bytes", body.len()));
        if self.wire.stops(device, true) {
            return exchange;
        }
        let fate = self.wire.fate(body.len(), true, &mut self.chance);
        self.tell_fault(device, fate.fault);
        let mut letter = Letter { from, route, token, body, until_ms: None };
        letter.body.truncate(fate.cut_to.unwrap_or(usize::MAX));
        for after_ms in fate.after_ms {
            let letter = Box::new(letter.clone());
            self.queue.push(self.now_ms + after_ms, Entry::Arrives { letter });
        }
        exchange
    }

    /// Counts and tells of what went wrong on the wire.
    pub fn tell_fault(&mut self, device: DeviceNo, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.count(fault);
            self.say(device, format_args!("FAULT {}", fault.name()));
        }
    }
}
