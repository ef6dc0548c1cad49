//! Carrying a whole city from one database into another, and the sums by which both are compared.

use std::{collections::BTreeMap, fmt, path::Path};

use serde::{Deserialize, Serialize};
use wufei_domain::{audit::AuditAct, time::UnixMs};

use super::{
    OperateError,
    backup::{beside, remove_if_there, settle},
    code::draw_audited_epoch,
    must_be_there,
};
use crate::{
    machine,
    settings::Database,
    store::{
        Connection, StoreError, in_one,
        postgres::Postgres,
        rows::{Rows, Sum},
        sqlite::Sqlite,
        statements::meta,
        tables, text,
    },
};

/// What was carried of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Rows.
    pub rows: u64,
    /// Their sum, in hex.
    pub hash: String,
}

impl From<Sum> for Carried {
    fn from(sum: Sum) -> Self {
        Self { rows: sum.rows, hash: sum.hash() }
    }
}

/// Tables with what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sums(pub BTreeMap<String, Carried>);

/// Compared with other sums, the first table that differs.
impl Sums {
    pub(super) fn must_equal(&self, other: &Self) -> Result<(), StoreError> {
        let differs = self.0.iter().find(|(table, sum)| other.0.get(*table) != Some(sum));
        match differs {
            None => Ok(()),
            Some((table, sum)) => {
                let found = other.0.get(table).map_or(0, |found| found.rows);
                let detail = format!("{} rows were expected, {found} found, or others", sum.rows);
                Err(StoreError::Failed { statement: format!("compare {table}"), detail })
            }
        }
    }
}

/// The sums of these tables; of those that are not there, none.
pub(super) fn sums<'a>(
    database: &mut dyn Rows,
    tables: impl Iterator<Item = &'a str>,
) -> Result<Sums, StoreError> {
    let mut all = Sums::default();
    for table in tables {
        let columns = database.columns(table)?;
        if columns.is_empty() {
            continue;
        }
        let mut sum = Sum::default();
        database.each(table, &columns, &mut |row| {
            sum.add(&row);
            Ok(())
        })?;
        all.0.insert(table.to_owned(), sum.into());
    }
    Ok(all)
}

/// The names of all tables.
pub(super) fn all_tables() -> impl Iterator<Item = &'static str> {
    tables::ALL.iter().map(|table| table.name)
}

/// Puts every row of `source`, which holds still, into the empty tables of `target`, inside its
/// transaction, and reads them back there.
///
/// # Errors
/// What either database says; when what is read back differs.
pub(super) fn carry(source: &mut dyn Rows, target: &mut dyn Rows) -> Result<Sums, StoreError> {
    let mut given = Sums::default();
    for table in all_tables() {
        let columns = source.columns(table)?;
        if columns != target.columns(table)? {
            return Err(StoreError::Shape(format!("table {table} has other columns there")));
        }
        if tables::BEGUN.contains(&table) {
            target.clear(table)?;
        }
        let mut sum = Sum::default();
        target.fill(table, &columns, &mut |take| {
            source.each(table, &columns, &mut |row| {
                sum.add(&row);
                take(row)
            })
        })?;
        given.0.insert(table.to_owned(), sum.into());
    }
    given.must_equal(&sums(target, all_tables())?)?;
    Ok(given)
}

/// A city that was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// What each table holds there, as it held here.
    pub sums: Sums,
    /// The new epoch.
    pub epoch: String,
}

impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "table,rows,hash")?;
        for (table, Carried { rows, hash }) in &self.sums.0 {
            writeln!(f, "{table},{rows},{hash}")?;
        }
        let rows: u64 = self.sums.0.values().map(|table| table.rows).sum();
        writeln!(f, "copied: {rows} rows of {} tables, alike on both sides", self.sums.0.len())?;
        write!(f, "epoch {}: devices offer again what came in meanwhile", self.epoch)
    }
}

