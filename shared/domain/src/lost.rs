//! A device that was reported lost: the word it is told, and what the word allows.
//!
//! The server tells it in a refusal with [`Code::DeviceLost`]; the device empties itself. What it
//! recorded and did not send goes only once the server has it, unless an organiser said otherwise.

use crate::refusal::{Code, Refusal};

/// The name of the value in the refusal.
const WORD: &str = "unsent";

/// What is to become of records that were not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostWord {
    /// They are sent first; all else goes at once.
    SendFirst,
    /// An organiser's word: they go too, at once.
    GoToo,
}

impl LostWord {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SendFirst, Self::GoToo];

    /// The word as it stands in JSON and SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SendFirst => "send_first",
            Self::GoToo => "go_too",
        }
    }

    /// The word of that name, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.code() == code)
    }

    /// The refusal that tells it.
    pub fn refusal(self) -> Refusal {
        Refusal::new(Code::DeviceLost).with(WORD, self.code())
    }

    /// What a refusal tells; `None` when it is another one. A word that is not known here allows
    /// the least: nothing that was not sent is lost by a misunderstanding.
    pub fn told_by(refusal: &Refusal) -> Option<Self> {
        if refusal.code != Code::DeviceLost {
            return None;
        }
        let word = refusal.args.get(WORD).and_then(|code| Self::from_code(code));
        Some(word.unwrap_or(Self::SendFirst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_tells_the_word_and_an_unknown_one_allows_the_least() {
        for word in LostWord::ALL {
            assert_eq!(LostWord::told_by(&word.refusal()), Some(word));
        }
        let newer = Refusal::new(Code::DeviceLost).with(WORD, "burn");
        for refusal in [newer, Refusal::new(Code::DeviceLost)] {
            assert_eq!(LostWord::told_by(&refusal), Some(LostWord::SendFirst));
        }
        let other = Refusal::new(Code::TokenUnknown).with(WORD, LostWord::GoToo.code());
        assert_eq!(LostWord::told_by(&other), None);
    }
}
