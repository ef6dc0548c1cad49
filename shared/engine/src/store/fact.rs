//! What came down: the facts of the feeds and how far each was read.

use rusqlite::{Transaction, params};
use serde::Serialize;
use wufei_api::feed::{Cursor, FeedCheck, FeedItem, FeedPage, FeedRow};
use wufei_domain::{
    digest::FeedDigest, ledger::Account, refusal::Refusal, scope::Scope, tariff::Tariff,
    visit::Script,
};

use super::{Failure, Store, bodies, identity, record, rulebook, snapshot};

/// Only from where the page was asked for: a feed that began anew meanwhile is not skipped ahead.
const ADVANCE: &str = "UPDATE scopes SET cursor = ?3 WHERE scope = ?1 AND cursor IS ?2";
const SAVE: &str = "INSERT INTO facts
  (scope, kind, key, seq, record_kind, about, made_at, body)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
  ON CONFLICT (scope, kind, key) DO UPDATE SET
    seq = excluded.seq, record_kind = excluded.record_kind, about = excluded.about,
    made_at = excluded.made_at, body = excluded.body
  WHERE excluded.seq >= facts.seq";
const FORGET: &str = "DELETE FROM facts WHERE scope = ?1";
const RESTART: &str = "UPDATE scopes SET cursor = NULL WHERE scope = ?1";
const STANDS_AT: &str = "SELECT count(*) FROM scopes WHERE scope = ?1 AND cursor = ?2";
const HELD: &str = "SELECT seq, kind, key, body FROM facts WHERE scope = ?1";
const FORGET_ALL: &str = "DELETE FROM facts; DELETE FROM snapshot_parts; DELETE FROM snapshots";
const RESTART_ALL: &str = "UPDATE scopes SET cursor = NULL";
/// Versions rise, so the newest tariff and script are the ones with the largest number.
const NEWEST: &str = "SELECT body FROM facts WHERE kind = ?1
  ORDER BY CAST(key AS INTEGER) DESC, seq DESC LIMIT 1";

/// Drops a feed's facts; it is read from its beginning.
pub(super) fn forget(tx: &Transaction<'_>, scope: Scope) -> Result<(), Failure> {
    snapshot::forget(tx, scope)?;
    let scope = scope.to_string();
    tx.prepare_cached(FORGET)?.execute([&scope])?;
    tx.prepare_cached(RESTART)?.execute([&scope])?;
    Ok(())
}

/// Drops all facts; every feed is read from its beginning.
pub(super) fn forget_all(tx: &Transaction<'_>) -> Result<(), Failure> {
    tx.execute_batch(FORGET_ALL)?;
    tx.execute(RESTART_ALL, [])?;
    Ok(())
}

pub(super) fn tariff(tx: &Transaction<'_>) -> Result<Option<Tariff>, Failure> {
    Ok(bodies(tx, NEWEST, ["tariff"])?.pop())
}

pub(super) fn script(tx: &Transaction<'_>) -> Result<Option<Script>, Failure> {
    Ok(bodies(tx, NEWEST, ["script"])?.pop())
}

/// What a fact is found by beside its key.
struct Found {
    record_kind: &'static str,
    about: Option<String>,
    made_at: i64,
    body: String,
}

impl Found {
    fn plain(fact: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_string(fact)?;
        Ok(Self { record_kind: "", about: None, made_at: 0, body })
    }

    fn of(item: &FeedItem) -> Result<Self, Failure> {
        match item {
            FeedItem::Community(fact) => Self::plain(fact),
            FeedItem::Tariff(fact) => Self::plain(fact),
            FeedItem::Point(fact) => Self::plain(fact),
            FeedItem::Script(fact) => Self::plain(fact),
            FeedItem::Standing(fact) => {
                Ok(Self { made_at: fact.as_of.value(), ..Self::plain(fact)? })
            }
            FeedItem::Household(fact) => Self::plain(fact),
            FeedItem::Turf(fact) => Self::plain(fact),
            FeedItem::Door(fact) => {
                Ok(Self { made_at: i64::from(fact.position), ..Self::plain(fact)? })
            }
            FeedItem::Record(fact) => Ok(Self {
                record_kind: fact.record.body.kind(),
                about: record::about(&fact.record.body),
                made_at: fact.record.made_at.wall.value(),
                ..Self::plain(fact)?
            }),
            FeedItem::Transfer(fact) => Ok(Self {
                about: [fact.transfer.credit, fact.transfer.debit].iter().find_map(
                    |side| match side {
                        Account::Household(id) => Some(id.to_string()),
                        Account::Issuer(_) => None,
                    },
                ),
                made_at: fact.written_at.value(),
                ..Self::plain(fact)?
            }),
        }
    }
}

