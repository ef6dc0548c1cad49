//! The suite `browser`: the browser shell and the public page in a real Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::job::{Broken, Job};
use super::{Tally, rust};

/// Deque's own package of axe for browsers' drivers; only the script in it is used.
const AXE: &str = "com.deque.html.axe-core:selenium:4.10.1";
const AXE_SCRIPT: &str = "axe.min.js";
const UNPACK: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";

/// The test binary `browser`; like `postgres` it is not part of a plain `cargo test`.
pub fn browser(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let axe = axe(job)?;
    let mut variables = vec![("WUFEI_AXE", axe.as_path())];
    if job.full {
        variables.push(("WUFEI_FULL", Path::new("1")));
    }
    rust::cargo_test(
        job,
        &["test", "--workspace", "--test", "browser", "--", "--test-threads", "2", "--nocapture"],
        &variables,
    )
}

/// Where axe's script lies; fetched once.
fn axe(job: &mut Job<'_>) -> Result<PathBuf, Broken> {
    let folder = job.workspace.target().join("axe");
    let script = folder.join(AXE_SCRIPT);
    if !script.exists() {
        // From the target folder: without a project the plugin leaves marks where it is called.
        let mut maven = Command::new("mvn");
        maven.args(["-B", "-q", UNPACK]).arg(format!("-Dartifact={AXE}:jar"));
        maven
            .arg(format!("-DoutputDirectory={}", folder.display()))
            .current_dir(job.workspace.target());
        job.must_succeed(maven)?;
    }
    if !script.exists() {
        return Err(Broken::new(format!("{AXE} has no {AXE_SCRIPT}")));
    }
    Ok(script)
}
