//! `cargo xtask tidy`: the rules of the house, read from the sources themselves.
//!
//! One file a check; each says what it refuses and names the fix, and each has a test with a text
//! that must be refused. Style that clippy or rustfmt already holds is not here.
//!
//! Start here: [`CHECKS`], then [`tree`]; [`tokens`] is how Rust is read.

mod blobs;
mod commands;
mod dependencies;
mod doors;
mod finding;
mod length;
mod manifests;
mod migrations;
mod names;
mod paths;
mod purity;
mod routes;
mod tokens;
mod tree;
mod words;

use std::process::ExitCode;

use crate::failure::Failure;
use crate::workspace::Workspace;
use finding::Finding;
use tree::Tree;

struct Check {
    name: &'static str,
    find: fn(&Tree) -> Vec<Finding>,
}

const CHECKS: [Check; 14] = [
    Check { name: "syntax", find: tokens::unreadable },
    Check { name: "who may use whom", find: dependencies::find },
    Check { name: "one SQLite", find: dependencies::find_second_sqlite },
    Check { name: "manifests", find: manifests::find },
    Check { name: "file length", find: length::find_files },
    Check { name: "function length", find: length::find_functions },
    Check { name: "doors", find: doors::find },
    Check { name: "names", find: names::find },
    Check { name: "words", find: words::find },
    Check { name: "routes", find: routes::find },
    Check { name: "migrations", find: migrations::find },
    Check { name: "clock and chance", find: purity::find },
    Check { name: "machine paths and blobs", find: find_foreign },
    Check { name: "commands in readmes", find: commands::find },
];

fn find_foreign(tree: &Tree) -> Vec<Finding> {
    let mut findings = paths::find(tree);
    findings.extend(blobs::find(tree));
    findings
}

/// Prints one line a finding and ends with `tidy: N checks, N refused`.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    let tree = Tree::read(workspace)?;
    match words {
        [] => {}
        [word] if word == "--accept-new" => return migrations::accept_new(workspace, &tree),
        _ => return Err(Failure::new("after `tidy` only --accept-new may follow")),
    }
    let mut refused = 0;
    for check in &CHECKS {
        let findings = (check.find)(&tree);
        for finding in &findings {
            println!("{}: {finding}", check.name);
        }
        refused += usize::from(!findings.is_empty());
    }
    println!("tidy: {} checks, {refused} refused", CHECKS.len());
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
