//! The project's verbs: `cargo xtask VERB`.
//!
//! This crate builds and starts programs, here and in continuous integration alike.
//! It uses nothing of ours as a library; what it starts are the programs themselves.
//!
//! Start here: [`verbs`] lists what can be said, [`suites`] is `test`, [`tidy`] reads the sources.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program whose work is to tell what it does"
)]

mod bench;
mod bindgen;
mod demo;
mod failure;
mod process;
mod simulate;
mod suites;
mod tidy;
mod verbs;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match verbs::run(&words) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
