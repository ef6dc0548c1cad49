//! Everything up, everything down: devices that were offline come back at once.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use wufei_app::{
    effect::store::AppendRecord,
    event::{OutboxEvent, UiEvent},
};
use wufei_domain::{ids::DeviceId, record::Record};
use wufei_engine::{Answer as _, DATABASE, store::Store};

use super::{Town, Watch, name, turf};
use crate::{
    bench::sync::{
        counter::{self, Hidden},
        figures::RoundTrip,
        load::{DOORS, Load},
        processor_time::{of_own_but, of_this_thread, of_tree},
    },
    harness::{Failure, TestDevice, now, random, same},
};

/// How long a phase may take before the run is given up.
const PATIENCE: Duration = Duration::from_mins(5);

/// Our threads that are no device: this program's first one and the proxy.
pub(in crate::bench::sync) const NOT_DEVICES: [&str; 2] = ["bench", counter::THREAD];

const LEFT: &str = "SELECT count(*) FROM outbox";
const HERE: &str = "SELECT count(*) FROM facts WHERE scope LIKE 'turf:%' AND record_kind = 'visit'";

/// One run.
///
/// # Errors
/// When a device does not get everything.
pub fn run(load: &Load, hidden: Hidden) -> Result<RoundTrip, Failure> {
    let town = offline(load, hidden)?;
    let all = i64::from(load.size.all());
    let server = town.server()?;
    let before = (of_tree(server)?, of_own_but(&NOT_DEVICES)?);
    town.counter.take();
    let empty = AtomicU32::new(0);
    let began = Instant::now();
    let ended = thread::scope(|scope| {
        let (town, empty) = (&town, &empty);
        let start = |person: usize| {
            scope.spawn(move || come_back(town, person, (empty, load.size.devices), all))
        };
        let watchers: Vec<_> = (0..load.records.len()).map(start).collect();
        let mut ended = Vec::new();
        for watcher in watchers {
            let joined = watcher.join();
            ended.push(joined.map_err(|_| Failure::new("a device", "a panic"))??);
        }
        Ok::<_, Failure>(ended)
    })?;
    let seen = town.counter.take();
    let last = ended.iter().map(|(at, _)| *at).max().unwrap_or(began);
    // Those that only looked on are no devices either.
    let watched: Duration = ended.iter().map(|(_, used)| *used).sum();
    Ok(RoundTrip {
        wall: last.duration_since(began),
        server: of_tree(server)?.saturating_sub(before.0),
        devices: of_own_but(&NOT_DEVICES)?.saturating_sub(before.1 + watched),
        up_bytes: seen.up_bytes,
        down_bytes: seen.down_bytes / u64::from(load.size.devices.max(1)),
        requests: seen.requests,
    })
}

/// Devices that know the turf, are closed, and have their check-ins in the outbox.
pub(super) fn offline(load: &Load, hidden: Hidden) -> Result<Town, Failure> {
    let people = u8::try_from(load.size.devices).unwrap_or(u8::MAX);
    let town = Town::new(DOORS, people, hidden)?;
    for (person, records) in load.records.iter().enumerate() {
        let device = town.device(person)?;
        town.take_turf(&device, turf())?;
        device.sync_and_walk(turf(), "its doors", |view| view.loading.is_none())?;
        drop(device);
        let fresh = DeviceId::from_stamp(now(), random()?);
        let mut store = Store::open(&town.folder(person).join(DATABASE), fresh, None)?;
        keep(&mut store, records)?;
    }
    Ok(town)
}

fn keep(store: &mut Store, records: &[Record]) -> Result<(), Failure> {
    for record in records {
        store.answer(&AppendRecord { record: record.clone(), from_draft: None })?;
    }
    let counts = store.batch(1, usize::MAX, now())?;
    same("something to send", &records.is_empty(), &counts.is_empty())
}

/// A device is switched on, sends what it has, and when all have sent, asks for the rest.
fn come_back(
    town: &Town,
    person: usize,
    (empty, devices): (&AtomicU32, u32),
    all: i64,
) -> Result<(Instant, Duration), Failure> {
    let folder = town.folder(person);
    let above = folder.parent().unwrap_or(&folder);
    let device = TestDevice::open(above, &name(person), &town.counter.url())?;
    let mut watch = Watch::new(&folder)?;
    let sent = watch.until(LEFT, |left| left == 0, PATIENCE);
    empty.fetch_add(1, Ordering::SeqCst);
    sent?;
    let deadline = Instant::now() + PATIENCE;
    while empty.load(Ordering::SeqCst) < devices && Instant::now() < deadline {
        thread::sleep(super::LOOK);
    }
    device.send(UiEvent::Outbox { event: OutboxEvent::SyncNow })?;
    let here = watch.until(HERE, |here| here == all, PATIENCE)?;
    Ok((here, of_this_thread()))
}
