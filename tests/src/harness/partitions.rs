//! The schema with the rows of each community in a partition of their own kind: what PostgreSQL then
//! refuses could not be distributed over several machines either.

use postgres::Client;
use wufei_server::store::{
    migrations,
    postgres::SCHEMA,
    tables::{self, Table},
};

use super::failure::Failure;

/// Partitions of a table.
const PARTITIONS: u32 = 4;

/// The end of a table's definition in a migration.
const END: &str = "\n);";

/// A migration whose tables are partitioned by where their rows would lie.
fn partitioned(migration: &str) -> String {
    let mut text = migration.to_owned();
    for Table { name, place } in tables::ALL {
        let Some(column) = place.column() else { continue };
        let Some(start) = text.find(&format!("CREATE TABLE {name} (")) else { continue };
        let Some(length) = text.get(start..).and_then(|rest| rest.find(END)) else { continue };
        let part = |number: u32| {
            format!(
                "\nCREATE TABLE {name}_{number} PARTITION OF {name} \
                 FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number});"
            )
        };
        let parts = format!("\n) PARTITION BY HASH ({column});")
            + &(0..PARTITIONS).map(part).collect::<String>();
        text.replace_range(start + length..start + length + END.len(), &parts);
    }
    text
}

/// Makes our tables, with nothing in them, in an empty database.
///
/// # Errors
/// What PostgreSQL refuses.
pub fn found(client: &mut Client, is_partitioned: bool) -> Result<(), Failure> {
    let start = format!(
        "CREATE SCHEMA {SCHEMA}; SET search_path TO {SCHEMA};
         CREATE TABLE schema_versions (version BIGINT NOT NULL PRIMARY KEY)"
    );
    run(client, "the schema", &start)?;
    for step in migrations::ALL {
        let text =
            if is_partitioned { partitioned(step.postgres) } else { step.postgres.to_owned() };
        run(client, &format!("migration {}", step.version), &text)?;
        let taken = format!("INSERT INTO schema_versions (version) VALUES ({})", step.version);
        run(client, "its version", &taken)?;
    }
    Ok(())
}

/// PostgreSQL's own words; the library's are only "db error".
fn run(client: &mut Client, what: &str, text: &str) -> Result<(), Failure> {
    client.batch_execute(text).map_err(|error| {
        let seen = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
        Failure::new(format!("{what} to be taken by PostgreSQL"), seen)
    })
}
