//! `cargo xtask bench`: starts the measurements. What is measured lives in the crate `wufei-tests`
//! and in the benches of the two shells.

mod library;
mod shells;

use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;

/// `shells` starts all three languages; every other word goes on to the program `bench`.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    if words == ["shells"] {
        return shells::run(workspace);
    }
    let mut command =
        workspace.cargo(&["run", "--release", "--package", "wufei-tests", "--bin", "bench", "--"]);
    command.args(words);
    let status = run_in_front(command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
