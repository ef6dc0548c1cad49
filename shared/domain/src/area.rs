//! Areas: Shaoxing's counties, towns, villages and communities by 12-digit statistical code.
//!
//! Codes have validity intervals: villages merge, and some of 2020 are no longer in the table. A
//! record keeps the code it was made under; a merger is a mapping at reading time ([`Merger`]).

pub mod table;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    refusal::{Code, Refusal},
    time::UnixMs,
};

/// A 12-digit statistical area code: 2 province, 2 city, 2 county, 3 town, 3 village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(u64);

/// Where an area stands in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Level {
    /// 省.
    Province,
    /// 市.
    City,
    /// 区、县、县级市.
    County,
    /// 乡镇、街道.
    Town,
    /// 村、社区: what Wufei calls a community.
    Village,
}

impl Level {
    /// The name used in data files and SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
            Self::Village => "village",
        }
    }

    /// How many trailing zeros a code of this level has at least.
    const fn factor(self) -> u64 {
        match self {
            Self::Province => 10_000_000_000,
            Self::City => 100_000_000,
            Self::County => 1_000_000,
            Self::Town => 1_000,
            Self::Village => 1,
        }
    }
}

impl AreaCode {
    /// The level its zeros say.
    pub const fn level(self) -> Level {
        if self.0.is_multiple_of(Level::Province.factor()) {
            Level::Province
        } else if self.0.is_multiple_of(Level::City.factor()) {
            Level::City
        } else if self.0.is_multiple_of(Level::County.factor()) {
            Level::County
        } else if self.0.is_multiple_of(Level::Town.factor()) {
            Level::Town
        } else {
            Level::Village
        }
    }

    /// The area one level up; a province has none.
    pub const fn parent(self) -> Option<Self> {
        let factor = match self.level() {
            Level::Province => return None,
            Level::City => Level::Province.factor(),
            Level::County => Level::City.factor(),
            Level::Town => Level::County.factor(),
            Level::Village => Level::Town.factor(),
        };
        Some(Self(self.0 / factor * factor))
    }

    /// Whether `other` is this area or lies in it.
    pub const fn contains(self, other: Self) -> bool {
        let factor = self.level().factor();
        other.0 / factor == self.0 / factor
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl FromStr for AreaCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::new(Code::AreaCodeMalformed).with("value", text);
        if text.len() != 12 || !text.bytes().all(|b| b.is_ascii_digit()) || text.starts_with("00") {
            return Err(malformed());
        }
        text.parse().map(Self).map_err(|_| malformed())
    }
}

impl TryFrom<String> for AreaCode {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.to_string()
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_type!(AreaCode, String, {
    lower: |code| code.to_string(),
    try_lift: |text| Ok(text.parse::<AreaCode>()?),
});

/// When a code is in force: from `from` on, before `to`. `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validity {
    /// First moment in force.
    pub from: Option<UnixMs>,
    /// First moment no longer in force.
    pub to: Option<UnixMs>,
}

impl Validity {
    /// Whether it is in force at `at`.
    pub fn holds_at(self, at: UnixMs) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }
}

/// An area as the table has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// Its level.
    pub level: Level,
    /// The area above; `None` for the topmost of the table.
    pub parent: Option<AreaCode>,
    /// Its name, not unique: 76 village names of Shaoxing are shared.
    pub name: String,
    /// When the code is in force.
    #[serde(default)]
    pub validity: Validity,
}

/// One unit going over into another: history stays under the old code, readings add it to the new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merger {
    /// The unit that ended.
    pub from: AreaCode,
    /// The unit it went over into.
    pub into: AreaCode,
    /// When.
    pub at: UnixMs,
}

/// The unit that answers for `code` at `at`, following mergers in time order.
///
/// A circle of mergers ends where it began, since each is followed at most once.
pub fn successor(code: AreaCode, at: UnixMs, mergers: &[Merger]) -> AreaCode {
    let mut left: Vec<&Merger> = mergers.iter().filter(|merger| merger.at <= at).collect();
    left.sort_by_key(|merger| merger.at);
    left.into_iter().fold(code, |code, merger| if merger.from == code { merger.into } else { code })
}

#[cfg(test)]
mod tests;
