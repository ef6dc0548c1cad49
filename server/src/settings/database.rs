//! Where the data is, as an operator writes it. A password in the address is never shown.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use tokio_postgres::{Config, config::Host};

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file, made when it is not there. Written `sqlite:PATH`.
    Sqlite(PathBuf),
    /// A PostgreSQL database that others run. Written `postgres://…`, as libpq takes it.
    Postgres(PostgresAddress),
}

impl Database {
    /// The file, where the data lies in one: what belongs to a database can lie beside it.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

/// A database address that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUnknown {
    /// Neither of the two forms. What was written is shown up to its first `:` only: the rest may hold
    /// a password.
    #[error("database {0}… is neither of the form sqlite:PATH nor postgres://USER@HOST/DATABASE")]
    Form(String),
    /// A PostgreSQL address that cannot be read.
    #[error("the postgres:// address cannot be read: {0}")]
    Postgres(String),
}

impl FromStr for Database {
    type Err = DatabaseUnknown;

    fn from_str(text: &str) -> Result<Self, DatabaseUnknown> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => {
                PostgresAddress::parse(text).map(Self::Postgres)
            }
            Some((kind, _)) => Err(DatabaseUnknown::Form(kind.to_owned())),
            None => Err(DatabaseUnknown::Form(String::new())),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(address) => address.fmt(f),
        }
    }
}

/// The parameter of an address that names a file with the authority which the database's certificate
/// is signed by. Without it the well-known authorities count.
const ROOT: &str = "sslrootcert";

/// How a PostgreSQL database is reached. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress {
    config: Box<Config>,
    root: Option<PathBuf>,
}

impl PostgresAddress {
    /// Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require&sslrootcert=FILE`; what is
    /// left out is as the library has it.
    fn parse(text: &str) -> Result<Self, DatabaseUnknown> {
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let (roots, others): (Vec<_>, Vec<_>) = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .partition(|pair| pair.split('=').next() == Some(ROOT));
        let root = roots.last().and_then(|pair| pair.split_once('='));
        let root = root.map(|(_, file)| PathBuf::from(file));
        let others = others.join("&");
        let address =
            if others.is_empty() { address.to_owned() } else { format!("{address}?{others}") };
        // The library's words name a key or a form, never a value.
        let config: Config = address.parse().map_err(|error: tokio_postgres::Error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            DatabaseUnknown::Postgres(cause.unwrap_or_else(|| error.to_string()))
        })?;
        if config.get_hosts().is_empty() {
            return Err(DatabaseUnknown::Postgres("it names no host".to_owned()));
        }
        Ok(Self { config: Box::new(config), root })
    }

    /// As the library takes it.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The file of the authority that signed the database's certificate, if it is one of its own.
    pub(crate) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.config;
        write!(f, "postgres://{}", config.get_user().unwrap_or_default())?;
        if config.get_password().is_some() {
            write!(f, ":***")?;
        }
        for (index, host) in config.get_hosts().iter().enumerate() {
            let separator = if index == 0 { '@' } else { ',' };
            match host {
                Host::Tcp(name) => write!(f, "{separator}{name}")?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(f, "{separator}{}", folder.display())?,
            }
            if let Some(port) = config.get_ports().get(index).or_else(|| config.get_ports().first())
            {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let written = "postgres://wufei:s3cret@db.example.cn:5433/city?sslmode=require\
                       &sslrootcert=/etc/city.pem";
        let database: Database = written.parse().unwrap();
        assert_eq!(database.to_string(), "postgres://wufei:***@db.example.cn:5433/city");
        assert!(!format!("{database:?}").contains("s3cret"));
        let Database::Postgres(address) = database else { panic!("no PostgreSQL") };
        assert_eq!(address.root(), Some(Path::new("/etc/city.pem")));
    }

    #[test]
    fn what_is_no_address_is_refused_without_showing_a_password() {
        for written in [
            "",
            "sqlite:",
            "mysql://wufei:s3cret@db/city",
            "postgres://wufei:s3cret@db/city?colour=red",
            "postgres://wufei:s3cret@db:port/city",
            "postgres:",
        ] {
            let refused = written.parse::<Database>().unwrap_err().to_string();
            assert!(!refused.contains("s3cret"), "{refused}");
        }
    }
}
