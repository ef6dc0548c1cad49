//! The verbs and their words. What a verb does lives in the module of its name.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{bench, bindgen, demo, simulate, suites, tidy};

/// One verb of `cargo xtask`.
pub struct Verb {
    pub name: &'static str,
    /// What may follow the name.
    words: &'static str,
    /// One sentence for the list of verbs.
    about: &'static str,
    run: fn(&Workspace, &[String]) -> Result<ExitCode, Failure>,
}

/// Every verb. `tidy` holds the readmes to this list.
pub const VERBS: [Verb; 6] = [
    Verb {
        name: "demo",
        words: "[--port N] [--keep DIR] | --tour [--sabotage] [--keep DIR]",
        about: "start a server and a browser shell with a synthetic neighbourhood",
        run: demo::run,
    },
    Verb {
        name: "test",
        words: "[--full] [SUITE…]",
        about: "run every suite, as continuous integration does",
        run: suites::run,
    },
    Verb {
        name: "simulate",
        words: "[--seeds N] [--seed FIRST] [--trace] [--full] [--control NAME|all]",
        about: "play a town of devices and their server with everything that can go wrong",
        run: simulate::run,
    },
    Verb {
        name: "tidy",
        words: "[--accept-new]",
        about: "check the rules of the house; accept migrations that are new",
        run: tidy::run,
    },
    Verb {
        name: "bindgen",
        words: "",
        about: "write the Kotlin and Swift bindings",
        run: bindgen::run,
    },
    Verb {
        name: "bench",
        words: "[core | shells | sync [--small] | guide [--small] [--set FILE] [--only TABLE]] \
            [--runs N]",
        about: "measure the core, the border to Kotlin and Swift, sync or the guide beside peers",
        run: bench::run,
    },
];

/// Runs the verb the words begin with.
pub fn run(words: &[String]) -> Result<ExitCode, Failure> {
    let Some((name, rest)) = words.split_first() else {
        println!("{}", usage());
        return Ok(ExitCode::FAILURE);
    };
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        return Err(Failure::new(format!("there is no verb \"{name}\"\n{}", usage())));
    };
    (verb.run)(&Workspace::find()?, rest)
}

fn usage() -> String {
    let mut lines = vec!["cargo xtask VERB".to_owned()];
    for verb in &VERBS {
        lines.push(format!("  {} {}\n      {}", verb.name, verb.words, verb.about));
    }
    lines.join("\n")
}
