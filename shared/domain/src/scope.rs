//! Scopes: what a feed covers, and so what a cursor counts and a token may read.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    area::AreaCode,
    ids::{HouseholdId, PointId, TurfId},
    refusal::{Code, Refusal},
};

/// One feed. Written `community:330683106273`, `household:330683106273-12`, `point:UUID`,
/// `turf:UUID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// What everyone of a community may see: tariff, recycling points, script, standing.
    Community(AreaCode),
    /// One household's card, drop-offs and transfers.
    Household(HouseholdId),
    /// One recycling point: the cards of the households it serves, its drop-offs and shifts.
    Point(PointId),
    /// One turf: its doors and all visits to them.
    Turf(TurfId),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Community(code) => write!(f, "community:{code}"),
            Self::Household(id) => write!(f, "household:{id}"),
            Self::Point(id) => write!(f, "point:{id}"),
            Self::Turf(id) => write!(f, "turf:{id}"),
        }
    }
}

impl FromStr for Scope {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::new(Code::ScopeForbidden).with("value", text);
        let (kind, id) = text.split_once(':').ok_or_else(malformed)?;
        match kind {
            "community" => id.parse().map(Self::Community),
            "household" => id.parse().map(Self::Household),
            "point" => id.parse().map(Self::Point),
            "turf" => id.parse().map(Self::Turf),
            _ => Err(malformed()),
        }
        .map_err(|_| malformed())
    }
}

impl TryFrom<String> for Scope {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

#[cfg(test)]
mod tests;
