//! `cargo xtask test`: the suites in their order, each with its seconds against a budget.
//!
//! A suite over its budget is told so; a suite over its limit is ended and has failed.
//! What a suite starts writes to `target/xtask-logs/SUITE.log`; its end is shown on failure.
//!
//! Start here: [`SUITES`], then [`job`]; [`tools`] says what must be installed.

mod browser;
mod count;
mod job;
mod phone;
mod rust;
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
    /// What it may take, also on a new machine.
    limit_seconds: u64,
    needs: &'static [Tool],
    run: fn(&mut Job<'_>) -> Result<Tally, Broken>,
}

const SUITES: [Suite; 9] = [
    Suite {
        name: "format",
        budget_seconds: 10,
        limit_seconds: 60,
        needs: &[Tool::Rustfmt],
        run: rust::format,
    },
    Suite {
        name: "tidy",
        budget_seconds: 10,
        limit_seconds: 120,
        needs: &[Tool::Git],
        run: rust::tidy,
    },
    Suite {
        name: "clippy",
        budget_seconds: 120,
        limit_seconds: 1000,
        needs: &[Tool::Clippy],
        run: rust::clippy,
    },
    Suite { name: "rust", budget_seconds: 300, limit_seconds: 1500, needs: &[], run: rust::rust },
    Suite {
        name: "postgres",
        budget_seconds: 60,
        limit_seconds: 420,
        needs: &[Tool::Postgres],
        run: rust::postgres,
    },
    Suite {
        name: "bindgen",
        budget_seconds: 60,
        limit_seconds: 600,
        needs: &[],
        run: phone::bindgen,
    },
    Suite {
        name: "kotlin",
        budget_seconds: 90,
        limit_seconds: 420,
        needs: &[Tool::Java, Tool::Maven],
        run: phone::kotlin,
    },
    Suite {
        name: "browser",
        budget_seconds: 90,
        limit_seconds: 420,
        needs: &[Tool::Chromium, Tool::Maven],
        run: browser::browser,
    },
    Suite { name: "tour", budget_seconds: 60, limit_seconds: 420, needs: &[], run: tour::tour },
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
        self.names.is_empty() || self.names.iter().any(|name| name == suite.name)
    }
}

/// Runs what was asked for and ends with `N passed, N failed`.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let request = Request::read(words)?;
    let stop = StopSign::listen()?;
    let chosen: Vec<&Suite> = SUITES.iter().filter(|suite| request.asks_for(suite)).collect();
    let missing = tools::provide(workspace, &stop, chosen.iter().flat_map(|suite| suite.needs))?;
    let demanded = std::env::var_os("CI").is_some_and(|value| value == "true");

    let mut total = Tally::default();
    let mut left_out = Vec::new();
    for suite in chosen {
        if stop.is_raised() {
            return Err(Failure::new("stopped"));
        }
        let lacking: Vec<Tool> =
            suite.needs.iter().copied().filter(|tool| missing.contains(tool)).collect();
        if lacking.is_empty() {
            total = total.add(run_one(workspace, suite, request.full, &stop)?);
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
    println!("{} passed, {} failed", total.passed, total.failed);
    // A run that ran nothing has shown nothing.
    let good = total.failed == 0 && total.passed > 0;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_one(
    workspace: &Workspace,
    suite: &Suite,
    full: bool,
    stop: &StopSign,
) -> Result<Tally, Failure> {
    println!("{:<9} started", suite.name);
    let started = Instant::now();
    let deadline = started + Duration::from_secs(suite.limit_seconds);
    let mut job = Job::begin(workspace, suite.name, full, deadline, stop)?;
    let outcome = (suite.run)(&mut job);
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
    let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
    let over = if seconds > budget { ", over its budget" } else { "" };
    println!(
        "{:<9} {verdict}: {} passed, {} failed in {seconds} s of {budget} s{over}",
        suite.name, tally.passed, tally.failed
    );
    if let Some(reason) = reason {
        println!("{:<9} {reason}", suite.name);
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_limits_together_stay_under_ninety_minutes() {
        let suites: u64 = SUITES.iter().map(|suite| suite.limit_seconds).sum();
        let seconds = suites + tools::LIMIT_SECONDS;
        assert!(seconds < 90 * 60, "{seconds} s");
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
    fn an_unknown_suite_is_refused_by_name() {
        let failure = Request::read(&words(&["tdy"])).expect_err("there is none");
        assert!(failure.to_string().contains("\"tdy\""), "{failure}");
    }
}
