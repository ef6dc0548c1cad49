//! What an organiser does about words that the rulebook does not know: sees which are told most, and
//! answers them with rows, which become the next version of the rulebook, signed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
};

use wufei_domain::{
    area::AreaCode,
    refusal::{Code, Refusal},
    rulebook::{Patch, version_of},
    time::UnixMs,
};
use wufei_guide::{Answer, BrokenData, Guide, normalise};

use super::{OperateError, field, in_transaction};
use crate::{
    city_key::CityKey,
    service::rulebook,
    settings::Database,
    store::{
        Connection, StoreError, integer,
        statements::{area, missing, rulebook as stored},
        text,
    },
};

/// A word that was told fewer times in the asked area is not listed: it may be one household's.
pub const FLOOR: u64 = 5;

/// No floor is lower.
pub const FLOOR_LOWEST: u64 = 3;

/// Bytes of an answer's rows at most: phones fetch it over a village's network.
pub const ROWS_BYTES_MAX: usize = 64 * 1024;

/// What is told most in an area, as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MissingList {
    /// Words with how often each was told, most first.
    pub words: Vec<(String, u64)>,
    /// How many other words there are.
    pub others: u64,
    /// How often they were told, all together.
    pub others_told: u64,
}

impl fmt::Display for MissingList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "word,told")?;
        for (word, told) in &self.words {
            writeln!(f, "{},{told}", field(word))?;
        }
        let Self { others, others_told, .. } = self;
        write!(f, "# others: {others} words, told {others_told} times in all")
    }
}

/// Lists the words of an area that the newest rulebook does not know. One that was told fewer than
/// `floor` times in it is counted among the others only.
///
/// # Errors
/// [`Code::AreaUnknown`]; what the database says.
pub fn list_missing(
    database: &Database,
    asked: AreaCode,
    floor: u64,
) -> Result<MissingList, OperateError> {
    let floor = floor.max(FLOOR_LOWEST);
    in_transaction(database, |connection| {
        if connection.first(&area::NAME, &[text(asked)])?.is_none() {
            return Err(Refusal::new(Code::AreaUnknown).with("value", asked).into());
        }
        let guide = newest(connection)?;
        let words = told_in(connection, asked)?;
        let unknown = words.into_iter().filter(|(word, _)| !is_known(&guide, word));
        let (mut listed, others): (Vec<_>, Vec<_>) = unknown.partition(|(_, told)| *told >= floor);
        listed.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let others_told = others.iter().map(|(_, told)| told).sum();
        Ok(MissingList { words: listed, others: others.len() as u64, others_told })
    })
}

/// How often each word was told in an area and in all below it.
fn told_in(
    connection: &mut dyn Connection,
    asked: AreaCode,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut words = BTreeMap::new();
    for row in connection.query(&missing::ALL_WORDS, &[])? {
        if asked.contains(row.read(0)?) {
            // What was counted before words were compared as the guide does.
            let told: &mut u64 = words.entry(normalise(row.text(1)?)).or_default();
            *told = told.saturating_add(row.integer(2)?);
        }
    }
    Ok(words)
}

fn is_known(guide: &Guide, word: &str) -> bool {
    matches!(guide.look_up(word), Answer::Found(_))
}

fn app_guide() -> Result<&'static Guide, OperateError> {
    Guide::zhejiang().map_err(|broken| OperateError::Rows(broken.clone()))
}

/// The rulebook of this program with all that was answered.
fn newest(connection: &mut dyn Connection) -> Result<Guide, OperateError> {
    let guide = app_guide()?;
    let patches = rulebook::patches(connection, &guide.rulebook().version, 0)?;
    guide.patched(&patches).map_err(OperateError::Rows)
}

/// What an answer came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The rulebook's version now.
    pub version: String,
    /// Things in it.
    pub things: usize,
    /// Words that were missing and are known now.
    pub words: u64,
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, things, words } = self;
        write!(f, "rulebook {version}: {things} things, answers {words} words more; signed")
    }
}

/// Makes the next version of the rulebook from rows of the guide's own format, which `file` is the
/// name of in what is refused. All of them or none.
///
/// # Errors
/// [`OperateError::Rows`] with file, line and rule for the first wrong row, and for rows that say
/// nothing; [`Code::BodyTooLarge`] above [`ROWS_BYTES_MAX`]; [`OperateError::Key`]; what the database
/// says.
pub fn answer_missing(
    database: &Database,
    file: &Path,
    rows: &str,
    now: UnixMs,
) -> Result<Answered, OperateError> {
    if rows.len() > ROWS_BYTES_MAX {
        return Err(Refusal::new(Code::BodyTooLarge).with("max", ROWS_BYTES_MAX).into());
    }
    let Database::Sqlite(path) = database;
    let key = CityKey::open(path).map_err(OperateError::Key)?;
    in_transaction(database, |connection| {
        let base = &app_guide()?.rulebook().version;
        let before = newest(connection)?;
        let edition = rulebook::newest(connection, base)?.map_or(1, |newest| newest.edition + 1);
        let patch = Patch { version: version_of(base, edition), rows: rows.to_owned() };
        let at = |broken: BrokenData| BrokenData { file: file.display().to_string(), ..broken };
        let broken = |broken| OperateError::Rows(at(broken));
        let after = before.patched(std::slice::from_ref(&patch)).map_err(broken)?;
        if after.items() == before.items() {
            let rule = wufei_guide::Rule::NoItems;
            return Err(broken(BrokenData { file: String::new(), line: 1, rule }));
        }
        let (hash, version) = (after.hash(), patch.version.clone());
        let values = [
            text(base),
            integer(edition),
            text(&version),
            text(rows),
            text(hash),
            text(key.sign(&version, &hash)),
            integer(now.value()),
        ];
        connection.execute(&stored::INSERT, &values)?;
        key.publish(connection)?;
        let words = newly_known(connection, &before, &after)?;
        Ok(Answered { version, things: after.items().len(), words })
    })
}

/// Missing words of all areas that the rulebook after an answer knows and the one before did not.
fn newly_known(
    connection: &mut dyn Connection,
    before: &Guide,
    after: &Guide,
) -> Result<u64, StoreError> {
    let mut words = BTreeSet::new();
    for row in connection.query(&missing::ALL_WORDS, &[])? {
        words.insert(normalise(row.text(1)?));
    }
    let known = words.iter().filter(|word| is_known(after, word) && !is_known(before, word));
    Ok(known.count() as u64)
}
