//! The feed: facts appended with numbers from the scope's own counter, read in pages.
//!
//! A number is taken inside the writing transaction, so whoever has seen 7 has seen 1 to 6.

use std::collections::BTreeMap;

use wufei_api::{
    feed::{FeedCheck, FeedItem, FeedPage, FeedQuery, FeedRow},
    protocol,
};
use wufei_domain::{
    digest::FeedDigest,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::PAGE_ROWS_MAX,
};

use super::{
    Failure, Service,
    act::Act,
    authorise::{Bearer, caller},
    cursor, rulebook,
};
use crate::store::{Connection, Question, Row, StoreError, integer, statements::feed, text};

/// Facts and the feeds they go to.
pub type Facts = Vec<(Scope, FeedItem)>;

/// Appends facts. Counters are taken in the order of their scopes, so that two writers on one
/// database never wait for each other in a circle; facts of one scope keep their order.
///
/// # Errors
/// What the database says.
pub fn append(connection: &mut dyn Connection, mut facts: Facts) -> Result<(), StoreError> {
    facts.sort_by_key(|(scope, _)| *scope);
    for of_one in facts.chunk_by(|(one, _), (other, _)| one == other) {
        if let Some((scope, _)) = of_one.first() {
            append_to(connection, *scope, of_one)?.keep(connection, *scope)?;
        }
    }
    Ok(())
}

/// Appends facts of one scope; what it holds then. Their numbers are taken together.
fn append_to(
    connection: &mut dyn Connection,
    scope: Scope,
    facts: &[(Scope, FeedItem)],
) -> Result<Held, StoreError> {
    let many = facts.len() as u64;
    let named = [text(scope), integer(many)];
    let replacing = facts.iter().filter(|(_, item)| !item.is_told_once());
    let same: Vec<_> =
        replacing.map(|(_, item)| [text(scope), text(item.kind()), text(item.key())]).collect();
    let forerunners = same.iter().map(|same| (&feed::LATEST, same.as_slice()));
    let questions: Vec<Question<'_>> =
        std::iter::once((&feed::NEXT, named.as_slice())).chain(forerunners).collect();
    let mut answers = connection.query_all(&questions)?.into_iter();
    let head = answers.next().and_then(|rows| rows.into_iter().next());
    let head = head.ok_or_else(|| StoreError::Shape(format!("no number for {scope}")))?;
    let last: u64 = head.integer(0)?;
    let before = last.saturating_sub(many);
    let mut held =
        if before == 0 { Held::default() } else { Held::told(connection, scope, &head, 1)? };
    // What these facts replace among themselves.
    let mut told = BTreeMap::new();
    for ((_, item), seq) in facts.iter().zip(before + 1..) {
        let older = if item.is_told_once() { None } else { answers.next() };
        let json = serde_json::to_string(item)
            .map_err(|error| StoreError::Shape(format!("fact is no JSON: {error}")))?;
        let (kind, key) = (item.kind(), item.key());
        let here = Row(vec![integer(seq), text(&json)]);
        let replaced = told.insert((kind, key.clone()), here);
        held.add(replaced.as_ref().or(older.iter().flatten().next()), seq, &key, &json)?;
        let values = [text(scope), integer(seq), text(kind), text(key), text(json)];
        connection.write(&feed::APPEND, &values)?;
    }
    Ok(held)
}

/// What a feed holds: the newest fact of each kind and key.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    facts: u64,
    digest: FeedDigest,
}

impl Held {
    /// From the columns of a head, or counted where nobody has yet.
    fn told(
        connection: &mut dyn Connection,
        scope: Scope,
        head: &Row,
        column: usize,
    ) -> Result<Self, StoreError> {
        match head.read_if_any(column + 1)? {
            Some(digest) => Ok(Self { facts: head.integer(column)?, digest }),
            None => Self::count(connection, scope),
        }
    }

    fn count(connection: &mut dyn Connection, scope: Scope) -> Result<Self, StoreError> {
        let mut held = Self::default();
        for row in connection.query(&feed::HELD, &[text(scope)])? {
            held.add(None, row.integer(0)?, row.text(2)?, row.text(1)?)?;
        }
        Ok(held)
    }

