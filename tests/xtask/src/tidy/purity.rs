//! Clock, chance and I/O: the pure crates get them as values, they never reach for them.
//!
//! `guide/src/main.rs` is a program and may read standard input.

use super::finding::Finding;
use super::tree::Tree;

const FOLDERS: [&str; 4] =
    ["shared/domain/src", "shared/guide/src", "shared/app/src", "shared/api/src"];
const PROGRAMS: [&str; 1] = ["shared/guide/src/main.rs"];

const REFUSED: [&[&str]; 10] = [
    &["SystemTime", "::", "now"],
    &["Instant", "::", "now"],
    &["Uuid", "::", "new_v4"],
    &["Uuid", "::", "now_v7"],
    &["getrandom"],
    &["std", "::", "fs"],
    &["std", "::", "net"],
    &["std", "::", "env"],
    &["std", "::", "process"],
    &["std", "::", "thread"],
];
const MODULES: [&str; 5] = ["fs", "net", "env", "process", "thread"];
const FIX: &str = "take it as a value: time, ids and chance enter as results of an effect";

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in tree.sources() {
        if !file.is_in(&FOLDERS) || file.is_test() || PROGRAMS.contains(&file.path.as_str()) {
            continue;
        }
        for sequence in REFUSED {
            for line in source.lines_with(sequence) {
                findings.push(Finding::line(
                    &file.path,
                    line,
                    format!("`{}` in a pure crate", sequence.concat()),
                    FIX,
                ));
            }
        }
        // `use std::{env, fs};`
        for (at, window) in source.tokens.windows(3).enumerate() {
            let texts: Vec<&str> = window.iter().map(|token| token.text.as_str()).collect();
            if texts != ["std", "::", "{"] {
                continue;
            }
            let inside = source.tokens.iter().skip(at + 3).take_while(|token| token.text != ";");
            for token in inside {
                if !token.in_test && MODULES.contains(&token.text.as_str()) {
                    let what = format!("`std::{}` in a pure crate", token.text);
                    findings.push(Finding::line(&file.path, token.line, what, FIX));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, code: &str) -> usize {
        find(&Tree::of(&[(path, &format!("//! D\n{code}"))])).len()
    }

    #[test]
    fn a_pure_crate_reaches_for_nothing() {
        for code in [
            "fn a() { SystemTime::now(); }",
            "fn a() { std::time::Instant::now(); }",
            "fn a() { Uuid::now_v7(); }",
            "fn a() { getrandom::fill(&mut seed); }",
            "use std::fs;",
            "use std::{collections::BTreeMap, env};",
            "fn a() -> String { std::env::var(\"HOME\") }",
        ] {
            for folder in FOLDERS {
                assert_eq!(count(&format!("{folder}/a.rs"), code), 1, "{code}");
            }
            assert_eq!(count("shared/engine/src/clock.rs", code), 0, "{code}");
        }
    }

    #[test]
    fn tests_and_programs_may() {
        assert_eq!(count("shared/domain/src/points/tests.rs", "use std::fs;"), 0);
        assert_eq!(
            count("shared/domain/src/points.rs", "#[test]\nfn a() { std::fs::read(\"v\"); }"),
            0
        );
        assert_eq!(count("shared/guide/src/main.rs", "use std::env;"), 0);
        assert_eq!(count("shared/domain/src/points.rs", "use std::time::Duration;"), 0);
    }
}
