//! The suite `api`: the server's description held against it by schemathesis, as each role.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::job::{Broken, Job};
use super::{Tally, rust};
use crate::failure::Failure;

/// The test binary `api`; like `browser` it is not part of a plain `cargo test`.
pub fn api(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let schemathesis = schemathesis(job)?;
    let mut variables = vec![("WUFEI_SCHEMATHESIS", schemathesis.as_path())];
    if job.full {
        variables.push(("WUFEI_FULL", Path::new("1")));
    }
    // Shown under each test's name, not as they come: two run at once.
    let words =
        ["test", "--workspace", "--test", "api", "--", "--test-threads", "2", "--show-output"];
    rust::cargo_test(job, &words, &variables)
}

/// Where schemathesis lies: in an environment of its own below the target folder, made anew when its
/// list of packages was changed.
fn schemathesis(job: &mut Job<'_>) -> Result<PathBuf, Broken> {
    let list = job.workspace.path("tests/api/requirements.txt");
    let folder = job.workspace.target().join("schemathesis");
    let (mark, programs) = (folder.join("installed.txt"), folder.join("bin"));
    let wanted = fs::read_to_string(&list).map_err(Failure::at("read", &list))?;
    if fs::read_to_string(&mark).ok().as_ref() != Some(&wanted) {
        let mut python = Command::new("python3");
        python.args(["-m", "venv", "--clear"]).arg(&folder);
        job.must_succeed(python)?;
        let mut pip = Command::new(programs.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&list);
        job.must_succeed(pip)?;
        fs::write(&mark, wanted).map_err(Failure::at("write", &mark))?;
    }
    Ok(programs.join("schemathesis"))
}
