//! Photos of own records: which wait, which the server refused. A photo waits for its record, never a
//! record for its photo. The files are [`crate::photo`]'s; here stands who still names one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rusqlite::{OptionalExtension as _, Transaction, params};
use wufei_app::effect::{photo::PhotosReport, store::PhotoEntry};
use wufei_domain::{
    area::AreaCode,
    photo::PhotoId,
    record::Record,
    refusal::{Code, Refusal},
};

use super::{Failure, Store, record};
use crate::photo::path_in;

/// The folder of photos beside the database.
const FOLDER: &str = "photos";

const NAME: &str =
    "INSERT INTO photos (record, id, community) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const DUE: &str = "FROM photos p JOIN records r ON r.id = p.record
  WHERE p.refusal IS NULL AND r.state = 'acknowledged'";
const SENT: &str = "DELETE FROM photos WHERE id = ?1 AND community = ?2";
const REFUSED: &str = "UPDATE photos SET refusal = ?3 WHERE id = ?1 AND community = ?2";
const TRIED: &str = "UPDATE photos SET tried = tried + 1 WHERE id = ?1 AND community = ?2";
const OF_RECORD: &str = "SELECT id FROM photos WHERE record = ?1";
/// Of a record that the server has, only what it refused.
const FORGET_OF: &str = "DELETE FROM photos WHERE record = ?1 AND (refusal IS NOT NULL
  OR EXISTS (SELECT 1 FROM records WHERE id = ?1 AND state = 'withdrawn'))";
const LISTED: &str = "SELECT p.id, p.record, r.body, p.refusal FROM photos p
  JOIN records r ON r.id = p.record
  WHERE r.state = 'acknowledged' ORDER BY p.refusal IS NULL, r.position LIMIT ?1";
/// A draft names a photo by its id; nothing else in a draft looks like one.
const NAMED: &str = "SELECT EXISTS (SELECT 1 FROM photos WHERE id = ?1)
  OR EXISTS (SELECT 1 FROM drafts WHERE instr(body, ?1) > 0)";

/// Photos that are listed: as many as a day's walk.
const LISTED_MAX: i64 = 200;

/// A photo that could be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePhoto {
    /// Which.
    pub id: PhotoId,
    /// Of its record.
    pub community: AreaCode,
}

/// To be called with the record, in one transaction.
pub(super) fn name_all(tx: &Transaction<'_>, record: &Record) -> Result<(), Failure> {
    for id in record.body.photos() {
        let values = [record.id.to_string(), id.to_string(), record.community.to_string()];
        tx.prepare_cached(NAME)?.execute(values)?;
    }
    Ok(())
}

/// Forgets the photos of a record that is taken back, or those that were refused. Gives all it named:
/// [`Store::forget_file`] follows the commit.
pub(super) fn forget_of(tx: &Transaction<'_>, record: &str) -> Result<Vec<PhotoId>, Failure> {
    let mut ids = Vec::new();
    let mut statement = tx.prepare_cached(OF_RECORD)?;
    let mut rows = statement.query([record])?;
    while let Some(row) = rows.next()? {
        ids.push(row.get::<_, String>(0)?.parse()?);
    }
    tx.prepare_cached(FORGET_OF)?.execute([record])?;
    Ok(ids)
}

/// Forgets all: for a phone that goes to somebody else, or was lost. [`Store::sweep_photos`] follows
/// the commit.
pub(super) fn forget_all(tx: &Transaction<'_>) -> Result<usize, Failure> {
    Ok(tx.execute("DELETE FROM photos", [])?)
}

/// Those that wait while their records are sent, the refused ones first.
pub(super) fn listed(tx: &Transaction<'_>) -> Result<Vec<PhotoEntry>, Failure> {
    let mut statement = tx.prepare_cached(LISTED)?;
    let mut rows = statement.query([LISTED_MAX])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, body): (String, String) = (row.get(0)?, row.get(2)?);
        let refused: Option<String> = row.get(3)?;
        let Ok(record) = serde_json::from_str(&body) else { continue };
        let refused = refused.map(|text| serde_json::from_str(&text)).transpose()?;
        all.push(PhotoEntry { id: id.parse()?, record, refused });
    }
    Ok(all)
}

