//! The mark that every feed is known to have reached.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension as _;
use wufei_api::feed::Cursor;
use wufei_domain::{news::NewsMark, refusal::Refusal, scope::Scope};

use super::{Store, identity};

const MARK: &str = "SELECT mark FROM news";
const KEEP: &str = "INSERT INTO news (one, mark) VALUES (1, ?1)
  ON CONFLICT (one) DO UPDATE SET mark = excluded.mark";

/// Feeds that a round read to their end, each with where it stands; `None` for one that the token
/// does not open.
pub type ReadFeeds = BTreeMap<Scope, Option<Cursor>>;

impl Store {
    /// The mark that all feeds have reached; none before the first, and after one of them was put
    /// back. A mark that cannot be read is none: the server tells another.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn news_mark(&mut self) -> Result<Option<NewsMark>, Refusal> {
        self.read(|tx| {
            let mark: Option<String> = tx.query_row(MARK, [], |row| row.get(0)).optional()?;
            Ok(mark.and_then(|mark| mark.parse().ok()))
        })
    }

    /// Keeps a mark that was told before the feeds in `read` were read, if those are all feeds and
    /// each still stands there. Whatever another lane changed meanwhile is seen by that. Gives back
    /// whether it is kept.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn keep_news_mark(&mut self, mark: NewsMark, read: &ReadFeeds) -> Result<bool, Refusal> {
        self.write(|tx| {
            let followed: ReadFeeds = identity::scopes(tx)?.into_iter().collect();
            if followed != *read {
                return Ok(false);
            }
            tx.execute(KEEP, [mark.to_string()])?;
            Ok(true)
        })
    }
}
