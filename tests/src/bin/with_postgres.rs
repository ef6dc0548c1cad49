//! Runs a command with a PostgreSQL of its own, named in its environment, where tests make themselves
//! a database each: `with_postgres plain|partitioned PROGRAM ARGUMENT…`. The cluster ends with it.
//! Status 2 when the words cannot be read, else the command's.

use std::{
    io::{self, Write as _},
    process::{Command, ExitCode},
};

use wufei_tests::harness::{Cluster, Commits, Failure, found};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (is_partitioned, program, arguments) = match words.as_slice() {
        ["plain", program, arguments @ ..] => (false, program, arguments),
        ["partitioned", program, arguments @ ..] => (true, program, arguments),
        _ => {
            tell("with_postgres plain|partitioned PROGRAM ARGUMENT…");
            return ExitCode::from(2);
        }
    };
    match run(is_partitioned, program, arguments) {
        Ok(code) => code,
        Err(error) => {
            tell(&format!("with_postgres: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(is_partitioned: bool, program: &str, arguments: &[&str]) -> Result<ExitCode, Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    cluster.create("template_of_ours")?;
    found(&mut cluster.connect_to("template_of_ours")?, is_partitioned)?;
    let mut command = Command::new(program);
    command.args(arguments);
    command.env("WUFEI_TEST_POSTGRES", cluster.url_of("NAME"));
    command.env("WUFEI_TEST_TEMPLATE", "template_of_ours");
    // The keys of a made-up city: with PostgreSQL there is no file that one could lie beside.
    command.env("WUFEI_RULEBOOK_KEY", "07".repeat(32));
    command.env("WUFEI_VAULT_KEY", "08".repeat(32));
    let code = command.status()?.code().unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

fn tell(line: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "{line}");
}
