//! Prints the synthetic neighbourhood's roll as JSON, for `wufei-server import roll`.

use std::{io::Write as _, process::ExitCode};

fn main() -> ExitCode {
    match print() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be done when even this cannot be written.
            let _ = writeln!(std::io::stderr(), "neighbourhood: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print() -> Result<(), Box<dyn std::error::Error>> {
    let roll = wufei_tests::neighbourhood::roll()?;
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &roll)?;
    writeln!(out)?;
    Ok(())
}
