//! Where the server's database lies: on a disk in memory, which can fail, or in a PostgreSQL that the
//! environment names. A disk that is spared fails no more than PostgreSQL's does here: so the same
//! seed is the same story on both.

use std::{cell::RefCell, env};

use wufei_server::{
    Database,
    store::{self, Connection, Row, Statement, StoreError, Value},
};

use crate::violation::Violation;

/// What the server keeps its data on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// SQLite, on a disk that loses power, is full, and fails.
    Disk,
    /// SQLite, on a disk that does nothing of this.
    SparedDisk,
    /// PostgreSQL: a database a seed, each made from one that is made once.
    Postgres,
}

impl Ground {
    const ALL: [Self; 3] = [Self::Disk, Self::SparedDisk, Self::Postgres];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disk => "sqlite",
            Self::SparedDisk => "spared",
            Self::Postgres => "postgres",
        }
    }

    /// The one of that name, if there is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.name() == name)
    }
}

/// The address of a PostgreSQL, with [`NAME`] where the name of a database stands.
const VARIABLE: &str = "WUFEI_TEST_POSTGRES";

/// The name of a database with our tables and nothing in them.
const TEMPLATE: &str = "WUFEI_TEST_TEMPLATE";

const NAME: &str = "NAME";

/// A PostgreSQL with room for many databases.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    address: String,
}

impl Cluster {
    /// The one that the environment names, and the database in it that others are made from.
    ///
    /// # Errors
    /// When it names none.
    pub fn of_environment() -> Result<(Self, String), Violation> {
        let read = |name: &str| {
            let none = format!("{name} is not set; `with_postgres plain simulate …` sets it");
            env::var(name).map_err(|_| Violation::own(none))
        };
        Ok((Self { address: read(VARIABLE)? }, read(TEMPLATE)?))
    }

    /// Makes a database as another is, on which nobody may be.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub fn copied(&self, name: &str, of: &str) -> Result<Place, Violation> {
        self.tell(format!("CREATE DATABASE {name} TEMPLATE {of}"))?;
        Ok(Place { cluster: self.clone(), name: name.to_owned() })
    }

    fn tell(&self, command: String) -> Result<(), Violation> {
        tell(&self.database("postgres")?, command)
    }

    fn database(&self, name: &str) -> Result<Database, Violation> {
        self.address.replace(NAME, name).parse().map_err(Violation::own)
    }
}

/// One command to a database.
///
/// # Errors
/// What it says.
pub(crate) fn tell(database: &Database, command: String) -> Result<(), Violation> {
    // A statement lives as long as the program; those of a run are few.
    let text: &'static str = command.leak();
    store::open(database)?.execute(&Statement { name: text, text }, &[])?;
    Ok(())
}

/// A database in a cluster, gone with its owner.
#[derive(Debug)]
pub(crate) struct Place {
    cluster: Cluster,
    pub name: String,
}

impl Place {
    /// # Errors
    /// When its address cannot be read.
    pub fn database(&self) -> Result<Database, Violation> {
        self.cluster.database(&self.name)
    }

    /// Another one as this is, on which nobody may be.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub fn copied(&self, name: &str) -> Result<Self, Violation> {
        self.cluster.copied(name, &self.name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The cluster ends with the run and takes along what could not be dropped.
        let _ = self.cluster.tell(format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// A connection of nobody's to the server's database, to look and to change.
pub(crate) struct Outside(RefCell<Box<dyn Connection + Send>>);

impl Outside {
    /// # Errors
    /// What the database says.
    pub fn open(database: &Database) -> Result<Self, StoreError> {
        Ok(Self(RefCell::new(store::open(database)?)))
    }

    /// # Errors
    /// What the database says.
    pub fn rows(&self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.0.borrow_mut().query(statement, values)
    }

    /// The whole number in the first column of the first row.
    ///
    /// # Errors
    /// When there is none, or what the database says.
    pub fn count(&self, statement: &Statement, values: &[Value]) -> Result<i64, StoreError> {
        let first = self.0.borrow_mut().first(statement, values)?;
        first.map_or_else(|| Err(StoreError::Shape("no row".to_owned())), |row| row.integer(0))
    }

    /// Gives back how many rows it changed.
    ///
    /// # Errors
    /// What the database says.
    pub fn execute(&self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.0.borrow_mut().execute(statement, values)
    }
}
