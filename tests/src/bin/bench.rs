//! Measures and prints a table: `bench [--runs N]`. Status 2 when the words cannot be read.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use wufei_tests::bench;

fn main() -> ExitCode {
    let runs = match read(std::env::args().skip(1)) {
        Ok(runs) => runs,
        Err(problem) => {
            // Nothing more can be done when even this cannot be written.
            let _ = writeln!(io::stderr(), "bench: {problem}");
            return ExitCode::from(2);
        }
    };
    match bench::run(runs, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Result<usize, String> {
    let mut runs = bench::RUNS;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--runs" => {
                runs = words
                    .next()
                    .and_then(|number| number.parse().ok())
                    .filter(|number| (3..=99).contains(number))
                    .ok_or("after --runs there must be a number from 3 to 99")?;
            }
            other => return Err(format!("\"{other}\" is not known; there is --runs N")),
        }
    }
    Ok(runs)
}
