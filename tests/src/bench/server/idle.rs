//! A server on its embedded file with the demo's data, when nobody asks anything: the memory it holds,
//! and what wakes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    thread,
    time::Duration,
};

use wufei_domain::role::Role;

use super::{Options, memory, progress, verdict};
use crate::{
    bench::sync::figures::{bytes, cell, spread},
    harness::{Failure, ServerProcess},
    neighbourhood::{self, morning},
};

/// Bytes that are aimed for.
const HELD_AIM: u64 = 40_000_000;

/// Milliseconds between two rounds of counting, as the server has it by itself.
const TICK_MS: u64 = 5_000;

/// How often the network's threads are woken by one look for half photos, at most: for the time, the
/// question, the writer's answer.
const WOKEN_BY_A_LOOK: u64 = 10;

/// # Errors
/// When something cannot be set up.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    let looked = Duration::from_secs(if options.small { 15 } else { 60 });
    writeln!(
        out,
        "## Idle\n\nThe demo's areas, neighbourhood and morning on SQLite; then nobody asks for {} \
         seconds. A thread is woken when Linux counts that it gave the processor back and got it again. \
         The jobs: the writer's round every {} seconds, {} in that time, and a look of the network's for \
         half photos once a minute.\n\n| memory held | at most since \
         its start | woken, by thread | aims |\n|---|---|---|---|",
        looked.as_secs(),
        TICK_MS / 1_000,
        looked.as_millis() / u128::from(TICK_MS),
    )?;
    let folder = tempfile::Builder::new().prefix("wufei-bench-").tempdir()?;
    let mut server = ServerProcess::new(folder.path())?.ticking(TICK_MS);
    let id = fill(&mut server)?;
    // What was begun comes to its end.
    thread::sleep(Duration::from_millis(2 * TICK_MS));
    let (mut held, mut woken): (Vec<u64>, Vec<BTreeMap<String, u64>>) = Default::default();
    for run in 1..=options.runs {
        progress(&format!("idle, run {run}"));
        let before = wakes(id)?;
        thread::sleep(looked);
        let after = wakes(id)?;
        let more = after.into_iter().map(|(name, count)| {
            let earlier = before.get(&name).copied().unwrap_or(0);
            (name, count.saturating_sub(earlier))
        });
        woken.push(more.filter(|(_, count)| *count > 0).collect());
        held.push(memory::held(id)?);
    }
    let names: BTreeSet<&String> = woken.iter().flat_map(BTreeMap::keys).collect();
    let of = |name: &str| -> Vec<u64> {
        woken.iter().map(|run| run.get(name).copied().unwrap_or(0)).collect()
    };
    let each: Vec<String> =
        names.iter().map(|name| format!("{name} {}", cell(of(name), |count| count))).collect();
    let looks = looked.as_secs().div_ceil(60) * WOKEN_BY_A_LOOK;
    let others = names.iter().any(|name| match name.as_str() {
        "writer" => false,
        "network" => spread(of(name))[1] > looks,
        _ => true,
    });
    let verdict = verdict(&[
        ("memory", spread(held.iter().copied())[1] < HELD_AIM),
        ("woken by more than the jobs", !others),
    ]);
    writeln!(
        out,
        "| {} | {} | {} | {verdict} |\n",
        cell(held.iter().copied(), bytes),
        bytes(memory::peak(id)?),
        if each.is_empty() { "none".to_owned() } else { each.join(", ") },
    )?;
    server.stop()
}

/// Fills a server as the demo does; its process.
fn fill(server: &mut ServerProcess) -> Result<u32, Failure> {
    let roll = neighbourhood::roll().map_err(Failure::while_doing("the neighbourhood"))?;
    server.import_areas()?;
    server.import_roll(&roll)?;
    server.start()?;
    let mut codes = Vec::new();
    for point in &roll.points {
        let attendant = roll.people.iter().find(|person| {
            person.role == Role::Attendant && person.point.as_ref() == Some(&point.id)
        });
        let Some(attendant) = attendant else { continue };
        codes.push(server.issue_code(attendant.actor, &[])?);
    }
    morning::play(&server.address(), &codes)?;
    server.id().ok_or_else(|| Failure::new("a server that runs", "none"))
}

/// How often each thread got the processor so far, by its name; threads of one name together.
fn wakes(id: u32) -> Result<BTreeMap<String, u64>, Failure> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(format!("/proc/{id}/task"))? {
        let path = entry?.path();
        // A thread may end while its neighbours are read.
        let Ok(status) = fs::read_to_string(path.join("status")) else { continue };
        let field = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
                .unwrap_or_default()
        };
        let count: u64 = field("voluntary_ctxt_switches:").parse().unwrap_or(0);
        *all.entry(field("Name:").to_owned()).or_default() += count;
    }
    Ok(all)
}
