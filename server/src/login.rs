//! Running `login`: the password comes from a prompt at a terminal, twice, else from the first line of
//! the standard input.

use std::io::{BufRead as _, IsTerminal as _};

use wufei_server::{
    Database,
    machine::now,
    operate::{OperateError, add_login, list_logins, reset_login},
};

use crate::{operated, say, words::LoginOrder};

/// Does what was ordered.
pub fn run(database: &Database, what: &LoginOrder) -> Result<(), String> {
    match what {
        LoginOrder::List => say(&operated(list_logins(database))?),
        LoginOrder::Add(actor, name) => {
            let name = operated(name.parse().map_err(OperateError::from))?;
            say(&operated(add_login(database, *actor, &name, &password()?, now()))?)
        }
        LoginOrder::Reset(actor) => {
            say(&operated(reset_login(database, *actor, &password()?, now()))?)
        }
    }
}

fn password() -> Result<String, String> {
    let failed = |error: std::io::Error| format!("password: {error}");
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("password: ").map_err(failed)?;
    let again = rpassword::prompt_password("once more: ").map_err(failed)?;
    if first == again {
        Ok(first)
    } else {
        Err("the two passwords differ; nothing was changed".to_owned())
    }
}
