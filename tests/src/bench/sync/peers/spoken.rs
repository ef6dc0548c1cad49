//! A program that is spoken to in lines: it tells lines of JSON on its standard output, and is told
//! lines on its standard input. It ends with its owner.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, ChildStdin, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde::de::DeserializeOwned;

use crate::harness::{Failure, holds};

/// How long the next line may take.
const PATIENCE: Duration = Duration::from_mins(10);

/// The program.
pub struct Spoken {
    name: String,
    child: Child,
    told: Option<ChildStdin>,
    lines: Receiver<String>,
    errors: Receiver<String>,
}

impl Spoken {
    /// Starts it.
    ///
    /// # Errors
    /// When there is no such program.
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Failure::while_doing(format!("{name} starts")))?;
        let (tell, lines) = channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                let each = BufReader::new(output).lines().map_while(Result::ok);
                // Nobody listens any more when its owner is gone.
                let _ = each.map(|line| tell.send(line)).find(Result::is_err);
            });
        }
        let (tell, errors) = channel();
        if let Some(mut output) = child.stderr.take() {
            thread::spawn(move || {
                let mut all = String::new();
                let _ = output.read_to_string(&mut all);
                let _ = tell.send(all);
            });
        }
        Ok(Self { told: child.stdin.take(), name, child, lines, errors })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its next line.
    ///
    /// # Errors
    /// When it ends before, says something else, or says nothing for long.
    pub fn hear<T: DeserializeOwned>(&mut self) -> Result<T, Failure> {
        let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
            // What it still holds open when it runs on is not waited for.
            let said = self.errors.recv_timeout(Duration::from_secs(2)).unwrap_or_default();
            return Err(Failure::new(format!("a line of {}", self.name), last_lines(&said)));
        };
        serde_json::from_str(&line)
            .map_err(|_| Failure::new(format!("a line of JSON of {}", self.name), line))
    }

    /// Tells it a line.
    ///
    /// # Errors
    /// When it does not listen.
    pub fn tell(&mut self, line: &str) -> Result<(), Failure> {
        let told = self.told.as_mut();
        let told = told.ok_or_else(|| Failure::new(format!("{} to listen", self.name), "no"))?;
        writeln!(told, "{line}")?;
        Ok(told.flush()?)
    }
}

impl Drop for Spoken {
    fn drop(&mut self) {
        // Nothing more can be done when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a program to its end, which must be a good one.
///
/// # Errors
/// When it is not: with its last lines.
pub fn must_end_well(command: &mut Command) -> Result<Output, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let ended = command.stdin(Stdio::null()).output();
    let output = ended.map_err(Failure::while_doing(format!("{name} starts")))?;
    holds(&format!("{name} to end well"), output.status.success(), || {
        last_lines(&String::from_utf8_lossy(&output.stderr))
    })?;
    Ok(output)
}

/// What fits into a cell of a table.
fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(4)..].join(" / ")
}
