//! Integers with a unit: weight in grams, points, money in fen. Never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};

/// A weight, 0 to [`Grams::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[serde(transparent)]
pub struct Grams(u32);

impl Grams {
    /// 5,000 kg: above any platform scale of a recycling point, and 10,000 lines of it still fit 64
    /// bits when multiplied by a rate.
    pub const MAX: Self = Self(5_000_000);
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// # Errors
    /// [`Code::WeightAboveScale`] above [`Grams::MAX`].
    pub fn new(grams: u32) -> Result<Self, Refusal> {
        if grams > Self::MAX.0 {
            return Err(Refusal::new(Code::WeightAboveScale)
                .with("value", grams)
                .with("max", Self::MAX.0));
        }
        Ok(Self(grams))
    }

    /// Grams.
    pub const fn value(self) -> u32 {
        self.0
    }

    /// What is left when `other` is taken away; `None` below 0.
    pub fn less(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl<'de> Deserialize<'de> for Grams {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u32::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Grams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<u32> for Grams {
    type Error = Refusal;

    fn try_from(grams: u32) -> Result<Self, Refusal> {
        Self::new(grams)
    }
}

impl From<Grams> for u32 {
    fn from(grams: Grams) -> Self {
        grams.0
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_type!(Grams, u32, {
    lower: |grams| grams.value(),
    try_lift: |grams| Ok(Grams::new(grams)?),
});

/// Points, may be negative in a balance after a correction.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Points(i64);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);

    /// That many points.
    pub const fn new(points: i64) -> Self {
        Self(points)
    }

    /// Points.
    pub const fn value(self) -> i64 {
        self.0
    }

    /// The sum; `None` on overflow.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::iter::Sum for Points {
    /// Stops at the largest number rather than wrap.
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.fold(0, |sum, points| sum.saturating_add(points.0)))
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_newtype!(Points, i64);

/// Money, in fen (1 CNY = 100 fen).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    /// That many fen.
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    /// Fen.
    pub const fn value(self) -> i64 {
        self.0
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_newtype!(Fen, i64);

/// What a weight is typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum WeightUnit {
    /// 公斤, 1,000 g.
    #[default]
    Kilogram,
    /// 斤, 500 g.
    Jin,
}

impl WeightUnit {
    /// Grams in one.
    pub const fn grams(self) -> u32 {
        match self {
            Self::Kilogram => 1_000,
            Self::Jin => 500,
        }
    }

    /// Reads what a person typed, exactly: at most [`WeightUnit::DECIMALS`] decimals, no rounding.
    /// Full-width digits and the ideographic full stop are read as the plain ones.
    ///
    /// # Errors
    /// [`Code::WeightMalformed`], [`Code::WeightNegative`], [`Code::WeightTooFine`] (also for half
    /// a gram), [`Code::WeightAboveScale`] above [`Grams::MAX`]. Zero is read as zero: whether it
    /// may stand is the caller's rule.
    pub fn parse(self, typed: &str) -> Result<Grams, Refusal> {
        let plain: String = typed.trim().chars().map(plain_digit).collect();
        let refuse = |code| Err(Refusal::new(code).with("value", typed.trim()));
        if let Some(rest) = plain.strip_prefix(['-', '−']) {
            let number = rest.starts_with(|c: char| c.is_ascii_digit());
            return refuse(if number { Code::WeightNegative } else { Code::WeightMalformed });
        }
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || plain.ends_with('.') {
            return refuse(Code::WeightMalformed);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > Self::DECIMALS {
            return Err(Refusal::new(Code::WeightTooFine)
                .with("value", typed.trim())
                .with("decimals", Self::DECIMALS));
        }
        // In half grams, so that a jin's thousandth is whole; wide enough to name what was typed.
        let above = |grams: &dyn fmt::Display| {
            Refusal::new(Code::WeightAboveScale).with("value", grams).with("max", Grams::MAX)
        };
        let thousandths = format!("{whole}{decimals:0<3}").parse::<u128>().ok();
        let Some(half_grams) =
            thousandths.and_then(|n| n.checked_mul(u128::from(self.grams() / 500)))
        else {
            return Err(above(&typed.trim()));
        };
        if half_grams % 2 == 1 {
            return Err(Refusal::new(Code::WeightTooFine)
                .with("value", typed.trim())
                .with("decimals", Self::DECIMALS - 1));
        }
        let grams = half_grams / 2;
        u32::try_from(grams).map_err(|_| above(&grams)).and_then(Grams::new)
    }

    /// Decimals a person may type: one gram on the kilogram key.
    pub const DECIMALS: usize = 3;
}

fn plain_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' | '。' => '.',
        '－' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests;
