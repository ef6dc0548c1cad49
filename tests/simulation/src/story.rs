//! A seed from its first minute to its last check: people use their devices while things go wrong;
//! then the last fault is over, the wire is clean, and all must come to agree.
//!
//! 1. Six minutes of use, with backups, faults at times of their own and the weather of the seed.
//! 2. Calm: every disk is good, every device is on. Half an hour later nothing may wait, but for
//!    what only somebody else's token, or a parent that was refused, holds back.
//! 3. Those who handed their device on come back to it; phones lie in a drawer for six days, which
//!    is longer than the server lets a record wait for its parent. Nothing waits any more.
//! 4. Each device is compared with the feeds of the server.

use std::{collections::BTreeMap, io::Write};

use wufei_disk::chance::Chance;
use wufei_domain::{tariff::Tariff, time::DAY_MS};

use crate::{
    city::City,
    control::Control,
    device::Device,
    fault::Fault,
    ground::tell,
    model::Model,
    queue::{DeviceNo, Entry, Queue},
    rules::{self, agreement},
    tally::Tally,
    town::{DEVICES, Person, Template},
    trace::{Fnv, Trace},
    violation::{Violation, holds},
    wire::Wire,
    world::{Bounds, World},
};

/// How long people use their devices.
const ACTIVE_MS: i64 = 6 * 60_000;

/// Within this all outboxes drain once the wire is clean: the longest back-off, and some more.
const DRAIN_MS: i64 = 30 * 60_000;

/// How often somebody looks whether all is quiet.
const LOOK_MS: i64 = 30_000;

/// For a device that somebody came back to, or was helped with.
const SETTLE_MS: i64 = 150_000;

/// Longer than the server lets a record wait for its parent.
const DRAWER_MS: i64 = 6 * DAY_MS;

/// Faults of a seed, beside the weather.
const FAULTS_LEAST: u64 = 7;
const FAULTS_SPREAD: u64 = 8;

/// Events that a seed has at least.
const EVENTS_MIN: u64 = 300;

/// What became of a seed.
pub(crate) struct Seed {
    pub number: u64,
    pub tally: Tally,
    pub hash: Fnv,
    pub outcome: Result<(), Violation>,
}

/// Plays a seed; each step is written to `out`, if there is one.
pub(crate) fn play<'a>(
    number: u64,
    template: &'a Template,
    tariff: &'a Tariff,
    control: Option<Control>,
    out: Option<&'a mut (dyn Write + Send)>,
) -> Seed {
    let mut world = match new_world(number, template, tariff, control, Trace::new(out)) {
        Ok(world) => world,
        Err(violation) => {
            let (tally, hash) = (Tally::default(), Fnv::default());
            return Seed { number, tally, hash, outcome: Err(violation) };
        }
    };
    let outcome = story(&mut world);
    if let Err(violation) = &outcome {
        world.say_city(format_args!("VIOLATION {violation}"));
    }
    Seed { number, tally: world.tally.clone(), hash: world.trace.hash(), outcome }
}

fn new_world<'a>(
    number: u64,
    template: &'a Template,
    tariff: &'a Tariff,
    control: Option<Control>,
    trace: Trace<'a>,
) -> Result<World<'a>, Violation> {
    let mut chance = Chance::new(number);
    let city = City::new(template.seat(number, chance.next())?, chance.next(), control);
    let device = |person: Person| {
        let disk = template.device.copy(chance.next());
        Device::new(disk, person, chance.next())
    };
    let devices = DEVICES.into_iter().map(device).collect();
    let bounds = Bounds::draw(&mut chance);
    Ok(World {
        now_ms: 0,
        chance,
        queue: Queue::default(),
        trace,
        template,
        tariff,
        control,
        city,
        wire: Wire::default(),
        bounds,
        devices,
        model: Model::default(),
        tally: Tally::default(),
        is_calm: false,
        active_until_ms: ACTIVE_MS,
        doubt: Vec::new(),
        changed_ms: 0,
        known_refused: BTreeMap::new(),
        exchanges: 0,
        decided: 0,
    })
}

fn story(world: &mut World<'_>) -> Result<(), Violation> {
    begin(world)?;
    world.run_until(ACTIVE_MS)?;
    calm(world)?;
    let events = world.tally.events;
    holds("a seed has some hundred events", events >= EVENTS_MIN, || events.to_string())
}

fn begin(world: &mut World<'_>) -> Result<(), Violation> {
    world.draw_weather();
    if let Some(control) = world.control {
        for command in control.on_server() {
            tell(&world.city.database()?, (*command).to_owned())?;
        }
        for device in &world.devices {
            let path = device.disk.path(wufei_engine::DATABASE);
            rusqlite::Connection::open(path)?.execute_batch(control.on_device())?;
        }
    }
    world.start_server()?;
    world.queue.push(1_000, Entry::Ticks);
    for device in 0..world.devices.len() {
        let at_ms = world.between(0, 20_000);
        world.queue.push(at_ms, Entry::DeviceStarts { device });
        world.queue.push(at_ms + 1_000, Entry::Tap { device });
    }
    for backup in 0..3 {
        let at_ms = world.between(ACTIVE_MS / 10, ACTIVE_MS / 3) * (backup + 1);
        world.queue.push(at_ms, Entry::BacksUp);
    }
    let faults = FAULTS_LEAST + world.chance.below(FAULTS_SPREAD);
    for _ in 0..faults {
        let fault = drawn(&mut world.chance);
        let at_ms = world.between(ACTIVE_MS / 12, ACTIVE_MS - 30_000);
        world.queue.push(at_ms, Entry::Strikes { fault });
    }
    Ok(())
}

