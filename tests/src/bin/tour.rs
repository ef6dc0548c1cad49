//! Plays the story of a walking city: `tour [--sabotage] [--keep DIR]`. Status 0 when every step
//! went as it should, 1 when one did not, 2 when the words cannot be read.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use wufei_tests::tour::{Options, play};

fn main() -> ExitCode {
    let options = match read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            // Nothing more can be done when even this cannot be written.
            let _ = writeln!(io::stderr(), "tour: {problem}");
            return ExitCode::from(2);
        }
    };
    match play(&options, &mut io::stdout()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) | Err(_) => ExitCode::FAILURE,
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--sabotage" => options.sabotage = true,
            "--keep" => {
                let folder = words.next().ok_or("after --keep there must be a folder")?;
                options.keep = Some(PathBuf::from(folder));
            }
            other => {
                return Err(format!("\"{other}\" is not known; there are --sabotage, --keep DIR"));
            }
        }
    }
    Ok(options)
}
