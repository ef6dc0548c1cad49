//! `cargo xtask simulate`: builds and runs the program `simulate`. What it plays lives in the crate
//! `wufei-simulation`; every word goes on to it.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;

/// Plays seeds with the dev profile, whose debug assertions are on.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let mut command = workspace.cargo(&["run", "--package", "wufei-simulation", "--"]);
    command.args(words);
    let status = run_in_front(command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
