//! Measures and prints tables. Status 2 when the words cannot be read.

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use wufei_tests::{
    bench::{self, server, shells, sync},
    harness::Failure,
};

const USAGE: &str = "bench [core] [--runs N] | bench sync [--runs N] [--small] [--only TABLE] | \
    bench server [--runs N] [--small] [--only TABLE] | bench shells-prepare FOLDER | \
    bench shells-rust FOLDER | bench first-view FOLDER | bench photo-once PICTURE FOLDER TIMES | bench shells-table FOLDER";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let out = &mut io::stdout();
    let done = match words.as_slice() {
        ["shells-prepare", folder] => shells::prepare(Path::new(folder)),
        ["shells-rust", folder] => shells::measure(Path::new(folder), out),
        ["photo-once", picture, folder, times] => {
            times.parse().map_err(Failure::while_doing("a number of times")).and_then(|times| {
                server::photo::once(Path::new(picture), Path::new(folder), times, out)
            })
        }
        ["first-view", folder] => shells::first_view(Path::new(folder), out),
        ["shells-table", folder] => shells::table(Path::new(folder), out),
        ["sync", rest @ ..] => match sync::Options::read(rest) {
            Ok(options) => sync::run(options, out),
            Err(problem) => {
                tell(&problem);
                return ExitCode::from(2);
            }
        },
        ["server", rest @ ..] => match server::Options::read(rest) {
            Ok(options) => server::run(options, out),
            Err(problem) => {
                tell(&problem);
                return ExitCode::from(2);
            }
        },
        ["core", rest @ ..] | rest => match runs(rest) {
            Ok(runs) => bench::run(runs, out),
            Err(problem) => {
                tell(&problem);
                return ExitCode::from(2);
            }
        },
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

fn runs(words: &[&str]) -> Result<usize, String> {
    match words {
        [] => Ok(bench::RUNS),
        ["--runs", number] => number
            .parse()
            .ok()
            .filter(|number| (3..=99).contains(number))
            .ok_or_else(|| "after --runs there must be a number from 3 to 99".to_owned()),
        [other, ..] => Err(format!("\"{other}\" is not known: {USAGE}")),
    }
}
