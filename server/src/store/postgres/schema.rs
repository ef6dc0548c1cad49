//! The schema in a PostgreSQL database: all of Wufei's tables lie in one of their own, so that they
//! can share a database with others, and be put aside whole.

use wufei_domain::time::UnixMs;

use super::Postgres;
use crate::store::{StoreError, in_one, migrations};

/// Where the tables lie.
pub const SCHEMA: &str = "wufei";

/// The versions that the schema went through.
const VERSIONS: &str = "CREATE TABLE schema_versions (version BIGINT NOT NULL PRIMARY KEY)";

impl Postgres {
    /// The schema's version; 0 where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub fn version(&mut self) -> Result<i64, StoreError> {
        let there = format!("SELECT to_regclass('{SCHEMA}.schema_versions')");
        if self.session.single("schema version", &there)?.is_none() {
            return Ok(0);
        }
        let newest = format!("SELECT MAX(version) FROM {SCHEMA}.schema_versions");
        let found = self.session.single("schema version", &newest)?;
        Ok(found.and_then(|number| number.parse().ok()).unwrap_or(0))
    }

    pub(super) fn migrate(&mut self) -> Result<(), StoreError> {
        if self.version()? == migrations::newest() {
            return Ok(());
        }
        in_one(self, Self::bring_up_to_date)
    }

    /// Makes the schema if it is not there, and takes the steps it lacks. To be called inside a
    /// transaction.
    pub(crate) fn bring_up_to_date(&mut self) -> Result<(), StoreError> {
        let (found, known) = (self.version()?, migrations::newest());
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found == 0 {
            // Asked for first: whoever may not make a schema may use one that was made for them.
            let there = format!("SELECT to_regnamespace('{SCHEMA}')");
            if self.session.single("schema", &there)?.is_none() {
                self.batch("schema", &format!("CREATE SCHEMA {SCHEMA}"))?;
            }
            self.batch("schema", VERSIONS)?;
        }
        for step in migrations::ALL.iter().filter(|step| step.version > found) {
            self.batch("migration", step.postgres)?;
            let taken = format!("INSERT INTO schema_versions (version) VALUES ({})", step.version);
            self.batch("migration", &taken)?;
        }
        Ok(())
    }

    /// Puts the whole schema aside under another name, if there is one. To be called inside a
    /// transaction.
    pub(crate) fn put_aside(&mut self, name: &str) -> Result<bool, StoreError> {
        if self.version()? == 0 {
            return Ok(false);
        }
        self.batch("put aside", &format!("ALTER SCHEMA {SCHEMA} RENAME TO {name}"))?;
        Ok(true)
    }

    /// Writes down what only the schema put aside as `aside` has, and what an earlier restore of it
    /// had not brought back by then; gives how many records that is. To be called inside a transaction.
    pub(crate) fn write_gaps(&mut self, aside: &str, now: UnixMs) -> Result<u64, StoreError> {
        let now = now.value();
        let earlier = format!(
            "INSERT INTO restore_gaps
               (community, id, kind, device, made_at, received_at, restored_at)
             SELECT g.community, g.id, g.kind, g.device, g.made_at, g.received_at, g.restored_at
             FROM {aside}.restore_gaps g
             WHERE NOT EXISTS (
               SELECT 1 FROM records r WHERE r.community = g.community AND r.id = g.id)
             ON CONFLICT DO NOTHING"
        );
        let newer = format!(
            "INSERT INTO restore_gaps
               (community, id, kind, device, made_at, received_at, restored_at)
             SELECT b.community, b.id, b.kind, b.device, b.made_at, b.received_at, {now}
             FROM {aside}.records b
             WHERE NOT EXISTS (
               SELECT 1 FROM records r WHERE r.community = b.community AND r.id = b.id)
             ON CONFLICT DO NOTHING"
        );
        self.batch("write gaps", &earlier)?;
        self.batch("write gaps", &newer)?;
        let many = self.session.single("gaps", "SELECT COUNT(*) FROM restore_gaps")?;
        Ok(many.and_then(|number| number.parse().ok()).unwrap_or(0))
    }
}
