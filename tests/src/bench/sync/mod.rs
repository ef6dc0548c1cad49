//! Sync, beside peers in the same run: how long, how many bytes, how many requests.
//!
//! Every peer is given the same check-ins ([`load`]) and stands behind the same proxy that counts
//! ([`counter`]). A loopback result on synthetic data is not a phone on a village's network, and no
//! figure of another machine is told here. Nothing is asserted; an aim that is missed says by how
//! much. Start here: [`run`]; ours is in [`ours`], a peer a file beside it.

pub mod counter;
pub mod figures;
pub mod load;
pub mod ours;
pub mod peers;
pub mod processor_time;

use std::{
    io::{self, Write},
    time::Duration,
};

use crate::harness::Failure;
use counter::{Hidden, Seen};
use figures::{Runs, against, bytes, cell, milliseconds, seconds, spread};
use load::{DOORS, Load, Size};
use ours::{
    by_hand::{self, Spent},
    first_load, idle, live, profile, round_trip,
};
use peers::Beside;

/// Doors of a whole city for an organiser, as Shengzhou's in 2020.
const CITY_DOORS: u32 = 85_000;

/// The tables, by the words of the command line.
type Table = fn(Options, &Load, &mut dyn Write) -> Result<(), Failure>;
const TABLES: [(&str, Table); 4] = [
    ("round-trip", round_trips),
    ("first-load", first_loads),
    ("idle", polls),
    ("latency", latencies),
];

/// What is asked for on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How often each is measured.
    pub runs: u8,
    /// Less of everything, to see that it works.
    pub small: bool,
    /// Without peers and without the slow controls: for a change of our own.
    pub alone: bool,
    /// One table alone.
    pub only: Option<&'static str>,
}

impl Options {
    /// Reads `[--runs N] [--small] [--alone] [--only TABLE]`.
    ///
    /// # Errors
    /// The word that is not known.
    pub fn read(words: &[&str]) -> Result<Self, String> {
        let mut options = Self { runs: 5, small: false, alone: false, only: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--small" => options.small = true,
                "--alone" => options.alone = true,
                "--runs" => {
                    let number = words.next().and_then(|number| number.parse().ok());
                    options.runs = number
                        .filter(|number| (1..=50).contains(number))
                        .ok_or("after --runs there must be a number from 1 to 50")?;
                }
                "--only" => {
                    let names = TABLES.map(|(name, _)| name);
                    let found = names.into_iter().find(|name| words.clone().next() == Some(name));
                    words.next();
                    options.only = found;
                    if found.is_none() {
                        return Err(format!("after --only there must be {}", names.join(" or ")));
                    }
                }
                other => return Err(format!("\"{other}\" is not known to bench sync")),
            }
        }
        Ok(options)
    }

    const fn size(self) -> Size {
        if self.small {
            Size { devices: 3, check_ins: 100 }
        } else {
            Size { devices: 10, check_ins: 1_000 }
        }
    }
}

/// Measures everything and prints the tables.
///
/// # Errors
/// When something of ours cannot be set up, or nothing can be written. A peer that cannot is named.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    let load = Load::new(options.size(), ours::turf())?;
    writeln!(
        out,
        "{} runs in turn; median (least–most). Loopback, no TLS, SQLite with synchronous=FULL at \
         both ends. A check-in is {} B of JSON, the same for every peer.{}\n",
        options.runs,
        load.mean_bytes()?,
        if options.small { " SMALL: not for figures." } else { "" },
    )?;
    for (name, table) in TABLES {
        if options.only.is_none_or(|only| only == name) {
            table(options, &load, out)?;
            out.flush()?;
        }
    }
    Ok(())
}

