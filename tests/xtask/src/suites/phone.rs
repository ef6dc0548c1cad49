//! The suites of the phones: both bindings, and the Kotlin core against a real server.

use std::fs;

use super::job::{Broken, Job};
use super::{Tally, count};
use crate::bindgen as bindings;
use crate::failure::Failure;

/// Counts a test a language.
pub fn bindgen(job: &mut Job<'_>) -> Result<Tally, Broken> {
    write_bindings(job)?;
    let passed = u64::try_from(bindings::written(job.workspace)?.len()).unwrap_or(0);
    let tally = Tally { passed, failed: 2_u64.saturating_sub(passed) };
    if tally.failed > 0 {
        return Err(Broken::after(tally, "a language has no file"));
    }
    Ok(tally)
}

/// Counts what Surefire reports.
pub fn kotlin(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let folder = job.workspace.path("android/core");
    if !folder.join("pom.xml").exists() {
        return Err(Broken::new(
            "android/core/pom.xml is missing: the Kotlin core cannot be built",
        ));
    }
    write_bindings(job)?;
    let reports = folder.join("target/surefire-reports");
    if reports.exists() {
        fs::remove_dir_all(&reports).map_err(Failure::at("clear", &reports))?;
    }

    let mut maven = std::process::Command::new("mvn");
    maven.args(["-B", "-q", "-Dkotlin.compiler.daemon=false", "test"]).current_dir(&folder);
    let (code, _) = job.run(maven)?;

    let mut tally = Tally::default();
    if reports.exists() {
        for entry in fs::read_dir(&reports).map_err(Failure::at("read", &reports))? {
            let path = entry.map_err(Failure::at("read", &reports))?.path();
            if path.extension().is_some_and(|extension| extension == "xml") {
                let report = fs::read_to_string(&path).map_err(Failure::at("read", &path))?;
                let counted = count::surefire(&report)
                    .ok_or_else(|| Broken::new(format!("cannot read {}", path.display())))?;
                tally = tally.add(counted);
            }
        }
    }
    super::rust::agree(code, tally)
}

fn write_bindings(job: &mut Job<'_>) -> Result<(), Broken> {
    bindings::clear(job.workspace)?;
    job.must_succeed(job.workspace.build_all())?;
    for generator in bindings::generators(job.workspace) {
        job.must_succeed(generator)?;
    }
    Ok(())
}
