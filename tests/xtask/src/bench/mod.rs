//! `cargo xtask bench`: starts the measurements. What is measured lives in the crates `wufei-tests`
//! and `wufei-guide-bench` and in the benches of the two shells.

mod library;
mod shells;

use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;

/// `shells` starts all three languages; what follows `guide` goes on to its own program, every other
/// word to the program `bench`.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    if words == ["shells"] {
        return shells::run(workspace);
    }
    let (program, words) = match words.split_first() {
        Some((first, rest)) if first == "guide" => (["wufei-guide-bench"; 2], rest),
        _ => (["wufei-tests", "bench"], words),
    };
    let [package, name] = program;
    let mut command =
        workspace.cargo(&["run", "--release", "--package", package, "--bin", name, "--"]);
    command.args(words);
    let status = run_in_front(command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
