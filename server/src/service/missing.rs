//! Words that the rulebook does not know: which are told most in an area, and the answer to them, which
//! becomes the next version of the rulebook, signed. Asked by an organiser, over the wire or by
//! [`crate::operate`].

use std::collections::{BTreeMap, BTreeSet};

use wufei_api::missing::{
    FLOOR, FLOOR_LOWEST, MissingAnswerRequest, MissingAnswerResponse, MissingPhoto, MissingQuery,
    MissingResponse, MissingWord, PHOTOS_MAX, ROWS_BYTES_MAX,
};
use wufei_domain::{
    area::AreaCode,
    audit::AuditAct,
    refusal::{Code, Refusal},
    rulebook::{Patch, version_of},
    time::UnixMs,
};
use wufei_guide::{Answer, BrokenData, Guide, Rule, normalise};

use super::{
    Failure,
    act::Act,
    audit::Entry,
    authorise::{Bearer, Person, caller},
    rulebook,
};
use crate::{
    city_key::CityKey,
    store::{
        Connection, StoreError, integer,
        statements::{area, missing, photo, rulebook as stored},
        text,
    },
};

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The first wrong row.
    #[error(transparent)]
    Rows(#[from] BrokenData),
    /// As any request.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<StoreError> for AnswerError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Failed(failure) => failure,
            AnswerError::Rows(broken) => {
                let refusal = Refusal::new(Code::RulebookRowBroken).with("line", broken.line);
                refusal.with("detail", broken.rule).into()
            }
        }
    }
}

/// What an organiser is told of their own area or one below it.
///
/// # Errors
/// [`Code::RoleForbidden`], [`Code::TokenOtherArea`]; [`Code::BodyMalformed`] for a floor below
/// [`FLOOR_LOWEST`]; as [`list`].
pub(super) fn read(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    query: &MissingQuery,
) -> Result<MissingResponse, Failure> {
    let caller = caller(connection, bearer, Act::ListMissing)?;
    caller.must_cover(query.area)?;
    let floor = query.floor.unwrap_or(FLOOR);
    if floor < FLOOR_LOWEST {
        let detail = format!("floor: {floor} is less than {FLOOR_LOWEST}");
        return Err(Refusal::new(Code::BodyMalformed).with("detail", detail).into());
    }
    list(connection, query.area, floor)
}

/// Takes an organiser's answer. Every phone of the city follows it, so it is for who has all of it.
///
/// # Errors
/// As [`answer_by`].
pub(super) fn write(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    request: &MissingAnswerRequest,
    key: &CityKey,
    now: UnixMs,
) -> Result<MissingAnswerResponse, Failure> {
    let caller = caller(connection, bearer, Act::AnswerMissing)?;
    answer_by(connection, &caller.person, &request.rows, key, now)
}

/// As [`answer`], by somebody whose answer it is in the audit log.
///
/// # Errors
/// As [`may_answer`] and [`answer`].
pub(super) fn answer_by(
    connection: &mut dyn Connection,
    person: &Person,
    rows: &str,
    key: &CityKey,
    now: UnixMs,
) -> Result<MissingAnswerResponse, Failure> {
    may_answer(person)?;
    let answered = answer(connection, rows, key, now)?;
    let act = Entry::by(person.actor, AuditAct::MissingAnswered);
    entry(act, &answered).append(connection, now)?;
    Ok(answered)
}

/// Whether somebody may answer for the whole city.
///
/// # Errors
/// [`Code::RoleForbidden`]; [`Code::TokenOtherArea`] for an organiser of a part of the city.
pub(super) fn may_answer(person: &Person) -> Result<(), Refusal> {
    if !Act::AnswerMissing.roles().contains(&person.role) {
        return Err(person.forbidden());
    }
    if person.has_the_city() {
        return Ok(());
    }
    Err(Refusal::new(Code::TokenOtherArea)
        .with("value", person.city())
        .with("area", person.community))
}

/// What the audit log says of an answer.
pub fn entry(entry: Entry, answered: &MissingAnswerResponse) -> Entry {
    entry.of(&answered.version).with("words", answered.words)
}

/// The words of an area that the newest rulebook does not know. One that was told fewer than `floor`
/// times in it is counted among the others only.
///
/// # Errors
/// [`Code::AreaUnknown`]; what the database says.
pub fn list(
    connection: &mut dyn Connection,
    asked: AreaCode,
    floor: u64,
) -> Result<MissingResponse, Failure> {
    let floor = floor.max(FLOOR_LOWEST);
    if connection.first(&area::NAME, &[text(asked)])?.is_none() {
        return Err(Refusal::new(Code::AreaUnknown).with("value", asked).into());
    }
    let guide = newest(connection)?;
    let words = told_in(connection, asked)?;
    let unknown = words.into_iter().filter(|(word, _)| !is_known(&guide, word));
    let (mut listed, others): (Vec<_>, Vec<_>) = unknown.partition(|(_, told)| *told >= floor);
    listed.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let mut photos = photos_in(connection, asked)?;
    let shown = |(word, told)| {
        let photos = photos.remove(&word).unwrap_or_default();
        MissingWord { word, told, photos }
    };
    Ok(MissingResponse {
        words: listed.into_iter().map(shown).collect(),
        others: others.len() as u64,
        others_told: others.iter().map(|(_, told)| told).sum(),
    })
}

