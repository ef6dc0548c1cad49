//! A city of a million check-ins carried from SQLite to PostgreSQL by `wufei-server copy`, beside
//! PostgreSQL's `COPY` of the same rows into the same tables, from a file.
//!
//! A hundred real check-ins are pushed; the others are made from them by SQL, since it is the carrying
//! that is measured.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use postgres::Client;
use wufei_server::store::{postgres::SCHEMA, tables};

use super::{
    Options,
    drive::{self, Due},
    load::Push,
    memory, progress,
    town::{Base, Town},
};
use crate::{
    bench::sync::figures::{bytes, cell, seconds, spread},
    harness::{Cluster, Commits, Failure, ServerProcess, same},
};

/// Check-ins that are pushed, and made from.
const REAL: u32 = 100;

/// # Errors
/// When something cannot be set up, or a row is lost.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    let records = if options.small { 20_000 } else { 1_000_000 };
    let cluster = Cluster::start(Commits::ReachTheDisk)?;
    let folder = tempfile::Builder::new().prefix("wufei-bench-").tempdir()?;
    progress("copy: making the city, and one of a tenth");
    let tenth = city(records / 10)?;
    let whole = city(records)?;
    let (mut times, mut floors, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    let (mut peaks, mut small_peaks) = (Vec::new(), Vec::new());
    let mut rows = 0;
    for run in 1..=options.runs {
        progress(&format!("copy, run {run}"));
        let name = format!("copied{run}");
        let (_, peak) = carry(&tenth, &cluster, &format!("{name}_tenth"))?;
        small_peaks.push(peak);
        let (took, peak) = carry(&whole, &cluster, &name)?;
        peaks.push(peak);
        let lie = folder.path().join("tables");
        fs::create_dir_all(&lie)?;
        let told = export(&mut cluster.connect_to(&name)?, &lie)?;
        let target = format!("{name}_floor");
        prepare(&cluster, &target, folder.path())?;
        let (floor, taken) = import(&mut cluster.connect_to(&target)?, &lie)?;
        same("rows of the floor", &told, &taken)?;
        rows = told;
        times.push(took);
        floors.push(floor);
        shares.push(u64::try_from(floor.as_millis() * 100 / took.as_millis().max(1)).unwrap_or(0));
        for name in [&name, &target, &format!("{name}_tenth")] {
            let drop = format!("DROP DATABASE {name}");
            cluster.connect()?.batch_execute(&drop).map_err(Failure::while_doing("an end"))?;
        }
        fs::remove_dir_all(&lie)?;
    }
    let share = spread(shares.iter().copied())[1];
    let verdict = if share >= 30 { "reached" } else { "missed" };
    writeln!(
        out,
        "## `copy` from SQLite to PostgreSQL\n\n{records} check-ins, {rows} rows in all tables; every row \
         is counted and hashed on both sides by `copy`, and by nobody for the floor.\n\n| copy | rows/s | \
         COPY from a file | of COPY | memory at most | memory with a tenth of it | aim ≥ 30 % |\n\
         |---|---|---|---|---|---|---|\n| {} | {} | {} | {} | {} | {} | {verdict} |\n",
        cell(times.iter().copied(), seconds),
        cell(times.iter().copied(), |time| u128::from(rows) * 1_000 / time.as_millis().max(1)),
        cell(floors.iter().copied(), seconds),
        cell(shares.iter().copied(), |share| format!("{share} %")),
        cell(peaks.iter().copied(), bytes),
        cell(small_peaks.iter().copied(), bytes),
    )?;
    Ok(())
}

