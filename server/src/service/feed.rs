//! The feed: facts appended with numbers from the scope's own counter, read in pages.
//!
//! A number is taken inside the writing transaction, so whoever has seen 7 has seen 1 to 6.

use wufei_api::feed::{FeedItem, FeedPage, FeedQuery, FeedRow};
use wufei_domain::{
    refusal::{Code, Refusal},
    scope::Scope,
    sync::PAGE_ROWS_MAX,
};

use super::{
    Failure, Service,
    authorise::{Bearer, caller},
    cursor,
};
use crate::store::{Connection, StoreError, integer, statements::feed, text};

/// Facts and the feeds they go to.
pub type Facts = Vec<(Scope, FeedItem)>;

/// Appends facts. Counters are taken in the order of their scopes, so that two writers on one
/// database never wait for each other in a circle; facts of one scope keep their order.
///
/// # Errors
/// What the database says.
pub fn append(connection: &mut dyn Connection, mut facts: Facts) -> Result<(), StoreError> {
    facts.sort_by_key(|(scope, _)| *scope);
    for (scope, item) in facts {
        let json = serde_json::to_string(&item)
            .map_err(|error| StoreError::Shape(format!("fact is no JSON: {error}")))?;
        let Some(row) = connection.first(&feed::NEXT, &[text(scope)])? else {
            return Err(StoreError::Shape(format!("no number for {scope}")));
        };
        let seq: i64 = row.integer(0)?;
        let values = [text(scope), integer(seq), text(item.kind()), text(item.key()), text(json)];
        connection.execute(&feed::APPEND, &values)?;
    }
    Ok(())
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
    connection.first(&feed::LATEST, &values)?.map(|row| row.json(0)).transpose()
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

impl Service {
    pub(super) fn page(
        &self,
        connection: &mut dyn Connection,
        bearer: &Bearer,
        query: &FeedQuery,
    ) -> Result<FeedPage, Failure> {
        let caller = caller(connection, bearer)?;
        caller.must_read(connection, query.scope)?;
        let after = match &query.cursor {
            Some(cursor) => self.position(connection, query.scope, cursor)?,
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
        Ok(FeedPage {
            next: cursor::sign(&self.cursor_key, &self.epoch, query.scope, seq),
            has_more: found.len() > limit,
            epoch: self.epoch.clone(),
            rows,
        })
    }

    /// A position beyond the newest row was given out by a server that has since lost rows: it was
    /// restored, whether or not somebody remembered to change its epoch.
    fn position(
        &self,
        connection: &mut dyn Connection,
        scope: Scope,
        cursor: &wufei_api::feed::Cursor,
    ) -> Result<u64, Failure> {
        let seq = cursor::verify(&self.cursor_key, &self.epoch, scope, cursor)?;
        let head = match connection.first(&feed::HEAD, &[text(scope)])? {
            Some(row) => row.integer(0)?,
            None => 0,
        };
        if seq > head {
            return Err(Refusal::new(Code::EpochChanged).with("epoch", &self.epoch).into());
        }
        Ok(seq)
    }
}