/// Copies a city, which may be served meanwhile, as it is at one moment into another database, which
/// must be empty. What is taken in after that moment is not in the copy: its devices offer it again,
/// since the copy has an epoch of its own.
///
/// # Errors
/// [`OperateError::Missing`], [`OperateError::Occupied`], [`OperateError::NotEmpty`]; what either
/// database says; when the copy is not alike. Nothing is left behind then.
pub fn copy(from: &Database, to: &Database, now: UnixMs) -> Result<Copied, OperateError> {
    machine::check_random()?;
    must_be_there(from)?;
    match from {
        Database::Sqlite(path) => copy_from(&mut Sqlite::open(path)?, to, now),
        Database::Postgres(address) => copy_from(&mut Postgres::open(address)?, to, now),
    }
}

fn copy_from(source: &mut dyn Rows, to: &Database, now: UnixMs) -> Result<Copied, OperateError> {
    source.hold_still()?;
    match to {
        Database::Sqlite(path) => {
            if path.exists() {
                return Err(OperateError::Occupied(path.clone()));
            }
            let part = beside(path, ".part");
            let copied = copy_into_file(source, &part, now)?;
            settle(&part, path)?;
            Ok(copied)
        }
        Database::Postgres(address) => {
            let mut target = Postgres::open(address)?;
            target.alone()?;
            must_be_empty(&mut target, to)?;
            let copied = carry_anew(source, &mut target, now)?;
            target.batch("analyse", "ANALYZE")?;
            Ok(copied)
        }
    }
}

/// A copy of `source`, which holds still, in a new file, with an epoch of its own.
pub(super) fn copy_into_file(
    source: &mut dyn Rows,
    part: &Path,
    now: UnixMs,
) -> Result<Copied, OperateError> {
    remove_if_there(part)?;
    let mut target = Sqlite::open(part)?;
    let copied = carry_anew(source, &mut target, now)?;
    target.alone()?;
    Ok(copied)
}

/// Carries all of `source`, which holds still, into an empty `target`, and gives it an epoch of its own.
fn carry_anew<C: Connection + Rows>(
    source: &mut dyn Rows,
    target: &mut C,
    now: UnixMs,
) -> Result<Copied, StoreError> {
    in_one(target, |target| {
        let sums = carry(source, target)?;
        Ok(Copied { sums, epoch: draw_audited_epoch(target, AuditAct::EpochRenewed, now)? })
    })
}

fn must_be_empty(target: &mut Postgres, to: &Database) -> Result<(), OperateError> {
    let sums = sums(target, all_tables().filter(|table| !tables::BEGUN.contains(table)))?;
    match sums.0.iter().find(|(_, sum)| sum.rows > 0) {
        None => Ok(()),
        Some((table, sum)) => {
            Err(OperateError::NotEmpty(format!("{to}: table {table} holds {} rows", sum.rows)))
        }
    }
}

/// The name under which a backup keeps the sums of its tables.
const SEAL: &str = "backup_sums";

/// Writes the sums of all tables into a backup, so that one that was altered is noticed.
pub(super) fn seal(file: &mut Sqlite) -> Result<(), StoreError> {
    let sums = sums(file, all_tables())?;
    let json = serde_json::to_string(&sums)
        .map_err(|error| StoreError::Shape(format!("sums as JSON: {error}")))?;
    file.execute(&meta::PUT, &[text(SEAL), text(json)]).map(drop)
}

/// Compares a backup with its sums and takes them out. To be called before it is migrated, inside a
/// transaction. A backup of a program that wrote none is taken as it is.
pub(super) fn unseal(file: &mut Sqlite) -> Result<(), StoreError> {
    let Some(row) = file.first(&meta::FIND, &[text(SEAL)])? else { return Ok(()) };
    let kept: Sums = row.json(0)?;
    file.execute(&meta::REMOVE, &[text(SEAL)])?;
    let found = sums(file, kept.0.keys().map(String::as_str))?;
    kept.must_equal(&found)
}
