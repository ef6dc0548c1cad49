//! The server under load: a real process, real HTTP on the loopback address, commits that reach the
//! disk, and after each run a count of what is stored.
//!
//! Each figure stands beside its aim or beside a floor of the same run. Nothing is asserted but the
//! counts; an aim that is missed says so. Start here: [`run`]; then a file a table, [`town`] for whom
//! the server serves, [`load`] for what they send, [`drive`] for how.

pub mod burst;
pub mod copy;
pub mod drive;
pub mod floor;
pub mod idle;
pub mod ingest;
pub mod load;
mod memory;
pub mod photo;
pub mod town;

use std::{
    fs,
    io::{self, Write},
};

use crate::harness::Failure;

/// The tables, by the words of the command line.
type Table = fn(Options, &mut dyn Write) -> Result<(), Failure>;
const TABLES: [(&str, Table); 5] = [
    ("ingest", ingest::run),
    ("burst", burst::run),
    ("photo", photo::run),
    ("idle", idle::run),
    ("copy", copy::run),
];

/// What is asked for on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How often each is measured.
    pub runs: u16,
    /// Less of everything, to see that it works.
    pub small: bool,
    /// One table alone.
    pub only: Option<&'static str>,
}

impl Options {
    /// Reads `[--runs N] [--small] [--only TABLE]`.
    ///
    /// # Errors
    /// The word that is not known.
    pub fn read(words: &[&str]) -> Result<Self, String> {
        let mut options = Self { runs: 5, small: false, only: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--small" => options.small = true,
                "--runs" => {
                    let number = words.next().and_then(|number| number.parse().ok());
                    options.runs = number
                        .filter(|number| (1..=50).contains(number))
                        .ok_or("after --runs there must be a number from 1 to 50")?;
                }
                "--only" => {
                    let wanted = words.next().copied();
                    let names = TABLES.map(|(name, _)| name);
                    options.only = names.into_iter().find(|name| wanted == Some(name));
                    if options.only.is_none() {
                        return Err(format!("after --only there must be {}", names.join(" or ")));
                    }
                }
                other => return Err(format!("\"{other}\" is not known to bench server")),
            }
        }
        Ok(options)
    }
}

/// Measures everything and prints the tables.
///
/// # Errors
/// When something cannot be set up, when a record is lost or doubled, or nothing can be written.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} runs in turn; median (least–most). Loopback, no TLS; SQLite with synchronous=FULL, \
         PostgreSQL with fsync on, as it ships. Load of the machine before: {}.{}\n",
        options.runs,
        busy()?,
        if options.small { " SMALL: not for figures." } else { "" },
    )?;
    for (name, table) in TABLES {
        if options.only.is_none_or(|only| only == name) {
            table(options, out)?;
            out.flush()?;
        }
    }
    writeln!(out, "Load of the machine after: {}.", busy()?)?;
    Ok(())
}

/// Processes that ran or waited to run, on average over 1, 5 and 15 minutes.
fn busy() -> Result<String, Failure> {
    let line = fs::read_to_string("/proc/loadavg")?;
    Ok(line.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
}

/// The cell of a row's aims: those that were missed, by name.
fn verdict(aims: &[(&str, bool)]) -> String {
    let missed: Vec<&str> =
        aims.iter().filter(|(_, reached)| !reached).map(|(name, _)| *name).collect();
    match missed.as_slice() {
        [] => "reached".to_owned(),
        missed => format!("missed: {}", missed.join(", ")),
    }
}

/// Told beside the tables while it goes.
fn progress(what: &str) {
    // A measurement is not given up for want of a place to tell of it.
    let _ = writeln!(io::stderr(), "bench server: {what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_or_refused_by_name() {
        assert_eq!(Options::read(&[]), Ok(Options { runs: 5, small: false, only: None }));
        assert_eq!(
            Options::read(&["--small", "--only", "ingest", "--runs", "3"]),
            Ok(Options { runs: 3, small: true, only: Some("ingest") })
        );
        for words in [&["--runs"][..], &["--runs", "0"], &["--only", "speed"], &["--fast"]] {
            assert!(Options::read(words).is_err(), "{words:?}");
        }
    }
}
