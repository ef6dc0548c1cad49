//! The streams a household sorts into: the four bins of Zhejiang's DB33/T 1166-2019 and the special
//! streams that go into none of them.

use serde::{Deserialize, Serialize};

/// Where a thing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Stream {
    /// 可回收物, blue bin.
    Recyclable,
    /// 有害垃圾, red bin.
    Hazardous,
    /// 易腐垃圾, green bin (Zhejiang's word; GB/T 19095-2019 says 厨余垃圾).
    Perishable,
    /// 其他垃圾, grey bin.
    Residual,
    /// 大件垃圾: handed over whole at an announced time and place.
    Bulky,
    /// 装修垃圾: its own delivery point.
    Renovation,
    /// 园林垃圾: its own delivery point.
    Garden,
    /// 农药废弃包装物: back to the dealer or a pesticide point.
    PesticidePackaging,
}

/// The colour of a bin by DB33/T 1166-2019. Never the only sign: the word stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum BinColour {
    /// Recyclable.
    Blue,
    /// Hazardous.
    Red,
    /// Perishable.
    Green,
    /// Residual.
    Grey,
    /// A special stream: no bin.
    None,
}

impl Stream {
    /// All streams, the four bins first.
    pub const ALL: [Self; 8] = [
        Self::Recyclable,
        Self::Hazardous,
        Self::Perishable,
        Self::Residual,
        Self::Bulky,
        Self::Renovation,
        Self::Garden,
        Self::PesticidePackaging,
    ];

    /// The name used in data files, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recyclable => "recyclable",
            Self::Hazardous => "hazardous",
            Self::Perishable => "perishable",
            Self::Residual => "residual",
            Self::Bulky => "bulky",
            Self::Renovation => "renovation",
            Self::Garden => "garden",
            Self::PesticidePackaging => "pesticide_packaging",
        }
    }

    /// The stream of that code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stream| stream.code() == code)
    }

    /// The bin's colour.
    pub const fn colour(self) -> BinColour {
        match self {
            Self::Recyclable => BinColour::Blue,
            Self::Hazardous => BinColour::Red,
            Self::Perishable => BinColour::Green,
            Self::Residual => BinColour::Grey,
            _ => BinColour::None,
        }
    }
}

#[cfg(test)]
mod tests;