    /// One more fact, in the place of an older one of its kind and key if there is one.
    fn add(
        &mut self,
        older: Option<&Row>,
        seq: u64,
        key: &str,
        item: &str,
    ) -> Result<(), StoreError> {
        match older {
            Some(older) => self.digest.toggle(older.integer(0)?, key, older.text(1)?),
            None => self.facts += 1,
        }
        self.digest.toggle(seq, key, item);
        Ok(())
    }

    fn keep(self, connection: &mut dyn Connection, scope: Scope) -> Result<(), StoreError> {
        let values = [text(scope), integer(self.facts), text(self.digest)];
        connection.write(&feed::COUNTED, &values)
    }
}

/// The newest fact of the same kind and key in the scope, if there is one.
///
/// # Errors
/// What the database says.
pub fn latest(
    connection: &mut dyn Connection,
    scope: Scope,
    kind: &str,
    key: &str,
) -> Result<Option<FeedItem>, StoreError> {
    let values = [text(scope), text(kind), text(key)];
    connection.first(&feed::LATEST, &values)?.map(|row| row.json(1)).transpose()
}

/// Appends those facts that differ from the newest of their kind, key and scope.
///
/// # Errors
/// What the database says.
pub fn append_changed(connection: &mut dyn Connection, facts: Facts) -> Result<u64, StoreError> {
    let mut changed = Vec::new();
    for (scope, item) in facts {
        if latest(connection, scope, item.kind(), &item.key())?.as_ref() != Some(&item) {
            changed.push((scope, item));
        }
    }
    let count = changed.len() as u64;
    append(connection, changed)?;
    Ok(count)
}

/// The newest number of a feed and what it holds, counted where nobody has yet.
fn head(connection: &mut dyn Connection, scope: Scope) -> Result<(u64, Held), StoreError> {
    let Some(head) = connection.first(&feed::HEAD, &[text(scope)])? else {
        return Ok((0, Held::default()));
    };
    let held = Held::told(connection, scope, &head, 1)?;
    if !head.has(2) {
        held.keep(connection, scope)?;
    }
    Ok((head.integer(0)?, held))
}

impl Service {
    pub(super) fn page(
        &mut self,
        connection: &mut dyn Connection,
        bearer: &Bearer,
        query: &FeedQuery,
    ) -> Result<FeedPage, Failure> {
        let caller = caller(connection, bearer, Act::ReadFeed)?;
        caller.must_read(connection, query.scope)?;
        let (newest, held) = head(connection, query.scope)?;
        let after = match &query.cursor {
            Some(cursor) => self.position(query.scope, newest, cursor)?,
            None => 0,
        };
        let limit = query.limit.unwrap_or(PAGE_ROWS_MAX).clamp(1, PAGE_ROWS_MAX);
        // One row more than wanted says whether there is more.
        let values = [text(query.scope), integer(after), integer(limit + 1)];
        let found = connection.query(&feed::AFTER, &values)?;
        let mut rows = Vec::with_capacity(found.len().min(limit));
        for row in found.iter().take(limit) {
            rows.push(FeedRow { seq: row.integer(0)?, item: row.json(1)? });
        }
        let seq = rows.last().map_or(after, |row| row.seq);
        let has_more = found.len() > limit;
        let snapshot = match query.cursor {
            None if has_more => self.offer(connection, query.scope, newest, held.facts)?,
            _ => None,
        };
        Ok(FeedPage {
            next: cursor::sign(&self.cursor_key, &self.epoch, query.scope, seq),
            has_more,
            epoch: self.epoch.clone(),
            rows,
            check: (!has_more).then_some(FeedCheck {
                protocol: protocol::CURRENT,
                rows: held.facts,
                digest: held.digest,
            }),
            snapshot,
            rulebook: if has_more { None } else { rulebook::offer(connection, query.scope)? },
        })
    }

    /// A position beyond the newest row was given out by a server that has since lost rows: it was
    /// restored, whether or not somebody remembered to change its epoch.
    fn position(
        &self,
        scope: Scope,
        newest: u64,
        cursor: &wufei_api::feed::Cursor,
    ) -> Result<u64, Refusal> {
        let seq = cursor::verify(&self.cursor_key, &self.epoch, scope, cursor)?;
        if seq > newest {
            return Err(Refusal::new(Code::EpochChanged).with("epoch", &self.epoch));
        }
        Ok(seq)
    }
}
