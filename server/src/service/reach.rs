//! Reach: how often the code of a screen or a poster was opened, by the day. Who opened it is not
//! asked, and no time finer than the day is kept.

use std::{fmt, str::FromStr};

use wufei_domain::{
    enrolment::ALPHABET,
    time::{CHINA_ZONE_MINUTES, DAY_MS, UnixMs},
};

use crate::store::{Connection, StoreError, integer, statements::screen, text};

/// The code of a screen or a poster, such as `7KD3QA`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScreenCode(String);

/// A text that is no code of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a screen's code has {} digits and letters", ScreenCode::LENGTH)]
pub struct NoScreenCode;

impl ScreenCode {
    /// Letters of a code: 64 million codes, so that a slip of the finger rarely meets another.
    pub const LENGTH: usize = 6;

    /// The code of these random bytes.
    pub fn from_random(random: [u8; Self::LENGTH]) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        Self(random.into_iter().map(letter).collect())
    }
}

impl fmt::Display for ScreenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ScreenCode {
    type Err = NoScreenCode;

    /// Lower case does not matter.
    fn from_str(typed: &str) -> Result<Self, NoScreenCode> {
        let letters = typed.to_ascii_uppercase();
        let known = letters.bytes().all(|letter| ALPHABET.contains(&letter));
        if letters.len() == Self::LENGTH && known { Ok(Self(letters)) } else { Err(NoScreenCode) }
    }
}

/// The day of a moment: days since 1970 in China's zone.
pub const fn day(at: UnixMs) -> i64 {
    (at.value() + CHINA_ZONE_MINUTES as i64 * 60_000).div_euclid(DAY_MS)
}

/// Whether there is such a screen.
///
/// # Errors
/// What the database says.
pub(super) fn is_known(
    connection: &mut dyn Connection,
    code: &ScreenCode,
) -> Result<bool, StoreError> {
    Ok(connection.first(&screen::FIND, &[text(code)])?.is_some())
}

/// Counts one opening for the day; gives back whether there is such a screen.
///
/// # Errors
/// What the database says.
pub(super) fn count(
    connection: &mut dyn Connection,
    code: &ScreenCode,
    now: UnixMs,
) -> Result<bool, StoreError> {
    Ok(connection.execute(&screen::OPENED, &[text(code), integer(day(now))])? > 0)
}
