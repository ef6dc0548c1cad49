//! What the server is started with.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use wufei_api::protocol::OLDEST;

/// Milliseconds between two rounds of counting, unless said otherwise.
pub const TICK_MS: u64 = 5_000;

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file, made when it is not there. Written `sqlite:PATH`.
    Sqlite(PathBuf),
}

/// A database address that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("database {0} is not of the form sqlite:PATH")]
pub struct DatabaseUnknown(String);

impl FromStr for Database {
    type Err = DatabaseUnknown;

    fn from_str(text: &str) -> Result<Self, DatabaseUnknown> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(DatabaseUnknown(text.to_owned())),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
        }
    }
}

/// What the server is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the data is.
    pub database: Database,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Milliseconds between two rounds of counting standings and booking what is overdue.
    pub tick_ms: u64,
    /// The oldest version of the protocol that is served, from
    /// [`OLDEST`](wufei_api::protocol::OLDEST) to [`CURRENT`](wufei_api::protocol::CURRENT). What an
    /// older device made is taken all the same.
    pub oldest_protocol: u32,
}

impl Settings {
    /// A server on a free port of the loopback address.
    pub fn loopback(database: Database) -> Self {
        Self {
            database,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            tick_ms: TICK_MS,
            oldest_protocol: OLDEST,
        }
    }
}
