//! `cargo xtask demo`: the walking city in a browser ([`city`]), or told step by step ([`tour`]).
//!
//! Start here: [`options`].

mod areas;
mod city;
mod options;
mod roll;
mod served;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;
use options::Options;

pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let options = Options::read(words)?;
    if options.tour { tour(workspace, &options) } else { city::run(workspace, &options) }
}

/// The story is a program of the crate of tests; it finds free ports by itself.
fn tour(workspace: &Workspace, options: &Options) -> Result<ExitCode, Failure> {
    let mut command = workspace.cargo(&["run", "--package", "wufei-tests", "--bin", "tour", "--"]);
    if options.sabotage {
        command.arg("--sabotage");
    }
    if let Some(folder) = &options.keep {
        command.arg("--keep").arg(absolute(folder)?);
    }
    let status = run_in_front(command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Children start in the root of the tree; a folder is meant from where the person is.
fn absolute(folder: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(folder).map_err(Failure::at("find", folder))
}
