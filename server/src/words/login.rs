//! The words after `login`. A password is never among them: it would stand in the shell's history and in
//! the list of processes.

use wufei_domain::ids::ActorId;

use super::{Order, WordsError, options::Options};

/// What to do with those who log in at the console.
#[derive(Debug, PartialEq, Eq)]
pub enum LoginOrder {
    List,
    Add(ActorId, String),
    Reset(ActorId),
}

/// Reads them.
pub(super) fn login(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "list" => options.allow(&["--database"], 0).map(|()| LoginOrder::List)?,
        "add" => {
            options.allow(&["--database", "--actor", "--name"], 0)?;
            LoginOrder::Add(options.needed("--actor")?, options.needed("--name")?)
        }
        "reset" => {
            options.allow(&["--database", "--actor"], 0)?;
            LoginOrder::Reset(options.needed("--actor")?)
        }
        other => return Err(WordsError::Unknown(format!("login {other}"))),
    };
    Ok(Order::Login { database: options.database()?, what })
}
