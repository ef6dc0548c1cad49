//! Programs that run beside this one: where they lie, how they are installed, what they are asked.
//!
//! Each is installed by its own ordinary client from a lock file below `tests/peers`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::failure::Failure;

/// Where the sources of a program lie.
fn sources(name: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).join("peers").join(name)
}

/// A script for Node, with what its lock file names installed.
pub fn node(folder: &str, script: &str) -> Result<Command, Failure> {
    let scripts = sources(folder);
    if !scripts.join("node_modules/.package-lock.json").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&scripts);
        output_of(&mut npm)?;
    }
    let mut node = Command::new("node");
    node.arg(scripts.join(script));
    Ok(node)
}

/// A package outside the workspace, built in the folder of what cargo builds.
pub fn cargo(folder: &str, program: &str) -> Result<Command, Failure> {
    let this = std::env::current_exe()?;
    let target = this.ancestors().nth(2).unwrap_or(&this).join("peers").join(folder);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--locked", "--release", "--target-dir"]).arg(&target);
    output_of(build.current_dir(sources(folder)))?;
    Ok(Command::new(target.join("release").join(program)))
}

/// Gives a program a file of JSON and reads the JSON that it prints.
pub fn ask<W: Serialize, T: DeserializeOwned>(
    program: &mut Command,
    work: &W,
) -> Result<T, Failure> {
    let folder = tempfile::Builder::new().prefix("wufei-guide-bench-").tempdir()?;
    let file = folder.path().join("work.json");
    std::fs::write(&file, serde_json::to_vec(work)?)?;
    Ok(serde_json::from_slice(&output_of(program.arg(&file))?)?)
}

/// What a program prints; its last lines when it does not end well.
pub fn output_of(program: &mut Command) -> Result<Vec<u8>, Failure> {
    let name = program.get_program().to_string_lossy().into_owned();
    let failed = |said: String| Failure::Program { program: name.clone(), said };
    let output =
        program.stdin(Stdio::null()).output().map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
        return Err(failed(lines[lines.len().saturating_sub(3)..].join(" / ")));
    }
    Ok(output.stdout)
}
