//! Time as data: nothing here asks a clock.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    record::hex,
    refusal::{Code, Refusal},
};

/// Milliseconds since 1970-01-01 UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct UnixMs(i64);

/// Milliseconds in a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl UnixMs {
    /// That many milliseconds since 1970.
    pub const fn new(value: i64) -> Self {
        Self(value)
    }

    /// Milliseconds since 1970.
    pub const fn value(self) -> i64 {
        self.0
    }

    /// Later by `ms`; stops at the end of time.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds since `earlier`; negative when `earlier` is later.
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_newtype!(UnixMs, i64);

/// 2026-01-01 in China: no record is older than the product. A clock before it was never set.
pub const EARLIEST: UnixMs = UnixMs(1_767_196_800_000);

/// When a device says something happened. Never a cursor, never a tie-break alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceTime {
    /// The device's wall clock.
    pub wall: UnixMs,
    /// Minutes east of UTC at that moment.
    pub zone_minutes: i16,
    /// Milliseconds since the process started, from a clock that never goes back.
    pub monotonic_ms: u64,
    /// Which run of that clock it is; not said by versions before 3, and not of a word that is to be
    /// kept without its person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot: Option<BootId>,
}

impl DeviceTime {
    /// Milliseconds between two moments of one run, by the clock that never goes back, whatever was
    /// done to the wall clock meanwhile; negative when `earlier` is later. Nothing for moments of two
    /// runs, or of one that is not known.
    pub fn elapsed_since(&self, earlier: &Self) -> Option<i64> {
        let same = self.boot.is_some() && self.boot == earlier.boot;
        let later = i128::from(self.monotonic_ms) - i128::from(earlier.monotonic_ms);
        i64::try_from(later).ok().filter(|_| same)
    }
}

/// One run of the program on a device, from its start to its end: 8 random bytes drawn at the start.
/// It names what [`DeviceTime::monotonic_ms`] counts from. A phone's own boot would say no more, and
/// neither Android nor iOS tells it to every app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BootId([u8; BootId::BYTES]);

impl BootId {
    /// Bytes of an id.
    pub const BYTES: usize = 8;

    /// The id of these random bytes.
    pub const fn new(random: [u8; Self::BYTES]) -> Self {
        Self(random)
    }
}

impl fmt::Display for BootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for BootId {
    type Err = Refusal;

    /// 16 lower-case hex digits, or [`Code::IdMalformed`].
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::new(Code::IdMalformed).with("value", text);
        let read = u64::from_str_radix(text, 16).map_err(|_| malformed())?;
        let id = Self(read.to_be_bytes());
        if id.to_string() == text { Ok(id) } else { Err(malformed()) }
    }
}

impl Serialize for BootId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BootId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A calendar day and a time of day, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year, such as 2026.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// China has one zone, UTC+8, all year: the zone of every day and month that Wufei counts by.
pub const CHINA_ZONE_MINUTES: i16 = 8 * 60;

impl Civil {
    /// The civil date at `at`, `zone_minutes` east of UTC (proleptic Gregorian calendar).
    pub fn at(at: UnixMs, zone_minutes: i16) -> Self {
        let minutes = at.value().div_euclid(60_000) + i64::from(zone_minutes);
        let (days, minute_of_day) = (minutes.div_euclid(1_440), minutes.rem_euclid(1_440));
        // Days are counted from 0000-03-01, so that a leap day ends its year.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let small = |n: i64| u8::try_from(n).unwrap_or(0);
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: small(month),
            day: small(day),
            hour: small(minute_of_day / 60),
            minute: small(minute_of_day % 60),
        }
    }
}

#[cfg(test)]
mod tests;
