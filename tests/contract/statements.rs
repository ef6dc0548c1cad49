//! Every statement of the server, prepared by a real PostgreSQL on the migrated schema: "one text
//! for both databases" can fail here.

use postgres::Client;
use wufei_server::store::{migrations, statements};
use wufei_tests::harness::{Cluster, Commits, Failure, holds};

/// A cluster and a connection to its migrated schema.
fn migrated() -> Result<(Cluster, Client), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let mut client = cluster.connect()?;
    for migration in migrations::ALL {
        let what = format!("migration {} to be taken by PostgreSQL", migration.version);
        client.batch_execute(migration.postgres).map_err(said(what))?;
    }
    Ok((cluster, client))
}

/// PostgreSQL's own words; the library's are only "db error".
pub fn said(what: String) -> impl FnOnce(postgres::Error) -> Failure {
    move |error| {
        let seen = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
        Failure::new(what, seen)
    }
}

#[test]
fn every_statement_is_understood_by_postgresql() -> Result<(), Failure> {
    let (_cluster, mut client) = migrated()?;
    let mut refused = Vec::new();
    let mut prepared = 0;
    for statement in statements::all() {
        match client.prepare(statement.text) {
            Ok(_) => prepared += 1,
            Err(error) => refused.push(said(statement.name.to_owned())(error).to_string()),
        }
    }
    holds("every statement prepared", refused.is_empty(), || refused.join("\n"))?;
    holds("some dozens of statements", prepared > 30, || prepared.to_string())
}

/// The control: were a wrong name not noticed, the test above would show nothing.
#[test]
fn a_misspelt_column_is_noticed() -> Result<(), Failure> {
    let (_cluster, mut client) = migrated()?;
    let right = statements::record::INSERT.text;
    let wrong = right.replacen("received_at", "recieved_at", 1);
    holds("the statement to hold the column", right != wrong, || right.to_owned())?;
    client.prepare(right).map_err(said("the right text to be understood".to_owned()))?;
    let seen = client.prepare(&wrong).map(|_| ()).map_err(|error| said(String::new())(error).seen);
    match seen {
        Err(seen) if seen.contains("recieved_at") => Ok(()),
        other => Err(Failure::new("a refusal that names the column", format!("{other:?}"))),
    }
}

/// A statement that only changes its dialect, not its words, must be noticed as well.
#[test]
fn a_parameter_of_sqlite_is_noticed() -> Result<(), Failure> {
    let (_cluster, mut client) = migrated()?;
    let text = statements::record::FIND_HASH.text.replace('$', "?");
    holds("a refusal", client.prepare(&text).is_err(), || format!("{text} was understood"))
}