impl Store {
    /// The photo to send next: one that was tried least often.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn due_photo(&mut self) -> Result<Option<DuePhoto>, Refusal> {
        let sql = format!("SELECT p.id, p.community {DUE} ORDER BY p.tried, r.position LIMIT 1");
        self.read(|tx| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let found: Option<(String, String)> =
                tx.prepare_cached(&sql)?.query_row([], read).optional()?;
            let Some((id, community)) = found else { return Ok(None) };
            Ok(Some(DuePhoto { id: id.parse()?, community: community.parse()? }))
        })
    }

    /// How many could be sent now.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn due_photos(&mut self) -> Result<u32, Refusal> {
        let sql = format!("SELECT count(*) {DUE}");
        self.read(|tx| Ok(tx.prepare_cached(&sql)?.query_row([], |row| row.get(0))?))
    }

    /// A report with what is left.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn photos_left(&mut self, report: PhotosReport) -> Result<PhotosReport, Refusal> {
        let due = self.due_photos()?;
        let counts = self.read(record::counts)?;
        Ok(PhotosReport { due, counts, ..report })
    }

    /// The server has it.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn photo_sent(&mut self, photo: &DuePhoto) -> Result<(), Refusal> {
        self.write(|tx| {
            tx.execute(SENT, [photo.id.to_string(), photo.community.to_string()])?;
            Ok(())
        })
    }

    /// The server will never take it.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn photo_refused(&mut self, photo: &DuePhoto, refusal: &Refusal) -> Result<(), Refusal> {
        self.write(|tx| {
            let why = serde_json::to_string(refusal)?;
            tx.execute(REFUSED, params![photo.id.to_string(), photo.community.to_string(), why])?;
            Ok(())
        })
    }

    /// It has to wait: the others come first.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn photo_tried(&mut self, photo: &DuePhoto) -> Result<(), Refusal> {
        self.write(|tx| {
            tx.execute(TRIED, [photo.id.to_string(), photo.community.to_string()])?;
            Ok(())
        })
    }

    /// Where the files of photos lie; made with the first.
    pub fn photo_folder(&self) -> &Path {
        &self.photos
    }

    /// Where a photo lies.
    pub fn photo_path(&self, id: &PhotoId) -> PathBuf {
        path_in(&self.photos, id)
    }

    /// Removes a photo's file once nothing names it.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn forget_file(&mut self, id: &PhotoId) -> Result<(), Refusal> {
        if self.names_photo(id)? {
            return Ok(());
        }
        match fs::remove_file(self.photo_path(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }

    /// Removes every file of the folder that no record and no draft names: what was picked and left,
    /// what belonged to somebody who is gone, what was being written when power went.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn sweep_photos(&mut self) -> Result<(), Refusal> {
        let files = match fs::read_dir(&self.photos) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed(error)),
        };
        for file in files {
            let path = file.map_err(failed)?.path();
            let id: Option<PhotoId> = path.file_stem().and_then(|name| name.to_str()?.parse().ok());
            let id = id.filter(|id| path == self.photo_path(id));
            if !id.map(|id| self.names_photo(&id)).transpose()?.unwrap_or_default() {
                fs::remove_file(&path).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Whether a record or a draft still needs the file.
    fn names_photo(&mut self, id: &PhotoId) -> Result<bool, Refusal> {
        self.read(|tx| {
            Ok(tx.prepare_cached(NAMED)?.query_row([id.to_string()], |row| row.get(0))?)
        })
    }
}

/// The folder beside a database.
pub(super) fn folder_beside(database: &Path) -> PathBuf {
    database.with_file_name(FOLDER)
}

fn failed(error: io::Error) -> Refusal {
    Refusal::new(Code::StoreFailed).with("detail", error)
}
