//! The suite `simulate`: seeds of the simulation, none of them red; then the same with a protection
//! taken away, each of which must go red. In the suite `postgres`: seeds on both databases.

use std::process::Command;

use super::job::{Broken, Job};
use super::{Tally, count, rust};

const SEEDS: &str = "500";
/// As many as three times the limit holds.
const SEEDS_FULL: &str = "1500";

/// Seeds that are compared on both databases.
const COMPARED: &str = "25";
const COMPARED_FULL: &str = "500";

/// As the last line of a comparison has it.
const COMPARED_SEEDS: &str = "seeds on both databases";

/// Counts a test a seed that is the same on SQLite and on PostgreSQL, and one a change from outside
/// that is noticed.
pub fn on_both(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let seeds = if job.full { COMPARED_FULL } else { COMPARED };
    let same = compared(job, &["--compare", "--seeds", seeds], COMPARED_SEEDS, "parted")?;
    let meddled = ["--meddle", "all", "--seeds", COMPARED];
    Ok(same.add(compared(job, &meddled, "meddlings", "green")?))
}

fn compared(job: &mut Job<'_>, words: &[&str], all: &str, failed: &str) -> Result<Tally, Broken> {
    let simulate = job.workspace.program("debug", "simulate");
    let mut program = job.workspace.program("debug", "with_postgres");
    program.arg("plain").arg(simulate.get_program()).args(words);
    told(job, program, all, failed)
}

/// Counts a test a seed, and one a control.
pub fn simulate(job: &mut Job<'_>) -> Result<Tally, Broken> {
    job.must_succeed(job.workspace.build_all())?;
    let seeds = if job.full { SEEDS_FULL } else { SEEDS };
    let played = ended(job, &["--seeds", seeds], "seeds", "violations")?;
    let taken = ended(job, &["--control", "all"], "controls", "green")?;
    Ok(played.add(taken))
}

fn ended(job: &mut Job<'_>, words: &[&str], all: &str, failed: &str) -> Result<Tally, Broken> {
    let mut program = job.workspace.program("debug", "simulate");
    program.args(words);
    told(job, program, all, failed)
}

fn told(job: &mut Job<'_>, program: Command, all: &str, failed: &str) -> Result<Tally, Broken> {
    let (code, output) = job.run(program)?;
    let tally = count::last_pair(&output, all, failed)
        .ok_or_else(|| Broken::new("the simulation did not come to its last line"))?;
    rust::agree(code, tally)
}
