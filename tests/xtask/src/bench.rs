//! `cargo xtask bench`: starts the measurements with the release profile.
//!
//! What is measured lives in the crate `wufei-tests`.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;

/// Hands the words on to the program `bench`.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let source = "tests/src/bin/bench.rs";
    let folder = "tests/src/bin/bench/main.rs";
    if !workspace.path(source).exists() && !workspace.path(folder).exists() {
        return Err(Failure::new(format!("there is no program `bench` yet: {source} is missing")));
    }
    let mut command =
        workspace.cargo(&["run", "--release", "--package", "wufei-tests", "--bin", "bench", "--"]);
    command.args(words);
    let status = run_in_front(command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
