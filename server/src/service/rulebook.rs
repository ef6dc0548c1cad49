//! The rulebook that the city has made of the one in the app: patches with signed hashes, told to
//! whoever has another. Made by [`crate::operate::answer_missing`]; nothing is signed or read as rows
//! here.

use std::sync::Arc;

use wufei_api::rulebook::{RulebookAnswer, RulebookOffer, RulebookQuery};
use wufei_domain::{
    refusal::{Code, Refusal},
    rulebook::{Patch, RulebookHash, RulebookSignature},
    scope::Scope,
};
use wufei_guide::Guide;

use super::{
    Failure,
    act::Act,
    authorise::{Bearer, caller},
};
use crate::{
    city_key,
    store::{Connection, StoreError, integer, statements::rulebook, text},
};

/// The newest rulebook over a version of the app's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// How many patches it has.
    pub edition: u32,
    /// Of the whole.
    pub hash: RulebookHash,
    /// Under it.
    pub signature: RulebookSignature,
}

/// What the city made of the app's rulebook; the same while its hash is.
#[derive(Debug, Clone)]
pub struct CityGuide {
    hash: RulebookHash,
    guide: Arc<Guide>,
}

impl CityGuide {
    /// The whole of it.
    pub fn guide(&self) -> &Guide {
        &self.guide
    }
}

impl PartialEq for CityGuide {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for CityGuide {}

/// The newest rulebook over the app's version `base`; none where nothing was answered.
///
/// # Errors
/// What the database says.
pub fn newest(connection: &mut dyn Connection, base: &str) -> Result<Option<Newest>, StoreError> {
    let Some(row) = connection.first(&rulebook::NEWEST_OF, &[text(base)])? else { return Ok(None) };
    Ok(Some(Newest { edition: row.integer(0)?, hash: row.read(1)?, signature: row.read(2)? }))
}

/// The patches over the app's version `base` after the first `after`, in order.
///
/// # Errors
/// What the database says.
pub fn patches(
    connection: &mut dyn Connection,
    base: &str,
    after: u32,
) -> Result<Vec<Patch>, StoreError> {
    let rows = connection.query(&rulebook::AFTER, &[text(base), integer(after)])?;
    let patch = |row: &crate::store::Row| {
        Ok(Patch { version: row.text(0)?.to_owned(), rows: row.text(1)?.to_owned() })
    };
    rows.iter().map(patch).collect()
}

/// The newest rulebook over the app's own; `made` is the one that was last made of it. The app's own
/// where nothing was answered, or where what was answered is not whole: a device refuses that as well.
///
/// # Errors
/// What the database says.
pub(super) fn guide(
    connection: &mut dyn Connection,
    made: &mut Option<CityGuide>,
) -> Result<Option<CityGuide>, StoreError> {
    let Ok(app) = Guide::zhejiang() else { return Ok(None) };
    let base = &app.rulebook().version;
    let Some(newest) = newest(connection, base)? else { return Ok(None) };
    let hash = newest.hash;
    if made.as_ref().is_none_or(|made| made.hash != hash) {
        let patched = app.patched(&patches(connection, base, 0)?).ok();
        let whole = patched.filter(|guide| guide.hash() == hash);
        *made = whole.map(|guide| CityGuide { hash, guide: Arc::new(guide) });
    }
    Ok(made.clone())
}

/// What the last page of a community's feed says of the rulebook.
///
/// # Errors
/// What the database says.
pub(super) fn offer(
    connection: &mut dyn Connection,
    scope: Scope,
) -> Result<Option<RulebookOffer>, StoreError> {
    match scope {
        Scope::Community(_) => offered(connection),
        Scope::Household(_) | Scope::Point(_) | Scope::Turf(_) => Ok(None),
    }
}

/// Which rulebook the city has now.
///
/// # Errors
/// What the database says.
pub(super) fn offered(
    connection: &mut dyn Connection,
) -> Result<Option<RulebookOffer>, StoreError> {
    let Some(row) = connection.first(&rulebook::NEWEST, &[])? else { return Ok(None) };
    let base = row.text(0)?.to_owned();
    Ok(Some(RulebookOffer { base, edition: row.integer(1)?, hash: row.read(2)? }))
}

/// The patches that a device lacks; all of them for one that has more than there are.
///
/// # Errors
/// As for every question with a token; [`Code::NotFound`] where nothing was answered over the
/// version in its app.
pub(super) fn answer(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    query: &RulebookQuery,
) -> Result<RulebookAnswer, Failure> {
    caller(connection, bearer, Act::ReadRulebook)?;
    let not_found = || Refusal::new(Code::NotFound).with("value", &query.base);
    let newest = newest(connection, &query.base)?.ok_or_else(not_found)?;
    let key = city_key::public(connection)?.ok_or_else(not_found)?;
    let after = if query.after < newest.edition { query.after } else { 0 };
    Ok(RulebookAnswer {
        base: query.base.clone(),
        after,
        patches: patches(connection, &query.base, after)?,
        hash: newest.hash,
        signature: newest.signature,
        key,
    })
}
