//! The peers: what others ship for the same work, each set up by its own ordinary client and given
//! the same check-ins behind the same proxy. A peer that cannot be set up is told as not run.
//!
//! Start here: [`Peer`] and [`Beside`]; then a file a peer. [`spoken`] talks to a program in lines of
//! JSON.

pub mod crdt;
pub mod kinto;
pub mod pouchdb;
pub mod spoken;

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
    process::Command,
    time::Duration,
};

use super::{
    figures::{RoundTrip, Runs, bytes, seconds},
    load::Load,
};
use crate::harness::Failure;
use spoken::must_end_well;

/// A way to do the same with what others made.
pub trait Peer {
    /// What it is, and what is not fair about it, for a cell of the table.
    fn name(&self) -> &'static str;

    /// Whether it is only a floor: no server, no disk, no permissions.
    fn is_floor(&self) -> bool {
        false
    }

    /// One run.
    ///
    /// # Errors
    /// When it does not come to its end.
    fn run(&self, load: &Load) -> Result<RoundTrip, Failure>;
}

/// Sets up a peer.
pub type SetUp = fn() -> Result<Box<dyn Peer>, Failure>;

/// All of them, by the name that is told when one cannot be set up.
pub const ALL: [(&str, SetUp); 3] =
    [("PouchDB", pouchdb::set_up), ("Kinto", kinto::set_up), ("CRDT", crdt::set_up)];

/// The peers of a whole measurement, each measured once a run, in turn with ours.
pub struct Beside {
    peers: Vec<(Box<dyn Peer>, Runs)>,
    not_run: Vec<(String, Failure)>,
}

impl Beside {
    /// Sets up each; those that cannot be are told at the end.
    pub fn set_up() -> Self {
        let mut beside = Self { peers: Vec::new(), not_run: Vec::new() };
        for (name, set_up) in ALL {
            match set_up() {
                Ok(peer) => {
                    let runs = Runs::new(peer.name());
                    beside.peers.push((peer, runs));
                }
                Err(why) => beside.not_run.push((name.to_owned(), why)),
            }
        }
        beside
    }

    /// One run of each. A peer that fails is not run again.
    pub fn run(&mut self, load: &Load) {
        let mut left = Vec::new();
        for (peer, mut runs) in self.peers.drain(..) {
            match peer.run(load) {
                Ok(figures) => {
                    runs.runs.push(figures);
                    left.push((peer, runs));
                }
                Err(why) => self.not_run.push((peer.name().to_owned(), why)),
            }
        }
        self.peers = left;
    }

    /// Those that were run.
    pub fn told(&self) -> impl Iterator<Item = &Runs> {
        self.peers.iter().map(|(_, runs)| runs)
    }

    /// Those that were not, each with why.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn tell_not_run(&self, out: &mut dyn Write) -> io::Result<()> {
        for (name, why) in &self.not_run {
            let why = why.to_string().replace(['\n', '|'], " ");
            writeln!(out, "| {name} | not run: {why} | | | | | |")?;
        }
        Ok(())
    }

    /// Ours beside the best of them that is no floor: the aims are 5 times as fast and a third of
    /// the bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn compare(&self, ours: &Runs, out: &mut dyn Write) -> io::Result<()> {
        let real = || self.peers.iter().filter(|(peer, _)| !peer.is_floor()).map(|(_, runs)| runs);
        let wall = |runs: &Runs| runs.median(|run| run.wall);
        let up = |runs: &Runs| runs.median(|run| run.up_bytes);
        let down = |runs: &Runs| runs.median(|run| run.down_bytes);
        let fastest = real().map(wall).min().unwrap_or(Duration::ZERO);
        let (least_up, least_down) = (real().map(up).min(), real().map(down).min());
        let (Some(least_up), Some(least_down)) = (least_up, least_down) else {
            return writeln!(out, "- no peer was run: nothing to compare with");
        };
        let times = |theirs: f64, ours: f64| theirs / ours.max(f64::MIN_POSITIVE);
        let of_bytes =
            |theirs: u64, ours: u64| times(super::megabytes(theirs), super::megabytes(ours.max(1)));
        writeln!(
            out,
            "- the best peer takes {} ({:.1} times ours; aim ≥ 5), {} up ({:.1} times ours; aim ≥ \
             3), {} down a device ({:.1} times ours; aim ≥ 3)",
            seconds(fastest),
            times(fastest.as_secs_f64(), wall(ours).as_secs_f64()),
            bytes(least_up),
            of_bytes(least_up, up(ours)),
            bytes(least_down),
            of_bytes(least_down, down(ours)),
        )
    }
}

/// Where the sources of the peers lie.
pub fn sources(name: &str) -> PathBuf {
    crate::harness::root().join("tests/peers").join(name)
}

/// Where a peer is installed: beside what cargo builds.
///
/// # Errors
/// When the folder cannot be made.
fn installed(name: &str) -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).map(PathBuf::from).unwrap_or_default();
    let folder = target.join("peers").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Installs what a peer's list of requirements names into an environment of its own; the folder of its
/// programs.
///
/// # Errors
/// When Python is not there, or a package cannot be had.
pub fn python(name: &str) -> Result<PathBuf, Failure> {
    let folder = installed(name)?;
    let programs = folder.join("bin");
    let list = sources(name).join("requirements.txt");
    let wanted = fs::read_to_string(&list)?;
    let mark = folder.join("installed.txt");
    if fs::read_to_string(&mark).ok().as_ref() != Some(&wanted) {
        must_end_well(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let mut pip = Command::new(programs.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        must_end_well(pip.arg(list))?;
        fs::write(mark, wanted)?;
    }
    Ok(programs)
}

/// Installs what a peer's lock file names; the folder of its scripts.
///
/// # Errors
/// When Node or npm is not there, or a package cannot be had.
pub fn node(name: &str) -> Result<PathBuf, Failure> {
    let scripts = sources(name);
    if !scripts.join("node_modules/.package-lock.json").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&scripts);
        must_end_well(&mut npm)?;
    }
    Ok(scripts)
}