/// Keeps facts, each in the place of an older one of its kind and key.
pub(super) fn save(tx: &Transaction<'_>, scope: Scope, rows: &[FeedRow]) -> Result<(), Failure> {
    let name = scope.to_string();
    let mut save = tx.prepare_cached(SAVE)?;
    for row in rows {
        let found = Found::of(&row.item)?;
        save.execute(params![
            name,
            row.item.kind(),
            row.item.key(),
            i64::try_from(row.seq).unwrap_or(i64::MAX),
            found.record_kind,
            found.about,
            found.made_at,
            found.body,
        ])?;
    }
    Ok(())
}

impl Store {
    /// Takes a page that was asked for from `from`: facts and cursor in one transaction. A page of
    /// another epoch, or for a feed that was dropped or began anew meanwhile, counts for nothing.
    /// Gives the number of rows taken.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn take_page(
        &mut self,
        scope: Scope,
        from: Option<&Cursor>,
        page: &FeedPage,
    ) -> Result<u32, Refusal> {
        let name = scope.to_string();
        self.write(|tx| {
            if identity::epoch(tx)? != page.epoch {
                return Ok(0);
            }
            let from = from.map(|cursor| cursor.0.as_str());
            if tx.prepare_cached(ADVANCE)?.execute(params![name, from, page.next.0])? == 0 {
                return Ok(0);
            }
            save(tx, scope, &page.rows)?;
            if let Some(offer) = &page.rulebook {
                rulebook::note_offer(tx, offer)?;
            }
            Ok(u32::try_from(page.rows.len()).unwrap_or(u32::MAX))
        })
    }

    /// Whether the facts of a feed are those that the server says it holds. A feed that no longer
    /// stands at `cursor` was dropped or begun anew meanwhile, and is not compared.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn holds(
        &mut self,
        scope: Scope,
        cursor: &Cursor,
        check: &FeedCheck,
    ) -> Result<bool, Refusal> {
        let name = scope.to_string();
        self.read(|tx| {
            let stands: bool =
                tx.prepare_cached(STANDS_AT)?.query_row([&name, &cursor.0], |row| row.get(0))?;
            if !stands {
                return Ok(true);
            }
            let (mut facts, mut digest) = (0, FeedDigest::default());
            let mut statement = tx.prepare_cached(HELD)?;
            let mut rows = statement.query([&name])?;
            while let Some(row) = rows.next()? {
                let seq: i64 = row.get(0)?;
                // What is no text here was damaged: it is of no fact that the server holds.
                let text = |column| row.get_ref(column).ok()?.as_str().ok();
                let item = text(1).zip(text(3)).map(|(kind, body)| FeedItem::digested(kind, body));
                let (key, item) = (text(2).unwrap_or_default(), item.unwrap_or_default());
                digest.toggle(u64::try_from(seq).unwrap_or(u64::MAX), key, &item);
                facts += 1;
            }
            Ok(facts == check.rows && digest == check.digest)
        })
    }

    /// Reads a feed from its beginning over what is there, which stays to be shown meanwhile.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn reread(&mut self, scope: Scope) -> Result<(), Refusal> {
        self.write(|tx| {
            tx.prepare_cached(RESTART)?.execute([scope.to_string()])?;
            Ok(())
        })
    }

    /// Drops a feed's facts; it is read from its beginning.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn restart(&mut self, scope: Scope) -> Result<(), Refusal> {
        self.write(|tx| forget(tx, scope))
    }
}
