//! What proves a rulebook: its hash, the city's public key, the city's signature under both.
//!
//! A city answers missing words with patches of the rulebook. A device takes a patched rulebook only
//! when the hash of what came of it carries the signature of its city. How the hash is counted stands
//! in `wufei-guide`; who signs is the server's, who verifies the engine's.

use serde::{Deserialize, Serialize};

use crate::hex_bytes::hex_bytes;

/// The first line of what is signed: a signature of a rulebook is one of nothing else.
const SIGNED_AS: &str = "wufei rulebook 1";

/// Characters of a rulebook's version at most.
pub const VERSION_CHARS_MAX: usize = 32;

hex_bytes! {
    /// SHA-256 of a rulebook's canonical writing. Written as 64 lower-case hex digits.
    RulebookHash, 32, "no hash of a rulebook: 64 lower-case hex digits"
}

hex_bytes! {
    /// A city's public Ed25519 key. Written as 64 lower-case hex digits.
    RulebookKey, 32, "no key of a city: 64 lower-case hex digits"
}

hex_bytes! {
    /// A city's Ed25519 signature. Written as 128 lower-case hex digits.
    RulebookSignature, 64, "no signature of a rulebook: 128 lower-case hex digits"
}

/// Rows over a rulebook, and the version that it has with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Patch {
    /// As [`is_version`] says; the rulebook's, a dot, and the patch's place among all of them from 1:
    /// `2026.1.3`.
    pub version: String,
    /// The rows, a line each, as `wufei-guide` reads them.
    pub rows: String,
}

/// The version that the rulebook `base` has with `edition` patches.
pub fn version_of(base: &str, edition: u32) -> String {
    if edition == 0 { base.to_owned() } else { format!("{base}.{edition}") }
}

/// What a city signs: the version and the hash of the rulebook, each on a line of its own.
pub fn signed(version: &str, hash: &RulebookHash) -> String {
    format!("{SIGNED_AS}\n{version}\n{hash}\n")
}

/// Whether a text can be a version: 1 to [`VERSION_CHARS_MAX`] ASCII letters, digits, dots, hyphens.
pub fn is_version(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (1..=VERSION_CHARS_MAX).contains(&text.len()) && text.bytes().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_written_as_hex_and_read_back() {
        let hash = RulebookHash::new([7; 32]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        let signature = RulebookSignature::new([255; 64]);
        let json = serde_json::to_string(&signature).unwrap();
        assert_eq!(serde_json::from_str::<RulebookSignature>(&json).unwrap(), signature);
        let (upper, short, long) = ("AB".repeat(32), "0".repeat(63), "0".repeat(65));
        for broken in ["", "0", upper.as_str(), &short, &long, &"é".repeat(32), &"+1".repeat(32)] {
            assert!(broken.parse::<RulebookHash>().is_err(), "{broken}");
            assert!(broken.parse::<RulebookKey>().is_err(), "{broken}");
            assert!(serde_json::from_value::<RulebookKey>(broken.into()).is_err(), "{broken}");
        }
    }

    #[test]
    fn what_is_signed_names_its_purpose_version_and_hash() {
        let said = signed("2026.1.3", &RulebookHash::new([0; 32]));
        assert_eq!(said, format!("wufei rulebook 1\n2026.1.3\n{}\n", "00".repeat(32)));
    }

    #[test]
    fn a_version_is_short_and_plain() {
        assert!(is_version("2026.1") && is_version("2026.1.12"));
        for broken in ["", "2026 1", "2026|1", "2026\n1", "一", &"1".repeat(33)] {
            assert!(!is_version(broken), "{broken}");
        }
    }
}
