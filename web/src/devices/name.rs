//! A device's name in the address, also the name of its folder.

use std::fmt;

/// 1 to 32 of `a-z`, `0-9` and dash: safe in an address, in a path and in HTML.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The name, if it is one.
    pub fn new(text: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        ((1..=32).contains(&text.len()) && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_the_folder() {
        for text in ["", "..", "a/b", "a\\b", "A", "居民", "a b", &"a".repeat(33)] {
            assert_eq!(Name::new(text), None, "{text}");
        }
        for text in ["a", "kiosk-2", &"a".repeat(32)] {
            assert!(Name::new(text).is_some(), "{text}");
        }
    }
}
