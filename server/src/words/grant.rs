//! The words after `grant`.

use wufei_domain::ids::ActorId;
use wufei_server::operate::Limit;

use super::{Order, WordsError, options::Options};

/// What to do with roles in time.
#[derive(Debug, PartialEq, Eq)]
pub enum GrantOrder {
    List,
    Limit(ActorId, Limit),
}

/// Reads them.
pub(super) fn grant(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let theirs = |limit| -> Result<GrantOrder, WordsError> {
        options.allow(&["--database", "--actor"], 0)?;
        Ok(GrantOrder::Limit(options.needed("--actor")?, limit))
    };
    let what = match what {
        "list" => options.allow(&["--database"], 0).map(|()| GrantOrder::List)?,
        "limit" => {
            options.allow(&["--database", "--actor", "--days"], 0)?;
            let limit = Limit::Days(options.needed("--days")?);
            GrantOrder::Limit(options.needed("--actor")?, limit)
        }
        "end" => theirs(Limit::Days(0))?,
        "open" => theirs(Limit::Open)?,
        other => return Err(WordsError::Unknown(format!("grant {other}"))),
    };
    Ok(Order::Grant { database: options.database()?, what })
}
