//! Starts programs, holds them to a time limit and ends them.
//!
//! A program under a limit gets a process group of its own, so that what it started ends with it.
//! Only groups started here are ever ended, by their id.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::failure::Failure;

const POLL: Duration = Duration::from_millis(50);
/// How long a group may take to end by itself after being asked.
const GRACE: Duration = Duration::from_secs(3);

/// Becomes true when a person (Ctrl-C) or the system asks this program to stop.
#[derive(Debug, Clone)]
pub struct StopSign(Arc<AtomicBool>);

impl StopSign {
    /// From now on the three signals raise the sign and no longer end this program.
    pub fn listen() -> Result<Self, Failure> {
        let raised = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&raised))
                .map_err(Failure::while_doing("listen for Ctrl-C"))?;
        }
        Ok(Self(raised))
    }

    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How a program under a limit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Exited {
        /// `None` when a signal ended it.
        code: Option<i32>,
    },
    /// The limit passed; the group was ended.
    Expired,
    /// The stop sign was raised; the group was ended.
    Stopped,
}

/// What bounds a program.
pub struct Bounds<'a> {
    pub deadline: Instant,
    pub stop: &'a StopSign,
    /// Called about every half minute while the program runs.
    pub still_running: &'a dyn Fn(),
}

const TELL_EVERY: Duration = Duration::from_secs(30);

/// Runs a program to its end with both outputs appended to the log.
pub fn run_bounded(
    mut command: Command,
    log: &File,
    bounds: &Bounds<'_>,
) -> Result<Ending, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = || log.try_clone().map_err(Failure::while_doing("write the log"));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output()?)
        .stderr(output()?)
        // A log is read without a terminal.
        .env("TERM", "dumb")
        .env("CARGO_TERM_COLOR", "never")
        .process_group(0)
        .spawn()
        .map_err(Failure::while_doing(&format!("start {name}")))?;
    let mut told = Instant::now();
    let ending = loop {
        if let Some(status) = child.try_wait().map_err(Failure::while_doing("wait for a child"))? {
            break Ending::Exited { code: status.code() };
        }
        if bounds.stop.is_raised() {
            break Ending::Stopped;
        }
        if Instant::now() >= bounds.deadline {
            break Ending::Expired;
        }
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            (bounds.still_running)();
        }
        std::thread::sleep(POLL);
    };
    end_group(&mut child)?;
    Ok(ending)
}

/// Ends what is left of a child's group: asks first, then insists.
fn end_group(child: &mut Child) -> Result<(), Failure> {
    let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
        return Ok(());
    };
    // An error means that nobody is left in the group.
    if kill_process_group(group, Signal::TERM).is_err() {
        return Ok(());
    }
    let asked = Instant::now();
    while asked.elapsed() < GRACE {
        child.try_wait().map_err(Failure::while_doing("wait for a child"))?;
        if rustix::process::test_kill_process_group(group).is_err() {
            return Ok(());
        }
        std::thread::sleep(POLL);
    }
    if kill_process_group(group, Signal::KILL).is_ok() {
        child.wait().map_err(Failure::while_doing("wait for a child"))?;
    }
    Ok(())
}

/// Runs a program in front of the person: its output is theirs, Ctrl-C reaches it.
pub fn run_in_front(mut command: Command) -> Result<ExitStatus, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.status().map_err(Failure::while_doing(&format!("start {name}")))
}

/// Like [`run_in_front`], for a program whose success the next step needs.
pub fn must_succeed(command: Command) -> Result<(), Failure> {
    let line = told(&command);
    let status = run_in_front(command)?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{line}` ended with {status}")))
    }
}

/// A program and its words, for a person.
pub fn told(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for word in command.get_args() {
        line.push(' ');
        line.push_str(&word.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> File {
        tempfile::tempfile().expect("a temporary file")
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn run(script: &str, limit_ms: u64, stop: &StopSign) -> (Ending, Duration) {
        let started = Instant::now();
        let bounds = Bounds {
            deadline: started + Duration::from_millis(limit_ms),
            stop,
            still_running: &|| {},
        };
        let ending = run_bounded(shell(script), &log(), &bounds).expect("sh starts");
        (ending, started.elapsed())
    }

    fn quiet() -> StopSign {
        StopSign(Arc::new(AtomicBool::new(false)))
    }

    #[test]
    fn the_code_of_a_program_is_its_own() {
        assert_eq!(run("exit 3", 20_000, &quiet()).0, Ending::Exited { code: Some(3) });
    }

    #[test]
    fn a_program_over_its_limit_is_ended_with_all_it_started() {
        // The outer shell ends at once when asked; the inner one holds on and is made to end.
        let (ending, took) = run("sh -c 'trap \"\" TERM; sleep 60' & wait", 200, &quiet());
        assert_eq!(ending, Ending::Expired);
        assert!(took < Duration::from_secs(30), "took {took:?}");
    }

    #[test]
    fn what_a_program_leaves_behind_is_ended() {
        let (ending, took) = run("sleep 60 & exit 0", 20_000, &quiet());
        assert_eq!(ending, Ending::Exited { code: Some(0) });
        assert!(took < GRACE, "a sleeper ends when asked, took {took:?}");
    }

    #[test]
    fn a_raised_sign_ends_the_program() {
        let sign = StopSign(Arc::new(AtomicBool::new(true)));
        assert_eq!(run("sleep 60", 20_000, &sign).0, Ending::Stopped);
    }
}
