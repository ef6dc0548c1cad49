//! The suite `tour`: the whole story without a browser, and the same story broken on purpose.

use super::count;
use super::job::{Broken, Job};
use super::{Tally, rust};

/// The number of steps the story has.
const STEPS: u64 = 18;
const SOURCES: [&str; 2] = ["tests/src/bin/tour.rs", "tests/src/bin/tour/main.rs"];

/// Counts a test a step, and one for the sabotage being noticed.
pub fn tour(job: &mut Job<'_>) -> Result<Tally, Broken> {
    // Cargo's status for a missing program is not a noticed sabotage.
    if !SOURCES.iter().any(|source| job.workspace.path(source).exists()) {
        return Err(Broken::new(format!("{} is missing: there is no story to play", SOURCES[0])));
    }
    job.must_succeed(job.workspace.build_all())?;

    let (code, output) = job.run(job.workspace.program("debug", "tour"))?;
    let tally = steps(&output)?;
    let tally = rust::agree(code, tally)?;
    if tally.passed + tally.failed != STEPS {
        let reason =
            format!("the tour has {STEPS} steps, {} were run", tally.passed + tally.failed);
        return Err(Broken::after(tally, reason));
    }

    let mut sabotaged = job.workspace.program("debug", "tour");
    sabotaged.arg("--sabotage");
    let (code, output) = job.run(sabotaged)?;
    let seen = steps(&output)?;
    if code == 1 && seen.failed > 0 {
        return Ok(tally.add(Tally { passed: 1, failed: 0 }));
    }
    let reason = format!("--sabotage ended with status {code} and {} failed steps", seen.failed);
    Err(Broken::after(tally.add(Tally { passed: 0, failed: 1 }), reason))
}

fn steps(output: &str) -> Result<Tally, Broken> {
    count::closing_line(output, "tour", "steps", "failed")
        .ok_or_else(|| Broken::new("the tour did not come to its last line"))
}
