//! `cargo xtask test`: the suites in their order, each with its seconds against a budget.
//!
//! A suite over its budget is told so; a suite over its limit is ended and has failed.
//! What a suite starts writes to `target/xtask-logs/SUITE.log`; its end is shown on failure.
//!
//! Start here: [`SUITES`], then [`job`]; [`tools`] says what must be installed.

mod api;
mod browser;
mod count;
mod job;
mod phone;
mod rust;
mod simulate;
mod targets;
mod tools;
mod tour;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::process::StopSign;
use crate::workspace::Workspace;
use job::{Broken, Job};
use tools::Tool;

/// How many tests a suite ran.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// One line of `cargo xtask test`.
struct Suite {
    name: &'static str,
    /// What it should take on a machine with two cores and a warm target folder.
    budget_seconds: u64,
    /// After this it hangs: several times what it takes on a new machine, where it compiles alone.
    limit_seconds: u64,
    needs: &'static [Tool],
    run: fn(&mut Job<'_>) -> Result<Tally, Broken>,
}

const fn suite(
    name: &'static str,
    budget_seconds: u64,
    limit_seconds: u64,
    needs: &'static [Tool],
    run: fn(&mut Job<'_>) -> Result<Tally, Broken>,
) -> Suite {
    Suite { name, budget_seconds, limit_seconds, needs, run }
}

/// How many times as long as its limit a suite may take with `--full`, and all of them.
const FULL_TIMES: u32 = 3;

/// What all may take together, tools included.
const WHOLE_SECONDS: u64 = 85 * 60;

/// The suite that the others share: what it built they find. It runs first wherever one needs it.
const BUILD: &str = "build";

/// Those that get along without [`BUILD`].
const BUILT_BY_THEMSELVES: [&str; 4] = ["format", "tidy", "clippy", "targets"];

const SUITES: [Suite; 17] = [
    suite("format", 10, 60, &[Tool::Rustfmt], rust::format),
    suite("tidy", 10, 120, &[Tool::Git], rust::tidy),
    suite("clippy", 120, 900, &[Tool::Clippy], rust::clippy),
    suite(BUILD, 60, 1_800, &[], rust::build),
    suite("rust", 120, 900, &[], rust::rust),
    suite("spine", 60, 600, &[], rust::spine),
    suite("simulate", 180, 600, &[], simulate::simulate),
    suite("api", 120, 600, &[Tool::Python], api::api),
    suite("postgres", 120, 1_200, &[Tool::Postgres], rust::postgres),
    suite("bindgen", 10, 200, &[], phone::bindgen),
    suite("kotlin", 60, 400, &[Tool::Java, Tool::Maven, Tool::FakeTime], phone::kotlin),
    suite("compose", 120, 600, &[Tool::Java, Tool::Maven, Tool::Drawing], phone::compose),
    suite(
        "android",
        120,
        600,
        &[Tool::Java, Tool::Maven, Tool::Aapt, Tool::Drawing],
        phone::android,
    ),
    suite("swift", 90, 900, &[Tool::DebianRoot], phone::swift),
    suite("targets", 30, 700, &[Tool::RustSources], targets::targets),
    suite("browser", 90, 600, &[Tool::Chromium, Tool::Maven, Tool::Drawing], browser::browser),
    suite("tour", 30, 200, &[], tour::tour),
];

/// What the person asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Request {
    /// Ten times as many cases of each property test.
    full: bool,
    /// Empty means every suite.
    names: Vec<String>,
}

impl Request {
    fn read(words: &[String]) -> Result<Self, Failure> {
        let mut request = Self::default();
        for word in words {
            if word == "--full" {
                request.full = true;
            } else if SUITES.iter().any(|suite| suite.name == word) {
                request.names.push(word.clone());
            } else {
                let names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
                return Err(Failure::new(format!(
                    "there is no suite \"{word}\"; there are {}",
                    names.join(", ")
                )));
            }
        }
        Ok(request)
    }

    fn asks_for(&self, suite: &Suite) -> bool {
        let needs_build = |name: &String| !BUILT_BY_THEMSELVES.contains(&name.as_str());
        self.names.is_empty()
            || self.names.iter().any(|name| name == suite.name)
            || suite.name == BUILD && self.names.iter().any(needs_build)
    }
}

/// Runs what was asked for and ends with `N passed, N failed`.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    let request = Request::read(words)?;
    let stop = StopSign::listen()?;
    let chosen: Vec<&Suite> = SUITES.iter().filter(|suite| request.asks_for(suite)).collect();
    let missing = tools::provide(workspace, &stop, chosen.iter().flat_map(|suite| suite.needs))?;
    let demanded = std::env::var_os("CI").is_some_and(|value| value == "true");
    let times = if request.full { FULL_TIMES } else { 1 };
    let whole = began + times * Duration::from_secs(WHOLE_SECONDS);

