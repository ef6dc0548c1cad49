//! Putting a backup in the place of a database, and the list of what it does not bring back.
//!
//! A restored database has a new epoch: each device reads its feeds from the beginning and offers
//! again what was ever acknowledged to it. What the database before had and the backup has not is
//! written down as a gap; a gap closes when its record arrives again.

use std::{fmt, fs, path::Path};

use wufei_domain::{audit::AuditAct, time::UnixMs};

use super::{
    OperateError,
    backup::{Holding, beside, remove_if_there, settle, verify},
    carry::carry,
    code::{draw_audited_epoch, epoch_after_restore},
    open_known,
};
use crate::{
    machine,
    settings::{Database, PostgresAddress},
    store::{
        Connection, Row, StoreError, in_one,
        postgres::{Postgres, SCHEMA},
        rows::Rows as _,
        sqlite::Sqlite,
        statements::restore,
    },
};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup held.
    pub holding: Holding,
    /// The new epoch.
    pub epoch: String,
    /// Where the database before lies now, if there was one: a file, or a schema.
    pub before: Option<String>,
    /// What is known of its records.
    pub gaps: Gaps,
}

/// What the database before the restore had and the backup has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gaps {
    /// There was no database before.
    NothingBefore,
    /// So many records.
    Listed(u64),
    /// It could not be read, so nobody can say what is missing.
    Unreadable(String),
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "restored: {}", self.holding)?;
        writeln!(f, "epoch {}", self.epoch)?;
        if let Some(before) = &self.before {
            writeln!(f, "the database before is kept at {before}")?;
        }
        match &self.gaps {
            Gaps::NothingBefore => write!(f, "there was no database before"),
            Gaps::Listed(0) => write!(f, "the backup has every record of the database before"),
            Gaps::Listed(many) => write!(
                f,
                "{many} records are newer than the backup and wait for their devices; \
                 `wufei-server restore list` says which are not back"
            ),
            Gaps::Unreadable(why) => write!(
                f,
                "the database before cannot be read ({why}): what is newer than the backup is not \
                 known here; devices offer it again all the same"
            ),
        }
    }
}

/// Puts the backup `from` in the place of the database. To be run while the server is stopped; a
/// database that is open elsewhere is refused. The database before is kept beside it. Until the
/// last step nothing has changed.
///
/// # Errors
/// When the backup does not verify, the database is in use, or a file cannot be written.
pub fn restore(database: &Database, from: &Path, now: UnixMs) -> Result<Restored, OperateError> {
    machine::check_random()?;
    if !from.exists() {
        return Err(OperateError::Missing(from.to_owned()));
    }
    match database {
        Database::Sqlite(path) => restore_file(path, from, now),
        Database::Postgres(address) => restore_schema(address, from, now),
    }
}

fn restore_file(path: &Path, from: &Path, now: UnixMs) -> Result<Restored, OperateError> {
    let fresh = beside(path, ".restoring");
    let holding = verified_copy(from, &fresh)?;
    let (before, gaps) = if path.exists() {
        (Some(beside(path, &format!(".before-{}", now.value()))), gaps(path, &fresh, now)?)
    } else {
        (None, Gaps::NothingBefore)
    };
    let epoch = epoch_after_restore(&Database::Sqlite(fresh.clone()), now)?;
    Sqlite::open(&fresh)?.alone()?;
    hand_over(&fresh, path)?;
    if let Some(before) = &before {
        keep(path, before)?;
    }
    settle(&fresh, path)?;
    let before = before.map(|before| before.display().to_string());
    Ok(Restored { holding, epoch, before, gaps })
}

