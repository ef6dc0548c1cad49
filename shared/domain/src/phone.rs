//! A phone number that shows itself to nobody: wherever it is printed it reads `138****1234`. It has no
//! form for JSON. What needs all of it asks for it by name.

use std::{fmt, str::FromStr};

use crate::refusal::{Code, Refusal};

/// Digits of a mobile number in China.
const DIGITS: usize = 11;

/// A mobile number in China.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// All of it, as it is stored and dialled: `+8613812341234`. For the vault alone.
    pub fn unmasked(&self) -> String {
        format!("+86{}", self.0)
    }
}

impl FromStr for PhoneNumber {
    type Err = Refusal;

    /// 11 digits, the first 1, the second 3 to 9; before them perhaps +86, 86 or 0086, between them blanks
    /// and hyphens. [`Code::PhoneMalformed`], which does not repeat what was typed.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::new(Code::PhoneMalformed);
        let plain: String =
            text.trim().chars().filter(|sign| !matches!(sign, ' ' | '-' | '\u{3000}')).collect();
        let national = ["+86", "0086", "86"].iter().find_map(|code| plain.strip_prefix(code));
        let digits = national.filter(|rest| rest.len() == DIGITS).unwrap_or(&plain);
        let bytes = digits.as_bytes();
        let is_mobile = bytes.len() == DIGITS
            && bytes[0] == b'1'
            && (b'3'..=b'9').contains(&bytes[1])
            && bytes.iter().all(u8::is_ascii_digit);
        if is_mobile { Ok(Self(digits.to_owned())) } else { Err(malformed()) }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = (self.0.get(..3).unwrap_or(""), self.0.get(7..).unwrap_or(""));
        write!(f, "{head}****{tail}")
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_in_each_way_people_write_it() {
        for typed in [
            "13812341234",
            "138 1234 1234",
            "138-1234-1234",
            "+8613812341234",
            "+86 138 1234 1234",
            "008613812341234",
            "8613812341234",
            " 13812341234\n",
        ] {
            let number: PhoneNumber = typed.parse().unwrap();
            assert_eq!(number.unmasked(), "+8613812341234", "{typed}");
        }
    }

    #[test]
    fn it_shows_itself_masked_only() {
        let number: PhoneNumber = "13812341234".parse().unwrap();
        assert_eq!(number.to_string(), "138****1234");
        assert_eq!(format!("{number:?}"), "PhoneNumber(138****1234)");
        assert_eq!(format!("{:?}", Some(&number)), "Some(PhoneNumber(138****1234))");
    }

    #[test]
    fn what_is_no_mobile_number_is_refused_without_being_repeated() {
        for typed in [
            "",
            "1381234123",
            "138123412345",
            "12812341234",
            "23812341234",
            "1381234123a",
            "+8513812341234",
            "0571-88888888",
            "１３８１２３４１２３４",
            "+86+8613812341234",
        ] {
            let refused = typed.parse::<PhoneNumber>().unwrap_err();
            assert_eq!(refused.code, Code::PhoneMalformed, "{typed}");
            assert!(refused.args.is_empty());
        }
    }
}
