//! Backups that the running server makes by itself, and the older ones it removes.
//!
//! One is due when no whole backup carries a time within the last `every`, so a clock that is moved makes
//! one more at most, and none is left out. An older one goes only after a newer one is whole, and never
//! by its time: by the order in which they were made. A backup that fails is said and tried again; it
//! stops nothing and removes nothing. The folder is the server's own. Start here: [`Keeper::look`].

mod name;
mod photos;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    str::FromStr,
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

use name::{BEGIN, PHOTOS, WHOLE};
use photos::{Photos, entries, forget, keep};
use wufei_domain::time::{DAY_MS, UnixMs};

pub use name::{BackupName, NoName};

use crate::{
    Database,
    log::{Event, report},
    machine,
    measures::Measures,
    operate::{Holding, OperateError, backup, beside, settle},
};

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(5);

/// Milliseconds after a failure before it is tried again.
pub const AGAIN_MS: i64 = 5 * 60 * 1_000;

/// The end of the name of one that is not whole yet.
const TAKING: &str = ".taking";

/// The folder of the photos among the backups.
const PHOTO_FOLDER: &str = "photos";

/// How much time lies between two backups: a minute to a year. Written `90m`, `24h` or `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every {
    ms: i64,
}

/// Not a time between two backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a number with m, h or d behind it, from 1m to 366d")]
pub struct NoEvery;

impl FromStr for Every {
    type Err = NoEvery;

    fn from_str(text: &str) -> Result<Self, NoEvery> {
        let unit = match text.chars().last() {
            Some('m') => 60_000,
            Some('h') => 60 * 60_000,
            Some('d') => DAY_MS,
            _ => return Err(NoEvery),
        };
        let number: i64 = text[..text.len() - 1].parse().map_err(|_| NoEvery)?;
        match number.checked_mul(unit) {
            Some(ms) if (60_000..=366 * DAY_MS).contains(&ms) => Ok(Self { ms }),
            _ => Err(NoEvery),
        }
    }
}

/// How many backups are kept: 1 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep(usize);

/// Not a number of backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a number from 1 to 1000")]
pub struct NoKeep;

impl FromStr for Keep {
    type Err = NoKeep;

    fn from_str(text: &str) -> Result<Self, NoKeep> {
        text.parse().ok().filter(|keep| (1..=1_000).contains(keep)).map(Self).ok_or(NoKeep)
    }
}

/// What is made when, where, and kept how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    /// The folder, which nobody else writes to; made when it is not there.
    pub folder: PathBuf,
    /// The time between two.
    pub every: Every,
    /// How many stay.
    pub keep: Keep,
}

/// Why there is no new backup, or why older ones are still there.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database could not be copied, or the copy does not verify.
    #[error(transparent)]
    Database(#[from] OperateError),
    /// A file or folder.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The new one is whole, an older one could not be removed.
    #[error("{kept} is whole, but an older one was not removed: {why}")]
    NotRemoved {
        /// The new one.
        kept: Box<Kept>,
        /// What was in the way.
        why: Box<BackupError>,
    },
}

impl BackupError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }
}

/// A backup that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub name: BackupName,
    /// What it holds.
    pub holding: Holding,
    /// Photos that lie beside it.
    pub photos: usize,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, holding, photos } = self;
        write!(f, "{name}{WHOLE}: {photos} photos, {holding}")
    }
}

/// Makes them.
pub struct Keeper {
    database: Database,
    photos: PathBuf,
    backups: Backups,
    failed_at: Option<UnixMs>,
    measures: Measures,
}

impl Keeper {
    /// For a database whose photos lie in the folder `photos`.
    pub const fn new(
        database: Database,
        photos: PathBuf,
        backups: Backups,
        measures: Measures,
    ) -> Self {
        Self { database, photos, backups, failed_at: None, measures }
    }

    /// Makes a backup if one is due at `now`.
    pub fn look(&mut self, now: UnixMs) -> Option<Result<Kept, BackupError>> {
        let lately = |at: UnixMs, ms: i64| (0..ms).contains(&now.since_ms(at));
        let folder = &self.backups.folder;
        let every = self.backups.every.ms;
        // A folder that cannot be read is told by the backup that fails there.
        let is_there = whole(folder).unwrap_or_default().iter().any(|one| lately(one.at, every));
        if is_there || self.failed_at.is_some_and(|at| lately(at, AGAIN_MS)) {
            return None;
        }
        let made = self.make(now);
        let has_failed =
            matches!(&made, Err(error) if !matches!(error, BackupError::NotRemoved { .. }));
        self.failed_at = has_failed.then_some(now);
        self.measures.backed_up(!has_failed, now);
        Some(made)
    }