fn drawn(chance: &mut Chance) -> Fault {
    let all: u64 = Fault::DRAWN.iter().map(|(_, times)| times).sum();
    let mut at = chance.below(all);
    for (fault, times) in Fault::DRAWN {
        if at < times {
            return fault;
        }
        at -= times;
    }
    Fault::CutOff
}

/// The last fault is over.
fn calm(world: &mut World<'_>) -> Result<(), Violation> {
    world.say_city(format_args!("CALM"));
    world.is_calm = true;
    world.wire = Wire::default();
    world.changed_ms = world.now_ms;
    for entry in world.queue.take(|entry| matches!(entry, Entry::Eases { .. })) {
        if let Entry::Eases { ease } = entry {
            world.ease(ease);
        }
    }
    world.queue.take(|entry| {
        matches!(entry, Entry::Strikes { .. } | Entry::Befalls { .. } | Entry::BacksUp)
    });
    world.city.disk.spare();
    for device in &world.devices {
        device.disk.spare();
    }
    world.start_server()?;
    for device in 0..world.devices.len() {
        world.start_device(device)?;
    }
    // Whoever never came to be enrolled is helped now.
    for device in 0..world.devices.len() {
        if !is_enrolled(world, device) {
            let person = world.devices[device].person;
            world.enrol_in_person(device, person)?;
        }
    }
    for device in 0..world.devices.len() {
        world.sync_again(device)?;
    }
    drain(world)?;
    hand_back(world)?;
    if left(world)? > 0 {
        lie_in_a_drawer(world)?;
        hand_back(world)?;
    }
    world.queue.take(|entry| matches!(entry, Entry::Ticks));
    world.changed_ms = world.now_ms;
    drain(world)?;
    for device in 0..world.devices.len() {
        agree(world, device)?;
    }
    agreement::every_gap_is_known(world)?;
    rules::server_as_a_whole(world)
}

/// Until nothing waits and every device has read on since: all that takes is bounded.
fn drain(world: &mut World<'_>) -> Result<(), Violation> {
    let end_ms = world.now_ms + DRAIN_MS;
    while world.now_ms < end_ms {
        world.run_until(world.now_ms + LOOK_MS)?;
        world.lead_decides()?;
        let has_read = |device: &Device| device.is_twin || device.fresh_ms > world.changed_ms;
        if world.devices.iter().all(has_read) && left(world)? == 0 {
            return Ok(());
        }
    }
    Ok(())
}

fn is_enrolled(world: &mut World<'_>, device: DeviceNo) -> bool {
    let process = &mut world.devices[device].on;
    process.as_mut().is_some_and(|process| process.store.token().is_ok())
}

/// How many records wait on all devices.
fn left(world: &World<'_>) -> Result<i64, Violation> {
    (0..world.devices.len()).map(|device| agreement::waiting(world, device)).sum()
}

/// Records go up only under the token of whoever made them: each of them comes back once.
fn hand_back(world: &mut World<'_>) -> Result<(), Violation> {
    for device in 0..world.devices.len() {
        for actor in agreement::whose_wait(world, device)?.into_iter().flatten() {
            let maker = Person::of(actor.parse()?);
            let maker = maker.ok_or_else(|| Violation::own("a maker who is not on the roll"))?;
            if maker.number == world.devices[device].person.number && !is_twin(world, device) {
                continue;
            }
            world.enrol_in_person(device, maker)?;
            world.run_until(world.now_ms + SETTLE_MS)?;
        }
    }
    Ok(())
}

/// Two devices with one id take each other's token away.
fn is_twin(world: &World<'_>, device: DeviceNo) -> bool {
    world.devices[device].is_twin
}

/// Every phone is off for days; then it is on again.
fn lie_in_a_drawer(world: &mut World<'_>) -> Result<(), Violation> {
    world.say_city(format_args!("six days pass, every device is off"));
    for device in &mut world.devices {
        device.stop(None);
    }
    world.now_ms += DRAWER_MS;
    let dropped = world.queue.take(|_| true);
    if dropped.iter().any(|entry| matches!(entry, Entry::Decides)) {
        // The server is on all the time: it still decides what had arrived.
        world.queue.push(world.now_ms, Entry::Decides);
    }
    world.changed_ms = world.now_ms;
    world.queue.push(world.now_ms, Entry::Ticks);
    for device in 0..world.devices.len() {
        world.devices[device].awaits_help = false;
        world.start_device(device)?;
    }
    drain(world)
}

fn agree(world: &mut World<'_>, device: DeviceNo) -> Result<(), Violation> {
    if is_twin(world, device) {
        let person = world.devices[device].person;
        world.enrol_in_person(device, person)?;
        world.run_until(world.now_ms + SETTLE_MS)?;
    }
    agreement::every_record_has_its_place(world, device)?;
    let feeds = agreement::feeds_are_the_servers(world, device)?;
    agreement::screens_say_what_is_true(world, device)?;
    world.say(device, format_args!("agrees in {feeds} feeds"));
    Ok(())
}
