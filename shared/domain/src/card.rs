//! Card numbers: seven digits and a check digit, on a card that needs no phone.
//!
//! The check digit is Damm's: it finds every single wrong digit and every swap of neighbours, the
//! two slips people make when they read a number aloud or type it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    area::AreaCode,
    refusal::{Code, Refusal},
};

/// A totally anti-symmetric quasigroup of order 10 (H. Michael Damm, 2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A household card's number with its check digit, 8 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardNumber(u32);

/// Largest serial a card can carry: seven digits.
pub const SERIAL_MAX: u32 = 9_999_999;

impl CardNumber {
    /// The card of a serial, 0 to [`SERIAL_MAX`]; `None` above.
    pub fn from_serial(serial: u32) -> Option<Self> {
        (serial <= SERIAL_MAX).then(|| Self(serial * 10 + u32::from(check_digit(serial))))
    }

    /// The number in two groups of four, as it is printed and read aloud.
    pub fn spaced(self) -> String {
        let digits = self.to_string();
        format!("{} {}", &digits[..4], &digits[4..])
    }

    /// What the QR on the card holds: short, and with the community, so that an attendant's device
    /// finds the household without a network.
    pub fn qr_text(self, community: AreaCode) -> String {
        format!("WUFEI:1:{community}:{self}")
    }

    /// Reads what a scanner or a person gives: the QR's text, or the digits with or without spaces.
    ///
    /// # Errors
    /// [`Code::CardMalformed`], [`Code::CardCheckDigit`].
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        let digits = typed
            .trim()
            .strip_prefix("WUFEI:1:")
            .map_or(typed, |rest| rest.split_once(':').map_or(rest, |(_community, digits)| digits));
        digits.parse()
    }
}

fn check_digit(serial: u32) -> u8 {
    format!("{serial:07}")
        .bytes()
        .fold(0, |row, digit| DAMM[usize::from(row)][usize::from(digit - b'0')])
}

impl fmt::Display for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}", self.0)
    }
}

impl FromStr for CardNumber {
    type Err = Refusal;

    fn from_str(typed: &str) -> Result<Self, Refusal> {
        let digits: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c {
                '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
                _ => c,
            })
            .collect();
        let refuse = |code| Refusal::new(code).with("value", typed.trim());
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refuse(Code::CardMalformed));
        }
        let number: u32 = digits.parse().map_err(|_| refuse(Code::CardMalformed))?;
        match Self::from_serial(number / 10) {
            Some(card) if card.0 == number => Ok(card),
            _ => Err(refuse(Code::CardCheckDigit)),
        }
    }
}

impl TryFrom<String> for CardNumber {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<CardNumber> for String {
    fn from(card: CardNumber) -> Self {
        card.to_string()
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_type!(CardNumber, String, {
    lower: |card| card.to_string(),
    try_lift: |text| Ok(text.parse::<CardNumber>()?),
});

#[cfg(test)]
mod tests;
