//! The suite `simulate`: seeds of the simulation, none of them red; then the same with a protection
//! taken away, each of which must go red.

use super::job::{Broken, Job};
use super::{Tally, count, rust};

const SEEDS: &str = "500";
/// As many as three times the limit holds.
const SEEDS_FULL: &str = "1500";

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
    let (code, output) = job.run(program)?;
    let tally = count::last_pair(&output, all, failed)
        .ok_or_else(|| Broken::new("the simulation did not come to its last line"))?;
    rust::agree(code, tally)
}
