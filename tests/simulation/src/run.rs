//! Many seeds, a thread a core, and what is told of them: how often each fault occurred, how many
//! records passed, and one closing line.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use crate::{
    control::Control,
    fault::Fault,
    ground::Ground,
    story::{self, Seed},
    tally::Tally,
    town::{self, Template},
    trace::Fnv,
    violation::Violation,
};

/// Violations that are told one by one.
const TOLD_MAX: usize = 10;

/// What is to be run.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The first seed.
    pub first: u64,
    /// How many.
    pub seeds: u64,
    /// Whether every step is written.
    pub trace: bool,
    /// What is taken away, if anything: then the run ends once that was noticed.
    pub control: Option<Control>,
    /// What the server keeps its data on.
    pub ground: Ground,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Seeds that were played.
    pub seeds: u64,
    /// Seeds with a broken rule.
    pub violations: u64,
    /// The rules that were broken.
    pub broken: Vec<&'static str>,
    /// Faults that no seed met.
    pub unseen: Vec<&'static str>,
    /// Over the traces of all seeds, in their order.
    pub hash: String,
}

/// Plays the seeds and tells of them.
///
/// # Errors
/// When the town cannot be set up, or nothing can be written.
pub fn run(wanted: Wanted, out: &mut (dyn Write + Send)) -> Result<Summary, Violation> {
    let template = Template::new(wanted.ground, None)?;
    let tariff = town::tariff()?;
    let played = if wanted.trace {
        let last = wanted.first + wanted.seeds;
        let mut play = |number| {
            caught(number, || {
                story::play(number, &template, &tariff, wanted.control, Some(&mut *out))
            })
        };
        (wanted.first..last).map(&mut play).collect()
    } else {
        let play = |number| {
            let play = || story::play(number, &template, &tariff, wanted.control, None);
            Some(caught(number, play))
        };
        let ends = |seed: &Seed| is_noticed(wanted.control, seed);
        on_each_core(wanted.first, wanted.seeds, &play, &ends)
    };
    tell(wanted, &played, out).map_err(Violation::own)
}

/// A panic of the product is a violation like any other.
fn caught(number: u64, play: impl FnOnce() -> Seed) -> Seed {
    catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|_| Seed {
        number,
        tally: Tally::default(),
        hash: Fnv::default(),
        outcome: Err(Violation::new("nothing panics", "see above")),
    })
}

/// Does the same for each seed on a thread a core; what it gives, in the order of the seeds. None is begun
/// after one that `ends` it.
pub(crate) fn on_each_core<T: Send>(
    first: u64,
    seeds: u64,
    each: &(dyn Fn(u64) -> Option<T> + Sync),
    ends: &(dyn Fn(&T) -> bool + Sync),
) -> Vec<T> {
    let (next, end) = (AtomicU64::new(first), first + seeds);
    let all: Mutex<Vec<(u64, T)>> = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end {
                        return;
                    }
                    let Some(found) = each(number) else { continue };
                    if ends(&found) {
                        next.store(end, Ordering::Relaxed);
                    }
                    all.lock().unwrap_or_else(PoisonError::into_inner).push((number, found));
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, found)| found).collect()
}

/// Whether a seed broke a rule that its control is to break.
fn is_noticed(control: Option<Control>, seed: &Seed) -> bool {
    match (control, &seed.outcome) {
        (Some(control), Err(violation)) => control.breaks().contains(&violation.rule),
        _ => false,
    }
}

fn tell(wanted: Wanted, played: &[Seed], out: &mut dyn Write) -> io::Result<Summary> {
    let (mut all, mut hash, mut fewest) = (Tally::default(), Fnv::default(), u64::MAX);
    for seed in played {
        all.add(&seed.tally);
        fewest = fewest.min(seed.tally.events);
        hash.add(&seed.hash.0.to_le_bytes());
    }
    table(&all, fewest, out)?;
    let red: Vec<_> = played
        .iter()
        .filter_map(|seed| Some((seed.number, seed.outcome.as_ref().err()?)))
        .collect();
    let control =
        wanted.control.map_or_else(String::new, |taken| format!(" --control {}", taken.name()));
    let control = format!(
        "{control}{}",
        match wanted.ground {
            Ground::Disk => String::new(),
            ground => format!(" --database {}", ground.name()),
        }
    );
    for (number, violation) in red.iter().take(TOLD_MAX) {
        writeln!(out, "seed {number}: {violation}")?;
        writeln!(out, "  replay: cargo xtask simulate --seeds 1 --seed {number} --trace{control}")?;
    }
    let absent = |fault: &Fault| !all.faults.contains_key(fault);
    let unseen: Vec<_> = Fault::ALL.into_iter().filter(absent).map(Fault::name).collect();
    if wanted.seeds > 1 && wanted.control.is_none() && !unseen.is_empty() {
        writeln!(out, "never seen: {}", unseen.join(", "))?;
    }
    writeln!(out, "trace {hash}")?;
    let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let (seeds, violations) = (many(played.len()), many(red.len()));
    let broken = red.iter().map(|(_, violation)| violation.rule).collect();
    Ok(Summary { seeds, violations, broken, unseen, hash: hash.to_string() })
}

/// How often each fault occurred, and what passed.
fn table(all: &Tally, fewest: u64, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| fault | times |\n| --- | ---: |")?;
    for fault in Fault::ALL {
        let times = all.faults.get(&fault).copied().unwrap_or_default();
        writeln!(out, "| {} | {times} |", fault.name())?;
    }
    writeln!(out, "| *records passed* | {} |", all.records)?;
    let (taken, refused) = (all.held_taken, all.held_refused);
    writeln!(out, "| *held for the lead: taken, not taken* | {taken}, {refused} |")?;
    writeln!(out, "| *refused in sight in the end* | {} |", by_code(&all.refused))?;
    writeln!(out, "| *lost by a restore, then refused* | {} |", by_code(&all.gaps_left))?;
    writeln!(out, "| *events (the fewest in a seed)* | {} ({fewest}) |", all.events)
}

fn by_code(times: &BTreeMap<&'static str, u64>) -> String {
    let each: Vec<_> = times.iter().map(|(code, times)| format!("{code} {times}")).collect();
    each.join(", ")
}
