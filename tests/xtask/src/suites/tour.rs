//! The suite `tour`: the whole story without a browser, and the same story broken on purpose.

use super::count;
use super::job::{Broken, Job};
use super::{Tally, rust};

/// The number of steps the story has.
const STEPS: u64 = 18;

/// Counts a test a step, and one for the sabotage being noticed.
pub fn tour(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let run = |words: &[&str]| {
        let mut command =
            job.workspace.cargo(&["run", "--package", "wufei-tests", "--bin", "tour", "--"]);
        command.args(words);
        command
    };
    let (plain, sabotaged) = (run(&[]), run(&["--sabotage"]));
    // The program must be there: cargo's own status for a missing one is not a noticed sabotage.
    job.must_succeed(job.workspace.cargo(&["build", "--package", "wufei-tests", "--bins"]))?;

    let (code, output) = job.run(plain)?;
    let tally = steps(&output)?;
    let tally = rust::agree(code, tally)?;
    if tally.passed + tally.failed != STEPS {
        let reason =
            format!("the tour has {STEPS} steps, {} were run", tally.passed + tally.failed);
        return Err(Broken::after(tally, reason));
    }

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
