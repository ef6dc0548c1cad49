//! How right and how fast the guide is: tables in markdown, each figure beside baselines or peers
//! measured in the same run. Nothing is asserted. `cargo xtask bench guide` starts it.
//!
//! Start here: [`tables`], a file each. [`base`] is what is searched, [`forms`] how people type it,
//! [`marks`] what right means; [`baselines`] learn from the same names, [`peers`] search them, and
//! [`beside`] starts programs. Status 2 when the words cannot be read.

mod base;
mod baselines;
mod beside;
mod chance;
mod failure;
mod figures;
mod forms;
mod heap;
mod labelled;
mod marks;
mod options;
mod peers;
mod sample;
mod streams;
mod tables;
mod writing;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use wufei_guide::Guide;

use base::Base;
use failure::Failure;
use options::{Options, Table};
use tables::{bad_input, size, sorted, strokes, typed};

const USAGE: &str = "bench guide [--set FILE] [--small] [--runs N] [--seed N] [--misses] \
    [--only sorted|typed|strokes|bad-input|size]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let out = &mut io::stdout();
    let done = if words == [size::READY] {
        size::ready(out)
    } else {
        match Options::read(&words, |name| std::env::var_os(name)) {
            Ok(options) => run(&options, out),
            Err(problem) => {
                tell(&format!("{problem}: {USAGE}"));
                return ExitCode::from(2);
            }
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tell(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

fn tell(line: &str) {
    // Nothing more can be done when even this cannot be written.
    let _ = writeln!(io::stderr(), "bench: {line}");
}

fn run(options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    let guide = Guide::zhejiang().map_err(|broken| Failure::Guide(broken.to_string()))?;
    let base = Base::of(guide);
    if options.asks_for(Table::Sorted) {
        sorted::print(&base, options, out)?;
    }
    if options.asks_for(Table::Typed) {
        typed::print(&base, options, out)?;
    }
    if options.asks_for(Table::Strokes) {
        strokes::print(guide, options, out)?;
    }
    if options.asks_for(Table::BadInput) {
        bad_input::print(guide, options, out)?;
    }
    if options.asks_for(Table::Size) {
        size::print(&base, options, out)?;
    }
    Ok(())
}
