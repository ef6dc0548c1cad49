//! A database that others run: away, cut off, read-only, full, of another encoding, put back.

use wufei_domain::{refusal::Code, role::Role};
use wufei_server::store::{self, StoreError};
use wufei_tests::{
    harness::{
        Cluster, Commits, Failure, World, holds,
        records::{Sender, shift},
        same,
    },
    neighbourhood::units::MAXI,
};

use crate::{sides::database, statements::said};

fn refused(address: &str) -> Result<StoreError, Failure> {
    match store::open(&database(address)?) {
        Err(error) => Ok(error),
        Ok(_) => Err(Failure::new("a refusal", "an open database")),
    }
}

#[test]
fn a_database_that_is_away_is_named_without_its_password() -> Result<(), Failure> {
    let error = refused("postgres://wufei:s3cret@127.0.0.1:1/city?connect_timeout=2")?;
    let said = error.to_string();
    holds("an outage", matches!(error, StoreError::Unreachable(_)), || said.clone())?;
    holds("no password", !said.contains("s3cret"), || said.clone())
}

#[test]
fn a_database_of_another_encoding_is_refused() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let ascii = "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0";
    cluster.connect()?.batch_execute(ascii).map_err(said("a database".to_owned()))?;
    let error = refused(&cluster.url_of("ascii"))?;
    holds("the encoding", matches!(error, StoreError::Encoding(_)), || error.to_string())
}

/// What a writer on it is told, whose session begins anew.
fn written(cluster: &Cluster) -> Result<(), StoreError> {
    let parse = |_| StoreError::Shape(cluster.url());
    let mut connection = store::open(&cluster.url().parse().map_err(parse)?)?;
    connection.begin()?;
    let values = [store::text("a fact"), store::text("of a test")];
    connection.execute(&store::statements::meta::PUT, &values)?;
    connection.commit()
}

#[test]
fn a_read_only_and_a_full_database_are_named() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    written(&cluster)?;
    let mut client = cluster.connect()?;
    let mut set = |text: &str| client.batch_execute(text).map_err(said(text.to_owned()));
    set("ALTER DATABASE postgres SET default_transaction_read_only = on")?;
    let seen = written(&cluster);
    holds("read-only", matches!(seen, Err(StoreError::ReadOnly)), || format!("{seen:?}"))?;
    told(seen, "database is read-only; a server needs one that it may write to")?;
    set("SET default_transaction_read_only = off;
         ALTER DATABASE postgres RESET default_transaction_read_only")?;
    // As the database says it when its disk is full.
    set("CREATE FUNCTION wufei.full_disk() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
         CREATE TRIGGER full_disk BEFORE INSERT ON wufei.meta
         FOR EACH ROW EXECUTE FUNCTION wufei.full_disk()")?;
    let seen = written(&cluster);
    holds("a full disk", matches!(seen, Err(StoreError::Full)), || format!("{seen:?}"))?;
    told(seen, "the disk of the database is full; nothing is taken until there is room")?;
    // The control: the same refusal under another number is neither of the two.
    set("CREATE OR REPLACE FUNCTION wufei.full_disk() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'no room'; END $$")?;
    told(written(&cluster), "failed: no room")
}

/// What the operator reads.
fn told(seen: Result<(), StoreError>, words: &str) -> Result<(), Failure> {
    let said = seen.err().map_or_else(String::new, |error| error.to_string());
    holds(words, said.contains(words), || said.clone())
}

/// What was acknowledged before the cut is there, what comes during it is told to wait, and the
/// server finds the database again by itself.
#[test]
fn a_server_outlives_its_database() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::ReachTheDisk)?;
    let world = World::on(&cluster.url())?;
    let attendant = Sender::new(&world, Role::Attendant, MAXI, 0)?;
    let before = shift(&attendant)?;
    attendant.push(std::slice::from_ref(&before))?;
    cluster.stop()?;
    let during = shift(&attendant)?;
    attendant.push_raw(std::slice::from_ref(&during))?.is_refused(Code::Busy)?;
    cluster.begin()?;
    let verdicts = attendant.push(&[before, during])?;
    same("verdicts", &"[Duplicate, Accepted]".to_owned(), &format!("{verdicts:?}"))?;
    same("records", &2, &world.server.counted("SELECT COUNT(*) FROM records")?)
}

fn epoch(world: &World) -> Result<String, Failure> {
    Ok(world.token(Role::Volunteer, MAXI, 0)?.1.epoch)
}

#[test]
fn a_cluster_put_back_begins_a_new_epoch_and_one_cut_off_does_not() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::ReachTheDisk)?;
    let mut world = World::on(&cluster.url())?;
    let first = epoch(&world)?;
    world.server.stop()?;
    cluster.cut()?;
    world.server.start()?;
    same("the epoch after a cut", &first, &epoch(&world)?)?;
    world.server.stop()?;
    cluster.put_back()?;
    world.server.start()?;
    let second = epoch(&world)?;
    holds("a new epoch after the cluster was put back", first != second, || second.clone())?;
    // The control: were its own word not kept, nobody would notice.
    world.server.stop()?;
    let forget = "DELETE FROM wufei.meta WHERE name = 'mark'";
    cluster.connect()?.batch_execute(forget).map_err(said("the mark".to_owned()))?;
    cluster.put_back()?;
    world.server.start()?;
    same("the epoch without a mark", &second, &epoch(&world)?)
}
