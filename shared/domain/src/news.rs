//! One number for how far all feeds of a person have come: the same number means that nothing is
//! new. A server makes it, a device keeps it and shows it again; nobody reads anything out of it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de::Error as _};

use crate::refusal::{Code, Refusal};

/// Where all feeds of a person stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NewsMark(u64);

impl NewsMark {
    /// A mark of these 64 bits.
    pub const fn new(bits: u64) -> Self {
        Self(bits)
    }
}

impl fmt::Display for NewsMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for NewsMark {
    type Err = Refusal;

    /// 16 lower-case hex digits, or [`Code::BodyMalformed`].
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || {
            let detail = format!("{text:?} is no mark of 16 lower-case hex digits");
            Refusal::new(Code::BodyMalformed).with("detail", detail)
        };
        let mark = u64::from_str_radix(text, 16).map(Self).map_err(|_| malformed())?;
        if mark.to_string() == text { Ok(mark) } else { Err(malformed()) }
    }
}

impl Serialize for NewsMark {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NewsMark {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|refusal: Refusal| {
            D::Error::custom(refusal.args.get("detail").map_or("no mark", String::as_str))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_16_digits_and_read_back() {
        for (bits, text) in [(0, "0000000000000000"), (u64::MAX, "ffffffffffffffff")] {
            let mark = NewsMark::new(bits);
            assert_eq!(mark.to_string(), text);
            assert_eq!(text.parse(), Ok(mark));
            let json = serde_json::to_string(&mark).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<NewsMark>(&json).unwrap(), mark);
        }
    }

    #[test]
    fn what_is_no_mark_is_refused_with_what_it_was() {
        for broken in ["", "0", "FFFFFFFFFFFFFFFF", "+fffffffffffffff", "00000000000000001"] {
            let refusal = broken.parse::<NewsMark>().unwrap_err();
            assert_eq!(refusal.code, Code::BodyMalformed);
            assert!(refusal.args["detail"].contains(broken), "{refusal:?}");
            assert!(serde_json::from_value::<NewsMark>(broken.into()).is_err());
        }
    }
}