fn round_trips(options: Options, load: &Load, out: &mut dyn Write) -> Result<(), Failure> {
    let Size { devices, check_ins } = load.size;
    writeln!(out, "## {devices} devices × {check_ins} check-ins up, all of them down to each\n")?;
    figures::round_trip_head(out)?;
    if options.alone {
        return ours_alone(options, load, out);
    }
    let mut spent = Vec::new();
    let mut ways = [
        "ours",
        "ours, compression hidden from the server (control)",
        "ours by hand, device after device, batches of 200",
        "ours by hand, batches of 1: a transaction a record (control)",
    ]
    .map(Runs::new);
    progress("setting up the peers");
    let mut beside = Beside::set_up();
    for run in 1..=options.runs {
        let [ours, hidden, batches, single] = &mut ways;
        progress(&format!("round trip, run {run}: ours"));
        ours.runs.push(round_trip::run(load, Hidden::Nothing)?);
        hidden.runs.push(round_trip::run(load, Hidden::Compression)?);
        progress(&format!("round trip, run {run}: by hand"));
        let (figures, of_devices) = by_hand::run(load, 200)?;
        batches.runs.push(figures);
        spent.push(of_devices);
        single.runs.push(by_hand::run(load, 1)?.0);
        progress(&format!("round trip, run {run}: the peers"));
        beside.run(load);
    }
    for way in ways.iter().chain(beside.told()) {
        way.row(out)?;
    }
    beside.tell_not_run(out)?;
    writeln!(out)?;
    let [ours, ..] = &ways;
    against_the_aims(options, ours, out)?;
    beside.compare(ours, out)?;
    where_the_time_goes(options, load, &spent, out)
}

fn ours_alone(options: Options, load: &Load, out: &mut dyn Write) -> Result<(), Failure> {
    let mut ours = Runs::new("ours");
    for run in 1..=options.runs {
        progress(&format!("round trip, run {run}: ours"));
        ours.runs.push(round_trip::run(load, Hidden::Nothing)?);
    }
    ours.row(out)?;
    writeln!(out)?;
    Ok(against_the_aims(options, &ours, out)?)
}

