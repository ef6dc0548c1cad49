//! Where the city of a test lies: in a file of its own, or in a database of its own in the PostgreSQL
//! that [`VARIABLE`] names. So the same story is told on either.

use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use super::city::City;
use crate::{
    settings::{Database, Settings},
    store::{Connection as _, Statement, postgres::Postgres},
};

/// The address of a PostgreSQL, with [`NAME`] where the name of a database stands.
const VARIABLE: &str = "WUFEI_TEST_POSTGRES";

/// The name of a database with our tables and nothing in them, that others are made from.
const TEMPLATE: &str = "WUFEI_TEST_TEMPLATE";

const NAME: &str = "NAME";

/// A place for one database, gone with it.
pub struct Ground {
    pub database: Database,
    /// The database in the cluster that is to go.
    made: Option<(String, String)>,
}

impl Ground {
    /// As the environment says.
    pub fn new(folder: &TempDir) -> Self {
        match std::env::var(VARIABLE) {
            Ok(address) => Self::in_cluster(&address),
            Err(_) => Self::on_file(folder),
        }
    }

    pub fn on_file(folder: &TempDir) -> Self {
        let database = Database::Sqlite(folder.path().join("server.sqlite"));
        Self { database, made: None }
    }

    fn in_cluster(address: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("city_{}_{number}", std::process::id());
        let template = std::env::var(TEMPLATE).unwrap();
        let admin = address.replace(NAME, "postgres");
        batch(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let database = address.replace(NAME, &name).parse().unwrap();
        Self { database, made: Some((admin, name)) }
    }

    /// What somebody counts with SQL of their own.
    pub fn count(&self, sql: &str) -> i64 {
        // PostgreSQL gives a sum of whole numbers as a decimal one.
        let sql = &format!("SELECT CAST(({sql}) AS BIGINT)");
        match &self.database {
            Database::Sqlite(path) => {
                let file = rusqlite::Connection::open(path).unwrap();
                file.query_row(sql, [], |row| row.get(0)).unwrap()
            }
            Database::Postgres(address) => {
                // A statement lives as long as the program; a test's may.
                let text: &str = Box::leak(sql.to_owned().into_boxed_str());
                let statement = Statement { name: text, text };
                let rows = Postgres::connect(address).unwrap().query(&statement, &[]).unwrap();
                rows[0].integer(0).unwrap()
            }
        }
    }

    /// From here on a table takes no row.
    pub fn refuse_rows(&self, table: &str) {
        self.tamper(&match self.database {
            Database::Sqlite(_) => format!(
                "CREATE TRIGGER refused BEFORE INSERT ON {table} \
                 BEGIN SELECT RAISE(ABORT, 'told to'); END"
            ),
            Database::Postgres(_) => format!(
                "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'told to'; END $$; \
                 CREATE TRIGGER refused BEFORE INSERT ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION refused()"
            ),
        });
    }

    /// Changes the database from outside.
    pub fn tamper(&self, sql: &str) {
        match &self.database {
            Database::Sqlite(path) => {
                rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
            }
            Database::Postgres(address) => {
                Postgres::connect(address).unwrap().batch("tamper", sql).unwrap();
            }
        }
    }
}

fn batch(address: &str, sql: &str) {
    let Ok(Database::Postgres(address)) = address.parse() else { panic!("{VARIABLE}: {address}") };
    Postgres::connect(&address).unwrap().batch("admin", sql).unwrap();
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some((admin, name)) = &self.made {
            batch(admin, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

impl City {
    /// What its server is started with.
    pub fn settings(&self) -> Settings {
        let photos = Some(self.folder.path().join("photos"));
        Settings { photos, ..Settings::loopback(self.database()) }
    }

    /// See [`Ground::count`].
    pub fn count(&self, sql: &str) -> i64 {
        self.ground.count(sql)
    }

    /// See [`Ground::refuse_rows`].
    pub fn refuse_rows(&self, table: &str) {
        self.ground.refuse_rows(table);
    }

    /// See [`Ground::tamper`].
    pub fn tamper(&self, sql: &str) {
        self.ground.tamper(sql);
    }
}
