//! The schema: from every older one, alike on both databases, in the order in which it is filled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use postgres::Client;
use wufei_server::{
    settings::Database,
    store::{
        StoreError, migrations,
        postgres::{Postgres, SCHEMA},
        rows::Rows as _,
        sqlite::Sqlite,
        tables::{self, Place},
    },
};
use wufei_tests::harness::{Cluster, Commits, Failure, found, holds, same};

use crate::statements::said;

fn open(cluster: &Cluster) -> Result<Postgres, StoreError> {
    match cluster.url().parse() {
        Ok(Database::Postgres(address)) => Postgres::open(&address),
        other => Err(StoreError::Shape(format!("{other:?}"))),
    }
}

/// Our schema as it was in a version, with a row of that day.
fn old(client: &mut Client, version: i64) -> Result<(), Failure> {
    let mut text = format!(
        "DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA};
         SET search_path TO {SCHEMA};
         CREATE TABLE schema_versions (version BIGINT NOT NULL PRIMARY KEY);"
    );
    for step in migrations::ALL.iter().filter(|step| step.version <= version) {
        text.push_str(step.postgres);
        let _ = write!(text, "INSERT INTO schema_versions VALUES ({});", step.version);
    }
    text.push_str(
        "INSERT INTO points (id, name, hours, scale_max) VALUES ('p', '马溪', '8–11', 150000)",
    );
    client.batch_execute(&text).map_err(said(format!("schema {version}")))
}

#[test]
fn a_database_of_each_older_schema_is_migrated_and_keeps_its_rows() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let mut client = cluster.connect()?;
    for version in 0..migrations::newest() {
        if version > 0 {
            old(&mut client, version)?;
        }
        for _ in 0..2 {
            same("the version", &migrations::newest(), &open(&cluster)?.version()?)?;
        }
        let kept = "SELECT COUNT(*) FROM wufei.points WHERE name = '马溪' AND datum IS NULL";
        let kept: i64 = client.query_one(kept, &[]).map_err(said("points".to_owned()))?.get(0);
        same("rows of that day", &i64::from(version > 0), &kept)?;
    }
    Ok(())
}

#[test]
fn a_schema_of_a_newer_program_is_left_alone() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    drop(open(&cluster)?);
    let newer = "INSERT INTO wufei.schema_versions VALUES (99)";
    cluster.connect()?.batch_execute(newer).map_err(said("a newer version".to_owned()))?;
    let refused = open(&cluster).err().map(|error| error.to_string()).unwrap_or_default();
    holds("a refusal that names both", refused.contains("99"), || refused.clone())
}

/// Names of tables by how a database lists them.
fn listed() -> BTreeSet<String> {
    tables::ALL.iter().map(|table| table.name.to_owned()).collect()
}

#[test]
fn every_table_is_listed_with_the_same_columns_on_both() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let mut postgres = open(&cluster)?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("city.sqlite");
    let mut sqlite = Sqlite::open(&path)?;
    let file = rusqlite::Connection::open(&path)?;
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut names = file.prepare(names)?;
    let there: BTreeSet<String> =
        names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    same("tables of SQLite", &listed(), &there)?;
    let names = "SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = 'wufei' AND table_type = 'BASE TABLE'
        AND table_name <> 'schema_versions'";
    let rows = cluster.connect()?.query(names, &[]).map_err(said("tables".to_owned()))?;
    let there: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
    same("tables of PostgreSQL", &listed(), &there)?;
    for table in tables::ALL {
        let (one, other) = (sqlite.columns(table.name)?, postgres.columns(table.name)?);
        same(&format!("columns of {}", table.name), &one, &other)?;
        let by = table.place.column();
        let has = by.is_none_or(|by| one.iter().any(|column| column.name == by));
        holds("the column by which it is distributed", has, || table.name.to_owned())?;
    }
    Ok(())
}

/// Foreign keys: who names whom.
fn keys(client: &mut Client) -> Result<Vec<(String, String)>, Failure> {
    let keys = "SELECT DISTINCT conrelid::regclass::text, confrelid::regclass::text
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'wufei'::regnamespace";
    let rows = client.query(keys, &[]).map_err(said("foreign keys".to_owned()))?;
    let bare = |name: String| name.trim_start_matches("wufei.").to_owned();
    Ok(rows.iter().map(|row| (bare(row.get(0)), bare(row.get(1)))).collect())
}

#[test]
fn whom_a_table_names_comes_before_it_and_lies_where_it_can_be_named() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    drop(open(&cluster)?);
    let keys = keys(&mut cluster.connect()?)?;
    holds("a dozen foreign keys", keys.len() > 12, || format!("{keys:?}"))?;
    let at: BTreeMap<&str, usize> =
        tables::ALL.iter().enumerate().map(|(at, table)| (table.name, at)).collect();
    for (from, to) in &keys {
        let (Some(from), Some(to)) = (at.get(from.as_str()), at.get(to.as_str())) else {
            return Err(Failure::new("listed tables", format!("{from} and {to}")));
        };
        holds("who is named first", to <= from, || tables::ALL[*from].name.to_owned())?;
        let (from, to) = (tables::ALL[*from], tables::ALL[*to]);
        let together = to.place == Place::Everywhere || to.place == from.place;
        holds("rows that lie together", together, || format!("{} → {}", from.name, to.name))?;
    }
    Ok(())
}

#[test]
fn tables_of_a_community_can_be_partitioned_by_it() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let mut client = cluster.connect()?;
    found(&mut client, true)?;
    let parted =
        "SELECT COUNT(*) FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
        WHERE c.relnamespace = 'wufei'::regnamespace";
    let parted: i64 = client.query_one(parted, &[]).map_err(said("parts".to_owned()))?.get(0);
    let meant = tables::ALL.iter().filter(|table| table.place != Place::Everywhere).count();
    same("partitioned tables", &meant, &usize::try_from(parted).unwrap_or_default())?;
    same("the version", &migrations::newest(), &open(&cluster)?.version()?)
}

/// The control: a key without the community is refused by the partitions.
#[test]
fn a_unique_key_without_the_community_cannot_be_partitioned() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let mut client = cluster.connect()?;
    found(&mut client, true)?;
    let loose = "CREATE UNIQUE INDEX one_id ON wufei.records (id)";
    let seen = client.batch_execute(loose).map_err(said(String::new())).err();
    let seen = seen.map(|failure| failure.seen).unwrap_or_default();
    holds("a refusal", seen.contains("partition"), || seen.clone())
}

#[test]
fn the_script_for_citus_places_every_table_once() -> Result<(), Failure> {
    let script = tables::citus_script();
    for table in tables::ALL {
        let quoted = format!("table('{}'", table.name);
        same(table.name, &1, &script.matches(quoted.as_str()).count())?;
    }
    let beside = script.matches("colocate_with => 'households'").count();
    let of_communities = tables::ALL.iter().filter(|table| table.place == Place::Community).count();
    same("tables beside the households", &(of_communities - 1), &beside)
}
