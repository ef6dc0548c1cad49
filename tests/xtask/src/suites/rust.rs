//! The suites of cargo: format, tidy, clippy, the tests, the requirements of sync, and those that
//! need a PostgreSQL.

use std::path::Path;

use super::job::{Broken, Job};
use super::{Tally, count, simulate};

/// Cases of a property test with `--full`; the library's own number is 256.
const FULL_CASES: &str = "2560";

/// Tests that only run by name: `test = false` in the manifest.
const NAMED: [&str; 4] = ["spine", "postgres", "api", "browser"];

/// Counts as one test; the log names the files that `cargo fmt` would change.
pub fn format(job: &mut Job<'_>) -> Result<Tally, Broken> {
    one(job, &["fmt", "--all", "--check", "--", "--files-with-diff"])
}

/// Counts a test a check; runs as a program of its own, so that limit and log hold for it too.
pub fn tidy(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let command = job.workspace.cargo(&["run", "--quiet", "--package", "xtask", "--", "tidy"]);
    let (code, output) = job.run(command)?;
    let tally = count::closing_line(&output, "tidy", "checks", "refused")
        .ok_or_else(|| Broken::new("tidy did not come to its last line"))?;
    agree(code, tally)
}

/// Counts as three tests: the whole workspace, where the bindings' feature is on; the crate of the
/// screens without it, as server and browser shell are built for people; and the tests of
/// [`NAMED`], which "all targets" leaves out.
pub fn clippy(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let whole = one(
        job,
        &["clippy", "--workspace", "--all-targets", "--keep-going", "--", "--deny", "warnings"],
    )?;
    let plain = one(job, &["clippy", "--package", "wufei-app", "--", "--deny", "warnings"])?;
    let mut named = vec!["clippy", "--workspace"];
    named.extend(NAMED.iter().flat_map(|name| ["--test", name]));
    named.extend(["--", "--deny", "warnings"]);
    Ok(whole.add(plain).add(one(job, &named)?))
}

/// Counts as one test: every library, program and test of the workspace compiles.
pub fn build(job: &mut Job<'_>) -> Result<Tally, Broken> {
    job.must_succeed(job.workspace.build_all())?;
    Ok(Tally { passed: 1, failed: 0 })
}

/// Every test of the workspace but those of the suites with a name of their own.
pub fn rust(job: &mut Job<'_>) -> Result<Tally, Broken> {
    cargo_test(job, &["test", "--workspace", "--no-fail-fast"], &[])
}

/// The requirements of sync with their controls; each passed test prints its line of the table.
///
/// Not part of a plain `cargo test` (`test = false` in the manifest), so that it runs once.
pub fn spine(job: &mut Job<'_>) -> Result<Tally, Broken> {
    cargo_test(job, &["test", "--workspace", "--test", "spine", "--", "--show-output"], &[])
}

/// What only PostgreSQL can say, then the whole story of the server told on it, and once more with the
/// tables partitioned by community, the requirements of sync shown on it, and seeds of the simulation
/// compared on both databases. Each starts a cluster of its own in a temporary folder.
///
/// It is not part of a plain `cargo test` (`test = false` in the manifest), since that must pass
/// on a machine without PostgreSQL.
pub fn postgres(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let mut tally = cargo_test(job, &["test", "--workspace", "--test", "postgres"], &[])?;
    // Built with all others: by its package's name it would be built with other features once more.
    let story = built(job, &["--lib"], "wufei_server-")?;
    for schema in ["plain", "partitioned"] {
        tally = tally.add(told_on(job, &[schema, &story])?);
    }
    // What an official does by the README: drills of coming back after a loss, and after an upgrade.
    for drill in ["drill", "upgrade"] {
        let program = built(job, &["--test", drill], &format!("{drill}-"))?;
        tally = tally.add(told_on(job, &["plain", &program, "on_postgresql"])?);
    }
    let spine = built(job, &["--test", "spine"], "spine-")?;
    // What SQLite alone can show stands in modules `once`; what it cannot is ignored without PostgreSQL.
    let words = ["plain", &spine, "--include-ignored", "--show-output", "--skip", "::once::"];
    tally = tally.add(told_on(job, &words)?);
    Ok(tally.add(simulate::on_both(job)?))
}