    /// Makes one, then removes those beyond what is kept.
    fn make(&self, now: UnixMs) -> Result<Kept, BackupError> {
        let folder = &self.backups.folder;
        fs::create_dir_all(folder).map_err(BackupError::at(folder))?;
        self.clear()?;
        let number = whole(folder)?.last().map_or(1, |newest| newest.number.saturating_add(1));
        let name = BackupName { number, at: now };
        let taking = folder.join(format!("{name}{TAKING}"));
        let holding = backup(&self.database, &taking)?;
        // After the database: every photo that it says is whole lies in its folder by now.
        let photos = keep(&self.photos, &folder.join(PHOTO_FOLDER))?;
        let list = folder.join(format!("{name}{PHOTOS}"));
        let lines: Vec<&str> = photos.iter().map(String::as_str).collect();
        let part = beside(&list, TAKING);
        fs::write(&part, lines.join("\n")).map_err(BackupError::at(&part))?;
        settle(&part, &list)?;
        settle(&taking, &folder.join(format!("{name}{WHOLE}")))?;
        let kept = Kept { name, holding, photos: photos.len() };
        match remove_beyond(folder, self.backups.keep.0) {
            Ok(()) => Ok(kept),
            Err(why) => Err(BackupError::NotRemoved { kept: Box::new(kept), why: Box::new(why) }),
        }
    }

    /// Removes what a program that was killed has left half made.
    fn clear(&self) -> Result<(), BackupError> {
        let folder = &self.backups.folder;
        for name in entries(folder)?.iter().filter(|name| name.starts_with(BEGIN)) {
            let stem = name.strip_suffix(PHOTOS);
            let is_loose = stem.is_some_and(|stem| !folder.join(format!("{stem}{WHOLE}")).exists());
            if name.contains(TAKING) || is_loose {
                let left = folder.join(name);
                fs::remove_file(&left).map_err(BackupError::at(&left))?;
            }
        }
        Ok(())
    }

    /// Looks until the sender that is given back is dropped. One that is being made then is left half
    /// made, which the next start clears away.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(mut self) -> io::Result<Sender<()>> {
        let (stop, stopped) = channel();
        thread::Builder::new().name("backups".to_owned()).spawn(move || {
            loop {
                match self.look(machine::now()) {
                    Some(Ok(kept)) => {
                        report(Event::BackupDone, &format_args!("backup done: {kept}"));
                    }
                    Some(Err(error)) => {
                        report(Event::BackupFailed, &format_args!("backup failed: {error}"));
                    }
                    None => {}
                }
                if stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Disconnected) {
                    return;
                }
            }
        })?;
        Ok(stop)
    }
}

/// The whole ones of a folder, in the order in which they were made.
///
/// # Errors
/// When the folder cannot be read; one that is not there is empty.
pub fn whole(folder: &Path) -> Result<Vec<BackupName>, BackupError> {
    let names = entries(folder)?;
    let name = |file: &String| file.strip_suffix(WHOLE)?.parse().ok();
    let mut all: Vec<BackupName> = names.iter().filter_map(name).collect();
    all.sort();
    Ok(all)
}

/// Removes all but the last `keep`, and the photos that only those had.
pub(crate) fn remove_beyond(folder: &Path, keep: usize) -> Result<(), BackupError> {
    let mut all = whole(folder)?;
    let beyond = all.len().saturating_sub(keep);
    for name in all.drain(..beyond) {
        for end in [WHOLE, PHOTOS] {
            let file = folder.join(format!("{name}{end}"));
            match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(BackupError::at(&file)(error));
                }
                _ => {}
            }
        }
    }
    let mut named = Photos::new();
    for name in all {
        let list = folder.join(format!("{name}{PHOTOS}"));
        let lines = fs::read_to_string(&list).map_err(BackupError::at(&list))?;
        named.extend(lines.lines().map(str::to_owned));
    }
    forget(&folder.join(PHOTO_FOLDER), &named)
}
