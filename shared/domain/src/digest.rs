//! One number for all facts of a feed: two ends that hold the same facts have the same digest.
//!
//! It finds what was lost or damaged on the way or in a file, and is no defence against somebody
//! who writes facts on purpose: feeds come over a connection that is.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de::Error as _};
use sha2::{Digest as _, Sha256};

use crate::{
    record::hex,
    refusal::{Code, Refusal},
};

/// Bytes of a digest.
const BYTES: usize = 16;

/// The digest of a set of facts, in whatever order they came: each fact's first 16 bytes of
/// SHA-256, all of them by exclusive or. That of no facts is all zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FeedDigest([u8; BYTES]);

impl FeedDigest {
    /// Takes a fact in, or out again: its number in the feed, its key, and its JSON with kind and
    /// fact, as this version of the protocol writes it.
    pub fn toggle(&mut self, seq: u64, key: &str, item: &str) {
        let mut hash = Sha256::new();
        hash.update(seq.to_be_bytes());
        hash.update(key.as_bytes());
        hash.update([0]);
        hash.update(item.as_bytes());
        for (mine, other) in self.0.iter_mut().zip(hash.finalize()) {
            *mine ^= other;
        }
    }
}

impl fmt::Display for FeedDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for FeedDigest {
    type Err = Refusal;

    /// 32 lower-case hex digits, or [`Code::BodyMalformed`].
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::new(Code::BodyMalformed).with("detail", "no feed digest");
        let read = u128::from_str_radix(text, 16).map_err(|_| malformed())?;
        let digest = Self(read.to_be_bytes());
        if digest.to_string() == text { Ok(digest) } else { Err(malformed()) }
    }
}

impl Serialize for FeedDigest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FeedDigest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(facts: &[(u64, &str)]) -> FeedDigest {
        let mut digest = FeedDigest::default();
        for (seq, item) in facts {
            digest.toggle(*seq, "key", item);
        }
        digest
    }

    #[test]
    fn the_order_of_facts_does_not_matter_and_each_of_them_does() {
        let both = of(&[(1, "a"), (2, "b")]);
        assert_eq!(both, of(&[(2, "b"), (1, "a")]));
        let others = [of(&[(1, "a")]), of(&[(1, "b"), (2, "a")]), of(&[(1, "a"), (3, "b")])];
        assert!(others.iter().all(|other| *other != both));
        let mut elsewhere = FeedDigest::default();
        elsewhere.toggle(1, "yek", "a");
        assert_ne!(elsewhere, of(&[(1, "a")]), "under another key");
        assert_eq!(of(&[(1, "a"), (2, "b"), (1, "a")]), of(&[(2, "b")]), "in and out again");
    }

    #[test]
    fn it_is_written_as_32_digits_and_read_back() {
        let digest = of(&[(1, "a")]);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(digest.to_string().len(), 32);
        assert_eq!(FeedDigest::default().to_string(), "0".repeat(32));
        for broken in ["", "0", "g".repeat(32).as_str(), "A".repeat(32).as_str(), &"0".repeat(33)] {
            assert!(broken.parse::<FeedDigest>().is_err(), "{broken}");
        }
    }
}
