//! What an organiser does beside the server about words that the rulebook does not know; over the wire
//! it is the same: [`crate::service::missing`].

use std::{fmt, path::Path};

use wufei_api::missing::{MissingAnswerResponse, MissingResponse};
use wufei_domain::{area::AreaCode, audit::AuditAct, time::UnixMs};
use wufei_guide::BrokenData;

use super::{OperateError, field, in_transaction};
use crate::{
    city_key::CityKey,
    service::{
        audit::Entry,
        missing::{self, AnswerError},
    },
    settings::Database,
};

/// What is told most in an area, as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MissingList(pub MissingResponse);

impl fmt::Display for MissingList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MissingResponse { words, others, others_told } = &self.0;
        writeln!(f, "word,told")?;
        for word in words {
            writeln!(f, "{},{}", field(&word.word), word.told)?;
        }
        write!(f, "# others: {others} words, told {others_told} times in all")
    }
}

/// Lists the words of an area that the newest rulebook does not know; see [`missing::list`].
///
/// # Errors
/// As there.
pub fn list_missing(
    database: &Database,
    asked: AreaCode,
    floor: u64,
) -> Result<MissingList, OperateError> {
    in_transaction(database, |connection| Ok(MissingList(missing::list(connection, asked, floor)?)))
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
