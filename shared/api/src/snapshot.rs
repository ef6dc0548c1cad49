//! A snapshot: all that a large feed holds at one moment, in one piece that can be fetched part by
//! part. Whoever has it reads on from its cursor.
//!
//! It is offered with the first page of a feed, its size before its first byte. On the wire it is
//! zstd over JSON with its rows as columns; a part is a range of those bytes.

use std::fmt;

use serde::{Deserialize, Serialize};
use wufei_domain::{
    refusal::{Code, Refusal},
    scope::Scope,
};

use crate::feed::{Cursor, FeedRow};

/// Bytes of one part at most.
pub const PART_BYTES_MAX: usize = 128 * 1024;

/// Bytes of an unpacked snapshot at most: whoever reads one stops there.
pub const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The field of a [`Snapshot`] that comes as columns.
pub const ROWS: &str = "rows";

/// The type of its bytes.
pub const MEDIA_TYPE: &str = "application/zstd";

/// Which snapshot: SHA-256 of its bytes in lower-case hex, so that whoever has them all can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("pattern" = "^[0-9a-f]{64}$"))
)]
#[serde(try_from = "String", into = "String")]
pub struct SnapshotId(String);

/// Digits of an id.
const ID_DIGITS: usize = 64;

impl TryFrom<String> for SnapshotId {
    type Error = Refusal;

    /// 64 lower-case hex digits, or [`Code::IdMalformed`].
    fn try_from(text: String) -> Result<Self, Refusal> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == ID_DIGITS && text.bytes().all(is_digit) {
            return Ok(Self(text));
        }
        Err(Refusal::new(Code::IdMalformed).with("value", text))
    }
}

impl From<SnapshotId> for String {
    fn from(id: SnapshotId) -> Self {
        id.0
    }
}

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A snapshot on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnapshotOffer {
    /// Which.
    pub id: SnapshotId,
    /// Its size.
    pub bytes: u64,
    /// Facts in it.
    pub facts: u64,
}

/// Asks for the bytes from a position on; which ones, the header `range` says, as in HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnapshotQuery {
    /// Of which feed.
    pub scope: Scope,
    /// Which.
    pub id: SnapshotId,
}

/// What its bytes hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of which feed.
    pub scope: Scope,
    /// The server's epoch.
    pub epoch: String,
    /// Where the feed goes on.
    pub next: Cursor,
    /// The newest fact of each kind and key, in the order of their numbers.
    pub rows: Vec<FeedRow>,
}
