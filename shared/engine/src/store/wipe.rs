//! Emptying a phone that was reported lost.
//!
//! What the server has, or told, goes at once. What was not sent goes only when nothing of it is
//! left, or by an organiser's word; photos go at once, since they are in the clear. Until then it stays, sealed where there is a key, and goes up
//! under its maker's token. A record that the server refused, or that somebody else made, counts as
//! not sent. When nothing is left, identity, token and the installation's id go too.

use rusqlite::{OptionalExtension as _, Transaction};
use wufei_app::effect::store::Settings;
use wufei_domain::{lost::LostWord, refusal::Refusal, scope::Scope, time::UnixMs};

use super::{Failure, Store, identity, photo, sealed, traces};

/// What goes at once; a row of the outbox before its record, a fact before its feed.
const GO: [&str; 11] = [
    "DELETE FROM kept_items",
    "DELETE FROM recalls",
    "DELETE FROM facts",
    "DELETE FROM snapshot_parts",
    "DELETE FROM snapshots",
    "DELETE FROM drafts",
    "DELETE FROM sealed_drafts",
    "DELETE FROM outbox WHERE id IN
       (SELECT id FROM records WHERE state IN ('acknowledged', 'withdrawn'))",
    "DELETE FROM records WHERE state IN ('acknowledged', 'withdrawn')",
    "DELETE FROM sealed_records WHERE state IN ('acknowledged', 'withdrawn')",
    "UPDATE scopes SET cursor = NULL WHERE cursor IS NOT NULL",
];
/// What goes when nothing is to be sent any more. `sqlite_sequence` tells how many records there
/// ever were.
const GO_TOO: [&str; 9] = [
    "DELETE FROM outbox",
    "DELETE FROM records",
    "DELETE FROM sealed_records",
    "DELETE FROM scopes",
    "DELETE FROM identity",
    "DELETE FROM sqlite_sequence",
    "DELETE FROM rulebook",
    "DELETE FROM rulebook_offer",
    "DELETE FROM city_key",
];
const UNSENT: &str =
    "SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM sealed_records)";
const OTHER_SCOPES: &str = "DELETE FROM scopes WHERE scope <> ?1";
const SETTINGS: &str = "SELECT body FROM settings";
const SAVE_SETTINGS: &str = "UPDATE settings SET body = ?1";

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wiped {
    /// Nothing: the device is as new.
    Whole,
    /// What was not sent.
    UnsentLeft,
}

impl Store {
    /// Empties the device as far as `word` allows, in one transaction, and leaves no trace of it.
    /// Twice is as once.
    ///
    /// # Errors
    /// `store_failed`: nothing was deleted.
    pub fn wipe(&mut self, word: LostWord, now: UnixMs) -> Result<Wiped, Refusal> {
        let key = self.seal.clone();
        let wiped = self.write(|tx| {
            let mut gone = 0;
            gone += photo::forget_all(tx)?;
            for sql in GO {
                gone += tx.execute(sql, [])?;
            }
            let unsent: i64 = tx.query_row(UNSENT, [], |row| row.get(0))?;
            let left = unsent > 0 && word == LostWord::SendFirst;
            if left {
                if let Some(key) = &key {
                    sealed::seal_unsent(tx, key)?;
                }
                gone += keep_one_feed(tx)?;
            } else {
                for sql in GO_TOO {
                    gone += tx.execute(sql, [])?;
                }
                forget_habits(tx)?;
                identity::renew_device(tx, now)?;
            }
            if gone > 0 {
                traces::mark(tx)?;
            }
            Ok(if left { Wiped::UnsentLeft } else { Wiped::Whole })
        })?;
        // It is told that all is gone; the next opening tries again.
        let _ = self.sweep_photos();
        let _ = self.clean_traces();
        Ok(wiped)
    }
}

/// The community's feed stays followed, or the device would not hear of a later word.
fn keep_one_feed(tx: &Transaction<'_>) -> Result<usize, Failure> {
    let Some(identity) = identity::identity(tx)? else { return Ok(0) };
    let scope = Scope::Community(identity.community);
    identity::add_scope(tx, scope)?;
    Ok(tx.execute(OTHER_SCOPES, [scope.to_string()])?)
}

/// Large type tells of its user; the language stays, so that whoever finds the phone can read it.
fn forget_habits(tx: &Transaction<'_>) -> Result<(), Failure> {
    let body: Option<String> = tx.query_row(SETTINGS, [], |row| row.get(0)).optional()?;
    let kept = body.and_then(|body| serde_json::from_str::<Settings>(&body).ok());
    let language = kept.unwrap_or_default().language;
    let settings = Settings { language, ..Settings::default() };
    tx.execute(SAVE_SETTINGS, [serde_json::to_string(&settings)?])?;
    Ok(())
}