/// A stopped server with so many check-ins on its file.
fn city(records: u32) -> Result<Town<'static>, Failure> {
    let mut town = Town::new(Base::Sqlite, 1)?;
    let mut due: Vec<Vec<Due>> = Vec::new();
    for device in &mut town.devices {
        due.push(vec![(None, Push::next(device, REAL as usize)?)]);
    }
    drive::pushes(&town.server.address(), due)?;
    town.server.stop()?;
    let connection = rusqlite::Connection::open(town.server.database())?;
    let more = records / REAL;
    // An id's last twelve digits are chance: here they count.
    connection.execute_batch(&format!(
        "PRAGMA synchronous = OFF;
         BEGIN;
         CREATE TEMP TABLE old AS SELECT * FROM records;
         CREATE TEMP TABLE old_visits AS SELECT * FROM visits;
         CREATE TEMP TABLE old_feed AS SELECT * FROM feed WHERE kind = 'record';
         CREATE TEMP TABLE made AS
             WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < {more})
             SELECT n.n, o.id AS old, substr(o.id, 1, 24) || printf('%012x', n.n * {REAL} + o.rowid) AS id
             FROM n, old AS o;
         {}
         {}
         {}
         DROP TABLE made;
         COMMIT;
         PRAGMA wal_checkpoint(TRUNCATE);",
        multiply(&connection, "records", "old", "m.old = o.id", &[
            ("id", "m.id"),
            ("body", "replace(o.body, o.id, m.id)"),
        ])?,
        multiply(&connection, "visits", "old_visits", "m.old = o.id", &[("id", "m.id")])?,
        multiply(&connection, "feed", "old_feed", "m.old = o.key", &[
            ("key", "m.id"),
            ("json", "replace(o.json, o.key, m.id)"),
            ("seq", &format!("o.seq + m.n * {REAL}")),
        ])?,
    ))?;
    Ok(town)
}

/// The statement that makes rows of a table from old ones, some columns anew.
fn multiply(
    connection: &rusqlite::Connection,
    table: &str,
    old: &str,
    joined: &str,
    anew: &[(&str, &str)],
) -> Result<String, Failure> {
    let mut asked = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let columns: Vec<String> =
        asked.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let value = |column: &String| {
        let found = anew.iter().find(|(name, _)| name == column);
        found.map_or_else(|| format!("o.{column}"), |(_, value)| (*value).to_owned())
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    Ok(format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {old} AS o JOIN made AS m ON {joined};",
        columns.join(", "),
        values.join(", "),
    ))
}

/// Carries it; how long it took, and the memory held at most.
fn carry(town: &Town<'_>, cluster: &Cluster, name: &str) -> Result<(Duration, u64), Failure> {
    cluster.create(name)?;
    let mut copy = Command::new(town.server.program());
    copy.args(["copy", "--from", &format!("sqlite:{}", town.server.database().display())]);
    copy.args(["--to", &cluster.url_of(name)]).stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    memory::until_end(copy.spawn()?, began)
}

/// An empty database with the same tables.
fn prepare(cluster: &Cluster, name: &str, folder: &Path) -> Result<(), Failure> {
    cluster.create(name)?;
    let mut server = ServerProcess::on(&folder.join(name), &cluster.url_of(name))?;
    server.start()?;
    server.stop()?;
    let names: Vec<String> =
        tables::ALL.iter().map(|table| format!("{SCHEMA}.{}", table.name)).collect();
    let empty = format!("TRUNCATE {}", names.join(", "));
    cluster.connect_to(name)?.batch_execute(&empty).map_err(Failure::while_doing("empty tables"))
}

/// Writes every table into a file of its own; how many bytes.
fn export(client: &mut Client, folder: &Path) -> Result<u64, Failure> {
    let mut rows = 0_u64;
    for table in tables::ALL {
        let path = folder.join(table.name);
        let text = format!("COPY {SCHEMA}.{} TO STDOUT (FORMAT binary)", table.name);
        let mut copied = client.copy_out(&text).map_err(Failure::while_doing(table.name))?;
        let mut file = BufWriter::new(File::create(path)?);
        io::copy(&mut copied, &mut file)?;
        file.flush()?;
        drop(copied);
        let count = format!("SELECT COUNT(*) FROM {SCHEMA}.{}", table.name);
        let row = client.query_one(&count, &[]).map_err(Failure::while_doing(table.name))?;
        rows += u64::try_from(row.get::<_, i64>(0)).unwrap_or(0);
    }
    Ok(rows)
}

/// Reads the files into the tables in one transaction; how long it took, and how many rows.
fn import(client: &mut Client, folder: &Path) -> Result<(Duration, u64), Failure> {
    let began = Instant::now();
    let mut rows = 0;
    let mut transaction = client.transaction().map_err(Failure::while_doing("a transaction"))?;
    for table in tables::ALL {
        let text = format!("COPY {SCHEMA}.{} FROM STDIN (FORMAT binary)", table.name);
        let mut copied = transaction.copy_in(&text).map_err(Failure::while_doing(table.name))?;
        let mut file = BufReader::new(File::open(folder.join(table.name))?);
        io::copy(&mut file, &mut copied)?;
        rows += copied.finish().map_err(Failure::while_doing(table.name))?;
    }
    transaction.commit().map_err(Failure::while_doing("a commit"))?;
    Ok((began.elapsed(), rows))
}
