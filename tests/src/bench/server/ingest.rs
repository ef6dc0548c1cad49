//! Records taken in a second: by database, devices and records in a push, beside the floor.
//!
//! Twice each: every device sends its next push as soon as the last is acknowledged, which says how many
//! records a second are taken; and at set times as many as are aimed for, which says how long one waits
//! when the server is not driven to its end.

use std::{io::Write, time::Duration};

use super::{
    Options,
    drive::{self, Due},
    floor,
    load::Push,
    progress,
    town::{Base, Town},
    verdict,
};
use crate::{
    bench::sync::{
        figures::{cell, milliseconds, spread},
        processor_time::{of_own_but, of_tree},
    },
    harness::{Cluster, Commits, Failure},
};

/// Records in a push, records a second that are aimed for, and pushes of the floor.
const BATCHES: [(usize, u32, usize); 2] = [(100, 5_000, 30), (1, 1_000, 500)];

/// A push is to be acknowledged within this, 99 times of a hundred.
const P99_MS: u128 = 500;

/// How long devices send at set times.
const PACED: Duration = Duration::from_millis(2_500);

/// Pushes at set times of one device at most. A token is let in a thousand times at once and then once
/// in 20 ms, which is no figure of the writer's.
const PACED_OF_ONE: usize = 500;

/// One way to send, over all runs.
#[derive(Default)]
struct Way {
    rates: Vec<u64>,
    p50: Vec<Duration>,
    p99: Vec<Duration>,
    paced_p99: Vec<Duration>,
    floors: Vec<u64>,
    /// Percent of the floor.
    ratios: Vec<u64>,
    /// Percent of all processor time: the server's, the database's, the client's.
    shares: [Vec<u64>; 3],
    again: usize,
}

/// # Errors
/// When something cannot be set up, or a record is lost or doubled.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    let devices: &[usize] = if options.small { &[1, 10, 100] } else { &[1, 10, 100, 1_000] };
    writeln!(
        out,
        "## Ingest over HTTP\n\nA device has a connection and a token, and sends check-ins. *as fast \
         as they can*: the next push when the last is acknowledged; *at the aimed rate*: at set times, \
         all devices together 5,000 records a second in pushes of 100, or 1,000 in pushes of 1. The \
         floor: the same statements by the plain driver on one connection, a transaction a push. After \
         each run what is stored is compared with what was acknowledged, id by id.\n\n| database | a \
         push | devices | records/s | floor, records/s | of the floor | p50 | p99 | p99 at the aimed \
         rate | CPU server/database/client | sent again | aims |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|"
    )?;
    let cluster = Cluster::start(Commits::ReachTheDisk)?;
    let mut ways: Vec<Way> =
        (0..2 * BATCHES.len() * devices.len()).map(|_| Way::default()).collect();
    for run in 1..=options.runs {
        let name = format!("run{run}");
        let each = BATCHES.len() * devices.len();
        let (sqlite, postgres) = ways.split_at_mut(each);
        for (base, ways) in [(Base::Sqlite, sqlite), (Base::Postgres(&cluster, &name), postgres)] {
            progress(&format!("ingest, run {run}: {}", base.name()));
            once(options, base, devices, ways)?;
        }
    }
    let mut ways = ways.iter();
    for base in ["SQLite", "PostgreSQL"] {
        for batch in BATCHES {
            for devices in devices {
                if let Some(way) = ways.next() {
                    way.row(base, batch, *devices, out)?;
                }
            }
        }
    }
    writeln!(out, "\n- 0 lost, 0 doubled, in each run\n")?;
    Ok(())
}

/// One run on one database.
fn once(
    options: Options,
    base: Base<'_>,
    devices: &[usize],
    ways: &mut [Way],
) -> Result<(), Failure> {
    let mut town = Town::new(base, devices.iter().copied().max().unwrap_or(1))?;
    let copies = town.copies()?;
    let mut of_floor = town.devices.clone();
    let mut ways = ways.iter_mut();
    for (batch, aim, pushes) in BATCHES {
        let address = match base {
            Base::Sqlite => String::new(),
            Base::Postgres(cluster, name) => cluster.url_of(&format!("{name}_replayed")),
        };
        let [decided, replayed] = &copies;
        let took = floor::run([decided, replayed], &mut of_floor, pushes, batch, &address)?;
        let floor = a_second(pushes * batch, took);
        for devices in devices {
            let Some(way) = ways.next() else { continue };
            way.floors.push(floor);
            measure(options, &mut town, base, (*devices, batch, aim), way)?;
            let rate = way.rates.last().copied().unwrap_or_default();
            way.ratios.push(rate * 100 / floor.max(1));
            progress(&format!("{devices} × {batch}: {rate} records/s, floor {floor}"));
        }
    }
    town.must_hold_all()
}