fn against_the_aims(options: Options, ours: &Runs, out: &mut dyn Write) -> io::Result<()> {
    if options.small {
        return Ok(());
    }
    for line in [
        against("wall", ours.median(|run| run.wall).as_secs_f64(), 3.0, "s"),
        against("up, all devices", megabytes(ours.median(|run| run.up_bytes)), 0.45, "MB"),
        against("down, a device", megabytes(ours.median(|run| run.down_bytes)), 0.45, "MB"),
    ] {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Of the devices from the runs by hand, of the server in this process.
fn where_the_time_goes(
    options: Options,
    load: &Load,
    of_devices: &[Spent],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    progress("where the time goes");
    let mut of_server = Vec::new();
    for _ in 0..options.runs {
        of_server.push(profile::run(load)?);
    }
    writeln!(
        out,
        "\nWhere the time goes, by hand, sums over all devices:\n\n| where | reading JSON | deciding \
         | SQL | commits | writing JSON |\n|---|---|---|---|---|---|"
    )?;
    for (name, of) in [("server, up", 0), ("server, down", 1)] {
        let parts = || of_server.iter().filter_map(|parts| parts.get(of));
        writeln!(
            out,
            "| {name} | {} | {} | {} | {} | {} |",
            cell(parts().map(|parts| parts.reading), milliseconds),
            cell(parts().map(|parts| parts.deciding), milliseconds),
            cell(parts().map(|parts| parts.sql), milliseconds),
            cell(parts().map(|parts| parts.commits), milliseconds),
            cell(parts().map(|parts| parts.writing), milliseconds),
        )?;
    }
    writeln!(
        out,
        "\n- a device's database (SQL and commits) {}, its JSON {}, its waiting for the server with \
         wire and proxy {}\n",
        cell(of_devices.iter().map(|spent| spent.store), milliseconds),
        cell(of_devices.iter().map(|spent| spent.json), milliseconds),
        cell(of_devices.iter().map(|spent| spent.waiting), milliseconds),
    )?;
    Ok(())
}

/// Told beside the tables while it goes: a whole measurement takes the better part of an hour.
fn progress(what: &str) {
    // A measurement is not given up for want of a place to tell of it.
    let _ = writeln!(io::stderr(), "bench sync: {what}");
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52 bytes")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn first_loads(options: Options, _: &Load, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "## First load\n")?;
    writeln!(out, "| doors | stored | shown | down | up | requests |\n|---|---|---|---|---|---|")?;
    // The product has no organiser's feed: one turf holds all doors.
    let many = if options.small { 2_000 } else { CITY_DOORS };
    let mut told = Vec::new();
    for (doors, hidden, remark) in [
        (DOORS, Hidden::Nothing, ""),
        (DOORS, Hidden::Compression, ", compression hidden (control)"),
        (DOORS, Hidden::Snapshots, ", snapshot hidden: in pages (control)"),
        (many, Hidden::Nothing, ""),
        (many, Hidden::Compression, ", compression hidden (control)"),
        (many, Hidden::Snapshots, ", snapshot hidden: in pages (control)"),
    ] {
        progress(&format!("first load of {doors} doors{remark}"));
        let runs = first_load::run(doors, options.runs, hidden)?;
        let runs = || runs.iter();
        writeln!(
            out,
            "| {doors}{remark} | {} | {} | {} | {} | {} |",
            cell(runs().map(|run| run.stored), seconds),
            cell(runs().map(|run| run.shown), seconds),
            cell(runs().map(|run| run.seen.down_bytes), bytes),
            cell(runs().map(|run| run.seen.up_bytes), bytes),
            cell(runs().map(|run| run.seen.requests), |requests| requests),
        )?;
        out.flush()?;
        let [_, down, _] = spread(runs().map(|run| run.seen.down_bytes));
        let [_, stored, _] = spread(runs().map(|run| run.stored));
        let [_, shown, _] = spread(runs().map(|run| run.shown));
        told.push((down, stored, shown));
    }
    writeln!(out)?;
    if let [(turf_bytes, ..), _, _, (city_bytes, city_stored, city_shown), ..] = told.as_slice() {
        writeln!(out, "{}", against("a turf", megabytes(*turf_bytes) * 1e3, 20.0, "kB"))?;
        if !options.small {
            writeln!(out, "{}", against("a city", megabytes(*city_bytes), 1.2, "MB"))?;
            writeln!(out, "{}", against("a city, usable", city_shown.as_secs_f64(), 1.0, "s"))?;
            writeln!(
                out,
                "- where a city's time goes: {} until its doors are on the device, {} until they \
                 are on the screen",
                seconds(*city_stored),
                seconds(city_shown.saturating_sub(*city_stored)),
            )?;
        }
    }
    writeln!(out, "- no role has a feed of a whole city yet: one turf of one village holds it\n")?;
    Ok(())
}

fn polls(options: Options, _: &Load, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "## A device with three feeds asks, and there is nothing new\n")?;
    progress("idle polls");
    let seen = idle::run(options.runs)?;
    let total = |seen: &Seen| seen.up_bytes + seen.down_bytes;
    writeln!(
        out,
        "| requests | up | down |\n|---|---|---|\n| {} | {} | {} |\n",
        cell(seen.iter().map(|seen| seen.requests), |requests| requests),
        cell(seen.iter().map(|seen| seen.up_bytes), bytes),
        cell(seen.iter().map(|seen| seen.down_bytes), bytes),
    )?;
    let [_, requests, _] = spread(seen.iter().map(|seen| seen.requests));
    let [_, both, _] = spread(seen.iter().map(total));
    writeln!(out, "{}", against("a poll", megabytes(requests) * 1e6, 1.0, "requests"))?;
    writeln!(out, "{}\n", against("bytes both ways", megabytes(both) * 1e6, 300.0, "B"))?;
    Ok(())
}

fn latencies(options: Options, _: &Load, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "## From a commit until another device online shows it\n")?;
    let (check_ins, apart) = if options.small { (5, 500) } else { (100, 620) };
    progress("latency");
    let mut all = live::run(check_ins, Duration::from_millis(apart))?;
    all.sort_unstable();
    let at = |hundredths: usize| {
        let index = (all.len() * hundredths).div_ceil(100).saturating_sub(1);
        all.get(index).copied().unwrap_or_default()
    };
    writeln!(
        out,
        "| check-ins | p50 | p99 | most |\n|---|---|---|---|\n| {} | {} | {} | {} |\n",
        all.len(),
        milliseconds(at(50)),
        milliseconds(at(99)),
        milliseconds(at(100)),
    )?;
    writeln!(out, "{}", against("p99", at(99).as_secs_f64(), 1.0, "s"))?;
    writeln!(out, "- what bounds it: {}\n", live::BOUND)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_or_refused_by_name() {
        let plain = Options { runs: 5, small: false, alone: false, only: None };
        assert_eq!(Options::read(&[]), Ok(plain));
        assert_eq!(
            Options::read(&["--small", "--alone", "--only", "idle", "--runs", "3"]),
            Ok(Options { runs: 3, small: true, alone: true, only: Some("idle") })
        );
        for words in [&["--runs"][..], &["--runs", "0"], &["--only", "speed"], &["--fast"]] {
            assert!(Options::read(words).is_err(), "{words:?}");
        }
    }
}
