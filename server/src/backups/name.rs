//! What a kept backup is called: `wufei-000017-20261124T0300Z.sqlite`. The number says in which order they
//! were made, whatever the clock said; the time, in UTC, is for people and for what is due.

use std::{fmt, str::FromStr};

use wufei_domain::time::{Civil, UnixMs};

/// The end of a whole one's name.
pub(super) const WHOLE: &str = ".sqlite";

/// The end of the list of its photos.
pub(super) const PHOTOS: &str = ".photos";

/// What all of them begin with.
pub(super) const BEGIN: &str = "wufei-";

/// The name of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupName {
    /// Counts up by one from 1.
    pub number: u32,
    /// The minute in which it was begun.
    pub at: UnixMs,
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day, hour, minute } = Civil::at(self.at, 0);
        write!(f, "{BEGIN}{:06}-{year:04}{month:02}{day:02}T{hour:02}{minute:02}Z", self.number)
    }
}

/// Not the name of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a backup")]
pub struct NoName;

impl FromStr for BackupName {
    type Err = NoName;

    /// Reads what [`BackupName`] shows, without an end.
    fn from_str(text: &str) -> Result<Self, NoName> {
        let (number, time) =
            text.strip_prefix(BEGIN).and_then(|rest| rest.split_once('-')).ok_or(NoName)?;
        let digits = |from: usize, to: usize| -> Result<i64, NoName> {
            time.get(from..to).and_then(|part| part.parse().ok()).ok_or(NoName)
        };
        let minutes = days(digits(0, 4)?, digits(4, 6)?, digits(6, 8)?) * 1_440
            + digits(9, 11)? * 60
            + digits(11, 13)?;
        let name = Self {
            number: number.parse().map_err(|_| NoName)?,
            at: UnixMs::new(minutes.saturating_mul(60_000)),
        };
        if name.to_string() == text { Ok(name) } else { Err(NoName) }
    }
}

/// Days from 1970 to a day of the proleptic Gregorian calendar.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    // Counted from March, so that a leap day ends its year.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_number_and_minute_and_is_read_back() {
        let name = BackupName { number: 17, at: UnixMs::new(1_795_489_200_000) };
        assert_eq!(name.to_string(), "wufei-000017-20261124T0300Z");
        for (number, minutes) in [(1, 0), (2, 28_927_439), (999_999, 29_924_820), (1_000_000, 7)] {
            let name = BackupName { number, at: UnixMs::new(minutes * 60_000) };
            assert_eq!(name.to_string().parse(), Ok(name));
        }
    }

    #[test]
    fn other_files_are_none_of_ours() {
        for text in [
            "wufei.toml",
            "wufei-17-20261124T0300Z",
            "wufei-000017-20261324T0300Z",
            "wufei-000017-20261124T0300Z.sqlite",
            "wufei-000017-2026112",
            "wufei-000017-二〇二六",
            "",
        ] {
            assert_eq!(text.parse::<BackupName>(), Err(NoName), "{text}");
        }
    }
}