/// As fast as they can, then at the aimed rate.
fn measure(
    options: Options,
    town: &mut Town<'_>,
    base: Base<'_>,
    (devices, batch, aim): (usize, usize, u32),
    way: &mut Way,
) -> Result<(), Failure> {
    // A lone device takes longest for the same, and a thousand send at least one push each.
    let pushes = match (batch, devices) {
        (1, 1) => 300,
        (1, _) => 4_000,
        (_, 1) => 30,
        (_, _) => 200,
    };
    let pushes = if options.small { pushes / 4 } else { pushes };
    let each = (pushes / devices).max(1);
    // The lone one is none of those that send together, for the same reason.
    let first = if devices == 1 { town.devices.len().saturating_sub(1) } else { 0 };
    let mut due: Vec<Vec<Due>> = Vec::new();
    for device in town.devices.iter_mut().skip(first).take(devices) {
        let pushes = (0..each).map(|_| Ok((None, Push::next(device, batch)?)));
        due.push(pushes.collect::<Result<_, Failure>>()?);
    }
    let before = spent(town, base)?;
    let driven = drive::pushes(&town.server.address(), due)?;
    let after = spent(town, base)?;
    let used = [0, 1, 2].map(|of: usize| after[of].saturating_sub(before[of]).as_millis());
    let all = used.iter().sum::<u128>().max(1);
    for (share, used) in way.shares.iter_mut().zip(used) {
        share.push(u64::try_from(used * 100 / all).unwrap_or(0));
    }
    way.rates.push(a_second(driven.ids.len(), driven.wall));
    way.p50.push(driven.latency(50));
    way.p99.push(driven.latency(99));
    way.again += driven.again();
    town.acknowledged.extend(driven.ids);

    let apart = Duration::from_secs(1) * u32::try_from(batch).unwrap_or(1) / aim;
    let paced = if options.small { PACED / 4 } else { PACED };
    let many = usize::try_from(paced.as_micros() / apart.as_micros().max(1)).unwrap_or(0);
    let mut due: Vec<Vec<Due>> = vec![Vec::new(); devices];
    for number in 0..many.min(devices * PACED_OF_ONE) {
        let at = number % devices;
        if let (Some(device), Some(due)) = (town.devices.get_mut(first + at), due.get_mut(at)) {
            let when = apart * u32::try_from(number).unwrap_or(0);
            due.push((Some(when), Push::next(device, batch)?));
        }
    }
    let driven = drive::pushes(&town.server.address(), due)?;
    way.paced_p99.push(driven.latency(99));
    way.again += driven.again();
    town.acknowledged.extend(driven.ids);
    Ok(())
}

/// Processor time so far: the server's, the database's, this process's.
fn spent(town: &Town<'_>, base: Base<'_>) -> Result<[Duration; 3], Failure> {
    let server = town.server.id().ok_or_else(|| Failure::new("a server that runs", "none"))?;
    let database = match base {
        Base::Sqlite => Duration::ZERO,
        Base::Postgres(cluster, _) => of_tree(cluster.id()?)?,
    };
    Ok([of_tree(server)?, database, of_own_but(&[])?])
}

fn a_second(records: usize, took: Duration) -> u64 {
    let micros = took.as_micros().max(1);
    u64::try_from(records as u128 * 1_000_000 / micros).unwrap_or(u64::MAX)
}

impl Way {
    fn row(
        &self,
        base: &str,
        (batch, aim, _): (usize, u32, usize),
        devices: usize,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let median = |of: &Vec<u64>| spread(of.iter().copied())[1];
        let p99 = spread(self.paced_p99.iter().copied())[1].as_millis();
        let shares = self.shares.each_ref().map(|share| format!("{} %", median(share))).join(" / ");
        let verdict = verdict(&[
            ("rate", median(&self.rates) >= u64::from(aim)),
            ("floor", median(&self.ratios) >= 50),
            ("p99", p99 < P99_MS),
        ]);
        writeln!(
            out,
            "| {base} | {batch} | {devices} | {} | {} | {} | {} | {} | {} | {shares} | {} | {verdict} |",
            cell(self.rates.iter().copied(), |rate| rate),
            cell(self.floors.iter().copied(), |rate| rate),
            cell(self.ratios.iter().copied(), |ratio| format!("{ratio} %")),
            cell(self.p50.iter().copied(), milliseconds),
            cell(self.p99.iter().copied(), milliseconds),
            cell(self.paced_p99.iter().copied(), milliseconds),
            self.again,
        )?;
        Ok(())
    }
}
