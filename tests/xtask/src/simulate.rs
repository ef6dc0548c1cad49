//! `cargo xtask simulate`: builds and runs the program `simulate`. What it plays lives in the crate
//! `wufei-simulation`; every word goes on to it. Where a word asks for PostgreSQL, it is run with one of
//! its own.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;

/// Words that ask for a PostgreSQL.
const WITH_POSTGRES: [&str; 3] = ["postgres", "--compare", "--meddle"];

/// Plays seeds with the dev profile, whose debug assertions are on.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let mut command = if words.iter().any(|word| WITH_POSTGRES.contains(&word.as_str())) {
        let both = ["build", "--package", "wufei-simulation", "--package", "wufei-tests"];
        let built = run_in_front(workspace.cargo(&both))?;
        if !built.success() {
            return Ok(ExitCode::FAILURE);
        }
        let mut command = workspace.program("debug", "with_postgres");
        command.arg("plain").arg(workspace.program("debug", "simulate").get_program());
        command
    } else {
        workspace.cargo(&["run", "--package", "wufei-simulation", "--"])
    };
    command.args(words);
    let status = run_in_front(command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
