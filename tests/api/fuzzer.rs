//! Starts schemathesis with a fixed seed and reads what it found.

use std::{env, fs, process::Command};

use serde_json::Value;
use wufei_api::{enrol::Token, protocol};
use wufei_tests::harness::{Failure, World, root};

/// Every run asks the same.
const SEED: &str = "20261127";

/// Random questions of each operation; more with `WUFEI_FULL`.
const EXAMPLES: [&str; 2] = ["8", "150"];

/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,negative_data_rejection";

/// The server's description of itself.
pub fn description(world: &World) -> Result<Value, Failure> {
    let output = Command::new(world.server.program()).arg("openapi").output()?;
    serde_json::from_slice(&output.stdout).map_err(Failure::while_doing("the description"))
}

/// A run that came to its end.
pub struct Run {
    who: &'static str,
    is_clean: bool,
    said: String,
}

/// Asks the server of `world` all that `described` says, or what it says of one path `only`.
pub fn run(
    world: &World,
    described: &Value,
    who: &'static str,
    token: Option<&Token>,
    only: Option<&str>,
) -> Result<Run, Failure> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("openapi.json");
    fs::write(&file, serde_json::to_vec(described)?)?;
    let program = env::var("WUFEI_SCHEMATHESIS")
        .map_err(Failure::while_doing("schemathesis' path in WUFEI_SCHEMATHESIS"))?;
    let full = usize::from(env::var_os("WUFEI_FULL").is_some());
    let mut command = Command::new(program);
    command.arg("--config-file").arg(root().join("tests/api/schemathesis.toml"));
    command.arg("--no-color").arg("run").arg(&file).args(["--url", &world.server.address()]);
    command.args(["--seed", SEED, "--checks", CHECKS, "--mode", "all"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES[full]]);
    command.args(["--generation-database", "none", "--suppress-health-check", "all"]);
    command.args(["--continue-on-failure", "--request-timeout", "20"]);
    if let Some(token) = token {
        command.args(["--header", &format!("{}: Bearer {}", protocol::AUTHORIZATION, token.0)]);
    }
    if let Some(path) = only {
        command.args(["--include-path", path]);
    }
    // Nothing of it is written beside the sources.
    let output = command.current_dir(folder.path()).output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(Run { who, is_clean: true, said }),
        Some(1) => Ok(Run { who, is_clean: false, said }),
        _ => Err(Failure::new(format!("schemathesis as {who} to come to its end"), said)),
    }
}

impl Run {
    /// Who asked, and what the program says at its end.
    pub fn line(&self) -> String {
        let counts = self
            .said
            .lines()
            .filter(|line| line.contains(" generated") && !line.contains("data"))
            .map(str::trim);
        format!("schemathesis as {}: {}", self.who, counts.collect::<Vec<_>>().join("; "))
    }

    /// Nothing was found.
    pub fn must_be_clean(&self) -> Result<(), Failure> {
        if self.is_clean {
            return Ok(());
        }
        // What it found stands below a line of its own; before it, what it did.
        let found = ["FAILURES =", "ERRORS ="].iter().filter_map(|head| self.said.find(head)).min();
        let found = self.said.get(found.unwrap_or_default()..).unwrap_or(&self.said);
        Err(Failure::new(format!("nothing wrong as {}", self.who), found))
    }

    /// What was to be found was.
    pub fn must_have_found(&self, what: &str, detail: &str) -> Result<(), Failure> {
        let found = !self.is_clean && self.said.contains(what) && self.said.contains(detail);
        if found {
            return Ok(());
        }
        Err(Failure::new(format!("{what}: {detail}"), &self.said))
    }
}
