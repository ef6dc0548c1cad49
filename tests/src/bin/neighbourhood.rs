//! The synthetic neighbourhood for a demo: `neighbourhood roll` prints its roll as JSON, for
//! `wufei-server import roll`; `neighbourhood morning SERVER CODE…` sends a made-up morning to a
//! server, one attendant's code a recycling point. Status 2 when the words cannot be read.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use wufei_tests::neighbourhood::{morning, roll};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["roll"] => print_roll(),
        ["morning", server, codes @ ..] if !codes.is_empty() => play(server, codes),
        _ => {
            tell("neighbourhood roll | neighbourhood morning SERVER CODE…");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("neighbourhood: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn tell(line: &str) {
    // Nothing more can be done when even this cannot be written.
    let _ = writeln!(io::stderr(), "{line}");
}

fn print_roll() -> Result<(), Box<dyn std::error::Error>> {
    let roll = roll()?;
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &roll)?;
    writeln!(out)?;
    Ok(())
}

fn play(server: &str, codes: &[&str]) -> Result<(), Box<dyn std::error::Error>> {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let taken = morning::play(server, &codes)?;
    writeln!(io::stdout(), "{taken} drop-offs of a made-up morning, booked")?;
    Ok(())
}
