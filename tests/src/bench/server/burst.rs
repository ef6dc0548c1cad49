//! The evening after an outage: two thousand devices, each with a hundred check-ins, come back into
//! signal at the same moment.

use std::{io::Write, time::Duration};

use super::{
    Options,
    drive::{self, Due},
    load::Push,
    memory, progress,
    town::{Base, Town},
    verdict,
};
use crate::{
    bench::sync::figures::{bytes, cell, seconds, spread},
    harness::{Cluster, Commits, Failure},
};

/// Check-ins that each device brings.
const EACH: usize = 100;

/// By when all is taken.
const DRAINED: Duration = Duration::from_mins(2);

/// All runs on one database.
#[derive(Default)]
struct Evening {
    walls: Vec<Duration>,
    rates: Vec<u64>,
    /// Requests in the fullest second after the first, in hundredths of the mean second.
    peaks: Vec<u64>,
    again: Vec<u64>,
    p50: Vec<Duration>,
    last: Vec<Duration>,
    memory: Vec<u64>,
}

/// # Errors
/// When something cannot be set up, or a record is lost or doubled.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    let devices = if options.small { 200 } else { 2_000 };
    writeln!(
        out,
        "## Outage burst\n\n{devices} devices send {EACH} check-ins each in one push, all at the same \
         moment; a device that is turned away, or has no answer within 30 seconds, comes back as the \
         product's do. *fullest second*: requests in it, those turned away too, over the mean of \
         the seconds in which somebody came; the first is left out of both, since in it all come by what \
         is played. After each run \
         what is stored is compared with what was acknowledged, id by id.\n\n| database | drained | \
         records/s | fullest second | sent again | median wait | longest wait | server's memory at most | \
         aims |\n|---|---|---|---|---|---|---|---|---|"
    )?;
    let cluster = Cluster::start(Commits::ReachTheDisk)?;
    let mut evenings = [Evening::default(), Evening::default()];
    for run in 1..=options.runs {
        let name = format!("burst{run}");
        let bases = [Base::Sqlite, Base::Postgres(&cluster, &name)];
        for (base, evening) in bases.into_iter().zip(&mut evenings) {
            progress(&format!("burst, run {run}: {}", base.name()));
            evening.once(base, devices)?;
        }
    }
    for (name, evening) in ["SQLite", "PostgreSQL"].into_iter().zip(&evenings) {
        evening.row(name, out)?;
    }
    writeln!(out, "\n- 0 lost, 0 doubled, in each run\n")?;
    Ok(())
}

impl Evening {
    fn once(&mut self, base: Base<'_>, devices: usize) -> Result<(), Failure> {
        let mut town = Town::new(base, devices)?;
        let mut due: Vec<Vec<Due>> = Vec::new();
        for device in &mut town.devices {
            due.push(vec![(None, Push::next(device, EACH)?)]);
        }
        let driven = drive::pushes(&town.server.address(), due)?;
        let id = town.server.id().ok_or_else(|| Failure::new("a server that runs", "none"))?;
        let all = driven.by_second();
        let later = all.iter().skip(1).map(|count| *count as u64).filter(|count| *count > 0);
        let later: Vec<u64> = later.collect();
        let mean = (later.iter().sum::<u64>() * 100 / later.len().max(1) as u64).max(1);
        let fullest = later.iter().copied().max().unwrap_or(0);
        let millis = u64::try_from(driven.wall.as_millis()).unwrap_or(u64::MAX).max(1);
        self.walls.push(driven.wall);
        self.rates.push(driven.ids.len() as u64 * 1_000 / millis);
        self.peaks.push(fullest * 10_000 / mean);
        self.again.push(driven.again() as u64);
        self.p50.push(driven.latency(50));
        self.last.push(driven.latency(100));
        self.memory.push(memory::peak(id)?);
        progress(&format!("requests by second: {all:?}"));
        town.acknowledged.extend(driven.ids);
        town.must_hold_all()
    }

    fn row(&self, name: &str, out: &mut dyn Write) -> Result<(), Failure> {
        let verdict = verdict(&[
            ("2 minutes", spread(self.walls.iter().copied())[1] <= DRAINED),
            ("fullest second below 2 ×", spread(self.peaks.iter().copied())[1] < 200),
        ]);
        let times = |hundredths: u64| format!("{}.{:02} ×", hundredths / 100, hundredths % 100);
        writeln!(
            out,
            "| {name} | {} | {} | {} | {} | {} | {} | {} | {verdict} |",
            cell(self.walls.iter().copied(), seconds),
            cell(self.rates.iter().copied(), |rate| rate),
            cell(self.peaks.iter().copied(), times),
            cell(self.again.iter().copied(), |again| again),
            cell(self.p50.iter().copied(), seconds),
            cell(self.last.iter().copied(), seconds),
            cell(self.memory.iter().copied(), bytes),
        )?;
        Ok(())
    }
}
