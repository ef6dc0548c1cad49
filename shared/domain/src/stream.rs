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

impl BinColour {
    /// The word in the class names of pages; `special` where there is no bin.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Green => "green",
            Self::Grey => "grey",
            Self::None => "special",
        }
    }

    /// The bin's own shape, so that colour is never the only sign: an SVG path of lines on a grid of
    /// 24 by 24.
    pub const fn drawing(self) -> &'static str {
        match self {
            Self::Blue => {
                "M19 12a7 7 0 0 1-12.5 4.3M5 12a7 7 0 0 1 12.5-4.3M18 3.5V8h-4.5M6 20.5V16h4.5"
            }
            Self::Red => "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM8.5 8.5l7 7M15.5 8.5l-7 7",
            Self::Green => "M6 18C5 9 10 4.5 20 4c.5 10-4 15-14 14zM4 21c2-6 5-9.5 9.5-11",
            Self::Grey => "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
            Self::None => "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
        }
    }
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
