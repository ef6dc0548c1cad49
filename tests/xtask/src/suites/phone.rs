//! The suites of the phones: both bindings, the Kotlin core, the screens in Compose and on Android
//! classes, and the Swift core, each against a real server.

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

/// The Kotlin core against a real server.
pub fn kotlin(job: &mut Job<'_>) -> Result<Tally, Broken> {
    maven(job, "android/core")
}

/// The Compose screens on the JVM: pictures against goldens, a walk over each, journeys by taps.
pub fn compose(job: &mut Job<'_>) -> Result<Tally, Broken> {
    maven(job, "android/ui")
}

/// The same screens and the phone's own abilities on real Android classes.
pub fn android(job: &mut Job<'_>) -> Result<Tally, Broken> {
    maven(job, "android/app")
}

/// Swift in a Debian of its own, made once beside everything else that is built.
pub fn swift(job: &mut Job<'_>) -> Result<Tally, Broken> {
    write_bindings(job)?;
    let target = job.workspace.target();
    let mut script = std::process::Command::new("sh");
    script.arg(job.workspace.path("ios/test-on-debian.sh"));
    script.arg(target.join("swift")).arg(target.join("debug"));
    let (code, output) = job.run(script)?;
    let tally = count::closing_line(&output, "swift", "tests", "failed")
        .ok_or_else(|| Broken::new("the Swift tests did not come to their last line"))?;
    super::rust::agree(code, tally)
}

/// Counts what Surefire reports.
fn maven(job: &mut Job<'_>, project: &str) -> Result<Tally, Broken> {
    let folder = job.workspace.path(project);
    if !folder.join("pom.xml").exists() {
        return Err(Broken::new(format!("{project}/pom.xml is missing: there is nothing to test")));
    }
    write_bindings(job)?;
    let reports = folder.join("target/surefire-reports");
    if reports.exists() {
        fs::remove_dir_all(&reports).map_err(Failure::at("clear", &reports))?;
    }

    let mut maven = job.workspace.maven(project);
    maven.arg("test");
    if job.full {
        maven.arg("-Dwufei.full=true");
    }
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
