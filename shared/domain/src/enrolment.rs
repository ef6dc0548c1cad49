//! Enrolment codes: what an organiser hands out once, in letters nobody mixes up.

use std::{fmt, str::FromStr};

use crate::refusal::{Code, Refusal};

/// Digits and letters without 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V.
pub const ALPHABET: &[u8; 20] = b"34679ACDEFGHJKMNPQRT";

/// Characters of a code without its dash: 20^10 codes, each usable once and for hours.
const LENGTH: usize = 10;

/// How long a new code is valid, in milliseconds: long enough to walk a list of volunteers over to
/// their phones, short enough that a lost slip of paper is soon worth nothing.
pub const VALID_MS: i64 = 72 * 60 * 60 * 1_000;

/// A one-time enrolment code, shown as `3A4C6-D7E9F`. Never stored in the clear on the server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnrolmentCode(String);

impl EnrolmentCode {
    /// A code from 10 random bytes. A byte of 240 or more would favour some letters by less than
    /// 1 in 15; a code lives for hours and has few tries, so it is taken modulo the alphabet.
    pub fn from_random(random: [u8; LENGTH]) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        Self(random.into_iter().map(letter).collect())
    }

    /// The letters without the dash: what is hashed.
    pub fn letters(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..LENGTH / 2], &self.0[LENGTH / 2..])
    }
}

impl FromStr for EnrolmentCode {
    type Err = Refusal;

    /// Reads what was typed or pasted: spaces, dashes and lower case do not matter, and of a link
    /// only what follows `code=` counts.
    fn from_str(typed: &str) -> Result<Self, Refusal> {
        let code = typed.rsplit_once("code=").map_or(typed, |(_, code)| code);
        let letters: String = code
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let known = letters.bytes().all(|letter| ALPHABET.contains(&letter));
        if letters.len() == LENGTH && known {
            Ok(Self(letters))
        } else {
            let shown: String = typed.trim().chars().take(40).collect();
            Err(Refusal::new(Code::EnrolmentCodeMalformed).with("value", shown))
        }
    }
}

#[cfg(test)]
mod tests;
