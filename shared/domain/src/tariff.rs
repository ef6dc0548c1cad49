//! The tariff: how many points a kilogram of each material earns. Versioned, an organiser's choice.

use serde::{Deserialize, Serialize};

use crate::{time::UnixMs, units::Fen, units::Points};

/// A material's key in the tariff, such as `cardboard`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct MaterialId(pub String);

#[cfg(feature = "ffi")]
uniffi::custom_newtype!(MaterialId, String);

/// How clean a lot is, chosen by staff. Fixed steps, so that nobody bargains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Grade {
    /// 100 %.
    #[default]
    Clean,
    /// 50 %.
    Mixed,
    /// 0 %: weighed, kept in the tonnage, earns nothing.
    Rejected,
}

impl Grade {
    /// Per cent of the rate that is paid.
    pub const fn per_cent(self) -> u32 {
        match self {
            Self::Clean => 100,
            Self::Mixed => 50,
            Self::Rejected => 0,
        }
    }

    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Mixed => "mixed",
            Self::Rejected => "rejected",
        }
    }
}

/// The rate of one material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rate {
    /// Which material.
    pub material: MaterialId,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Points for a clean kilogram, 0 to [`Rate::MAX`].
    pub points_per_kg: u32,
}

impl Rate {
    /// 100,000 points a kilogram: 1,000 CNY at 100 points a yuan, far above any recyclable.
    pub const MAX: u32 = 100_000;
}

/// A tariff in force from a moment on. A drop-off names the version it was weighed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tariff {
    /// Its version, rising.
    pub version: u32,
    /// From when it applies.
    pub valid_from: UnixMs,
    /// Points for one yuan when redeemed. Yuecheng, Shaoxing used 100.
    pub points_per_yuan: u32,
    /// The rates, in the order of the attendant's keys.
    pub rates: Vec<Rate>,
}

impl Tariff {
    /// The rate of a material, if the tariff has it.
    pub fn rate(&self, material: &MaterialId) -> Option<&Rate> {
        self.rates.iter().find(|rate| rate.material == *material)
    }

    /// What points are worth, rounded down to the fen.
    pub fn worth(&self, points: Points) -> Fen {
        let per_yuan = i64::from(self.points_per_yuan.max(1));
        Fen::new(points.value().saturating_mul(100).div_euclid(per_yuan))
    }
}

#[cfg(test)]
mod tests;
