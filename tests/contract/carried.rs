//! A city from one database into the other: copied while it is served, backed up, restored; and what
//! was altered on the way.

use std::fs;

use wufei_domain::role::Role;
use wufei_server::{
    operate::{self, Gaps},
    settings::Database,
};
use wufei_tests::{
    harness::{
        Cluster, Commits, Failure, World, holds, now,
        records::{Sender, drop_off, shift},
        same,
    },
    neighbourhood::units::MAXI,
};

use crate::{sides::database, statements::said};

/// Drop-offs that an attendant sends.
const MANY: u32 = 20;

/// A city on SQLite that is served, with a shift's drop-offs.
fn lived_in() -> Result<(World, Sender), Failure> {
    let world = World::new()?;
    fs::create_dir_all(world.device_folder(""))?;
    let attendant = Sender::new(&world, Role::Attendant, MAXI, 0)?;
    bring(&world, &attendant)?;
    Ok((world, attendant))
}

fn bring(world: &World, attendant: &Sender) -> Result<(), Failure> {
    let opened = shift(attendant)?;
    let mut records = vec![opened.clone()];
    for number in 1..=MANY {
        let household = wufei_domain::ids::HouseholdId::new(MAXI.parse()?, number);
        records.push(drop_off(&opened, household, world.card(MAXI, number)?, 1_000 + number)?);
    }
    let verdicts = attendant.push(&records)?;
    let all = verdicts.iter().all(|verdict| *verdict == wufei_domain::sync::Verdict::Accepted);
    holds("every record accepted", all, || format!("{verdicts:?}"))
}

fn file(world: &World) -> Database {
    Database::Sqlite(world.server.database())
}

fn counted(cluster: &Cluster, sql: &str) -> Result<i64, Failure> {
    let mut client = cluster.connect()?;
    client.batch_execute("SET search_path TO wufei").map_err(said("the schema".to_owned()))?;
    Ok(client.query_one(sql, &[]).map_err(said(sql.to_owned()))?.get(0))
}

#[test]
fn a_city_that_is_served_is_copied_to_postgresql_and_back() -> Result<(), Failure> {
    let (world, attendant) = lived_in()?;
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let there = database(&cluster.url())?;
    let copied = operate::copy(&file(&world), &there, now())?;
    same(
        "records there",
        &i64::from(MANY + 1),
        &counted(&cluster, "SELECT COUNT(*) FROM records")?,
    )?;
    // The first goes on meanwhile; what it takes is not in the copy.
    bring(&world, &attendant)?;
    let back = world.device_folder("back.sqlite");
    let again = operate::copy(&there, &Database::Sqlite(back.clone()), now())?;
    let without_epoch = |sums: &operate::Sums| {
        let mut sums = sums.0.clone();
        // Each copy says so in the log.
        for of_its_own in ["meta", "audit", "audit_heads"] {
            sums.remove(of_its_own);
        }
        sums
    };
    same("sums", &without_epoch(&copied.sums), &without_epoch(&again.sums))?;
    holds("a new epoch each", copied.epoch != again.epoch, || copied.epoch.clone())?;
    let kept: i64 = rusqlite::Connection::open(&back)?.query_row(
        "SELECT COUNT(*) FROM records",
        [],
        |row| row.get(0),
    )?;
    same("records back", &i64::from(MANY + 1), &kept)
}

#[test]
fn a_city_is_copied_into_an_empty_database_only() -> Result<(), Failure> {
    let (world, _) = lived_in()?;
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let there = database(&cluster.url())?;
    operate::copy(&file(&world), &there, now())?;
    let refused = operate::copy(&file(&world), &there, now()).err();
    let refused = refused.map(|error| error.to_string()).unwrap_or_default();
    holds("a refusal", refused.contains("empty database only"), || refused.clone())?;
    same("records", &i64::from(MANY + 1), &counted(&cluster, "SELECT COUNT(*) FROM records")?)
}

