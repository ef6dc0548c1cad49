//! Where the city of a row lies: in a file of its own, or in a database of its own in the PostgreSQL
//! that the environment names, as `with_postgres` does. So a row is shown on either.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use postgres::{Client, NoTls};
use wufei_server::settings::Database;
use wufei_tests::harness::Failure;

use crate::outside::{Outside, said};

/// The address of a PostgreSQL, with [`NAME`] where the name of a database stands.
const VARIABLE: &str = "WUFEI_TEST_POSTGRES";

/// The name of a database with our tables and nothing in them, that others are made from.
const TEMPLATE: &str = "WUFEI_TEST_TEMPLATE";

const NAME: &str = "NAME";

/// Whether rows are shown on PostgreSQL in this process, and not on SQLite.
pub fn is_postgres() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// A place for one database, gone with it.
pub enum Ground {
    /// In a folder that somebody else keeps.
    File(PathBuf),
    Cluster {
        /// The address, with [`NAME`].
        address: String,
        name: String,
    },
}

/// A copy of a database as it was.
pub enum Backup {
    File(PathBuf),
    /// The name of another database.
    Cluster(String),
}

impl Ground {
    /// As the environment says; a file goes into `folder`.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub fn new(folder: &Path) -> Result<Self, Failure> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let Ok(address) = env::var(VARIABLE) else {
            return Ok(Self::File(folder.join("server.sqlite")));
        };
        let template = env::var(TEMPLATE).map_err(Failure::while_doing(TEMPLATE))?;
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("spine_{}_{number}", std::process::id());
        copied(&address, &name, &template)?;
        Ok(Self::Cluster { address, name })
    }

    /// # Errors
    /// When the address is none.
    pub fn database(&self) -> Result<Database, Failure> {
        match self {
            Self::File(path) => Ok(Database::Sqlite(path.clone())),
            Self::Cluster { address, name } => address
                .replace(NAME, name)
                .parse()
                .map_err(Failure::while_doing("the address of a database")),
        }
    }

    /// A connection of nobody's, to look and to take away.
    ///
    /// # Errors
    /// What the database says.
    pub fn outside(&self) -> Result<Outside, Failure> {
        match self {
            Self::File(path) => Outside::on_file(path),
            Self::Cluster { address, name } => Outside::on_session(&address.replace(NAME, name)),
        }
    }

    /// A copy as it is now. On PostgreSQL nobody may be on the database meanwhile: whoever is, is cut
    /// off, and connects anew.
    ///
    /// # Errors
    /// What the database says.
    pub fn back_up(&self) -> Result<Backup, Failure> {
        match self {
            Self::File(path) => {
                let copy = path.with_file_name("backup.sqlite");
                self.outside()?.execute("VACUUM INTO $1", &[&copy.display()])?;
                Ok(Backup::File(copy))
            }
            Self::Cluster { address, name } => {
                let cut = format!(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                     WHERE datname = '{name}'"
                );
                told(address, &cut)?;
                let copy = format!("{name}_backup");
                copied(address, &copy, name)?;
                Ok(Backup::Cluster(copy))
            }
        }
    }

    /// Puts a copy in the place of the database.
    ///
    /// # Errors
    /// When it is of another kind, or cannot be moved.
    pub fn put_back(&self, backup: &Backup) -> Result<(), Failure> {
        match (self, backup) {
            (Self::File(path), Backup::File(copy)) => {
                for end in ["-wal", "-shm"] {
                    let beside = PathBuf::from(format!("{}{end}", path.display()));
                    if beside.exists() {
                        fs::remove_file(beside)?;
                    }
                }
                fs::copy(copy, path)?;
                Ok(())
            }
            (Self::Cluster { address, name }, Backup::Cluster(copy)) => {
                told(address, &format!("DROP DATABASE {name} WITH (FORCE)"))?;
                copied(address, name, copy)
            }
            _ => Err(Failure::new("a backup of the same kind", "another")),
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Self::Cluster { address, name } = self {
            for name in [format!("{name}_backup"), name.clone()] {
                // The cluster ends with its tests and takes along what could not be dropped.
                let _ = told(address, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

/// Makes a database as another is.
fn copied(address: &str, name: &str, of: &str) -> Result<(), Failure> {
    told(address, &format!("CREATE DATABASE {name} TEMPLATE {of}"))
}

/// One command to the cluster.
fn told(address: &str, command: &str) -> Result<(), Failure> {
    let mut client = Client::connect(&address.replace(NAME, "postgres"), NoTls).map_err(said)?;
    client.batch_execute(command).map_err(said)
}
