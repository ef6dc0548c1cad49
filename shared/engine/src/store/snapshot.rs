//! A snapshot of a large feed: kept part by part, taken when it is whole.

use std::io::Read as _;

use ring::digest::{SHA256, digest};
use rusqlite::{OptionalExtension as _, Transaction, params};
use serde_json::Value;
use wufei_api::{
    columns,
    snapshot::{ROWS, Snapshot, SnapshotId, SnapshotOffer, UNPACKED_BYTES_MAX},
};
use wufei_domain::{record::hex, refusal::Refusal, scope::Scope};

use super::{Failure, Store, fact, identity};

/// Nothing for a feed that is no longer followed.
const BEGIN: &str = "INSERT INTO snapshots (scope, id, bytes)
  SELECT scope, ?2, ?3 FROM scopes WHERE scope = ?1";
const UNDER_WAY: &str = "SELECT s.scope, s.id, s.bytes, COALESCE(SUM(LENGTH(p.body)), 0)
  FROM snapshots s LEFT JOIN snapshot_parts p ON p.scope = s.scope
  GROUP BY s.scope ORDER BY s.scope";
const ID: &str = "SELECT id, bytes FROM snapshots WHERE scope = ?1";
const HAVE: &str = "SELECT COALESCE(SUM(LENGTH(body)), 0) FROM snapshot_parts WHERE scope = ?1";
const KEEP: &str = "INSERT INTO snapshot_parts (scope, position, body) VALUES (?1, ?2, ?3)";
const PARTS: &str = "SELECT body FROM snapshot_parts WHERE scope = ?1 ORDER BY position";
const DROP_PARTS: &str = "DELETE FROM snapshot_parts WHERE scope = ?1";
const DROP: &str = "DELETE FROM snapshots WHERE scope = ?1";
const MOVE: &str = "UPDATE scopes SET cursor = ?2 WHERE scope = ?1";

/// How far a snapshot has been fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// Of which feed.
    pub scope: Scope,
    /// Which.
    pub id: SnapshotId,
    /// All its bytes.
    pub bytes: u64,
    /// Bytes that are here.
    pub have: u64,
}

/// All that are being fetched.
pub(super) fn under_way(tx: &Transaction<'_>) -> Result<Vec<UnderWay>, Failure> {
    let mut statement = tx.prepare_cached(UNDER_WAY)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (scope, id): (String, String) = (row.get(0)?, row.get(1)?);
        let (bytes, have): (i64, i64) = (row.get(2)?, row.get(3)?);
        all.push(UnderWay {
            scope: scope.parse()?,
            id: SnapshotId::try_from(id)?,
            bytes: bytes.unsigned_abs(),
            have: have.unsigned_abs(),
        });
    }
    Ok(all)
}

/// Forgets what was fetched of a feed's snapshot.
pub(super) fn forget(tx: &Transaction<'_>, scope: Scope) -> Result<(), Failure> {
    let scope = scope.to_string();
    tx.prepare_cached(DROP_PARTS)?.execute([&scope])?;
    tx.prepare_cached(DROP)?.execute([&scope])?;
    Ok(())
}

impl Store {
    /// Begins to fetch a snapshot, in the place of an older one of that feed. Nothing happens for a
    /// feed that is no longer followed.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn begin_snapshot(&mut self, scope: Scope, offer: &SnapshotOffer) -> Result<(), Refusal> {
        self.write(|tx| {
            forget(tx, scope)?;
            let bytes = i64::try_from(offer.bytes).unwrap_or(i64::MAX);
            tx.prepare_cached(BEGIN)?.execute(params![
                scope.to_string(),
                offer.id.to_string(),
                bytes
            ])?;
            Ok(())
        })
    }

    /// Keeps the next part; one that does not begin where the last ended counts for nothing. Gives
    /// the bytes that are here.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn keep_part(
        &mut self,
        scope: Scope,
        id: &SnapshotId,
        from: u64,
        body: &[u8],
    ) -> Result<u64, Refusal> {
        let name = scope.to_string();
        self.write(|tx| {
            let have = |tx: &Transaction<'_>| -> Result<i64, Failure> {
                Ok(tx.prepare_cached(HAVE)?.query_row([&name], |row| row.get(0))?)
            };
            let at = have(tx)?;
            let wanted: Option<String> =
                tx.prepare_cached(ID)?.query_row([&name], |row| row.get(0)).optional()?;
            if wanted == Some(id.to_string()) && at.unsigned_abs() == from && !body.is_empty() {
                tx.prepare_cached(KEEP)?.execute(params![name, at, body])?;
            }
            Ok(have(tx)?.unsigned_abs())
        })
    }

    /// Takes a snapshot that is whole: its facts and the cursor in one transaction. Gives the number
    /// of facts; `None` when its bytes are not those that were offered, or are of another epoch or
    /// feed: they are dropped, and the feed is read in pages.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn take_snapshot(&mut self, scope: Scope) -> Result<Option<u32>, Refusal> {
        self.write(|tx| {
            let whole = whole(tx, scope)?;
            forget(tx, scope)?;
            let Some(snapshot) = whole.as_deref().and_then(unpacked) else { return Ok(None) };
            if snapshot.scope != scope || snapshot.epoch != identity::epoch(tx)? {
                return Ok(None);
            }
            fact::save(tx, scope, &snapshot.rows)?;
            tx.prepare_cached(MOVE)?.execute([&scope.to_string(), &snapshot.next.0])?;
            Ok(Some(u32::try_from(snapshot.rows.len()).unwrap_or(u32::MAX)))
        })
    }

    /// Forgets what was fetched of a feed's snapshot.
    ///
    /// # Errors
    /// `store_failed`.
    pub fn drop_snapshot(&mut self, scope: Scope) -> Result<(), Refusal> {
        self.write(|tx| forget(tx, scope))
    }
}

/// The bytes, if they are those that were offered.
fn whole(tx: &Transaction<'_>, scope: Scope) -> Result<Option<Vec<u8>>, Failure> {
    let name = scope.to_string();
    let wanted: Option<String> =
        tx.prepare_cached(ID)?.query_row([&name], |row| row.get(0)).optional()?;
    let mut statement = tx.prepare_cached(PARTS)?;
    let mut rows = statement.query([&name])?;
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        bytes.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    let same = wanted.is_some_and(|wanted| wanted == hex(digest(&SHA256, &bytes).as_ref()));
    Ok(same.then_some(bytes))
}

/// What the bytes hold; never more than [`UNPACKED_BYTES_MAX`] of it.
fn unpacked(bytes: &[u8]) -> Option<Snapshot> {
    let bound = u64::try_from(UNPACKED_BYTES_MAX).ok()?;
    let mut json = Vec::new();
    let mut reader = zstd::Decoder::new(bytes).ok()?.take(bound + 1);
    reader.read_to_end(&mut json).ok()?;
    if json.len() > UNPACKED_BYTES_MAX {
        return None;
    }
    let body: Value = serde_json::from_slice(&json).ok()?;
    let body = columns::unpack(body, ROWS, UNPACKED_BYTES_MAX).ok()?;
    serde_json::from_value(body).ok()
}
