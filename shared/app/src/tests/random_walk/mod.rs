//! Seeded walks: random taps, answers in random order, failures, restarts. After each step the
//! [`rules`] must hold; [`taps`] chooses what to tap.

mod rules;
mod taps;

use std::fmt::Write as _;

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
};

use self::{rules::Tally, taps::Taps};
use super::{
    asks::{Ask, kind},
    device::{Device, Flaw},
    dice::Dice,
    driver::Driver,
    town,
};
use crate::{
    Effect,
    event::{OutboxEvent, Tab, UiEvent},
    view::Screen,
};

const SEEDS: u64 = 200;
const STEPS: usize = 300;

/// What a walk left behind.
#[derive(Debug, PartialEq, Eq)]
struct Trace {
    /// Every step with a digest of what it showed.
    steps: Vec<String>,
    tally: Tally,
}

struct Walk {
    driver: Driver,
    dice: Dice,
    taps: Taps,
    /// As last seen.
    screen: Screen,
    trace: String,
}

impl Walk {
    fn new(seed: u64, flaw: Flaw) -> Self {
        let mut dice = Dice::new(seed);
        let device = match dice.below(5) {
            0 => town::fresh(),
            role => town::enrolled(Role::ALL[role - 1]),
        };
        // Most roles have little to record: most walks are at the scale or at the doors.
        let device = match dice.below(8) {
            0..3 => town::enrolled(Role::Attendant),
            3..6 => town::enrolled(Role::Volunteer),
            _ => device,
        };
        let driver = Driver::new(Device { flaw, ..device });
        let screen = driver.screen();
        Self { driver, dice, taps: Taps::default(), screen, trace: String::new() }
    }

    /// What may be answered next: the store's first question, and any other lane's.
    fn answerable(&self) -> Vec<usize> {
        let mut store_seen = false;
        let free = |(at, effect): (usize, &Effect)| {
            let is_stores = kind(effect).is_stores();
            let waits = is_stores && std::mem::replace(&mut store_seen, true);
            (!waits).then_some(at)
        };
        self.driver.open.iter().enumerate().filter_map(free).collect()
    }

    fn answers(&mut self) {
        let free = self.answerable();
        if free.is_empty() {
            return;
        }
        let at = self.dice.pick(&free);
        let ask = kind(&self.driver.open[at]);
        let fails = self.dice.once_in(10);
        if fails {
            self.driver.broken.insert(ask);
        }
        let _ = write!(self.trace, "answer {ask:?} fails {fails}");
        self.driver.answer(at);
        self.driver.broken.clear();
    }

    fn taps(&mut self) {
        let event = self.taps.next(&mut self.dice, &self.screen);
        let _ = write!(self.trace, "{event:?}");
        self.driver.raise(event);
    }

    /// The process ends. What the store was doing may have been done without being heard of.
    fn restarts(&mut self) {
        let mut driver = Driver::new(Device::default());
        std::mem::swap(&mut driver, &mut self.driver);
        let first = driver.open.iter().position(|effect| kind(effect).is_stores());
        if let Some(Effect::AppendRecord(request)) = first.map(|at| &driver.open[at])
            && self.dice.once_in(2)
        {
            driver.device.append(&request.operation);
        }
        self.driver = driver.restarted();
    }

    fn changes_the_server(&mut self) {
        let server = &mut self.driver.device.server;
        server.pages += 1;
        server.batch = self.dice.below(4);
        server.refuses.clear();
        let kinds = ["drop_off", "reversal", "visit", "visit_void", "shift_opened", "unknown_item"];
        if self.dice.once_in(2) {
            server.refuses.insert(self.dice.pick(&kinds), Refusal::new(Code::ServerFailed));
        }
    }

    fn step(&mut self) -> Result<String, String> {
        self.trace.clear();
        match self.dice.below(300) {
            0..100 => self.taps(),
            100..285 => self.answers(),
            285..292 => self.changes_the_server(),
            292..299 => {
                self.driver.rings_before(i64::MAX);
            }
            _ => self.restarts(),
        }
        let seen = self.driver.seen();
        let digest = rules::hold(&self.driver, &seen)?;
        self.screen = seen.shown.screen;
        Ok(format!("{} {digest:x}", self.trace))
    }

    /// Everything works again: what waits must go.
    fn heals(&mut self) -> Result<(), String> {
        self.driver.device.server.refuses.clear();
        self.driver.does(UiEvent::Start);
        self.driver.does(UiEvent::Open { tab: Tab::Outbox });
        self.driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
        let seen = self.driver.seen();
        rules::hold(&self.driver, &seen)?;
        if self.driver.device.identity.is_some() && seen.counts.waiting > 0 {
            return Err(format!("{} still wait", seen.counts.waiting));
        }
        Ok(())
    }
}

fn walk(seed: u64, flaw: Flaw) -> Result<Trace, String> {
    let mut walk = Walk::new(seed, flaw);
    let mut steps = vec![walk.step().map_err(|what| format!("seed {seed} at once: {what}"))?];
    walk.driver.raise(UiEvent::Start);
    for at in 0..STEPS {
        let step = walk.step().map_err(|what| format!("seed {seed} step {at}: {what}"))?;
        steps.push(step);
    }
    walk.heals().map_err(|what| format!("seed {seed} at the end: {what}"))?;
    Ok(Trace { steps, tally: rules::tally(&walk.driver) })
}

#[test]
fn whatever_is_tapped_and_whatever_fails_the_rules_hold() {
    let mut all = Tally::default();
    for seed in 0..SEEDS {
        all.add(&walk(seed, Flaw::None).unwrap().tally);
    }
    // The walks reach what they are about.
    let Tally { drop_offs, reversals, visits, voids, shifts, others, withdrawn } = all;
    assert!(drop_offs > 100 && reversals > 20 && shifts > 100, "{all:?}");
    assert!(visits > 100 && voids > 20 && others > 100 && withdrawn > 10, "{all:?}");
}

#[test]
fn the_same_seed_gives_the_same_walk() {
    for seed in 0..10 {
        assert_eq!(walk(seed, Flaw::None), walk(seed, Flaw::None), "{seed}");
    }
    assert_ne!(walk(1, Flaw::None), walk(2, Flaw::None));
}

#[test]
fn a_store_that_stores_a_record_twice_breaks_a_rule() {
    let broken = (0..40).filter_map(|seed| walk(seed, Flaw::RepeatsDropOffs).err());
    let said: Vec<_> = broken.collect();
    assert!(said.iter().any(|what| what.contains("logged twice")), "{said:#?}");
}

#[test]
fn a_store_answers_in_order_and_the_others_in_any() {
    let mut walk = Walk::new(0, Flaw::None);
    walk.driver = Driver::started(town::enrolled(Role::Resident));
    walk.driver.held.extend([Ask::Household, Ask::Standing, Ask::Round]);
    walk.driver.opens(Tab::Household);
    walk.driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    let free: Vec<_> = walk.answerable().iter().map(|at| kind(&walk.driver.open[*at])).collect();
    assert_eq!(free, [Ask::Household, Ask::Round]);
}
