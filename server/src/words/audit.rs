//! The words after `audit`.

use std::path::PathBuf;

use super::{Order, WordsError, options::Options};

/// What to do with the audit log.
#[derive(Debug, PartialEq, Eq)]
pub enum AuditOrder {
    List { since: u64 },
    Head { out: PathBuf },
    Verify { head: Option<PathBuf> },
}

/// Reads them.
pub(super) fn audit(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "list" => {
            options.allow(&["--database", "--since"], 0)?;
            AuditOrder::List { since: options.parsed("--since")?.unwrap_or(0) }
        }
        "head" => {
            options.allow(&["--database", "--out"], 0)?;
            AuditOrder::Head { out: options.needed("--out")? }
        }
        "verify" => {
            options.allow(&["--database", "--head"], 0)?;
            AuditOrder::Verify { head: options.parsed("--head")? }
        }
        other => return Err(WordsError::Unknown(format!("audit {other}"))),
    };
    Ok(Order::Audit { database: options.database()?, what })
}