/// A program of tests, with a PostgreSQL of its own.
fn told_on(job: &mut Job<'_>, words: &[&str]) -> Result<Tally, Broken> {
    let mut told = job.workspace.program("debug", "with_postgres");
    told.args(words);
    let (code, output) = job.run(told)?;
    agree(code, count::cargo_test(&output))
}

/// Where cargo builds the tests whose file begins with `name`.
fn built(job: &mut Job<'_>, which: &[&str], name: &str) -> Result<String, Broken> {
    let words = [&["test", "--workspace", "--no-run"], which].concat();
    let command = job.workspace.cargo(&words);
    let (_, listed) = job.run(command)?;
    let path = executable(&listed, name);
    Ok(path.ok_or_else(|| Broken::new(format!("cargo names no {name}")))?.to_owned())
}

fn executable<'a>(listed: &'a str, name: &str) -> Option<&'a str> {
    let lines = listed.lines().filter(|line| line.trim_start().starts_with("Executable"));
    let mut paths = lines.filter_map(|line| line.rsplit_once('(')?.1.strip_suffix(')'));
    paths.find(|path| path.rsplit('/').next().is_some_and(|file| file.starts_with(name)))
}

/// Journeys start our programs, so that these are built first.
pub fn cargo_test(
    job: &mut Job<'_>,
    arguments: &[&str],
    variables: &[(&str, &Path)],
) -> Result<Tally, Broken> {
    job.must_succeed(job.workspace.build_all())?;
    let mut command = job.workspace.cargo(arguments);
    command.envs(variables.iter().copied());
    if job.full {
        command.env("PROPTEST_CASES", FULL_CASES);
    }
    let (code, output) = job.run(command)?;
    agree(code, count::cargo_test(&output))
}

fn one(job: &mut Job<'_>, arguments: &[&str]) -> Result<Tally, Broken> {
    let command = job.workspace.cargo(arguments);
    let (code, _) = job.run(command)?;
    Ok(if code == 0 { Tally { passed: 1, failed: 0 } } else { Tally { passed: 0, failed: 1 } })
}

/// A program that failed without a failed test, and the reverse, are both broken.
pub fn agree(code: i32, tally: Tally) -> Result<Tally, Broken> {
    if (code == 0) == (tally.failed == 0) {
        return Ok(tally);
    }
    let reason = if code == 0 {
        format!("{} tests failed, yet the program ended well", tally.failed)
    } else {
        format!("the program ended with status {code} without naming a failed test")
    };
    Err(Broken::after(tally, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_that_runs_by_name_is_known() {
        let manifest = include_str!("../../../Cargo.toml");
        let by_name = manifest
            .split("[[test]]")
            .filter(|target| target.contains("test = false"))
            .filter_map(|target| target.split_once("name = \"")?.1.split('"').next());
        assert_eq!(by_name.collect::<Vec<_>>(), NAMED);
    }

    #[test]
    fn the_tests_of_the_server_are_found_among_all() {
        let listed = "   Compiling wufei-server v0.1.0\n\
            \x20 Executable unittests src/lib.rs (target/debug/deps/wufei_guide-1f)\n\
            \x20 Executable unittests src/lib.rs (target/debug/deps/wufei_server-2e)\n";
        let story = executable(listed, "wufei_server-");
        assert_eq!(story, Some("target/debug/deps/wufei_server-2e"));
        assert_eq!(executable("   Finished", "wufei_server-"), None);
    }

    #[test]
    fn a_status_must_agree_with_the_count() {
        let good = Tally { passed: 3, failed: 0 };
        let bad = Tally { passed: 3, failed: 1 };
        assert!(agree(0, good).is_ok());
        assert!(agree(101, bad).is_ok());
        assert!(agree(101, good).is_err(), "a binary that did not compile");
        assert!(agree(0, bad).is_err(), "a runner that swallows failures");
    }
}
