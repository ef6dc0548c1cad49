//! `cargo xtask demo`: the walking city, in a browser or told by the tour.
//!
//! Start here: [`options`].

mod options;

use std::process::ExitCode;

use crate::failure::Failure;
use crate::process::run_in_front;
use crate::workspace::Workspace;
use options::Options;

pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let options = Options::read(words)?;
    tour(workspace, &options)
}

fn tour(workspace: &Workspace, options: &Options) -> Result<ExitCode, Failure> {
    let mut command =
        workspace.cargo(&["run", "--quiet", "--package", "wufei-tests", "--bin", "tour", "--"]);
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
fn absolute(folder: &std::path::Path) -> Result<std::path::PathBuf, Failure> {
    std::path::absolute(folder).map_err(Failure::at("find", folder))
}