/// The control: a database that changes what it is given is noticed, and nothing is left in it.
#[test]
fn a_copy_that_is_not_alike_is_noticed_and_not_kept() -> Result<(), Failure> {
    let (world, _) = lived_in()?;
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let there = database(&cluster.url())?;
    drop(wufei_server::store::open(&there)?);
    let lighter = "SET search_path TO wufei;
        CREATE FUNCTION lighter() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.net_grams := NEW.net_grams - 1; RETURN NEW; END $$;
        CREATE TRIGGER lighter BEFORE INSERT ON drop_offs
        FOR EACH ROW WHEN (NEW.net_grams = 1007) EXECUTE FUNCTION lighter()";
    cluster.connect()?.batch_execute(lighter).map_err(said("a trigger".to_owned()))?;
    let refused = operate::copy(&file(&world), &there, now()).err();
    let refused = refused.map(|error| error.to_string()).unwrap_or_default();
    holds("the table by name", refused.contains("drop_offs"), || refused.clone())?;
    same("records", &0, &counted(&cluster, "SELECT COUNT(*) FROM records")?)
}

#[test]
fn a_backup_of_either_is_restored_into_the_other() -> Result<(), Failure> {
    let (world, attendant) = lived_in()?;
    let backup = world.device_folder("evening.sqlite");
    let taken = operate::backup(&file(&world), &backup)?;
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let there = database(&cluster.url())?;
    let restored = operate::restore(&there, &backup, now())?;
    same("what it holds", &taken, &restored.holding)?;
    same("gaps", &Gaps::NothingBefore, &restored.gaps)?;
    // Once more, over what is there: it is put aside, and what only it has is listed.
    bring(&world, &attendant)?;
    let later = world.device_folder("later.sqlite");
    operate::backup(&file(&world), &later)?;
    operate::restore(&there, &later, now().plus_ms(1))?;
    let restored = operate::restore(&there, &backup, now().plus_ms(2))?;
    same("gaps", &Gaps::Listed(u64::from(MANY) + 1), &restored.gaps)?;
    let aside = restored.before.unwrap_or_default();
    holds("the schema put aside", aside.contains("wufei_before_"), || aside.clone())?;
    let from_postgres = world.device_folder("from-postgres.sqlite");
    let held = operate::backup(&there, &from_postgres)?;
    same("records", &taken.records, &held.records)?;
    let other = Database::Sqlite(world.device_folder("other.sqlite"));
    same(
        "records",
        &held.records,
        &operate::restore(&other, &from_postgres, now())?.holding.records,
    )
}

#[test]
fn a_backup_that_was_altered_or_cut_short_is_refused_and_nothing_changes() -> Result<(), Failure> {
    let (world, _) = lived_in()?;
    let backup = world.device_folder("evening.sqlite");
    operate::backup(&file(&world), &backup)?;
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let there = database(&cluster.url())?;
    let other = Database::Sqlite(world.device_folder("other.sqlite"));
    let altered = world.device_folder("altered.sqlite");
    fs::copy(&backup, &altered)?;
    rusqlite::Connection::open(&altered)?
        .execute_batch("UPDATE transfers SET points = points + 1 WHERE phase = 'pending'")?;
    let cut = world.device_folder("cut.sqlite");
    let bytes = fs::read(&backup)?;
    fs::write(&cut, &bytes[..bytes.len() * 2 / 3])?;
    for broken in [&altered, &cut] {
        for to in [&there, &other] {
            let refused = operate::restore(to, broken, now()).is_err();
            holds("a refusal", refused, || format!("{} in {to}", broken.display()))?;
        }
    }
    holds("no file", !world.device_folder("other.sqlite").exists(), || "one".to_owned())?;
    drop(wufei_server::store::open(&there)?);
    same("records", &0, &counted(&cluster, "SELECT COUNT(*) FROM records")?)?;
    // The control: with its sums taken out, an altered one passes.
    rusqlite::Connection::open(&altered)?
        .execute_batch("DELETE FROM meta WHERE name = 'backup_sums'")?;
    operate::restore(&other, &altered, now()).map(drop).map_err(Into::into)
}
