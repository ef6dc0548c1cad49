//! Words the guide does not know: counted by community, never by person. Neither word nor count knows
//! the record it came by; of that only the id stays, so that a repeat is known.

use wufei_domain::{area::AreaCode, record::UnknownItem};
use wufei_guide::normalise;

use crate::{
    service::{Failure, feed::Facts},
    store::{
        Connection,
        statements::{missing, photo},
        text,
    },
};

/// Letters of a word that is counted, at most: a longer one is a sentence, and may be of somebody.
pub const LETTERS_MAX: usize = 20;

/// From so many digits on, it may be somebody's telephone number.
const DIGITS_OF_A_PHONE: usize = 7;

pub fn take(
    connection: &mut dyn Connection,
    body: &UnknownItem,
    community: AreaCode,
) -> Result<Facts, Failure> {
    let word = countable(&body.typed);
    if let Some(word) = &word {
        connection.execute(&missing::COUNT, &[text(community), text(word)])?;
    }
    for named in &body.photos {
        let word = word.as_deref().unwrap_or_default();
        connection.execute(&photo::NAME_OF_WORD, &[text(community), text(word), text(named)])?;
    }
    Ok(Vec::new())
}

/// The word as it is counted, written as the guide compares names; nothing for one without a letter or
/// digit, for one of more than [`LETTERS_MAX`], and for what looks like a telephone number.
pub fn countable(typed: &str) -> Option<String> {
    let word = normalise(typed);
    let digits = word.chars().filter(|letter| letter.is_numeric()).count();
    let letters = word.chars().count();
    let counts = (1..=LETTERS_MAX).contains(&letters) && digits < DIGITS_OF_A_PHONE;
    counts.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_counted_as_the_guide_compares_names() {
        for typed in ["曲率引擎", " 曲率 引擎！", "曲率引擎？"] {
            assert_eq!(countable(typed).as_deref(), Some("曲率引擎"), "{typed}");
        }
        assert_eq!(countable("ＵＳＢ　線").as_deref(), Some("usb线"));
        assert_eq!(countable("瓶").as_deref(), Some("瓶"));
        assert_eq!(countable(&"词".repeat(20)).map(|word| word.chars().count()), Some(20));
        assert!(countable("123456号电池").is_some());
    }

    #[test]
    fn what_may_be_of_somebody_is_counted_nowhere() {
        let long = "词".repeat(21);
        let strange =
            ["", "？！", "13800138000", "张三 138-0013-8000", "１３８００１３", "1a2b3c4d5e6f7"];
        for typed in strange.into_iter().chain([long.as_str()]) {
            assert_eq!(countable(typed), None, "{typed}");
        }
    }
}
