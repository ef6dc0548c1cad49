//! The city's rulebook on the device: offered by a feed, fetched when it is another than what is here,
//! taken only when its hash carries the city's signature. Whatever is wrong with it, the rulebook that
//! is here stays, and at the least the one in the app.
//!
//! Start here: [`Store::rulebook_wanted`], [`Store::take_rulebook`]; `rounds` asks the server.

use std::sync::Arc;

use ring::signature::{ED25519, UnparsedPublicKey};
use rusqlite::{OptionalExtension as _, Transaction, params};
use wufei_api::rulebook::{RulebookAnswer, RulebookOffer, RulebookQuery};
use wufei_app::effect::store::Book;
use wufei_domain::{
    refusal::Refusal,
    rulebook::{Patch, RulebookHash, RulebookKey, RulebookSignature, signed, version_of},
};
use wufei_guide::Guide;

use super::{Failure, Store};

const KEY: &str = "SELECT key FROM city_key";
const SAVE_KEY: &str = "INSERT INTO city_key (one, key) VALUES (1, ?1)
  ON CONFLICT (one) DO UPDATE SET key = excluded.key";
const OFFERED: &str = "INSERT INTO rulebook_offer (one, hash) VALUES (1, ?1)
  ON CONFLICT (one) DO UPDATE SET hash = excluded.hash, settled = 0, refused = NULL
  WHERE excluded.hash <> rulebook_offer.hash";
const WANTED: &str = "SELECT EXISTS (SELECT 1 FROM rulebook_offer WHERE settled = 0)";
pub(super) const SETTLE: &str = "UPDATE rulebook_offer SET settled = 1, refused = ?1";
const UNSETTLE: &str = "UPDATE rulebook_offer SET settled = 0";
const HELD: &str = "SELECT edition, patches, hash, signature FROM rulebook WHERE base = ?1";
pub(super) const SAVE: &str = "INSERT INTO rulebook (one, base, edition, patches, hash, signature)
  VALUES (1, ?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (one) DO UPDATE SET base = excluded.base, edition = excluded.edition,
    patches = excluded.patches, hash = excluded.hash, signature = excluded.signature";
const IS_HERE: &str = "SELECT EXISTS (SELECT 1 FROM rulebook)";
const FORGET: &str = "DELETE FROM rulebook";

/// Bytes of all rows of a rulebook's patches at most.
const ROWS_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Why a rulebook was not taken. Nothing of what it says is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// The server has none for the version in the app.
    NotThere,
    /// It lies over another version than the one in the app.
    Base,
    /// Its patches do not follow those that are here, or it has fewer.
    Order,
    /// It is too large.
    Size,
    /// The city did not sign it, or another did.
    Signature,
    /// Its rows cannot be read.
    Rows,
    /// Its rows make another rulebook than the signed one.
    Hash,
}

impl NotTaken {
    const fn word(self) -> &'static str {
        match self {
            Self::NotThere => "not_there",
            Self::Base => "base",
            Self::Order => "order",
            Self::Size => "size",
            Self::Signature => "signature",
            Self::Rows => "rows",
            Self::Hash => "hash",
        }
    }
}

/// What is here over the version in the app.
struct Held {
    patches: Vec<Patch>,
    hash: RulebookHash,
    signature: RulebookSignature,
}

/// The version in the app, if it can be read; without it nothing is looked up at all.
fn app_guide() -> Option<&'static Guide> {
    Guide::zhejiang().ok()
}

fn held(tx: &Transaction<'_>, base: &str) -> Result<Option<Held>, Failure> {
    let found: Option<(String, String, String)> =
        tx.query_row(HELD, [base], |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?))).optional()?;
    // What was damaged is as not there: it is fetched again.
    Ok(found.and_then(|(patches, hash, signature)| {
        let patches = serde_json::from_str(&patches).ok()?;
        Some(Held { patches, hash: hash.parse().ok()?, signature: signature.parse().ok()? })
    }))
}

fn key(tx: &Transaction<'_>) -> Result<Option<RulebookKey>, Failure> {
    let key: Option<String> = tx.query_row(KEY, [], |row| row.get(0)).optional()?;
    Ok(key.and_then(|key| key.parse().ok()))
}

/// Keeps what the city signs with. An enrolment is the city's own word, so it replaces an older key.
pub(super) fn save_key(tx: &Transaction<'_>, key: &RulebookKey) -> Result<(), Failure> {
    tx.execute(SAVE_KEY, [key.to_string()])?;
    tx.execute(UNSETTLE, [])?;
    Ok(())
}

/// Notes which rulebook the city has.
pub(super) fn note_offer(tx: &Transaction<'_>, offer: &RulebookOffer) -> Result<(), Failure> {
    tx.prepare_cached(OFFERED)?.execute([offer.hash.to_string()])?;
    Ok(())
}

