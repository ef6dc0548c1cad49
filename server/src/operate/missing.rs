//! What an organiser does beside the server about words that the rulebook does not know; over the wire
//! it is the same: [`crate::service::missing`].

use std::{
    fmt,
    path::{Path, PathBuf},
};

use wufei_api::missing::{MissingAnswerResponse, MissingPhoto, MissingResponse};
use wufei_domain::{area::AreaCode, audit::AuditAct, time::UnixMs};
use wufei_guide::BrokenData;

use super::{OperateError, field, in_transaction};
use crate::{
    city_key::CityKey,
    photos::PhotoFolder,
    service::{
        audit::Entry,
        missing::{self, AnswerError},
        photo::PhotoKey,
    },
    settings::Database,
    store::Connection,
};

/// What is told most in an area, as CSV with a head; then where the photos of each word are.
#[derive(Debug)]
pub struct MissingList {
    /// As the server answers it over the wire.
    pub told: MissingResponse,
    /// Where photos lie; none beside a database that is no file, unless it is named.
    pub folder: Option<PhotoFolder>,
}

impl fmt::Display for MissingList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MissingResponse { words, others, others_told } = &self.told;
        writeln!(f, "word,told")?;
        for word in words {
            writeln!(f, "{},{}", field(&word.word), word.told)?;
        }
        for word in words {
            for photo in &word.photos {
                writeln!(f, "# photo of {}: {}", word.word, self.place_of(photo))?;
            }
        }
        write!(f, "# others: {others} words, told {others_told} times in all")
    }
}

impl MissingList {
    /// Where a photo is found, or why not yet.
    fn place_of(&self, photo: &MissingPhoto) -> String {
        let MissingPhoto { id, community, is_whole } = photo;
        if !is_whole {
            return format!("{id}, not here yet");
        }
        let key = PhotoKey { community: *community, id: id.clone() };
        let path = self.folder.as_ref().map(|folder| folder.path_of(&key));
        match path {
            Some(path) if path.exists() => path.display().to_string(),
            Some(path) => format!("{id}, not at {}: --photos names another folder", path.display()),
            None => format!("{id}, in the folder that --photos names"),
        }
    }
}

/// Lists the words of an area that the newest rulebook does not know; see [`missing::list`]. Their
/// photos lie in the folder that is named, else in that beside the database.
///
/// # Errors
/// As there.
pub fn list_missing(
    database: &Database,
    asked: AreaCode,
    floor: u64,
    photos: Option<PathBuf>,
) -> Result<MissingList, OperateError> {
    let folder = PhotoFolder::of(photos, database);
    let list = |connection: &mut dyn Connection| Ok(missing::list(connection, asked, floor)?);
    Ok(MissingList { told: in_transaction(database, list)?, folder })
}

/// What an answer came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered(pub MissingAnswerResponse);

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MissingAnswerResponse { version, things, words } = &self.0;
        write!(f, "rulebook {version}: {things} things, answers {words} words more; signed")
    }
}

/// Makes the next version of the rulebook from the rows of `file`; see [`missing::answer`].
///
/// # Errors
/// As there, the first wrong row with the file's name; [`OperateError::Key`].
pub fn answer_missing(
    database: &Database,
    file: &Path,
    rows: &str,
    now: UnixMs,
) -> Result<Answered, OperateError> {
    let key = CityKey::open(database).map_err(OperateError::Key)?;
    in_transaction(database, |connection| {
        let answered = missing::answer(connection, rows, &key, now);
        let answered = answered.map_err(|error| match error {
            AnswerError::Failed(failure) => failure.into(),
            AnswerError::Rows(broken) => {
                OperateError::Rows(BrokenData { file: file.display().to_string(), ..broken })
            }
        })?;
        let entry = Entry::by_operator(AuditAct::MissingAnswered);
        missing::entry(entry, &answered).append(connection, now)?;
        Ok(Answered(answered))
    })
}