    let mut total = Tally::default();
    let (mut left_out, mut broken) = (Vec::new(), Vec::new());
    for suite in chosen {
        if stop.is_raised() {
            return Err(Failure::new("stopped"));
        }
        let lacking: Vec<Tool> =
            suite.needs.iter().copied().filter(|tool| missing.contains(tool)).collect();
        if lacking.is_empty() {
            let limit = times * Duration::from_secs(suite.limit_seconds);
            let deadline = whole.min(Instant::now() + limit);
            let mut job = Job::begin(workspace, suite.name, request.full, deadline, &stop)?;
            let (tally, reason) = run_one(suite, &mut job);
            if tally.failed > 0 {
                let why: Vec<String> = reason.into_iter().chain(job.failed_tests()).collect();
                broken.push(format!("{:<9} FAILED {}", suite.name, why.join(", ")));
                let words = job.last_words();
                broken.extend(words.iter().map(|line| format!("{:<9} | {line}", suite.name)));
            }
            total = total.add(tally);
        } else {
            left_out.push(tools::left_out(suite.name, &lacking));
            total.failed += u64::from(demanded);
        }
    }
    for sentence in &left_out {
        println!("{sentence}");
    }
    if demanded && !left_out.is_empty() {
        println!("CI=true: a suite left out counts as one failed test");
    }
    for line in &broken {
        println!("{line}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    // A run that ran nothing has shown nothing.
    let good = total.failed == 0 && total.passed > 0;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a suite and tells of it; why it broke, if it did.
fn run_one(suite: &Suite, job: &mut Job<'_>) -> (Tally, Option<String>) {
    println!("{:<9} started", suite.name);
    let started = Instant::now();
    let outcome = (suite.run)(job);
    let seconds = started.elapsed().as_secs();
    let budget = suite.budget_seconds;
    let (tally, reason) = match outcome {
        Ok(tally) if tally == Tally::default() => {
            (Tally { passed: 0, failed: 1 }, Some("it ran no test".to_owned()))
        }
        Ok(tally) => (tally, None),
        Err(Broken { tally, reason }) => {
            // What broke counts, whatever passed before.
            (Tally { failed: tally.failed.max(1), ..tally }, Some(reason))
        }
    };
    if tally.failed > 0 {
        job.show_end();
    }
    job.show_tables();
    let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
    let over = if seconds > budget { ", over its budget" } else { "" };
    println!(
        "{:<9} {verdict}: {} passed, {} failed in {seconds} s of {budget} s{over}",
        suite.name, tally.passed, tally.failed
    );
    if let Some(reason) = &reason {
        println!("{:<9} {reason}", suite.name);
    }
    (tally, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_together_stay_under_ninety_minutes() {
        const { assert!(WHOLE_SECONDS < 90 * 60) };
        let suites: u64 = SUITES.iter().map(|suite| suite.budget_seconds).sum();
        let seconds = suites + tools::LIMIT_SECONDS;
        assert!(seconds < 40 * 60, "{seconds} s");
    }

    #[test]
    fn a_suite_is_chosen_by_its_name() {
        let request = Request::read(&words(&["--full", "tidy"])).expect("both are known");
        let chosen: Vec<_> =
            SUITES.iter().filter(|suite| request.asks_for(suite)).map(|suite| suite.name).collect();
        assert!(request.full);
        assert_eq!(chosen, ["tidy"]);
    }

    #[test]
    fn what_needs_the_build_has_it_first() {
        let request = Request::read(&words(&["tour", "tidy"])).expect("both are known");
        let chosen: Vec<_> =
            SUITES.iter().filter(|suite| request.asks_for(suite)).map(|suite| suite.name).collect();
        assert_eq!(chosen, ["tidy", "build", "tour"]);
        for name in BUILT_BY_THEMSELVES {
            assert!(SUITES.iter().any(|suite| suite.name == name), "{name} is no suite");
        }
    }

    #[test]
    fn an_unknown_suite_is_refused_by_name() {
        let failure = Request::read(&words(&["tdy"])).expect_err("there is none");
        assert!(failure.to_string().contains("\"tdy\""), "{failure}");
    }
}
