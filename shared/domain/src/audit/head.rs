//! The head of the chain: what is kept elsewhere, on paper or in another house.

use serde::{Deserialize, Serialize};

use super::{AuditHash, AuditSignature};
use crate::{rulebook::RulebookKey, time::UnixMs};

/// The first line of what is signed: a signature of a head is one of nothing else.
const SIGNED_AS: &str = "wufei audit head 1";

/// Where the chain ended at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its last row; 0 for none.
    pub seq: u64,
    /// That row's hash.
    pub hash: AuditHash,
    /// When it was taken.
    pub at: UnixMs,
}

impl Head {
    /// What a city signs: each on a line of its own.
    pub fn signed(&self) -> String {
        format!("{SIGNED_AS}\n{}\n{}\n{}\n", self.seq, self.hash, self.at.value())
    }
}

/// A head as it is kept in a file, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedHead {
    /// Its last row; 0 for none.
    pub seq: u64,
    /// That row's hash.
    pub hash: AuditHash,
    /// When it was taken, in milliseconds since 1970 UTC.
    pub at: UnixMs,
    /// The public key of the city that signed it.
    pub key: RulebookKey,
    /// Over [`Head::signed`].
    pub signature: AuditSignature,
}

impl SignedHead {
    /// The head without its signature.
    pub const fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash, at: self.at }
    }
}
