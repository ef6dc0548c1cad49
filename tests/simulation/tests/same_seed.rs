//! The program itself: the same seed makes the same trace in two processes, and what it says can be
//! replayed.

use std::{
    io,
    process::{Command, Output},
};

fn simulate(words: &[&str]) -> io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_simulate")).args(words).output()
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// Empty when none was told.
fn hash(output: &Output) -> String {
    let lines = lines(output);
    let hash = lines.iter().find_map(|line| line.strip_prefix("trace "));
    hash.unwrap_or_default().to_owned()
}

#[test]
fn the_same_seed_makes_the_same_trace_in_two_processes() -> io::Result<()> {
    let words = ["--seeds", "4", "--seed", "40"];
    let (one, two) = (simulate(&words)?, simulate(&words)?);
    assert_eq!(lines(&one), lines(&two));
    assert_eq!(hash(&one).len(), 16);
    assert_ne!(hash(&one), hash(&simulate(&["--seeds", "4", "--seed", "41"])?), "another seed");
    Ok(())
}

#[test]
fn a_written_trace_is_the_one_that_was_hashed() -> io::Result<()> {
    let written = simulate(&["--seeds", "1", "--seed", "40", "--trace"])?;
    let hashed = simulate(&["--seeds", "1", "--seed", "40"])?;
    assert_eq!(hash(&written), hash(&hashed));
    let steps = lines(&written).len();
    assert!(steps > 1_000, "{steps} lines");
    Ok(())
}

#[test]
fn a_control_is_found_with_the_command_that_replays_it() -> io::Result<()> {
    let control = simulate(&["--control", "outbox"])?;
    assert!(control.status.success(), "a control that goes red is as it should be");
    let said = lines(&control);
    assert_eq!(said.last().map(String::as_str), Some("1 controls, 0 green"));
    let red = said.iter().any(|line| line.contains("a record waits and is in the outbox"));
    assert!(red, "{said:?}");
    Ok(())
}

#[test]
fn words_that_cannot_be_read_are_told() -> io::Result<()> {
    for words in [&["--seeds"][..], &["--control", "luck"], &["everything"]] {
        let output = simulate(words)?;
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!output.stderr.is_empty());
    }
    Ok(())
}