/// The new file is to be whose the one before was, with its mode, and where there is none, whose the
/// folder is: an administrator restores for the user that serves. A folder's owner is passed over by
/// whoever may not give a file away.
#[cfg(unix)]
fn hand_over(fresh: &Path, path: &Path) -> Result<(), OperateError> {
    use std::{
        io::ErrorKind,
        os::unix::fs::{MetadataExt as _, chown},
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let is_there = path.exists();
    let whose = if is_there { path } else { folder.unwrap_or(Path::new(".")) };
    let owner = fs::metadata(whose).map_err(OperateError::at(whose))?;
    let own = fs::metadata(fresh).map_err(OperateError::at(fresh))?;
    if (own.uid(), own.gid()) != (owner.uid(), owner.gid()) {
        match chown(fresh, Some(owner.uid()), Some(owner.gid())) {
            Err(error) if !is_there && error.kind() == ErrorKind::PermissionDenied => {}
            done => done.map_err(OperateError::at(fresh))?,
        }
    }
    if is_there {
        fs::set_permissions(fresh, owner.permissions()).map_err(OperateError::at(fresh))?;
    }
    Ok(())
}

/// There, a file's folder says who may write to it.
#[cfg(not(unix))]
const fn hand_over(_fresh: &Path, _path: &Path) -> Result<(), OperateError> {
    Ok(())
}

/// A copy of a backup that was compared with its sums, at this program's schema.
fn verified_copy(from: &Path, fresh: &Path) -> Result<Holding, OperateError> {
    remove_if_there(fresh)?;
    fs::copy(from, fresh).map_err(OperateError::at(fresh))?;
    verify(fresh, from)
}

/// The whole restore is one transaction: it is there, or nothing has changed.
fn restore_schema(
    address: &PostgresAddress,
    from: &Path,
    now: UnixMs,
) -> Result<Restored, OperateError> {
    let fresh = beside(from, ".restoring");
    let holding = verified_copy(from, &fresh)?;
    let mut source = Sqlite::open(&fresh)?;
    source.hold_still()?;
    let mut target = Postgres::connect(address)?;
    target.alone()?;
    let done: Result<_, StoreError> = in_one(&mut target, |target| {
        let aside = format!("{SCHEMA}_before_{}", now.value());
        let was_there = target.put_aside(&aside)?;
        target.bring_up_to_date()?;
        carry(&mut source, target)?;
        let gaps = if was_there { write_gaps(target, &aside, now)? } else { Gaps::NothingBefore };
        Ok((gaps, was_there.then_some(aside), draw_audited_epoch(target, AuditAct::Restored, now)?))
    });
    drop(source);
    remove_if_there(&fresh)?;
    let (gaps, aside, epoch) = done?;
    let before = aside.map(|aside| format!("the schema {aside}"));
    Ok(Restored { holding, epoch, before, gaps })
}

/// Writes down what only the schema put aside has. One that cannot be read costs the list only.
fn write_gaps(target: &mut Postgres, aside: &str, now: UnixMs) -> Result<Gaps, StoreError> {
    let mark = target.savepoint()?;
    match target.write_gaps(aside, now) {
        Ok(many) => target.release(mark).map(|()| Gaps::Listed(many)),
        Err(error) => {
            target.rollback_to(mark)?;
            Ok(Gaps::Unreadable(error.to_string()))
        }
    }
}

/// Writes down in `fresh` what only the database at `path` has.
fn gaps(path: &Path, fresh: &Path, now: UnixMs) -> Result<Gaps, OperateError> {
    // A server that still runs would go on writing to a file without a name.
    // It may be a newer program's, so this is looked at before the schema is.
    match Sqlite::as_it_is(path).and_then(|mut old| old.alone()) {
        Err(error @ StoreError::Busy(_)) => return Err(error.into()),
        Err(error) => return Ok(Gaps::Unreadable(error.to_string())),
        Ok(()) => {}
    }
    if let Err(error) = Sqlite::open(path).and_then(|mut old| old.alone()) {
        return Ok(Gaps::Unreadable(error.to_string()));
    }
    match Sqlite::open(fresh)?.write_gaps(path, now) {
        Ok(many) => Ok(Gaps::Listed(many)),
        Err(error) => Ok(Gaps::Unreadable(error.to_string())),
    }
}

/// The file gets a second name, so that the first is never without one.
fn keep(path: &Path, before: &Path) -> Result<(), OperateError> {
    fs::hard_link(path, before).map_err(OperateError::at(before))?;
    for end in ["-wal", "-shm"] {
        // A log that could not be brought into its file goes along with it.
        let log = beside(path, end);
        if log.exists() {
            fs::rename(&log, beside(before, end)).map_err(OperateError::at(&log))?;
        }
    }
    Ok(())
}

/// One record that no device has offered again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap(Row);

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |column| self.0.text(column).unwrap_or("");
        let at = |column| self.0.integer::<i64>(column).unwrap_or_default();
        write!(f, "{},{},{},{},{},{}", of(0), of(1), of(2), of(3), at(4), at(5))
    }
}

/// Where the gaps of all restores stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapList {
    /// How many there were.
    pub all: u64,
    /// Those whose record is not back.
    pub open: Vec<Gap>,
}

impl fmt::Display for GapList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "community,id,kind,device,made_at,received_at")?;
        for gap in &self.open {
            writeln!(f, "{gap}")?;
        }
        let back = self.all.saturating_sub(self.open.len() as u64);
        write!(f, "# {back} of {} records are back, {} are not", self.all, self.open.len())
    }
}

/// What a restore has not brought back so far: unrecoverable once every device has been heard of.
///
/// # Errors
/// What the database says.
pub fn list_gaps(database: &Database) -> Result<GapList, OperateError> {
    let mut connection = open_known(database)?;
    let all = connection.first(&restore::GAPS, &[])?.map_or(Ok(0), |row| row.integer(0))?;
    let open = connection.query(&restore::OPEN_GAPS, &[])?.into_iter().map(Gap).collect();
    Ok(GapList { all, open })
}
