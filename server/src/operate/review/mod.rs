//! A city looks the rulebook through and sends its corrections back.
//!
//! [`write_pages`] writes the newest rulebook as pages to read and print, and as a table with empty
//! columns, as a workbook and as CSV. [`correct_rulebook`] reads a filled-in table: all of it becomes
//! the next version, by the way of [`super::answer_missing`], or none of it, with every wrong row named.
//!
//! `columns` says what stands in a table, `pages` and `sheet` write, `table` reads a file into rows,
//! `change` makes changed things of rows, `wrong` is what a row can break. Sentences come from
//! `server/words/`: no device ever sees them, so their codes are not among the domain's.

mod change;
mod columns;
mod pages;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod wrong;

use std::{fmt, fs, path::Path};

use wufei_domain::{
    audit::AuditAct,
    time::UnixMs,
    words::{Language, Words},
};
use wufei_guide::BrokenData;

use super::{OperateError, in_transaction};
use crate::{
    city_key::CityKey,
    service::{
        audit::Entry,
        missing::{AnswerError, Next, newest},
    },
    settings::Database,
};

pub(super) use wrong::sentences;
pub use wrong::{Broken, Wrong};

/// The words of pages and table, and the rules of a correction: Chinese, then English.
pub const WORDS: [&str; 2] =
    [include_str!("../../../words/zh-CN/review.ftl"), include_str!("../../../words/en/review.ftl")];

/// The words in one language.
///
/// # Errors
/// A word file that is not Fluent.
fn words(language: Language) -> Result<Words, OperateError> {
    let [chinese, english] = WORDS;
    let file = match language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    Words::new(language, &[file]).map_err(|error| OperateError::Unwritten(error.to_string()))
}

/// What was written for a city to look through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagesWritten {
    /// The rulebook's version.
    pub version: String,
    /// Pages, the index among them.
    pub pages: usize,
    /// Rows of the table.
    pub rows: usize,
}

impl fmt::Display for PagesWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, pages, rows } = self;
        write!(f, "rulebook {version}: {pages} pages, {rows} rows in corrections.xlsx and .csv")
    }
}

/// Writes the newest rulebook into a folder that is not there yet, or is empty.
///
/// # Errors
/// [`OperateError::Occupied`] for a folder with something in it: a filled-in table is never written
/// over. What the files and the database say.
pub fn write_pages(
    database: &Database,
    folder: &Path,
    language: Language,
) -> Result<PagesWritten, OperateError> {
    let guide = in_transaction(database, |connection| Ok(newest(connection)?))?;
    let words = words(language)?;
    fs::create_dir_all(folder).map_err(OperateError::at(folder))?;
    if fs::read_dir(folder).map_err(OperateError::at(folder))?.next().is_some() {
        return Err(OperateError::Occupied(folder.to_owned()));
    }
    let rows = columns::rows(&guide, language);
    let pages = pages::pages(&guide, &rows, &words);
    for (name, html) in &pages {
        write(&folder.join(name), html.as_bytes())?;
    }
    write(&folder.join("corrections.csv"), &sheet::csv(&rows, &words)?)?;
    write(&folder.join("corrections.xlsx"), &sheet::workbook(&guide, &rows, &words)?)?;
    let version = guide.rulebook().version.clone();
    Ok(PagesWritten { version, pages: pages.len(), rows: rows.len() })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), OperateError> {
    fs::write(path, bytes).map_err(OperateError::at(path))
}

/// What corrections came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// The rulebook's version with them.
    pub version: String,
    /// Rows that change something.
    pub rows: usize,
    /// Things they belong to.
    pub things: usize,
    /// Rows with a note alone: they are for people, and change nothing.
    pub notes: usize,
    /// Whether they are kept, or were looked at only.
    pub is_kept: bool,
}

impl fmt::Display for Corrected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, rows, things, notes, is_kept } = self;
        let end = if *is_kept { "signed" } else { "looked at only, nothing is kept" };
        write!(f, "rulebook {version}: {rows} rows of {things} things corrected, ")?;
        write!(f, "{notes} notes without a correction; {end}")
    }
}

/// How corrections are taken.
#[derive(Debug, Clone, Copy)]
pub struct Taking<'a> {
    /// The file of the city's key, where it is neither in the environment nor beside the database.
    pub key: Option<&'a Path>,
    /// Look only, keep nothing.
    pub is_check: bool,
    /// The time it is.
    pub now: UnixMs,
}

/// Makes the next version of the rulebook from a filled-in table: all of it or nothing.
///
/// # Errors
/// [`OperateError::Corrections`] with every wrong row; [`OperateError::Rows`] for what the guide
/// refuses, under the line of its thing; [`OperateError::Key`]; what the database says.
pub fn correct_rulebook(
    database: &Database,
    file: &Path,
    taking: Taking<'_>,
) -> Result<Corrected, OperateError> {
    let filled = table::read(file)?;
    let key = match (taking.is_check, taking.key) {
        (true, _) => None,
        (false, Some(key)) => Some(CityKey::of_file(key).map_err(OperateError::Key)?),
        (false, None) => Some(CityKey::open(database).map_err(OperateError::Key)?),
    };
    in_transaction(database, |connection| {
        let before = newest(connection)?;
        let changes = change::changes(&before, &file.display().to_string(), &filled)
            .map_err(OperateError::Corrections)?;
        if changes.things.is_empty() {
            let nothing = Wrong::file(file, Broken::NothingFilledIn);
            return Err(OperateError::Corrections(vec![nothing]));
        }
        let next = Next::of(connection, before, &changes.patch_rows());
        let next = next.map_err(|error| match error {
            AnswerError::Failed(failure) => failure.into(),
            AnswerError::Rows(broken) => {
                let (file, line) = (file.display().to_string(), changes.line_of(broken.line));
                OperateError::Rows(BrokenData { file, line, ..broken })
            }
        })?;
        if let Some(key) = &key {
            next.keep(connection, key, taking.now)?;
            Entry::by_operator(AuditAct::RulebookCorrected)
                .of(next.version())
                .with("things", changes.things.len())
                .append(connection, taking.now)?;
        }
        Ok(Corrected {
            version: next.version().to_owned(),
            rows: changes.rows,
            things: changes.things.len(),
            notes: changes.notes,
            is_kept: key.is_some(),
        })
    })
}
