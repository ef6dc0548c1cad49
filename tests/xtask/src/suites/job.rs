//! One run of one suite: its log, its deadline, the programs it starts.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use super::Tally;
use crate::failure::Failure;
use crate::process::{Bounds, Ending, StopSign, run_bounded, told};
use crate::workspace::Workspace;

/// How much of a log is shown when its suite failed.
const SHOWN_LINES: usize = 60;

/// Failed tests that are named in the last lines of a run.
const NAMED_MAX: usize = 10;

/// Failed tests whose own words are shown there, and how many lines of each.
const QUOTED_MAX: usize = 3;
const QUOTED_LINES: usize = 24;

/// A suite that could not say how it went, and why.
#[derive(Debug)]
pub struct Broken {
    /// What was counted before it broke.
    pub tally: Tally,
    pub reason: String,
}

impl Broken {
    pub fn new(reason: impl Into<String>) -> Self {
        Self { tally: Tally::default(), reason: reason.into() }
    }

    pub fn after(tally: Tally, reason: impl Into<String>) -> Self {
        Self { tally, reason: reason.into() }
    }
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::new(failure.to_string())
    }
}

pub struct Job<'a> {
    pub workspace: &'a Workspace,
    pub full: bool,
    name: &'static str,
    path: PathBuf,
    log: File,
    deadline: Instant,
    started: Instant,
    stop: &'a StopSign,
}

impl<'a> Job<'a> {
    /// Opens an empty log.
    pub fn begin(
        workspace: &'a Workspace,
        name: &'static str,
        full: bool,
        deadline: Instant,
        stop: &'a StopSign,
    ) -> Result<Self, Failure> {
        let folder = workspace.target().join("xtask-logs");
        fs::create_dir_all(&folder).map_err(Failure::at("make", &folder))?;
        let path = folder.join(format!("{name}.log"));
        File::create(&path).map_err(Failure::at("empty", &path))?;
        let log =
            OpenOptions::new().append(true).open(&path).map_err(Failure::at("open", &path))?;
        Ok(Self { workspace, full, name, path, log, deadline, started: Instant::now(), stop })
    }

    /// Runs a program; the answer is its exit code and what it wrote to the log.
    pub fn run(&mut self, command: Command) -> Result<(i32, String), Broken> {
        let line = told(&command);
        writeln!(self.log, "$ {line}").map_err(Failure::at("write", &self.path))?;
        let before = self.text()?.len();
        let bounds = Bounds {
            deadline: self.deadline,
            stop: self.stop,
            still_running: &|| self.tell_progress(),
        };
        match run_bounded(command, &self.log, &bounds)? {
            Ending::Exited { code: Some(code) } => {
                Ok((code, self.text()?.get(before..).unwrap_or_default().to_owned()))
            }
            Ending::Exited { code: None } => {
                Err(Broken::new(format!("`{line}` was ended by a signal")))
            }
            Ending::Expired => Err(Broken::new(format!("`{line}` was ended at the time limit"))),
            Ending::Stopped => Err(Broken::new(format!("`{line}` was stopped"))),
        }
    }

    /// Runs a program that the rest of the suite needs.
    pub fn must_succeed(&mut self, command: Command) -> Result<(), Broken> {
        let line = told(&command);
        match self.run(command)? {
            (0, _) => Ok(()),
            (code, _) => Err(Broken::new(format!("`{line}` ended with status {code}"))),
        }
    }

    /// Shows the last lines of the log.
    pub fn show_end(&self) {
        let text = self.text().unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let hidden = lines.len().saturating_sub(SHOWN_LINES);
        for line in lines.iter().skip(hidden) {
            println!("{:<9} | {line}", self.name);
        }
        if hidden > 0 {
            println!("{:<9} {hidden} lines more in {}", self.name, self.path.display());
        }
    }

    /// Shows the lines of the log that are meant for people: those that begin with `| `.
    pub fn show_tables(&self) {
        let text = self.text().unwrap_or_default();
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            println!("{:<9} {line}", self.name);
        }
    }

    /// Names of tests that failed, as cargo's harness tells them, at most [`NAMED_MAX`].
    pub fn failed_tests(&self) -> Vec<String> {
        let text = self.text().unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.trim().strip_suffix(" ... FAILED"));
        lines.map(|line| line.trim_start_matches("test ").to_owned()).take(NAMED_MAX).collect()
    }

    /// What the first of them said, as cargo's harness tells it under their names.
    pub fn last_words(&self) -> Vec<String> {
        let text = self.text().unwrap_or_default();
        self.failed_tests().iter().take(QUOTED_MAX).flat_map(|name| section(&text, name)).collect()
    }

    fn tell_progress(&self) {
        let text = self.text().unwrap_or_default();
        let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let shown: String = last.trim().chars().take(90).collect();
        println!("{:<9} {} s: {shown}", self.name, self.started.elapsed().as_secs());
    }

    fn text(&self) -> Result<String, Failure> {
        let bytes = fs::read(&self.path).map_err(Failure::at("read", &self.path))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The lines under `---- NAME stdout ----`, at most [`QUOTED_LINES`].
fn section(log: &str, name: &str) -> Vec<String> {
    let head = format!("---- {name} stdout ----");
    let lines = log.lines().skip_while(|line| line.trim() != head);
    let end = |line: &&str| line.starts_with("---- ") || line.trim() == "failures:";
    let said = lines.skip(1).take_while(|line| !end(line)).filter(|line| !line.trim().is_empty());
    std::iter::once(head.as_str()).chain(said.take(QUOTED_LINES)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn a_failed_tests_words_are_found_under_its_name() {
        let log = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nsaw 3\n\nnot 4\n\n\
            ---- b stdout ----\nother\n\nfailures:\n    a\n";
        assert_eq!(section(log, "a"), ["---- a stdout ----", "saw 3", "not 4"]);
        assert_eq!(section(log, "b"), ["---- b stdout ----", "other"]);
        assert_eq!(section(log, "c"), ["---- c stdout ----"]);
    }
}
