//! Speed, each figure beside a floor that does the least possible for the same, in the same run.
//!
//! The two are measured in turn, so that a busy moment of the machine meets both; what is told is
//! the median with the smallest and the largest, and the ratio of the pairs. Nothing is asserted.
//! Start here: [`run`]; a file a measurement; [`shells`] is about the border to
//! Kotlin and Swift, [`sync`] about sync beside peers, [`server`] about the server under load.

mod append;
mod look_up;
mod push;
mod screen;
pub mod server;
pub mod shells;
pub mod sync;

use std::{
    io::{self, Write},
    time::Instant,
};

use crate::harness::Failure;

/// How often each pair is measured unless said otherwise.
pub const RUNS: usize = 7;

/// A measurement and its floor, nanoseconds for one operation in each run.
pub struct Pair {
    what: &'static str,
    floor_is: &'static str,
    ours: Vec<u128>,
    floor: Vec<u128>,
}

impl Pair {
    /// Measures `ours` and `floor` in turn, `runs` times; each call does `operations` operations.
    ///
    /// # Errors
    /// What either says.
    fn measure(
        what: [&'static str; 2],
        runs: usize,
        operations: usize,
        mut ours: impl FnMut() -> Result<(), Failure>,
        mut floor: impl FnMut() -> Result<(), Failure>,
    ) -> Result<Self, Failure> {
        let [what, floor_is] = what;
        let mut pair = Self { what, floor_is, ours: Vec::new(), floor: Vec::new() };
        let per_operation = |started: Instant| {
            started.elapsed().as_nanos() / u128::try_from(operations.max(1)).unwrap_or(1)
        };
        for _ in 0..runs {
            let started = Instant::now();
            ours()?;
            pair.ours.push(per_operation(started));
            let started = Instant::now();
            floor()?;
            pair.floor.push(per_operation(started));
        }
        Ok(pair)
    }

    /// Ours over the floor, in hundredths, of each run.
    fn ratios(&self) -> Vec<u128> {
        let ratio = |(ours, floor): (&u128, &u128)| ours * 100 / (*floor).max(1);
        self.ours.iter().zip(&self.floor).map(ratio).collect()
    }
}

/// Smallest, median and largest.
fn spread(values: &[u128]) -> [u128; 3] {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0);
    [at(0), at(sorted.len() / 2), at(sorted.len().saturating_sub(1))]
}

fn time(nanoseconds: u128) -> String {
    let (unit, name) = match nanoseconds {
        0..10_000 => return format!("{nanoseconds} ns"),
        10_000..10_000_000 => (1_000, "µs"),
        _ => (1_000_000, "ms"),
    };
    format!("{}.{} {name}", nanoseconds / unit, nanoseconds % unit * 10 / unit)
}

fn times(values: &[u128]) -> String {
    let [least, median, most] = spread(values);
    format!("{} ({}–{})", time(median), time(least), time(most))
}

/// Measures everything and prints a table.
///
/// # Errors
/// When something cannot be set up, or nothing can be written.
pub fn run(runs: usize, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{runs} runs in turn; median (least–most) for one operation\n")?;
    writeln!(out, "| what | ours | floor | floor is | ratio |\n|---|---|---|---|---|")?;
    let measurements: [fn(usize) -> Result<Pair, Failure>; 5] =
        [look_up::known, look_up::unknown, append::append, push::push, screen::doors];
    for measure in measurements {
        row(&measure(runs)?, out)?;
        out.flush()?;
    }
    Ok(())
}

fn row(pair: &Pair, out: &mut dyn Write) -> io::Result<()> {
    let [least, median, most] = spread(&pair.ratios());
    let ratio = |hundredths: u128| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    writeln!(
        out,
        "| {} | {} | {} | {} | {} ({}–{}) |",
        pair.what,
        times(&pair.ours),
        times(&pair.floor),
        pair.floor_is,
        ratio(median),
        ratio(least),
        ratio(most)
    )
}