/// The rulebook that patches make of the one in the app, if the city signed what comes of them.
fn proved(guide: &Guide, held: &Held, key: &RulebookKey) -> Result<Guide, NotTaken> {
    let base = &guide.rulebook().version;
    let edition = u32::try_from(held.patches.len()).map_err(|_| NotTaken::Size)?;
    if held.patches.iter().map(|patch| patch.rows.len()).sum::<usize>() > ROWS_BYTES_MAX {
        return Err(NotTaken::Size);
    }
    let version = &held.patches.last().ok_or(NotTaken::Order)?.version;
    if *version != version_of(base, edition) {
        return Err(NotTaken::Order);
    }
    // Rows that nobody signed are not even read.
    UnparsedPublicKey::new(&ED25519, key.bytes())
        .verify(signed(version, &held.hash).as_bytes(), held.signature.bytes())
        .map_err(|_| NotTaken::Signature)?;
    let patched = guide.patched(&held.patches).map_err(|_| NotTaken::Rows)?;
    if patched.hash() == held.hash { Ok(patched) } else { Err(NotTaken::Hash) }
}

/// The city's rulebook that is here, proved anew; none when only the one in the app is there.
fn book(tx: &Transaction<'_>) -> Result<Option<Book>, Failure> {
    let Some(guide) = app_guide() else { return Ok(None) };
    let held = held(tx, &guide.rulebook().version)?;
    let (Some(held), Some(key)) = (held, key(tx)?) else { return Ok(None) };
    Ok(proved(guide, &held, &key).ok().map(|patched| Book(Arc::new(patched))))
}

/// What an answer makes of what is here.
fn joined(answer: &RulebookAnswer, base: &str, here: Option<&Held>) -> Result<Held, NotTaken> {
    if answer.base != base {
        return Err(NotTaken::Base);
    }
    let before = here.map_or(&[][..], |held| &held.patches);
    let after = usize::try_from(answer.after).map_err(|_| NotTaken::Order)?;
    let mut patches = match after {
        0 => Vec::new(),
        after if after == before.len() => before.to_vec(),
        _ => return Err(NotTaken::Order),
    };
    patches.extend(answer.patches.iter().cloned());
    // A city never takes an answer back: what has fewer is of an older day.
    if patches.len() < before.len() {
        return Err(NotTaken::Order);
    }
    Ok(Held { patches, hash: answer.hash, signature: answer.signature })
}

impl Store {
    /// What to ask the server for, if a feed said that the city has another rulebook than the one
    /// here. `whole` asks for all of it.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn rulebook_wanted(&mut self, whole: bool) -> Result<Option<RulebookQuery>, Refusal> {
        self.read(|tx| {
            let wanted: bool = tx.query_row(WANTED, [], |row| row.get(0))?;
            let Some(guide) = app_guide().filter(|_| wanted) else { return Ok(None) };
            let base = guide.rulebook().version.clone();
            let here = if whole { None } else { held(tx, &base)? };
            let after = here.map_or(0, |held| u32::try_from(held.patches.len()).unwrap_or(0));
            Ok(Some(RulebookQuery { base, after }))
        })
    }

    /// Takes the city's rulebook in one transaction, or says why not: then what was here stays. A
    /// device that knows no key of its city, because it was enrolled before there was one, takes the
    /// one that proves its first rulebook.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn take_rulebook(
        &mut self,
        answer: &RulebookAnswer,
    ) -> Result<Result<Book, NotTaken>, Refusal> {
        let Some(guide) = app_guide() else { return Ok(Err(NotTaken::Base)) };
        let base = &guide.rulebook().version;
        self.write(|tx| {
            let known = key(tx)?;
            let key = known.unwrap_or(answer.key);
            let here = held(tx, base)?;
            let new = match joined(answer, base, here.as_ref()) {
                Ok(new) => new,
                Err(why) => return Ok(Err(why)),
            };
            let patched = match proved(guide, &new, &key) {
                Ok(patched) => patched,
                Err(why) => return Ok(Err(why)),
            };
            let patches = serde_json::to_string(&new.patches)?;
            let edition = i64::try_from(new.patches.len()).unwrap_or(i64::MAX);
            let (hash, signature) = (new.hash.to_string(), new.signature.to_string());
            tx.execute(SAVE, params![base, edition, patches, hash, signature])?;
            if known.is_none() {
                tx.execute(SAVE_KEY, [key.to_string()])?;
            }
            tx.execute(SETTLE, [None::<&str>])?;
            Ok(Ok(Book(Arc::new(patched))))
        })
    }

    /// Notes that the offered rulebook was not taken: it is not asked for again, until another is
    /// offered.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn leave_rulebook(&mut self, why: NotTaken) -> Result<(), Refusal> {
        self.write(|tx| {
            tx.execute(SETTLE, [Some(why.word())])?;
            Ok(())
        })
    }

    /// Drops a rulebook that is here and no longer proves itself, by damage or by an app whose own is
    /// newer, so that the city's is asked for again. Gives the one that does.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn settle_rulebook(&mut self) -> Result<Option<Book>, Refusal> {
        let (book, is_here) = self.read(|tx| {
            let is_here: bool = tx.query_row(IS_HERE, [], |row| row.get(0))?;
            Ok((if is_here { book(tx)? } else { None }, is_here))
        })?;
        if is_here && book.is_none() {
            self.write(|tx| {
                tx.execute(FORGET, [])?;
                tx.execute(UNSETTLE, [])?;
                Ok(())
            })?;
        }
        Ok(book)
    }
}