/// Makes the next version of the rulebook from rows of the guide's own format. All of them or none.
///
/// # Errors
/// [`AnswerError::Rows`] with line and rule for the first wrong row, and for rows that say nothing;
/// [`Code::BodyTooLarge`] above [`ROWS_BYTES_MAX`]; what the database says.
pub fn answer(
    connection: &mut dyn Connection,
    rows: &str,
    key: &CityKey,
    now: UnixMs,
) -> Result<MissingAnswerResponse, AnswerError> {
    let before = newest(connection)?;
    let next = Next::of(connection, before, rows)?;
    next.keep(connection, key, now)?;
    let words = newly_known(connection, &next.before, &next.after)?;
    let things = next.after.items().len() as u64;
    Ok(MissingAnswerResponse { version: next.patch.version, things, words })
}

/// The next version of the rulebook, not kept yet.
pub struct Next {
    before: Guide,
    after: Guide,
    patch: Patch,
    edition: u32,
}

impl Next {
    /// What rows make of the newest rulebook, `before`.
    ///
    /// # Errors
    /// As [`answer`].
    pub fn of(
        connection: &mut dyn Connection,
        before: Guide,
        rows: &str,
    ) -> Result<Self, AnswerError> {
        if rows.len() > ROWS_BYTES_MAX {
            let refusal = Refusal::new(Code::BodyTooLarge).with("max", ROWS_BYTES_MAX);
            return Err(Failure::from(refusal).into());
        }
        let base = &app_guide()?.rulebook().version;
        let edition = rulebook::newest(connection, base)?.map_or(1, |newest| newest.edition + 1);
        let patch = Patch { version: version_of(base, edition), rows: rows.to_owned() };
        let after = before.patched(std::slice::from_ref(&patch))?;
        if after.items() == before.items() {
            return Err(BrokenData { file: String::new(), line: 1, rule: Rule::NoItems }.into());
        }
        Ok(Self { before, after, patch, edition })
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.patch.version
    }

    /// Signs and keeps it; from then on devices are offered it.
    ///
    /// # Errors
    /// What the database says.
    pub fn keep(
        &self,
        connection: &mut dyn Connection,
        key: &CityKey,
        now: UnixMs,
    ) -> Result<(), Failure> {
        let (hash, version) = (self.after.hash(), &self.patch.version);
        let values = [
            text(&app_guide()?.rulebook().version),
            integer(self.edition),
            text(version),
            text(&self.patch.rows),
            text(hash),
            text(key.sign(version, &hash)),
            integer(now.value()),
        ];
        connection.execute(&stored::INSERT, &values)?;
        Ok(key.publish(connection)?)
    }
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

/// The photos of each word in an area and in all below it, [`PHOTOS_MAX`] of each at most.
fn photos_in(
    connection: &mut dyn Connection,
    asked: AreaCode,
) -> Result<BTreeMap<String, Vec<MissingPhoto>>, StoreError> {
    let mut photos = BTreeMap::<String, Vec<MissingPhoto>>::new();
    for row in connection.query(&photo::OF_WORDS, &[])? {
        let community: AreaCode = row.read(0)?;
        let of_word = photos.entry(normalise(row.text(1)?)).or_default();
        if asked.contains(community) && of_word.len() < PHOTOS_MAX {
            let is_whole = row.integer::<u64>(3)? == 1;
            of_word.push(MissingPhoto { id: row.read(2)?, community, is_whole });
        }
    }
    Ok(photos)
}

fn is_known(guide: &Guide, word: &str) -> bool {
    matches!(guide.look_up(word), Answer::Found(_))
}

fn app_guide() -> Result<&'static Guide, Failure> {
    // Tests hold the compiled data to be whole; a server without it does not start.
    Guide::zhejiang().map_err(|broken| StoreError::Shape(broken.to_string()).into())
}

/// The rulebook of this program with all that was answered.
///
/// # Errors
/// What the database says.
pub fn newest(connection: &mut dyn Connection) -> Result<Guide, Failure> {
    let guide = app_guide()?;
    let patches = rulebook::patches(connection, &guide.rulebook().version, 0)?;
    let patched = guide.patched(&patches);
    patched.map_err(|broken| StoreError::Shape(broken.to_string()).into())
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
