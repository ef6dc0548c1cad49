//! Consent: what somebody agreed to, each purpose by itself, and took back again. Every word is kept;
//! what holds is a fold over them.
//!
//! The texts that people agree to stand in `words/*/consent.ftl`, an older version beside the newer ones:
//! a word names the version it was said to.

use std::{fmt, str::FromStr};

use crate::{
    ids::{ActorId, HouseholdId},
    refusal::{Code, Refusal},
    time::UnixMs,
};

macro_rules! coded {
    ($($(#[$type_doc:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)* })*) => {$(
        $(#[$type_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it stands in SQL, at the command line and in message ids.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl FromStr for $name {
            type Err = Refusal;

            /// The one of that code, or [`Code::ConsentUnknown`] with those there are.
            fn from_str(text: &str) -> Result<Self, Refusal> {
                Self::ALL.iter().copied().find(|known| known.code() == text).ok_or_else(|| {
                    let known: Vec<_> = Self::ALL.iter().map(|known| known.code()).collect();
                    let value: String = text.chars().take(40).collect();
                    Refusal::new(Code::ConsentUnknown)
                        .with("value", value)
                        .with("known", known.join(", "))
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    )*};
}

coded! {
    /// What something is used for. Each is agreed to by itself.
    ConsentPurpose {
        /// 积分: weighing under the household's card.
        Points = "points",
        /// 位置: where a visit or a report was made.
        Location = "location",
        /// 照片: photos of what was brought or reported.
        Photo = "photo",
        /// 公开姓名: a name in public praise.
        PublicName = "public_name",
        /// 志愿记录: hours of a volunteer told to the volunteers' register.
        VolunteerRecord = "volunteer_record",
    }
    /// What was said.
    ConsentWord {
        /// Yes.
        Given = "given",
        /// No longer.
        Withdrawn = "withdrawn",
    }
    /// How it was said.
    ConsentChannel {
        /// On somebody's own phone.
        App = "app",
        /// On a signed form.
        Paper = "paper",
        /// To an organiser at the console.
        Console = "console",
    }
}

impl ConsentPurpose {
    /// The newest version of the text; there is each one from 1.
    pub const fn newest_text(self) -> u32 {
        match self {
            Self::Points
            | Self::Location
            | Self::Photo
            | Self::PublicName
            | Self::VolunteerRecord => 1,
        }
    }

    /// The message with a version of the text; `None` for a version there is not.
    pub fn text_id(self, version: u32) -> Option<String> {
        let code = self.code();
        (1..=self.newest_text()).contains(&version).then(|| format!("consent-{code}-{version}"))
    }
}

/// Whose consent, or whose number: a household or somebody on the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// All of a household.
    Household(HouseholdId),
    /// One person.
    Actor(ActorId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Household(id) => write!(f, "household:{id}"),
            Self::Actor(id) => write!(f, "actor:{id}"),
        }
    }
}

impl FromStr for Subject {
    type Err = Refusal;

    /// As it is written; [`Code::IdMalformed`].
    fn from_str(text: &str) -> Result<Self, Refusal> {
        match text.split_once(':') {
            Some(("household", id)) => Ok(Self::Household(id.parse()?)),
            Some(("actor", id)) => Ok(Self::Actor(id.parse()?)),
            _ => Err(Refusal::new(Code::IdMalformed).with("value", text)),
        }
    }
}

/// One word, as the register has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// For what.
    pub purpose: ConsentPurpose,
    /// Yes, or no longer.
    pub word: ConsentWord,
    /// The version of the text it was said to.
    pub text_version: u32,
    /// When, by the server's clock.
    pub at: UnixMs,
    /// How.
    pub channel: ConsentChannel,
}

/// What holds for a purpose after all words, in the order they were written down: the version of the text
/// that was agreed to; nothing where it was never given or was taken back.
pub fn is_given(said: &[Consent], purpose: ConsentPurpose) -> Option<u32> {
    let last = said.iter().rfind(|consent| consent.purpose == purpose)?;
    (last.word == ConsentWord::Given).then_some(last.text_version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, Words};

    fn said(purpose: ConsentPurpose, word: ConsentWord, text_version: u32) -> Consent {
        let channel = ConsentChannel::Paper;
        Consent { purpose, word, text_version, at: UnixMs::new(1), channel }
    }

    #[test]
    fn the_last_word_holds_for_its_purpose_alone() {
        use ConsentPurpose::{Photo, Points};
        use ConsentWord::{Given, Withdrawn};
        assert_eq!(is_given(&[], Points), None, "nobody said anything");
        let mut words = vec![said(Points, Given, 1)];
        assert_eq!((is_given(&words, Points), is_given(&words, Photo)), (Some(1), None));
        words.push(said(Photo, Withdrawn, 1));
        assert_eq!(is_given(&words, Points), Some(1), "the other purpose is its own");
        words.push(said(Points, Withdrawn, 1));
        assert_eq!(is_given(&words, Points), None);
        words.push(said(Points, Given, 2));
        assert_eq!(is_given(&words, Points), Some(2), "it may be given again");
    }

    #[test]
    fn each_text_is_there_in_both_languages() {
        for language in Language::ALL {
            let words = Words::new(language, &[]).unwrap();
            for purpose in ConsentPurpose::ALL {
                for version in 1..=purpose.newest_text() {
                    let id = purpose.text_id(version).unwrap();
                    assert!(words.has(&id), "{id}");
                }
                assert_eq!(purpose.text_id(0), None);
                assert_eq!(purpose.text_id(purpose.newest_text() + 1), None);
            }
        }
    }

    #[test]
    fn codes_and_subjects_are_read_back() {
        for purpose in ConsentPurpose::ALL {
            assert_eq!(purpose.code().parse(), Ok(*purpose));
        }
        let refused = "marketing".parse::<ConsentPurpose>().unwrap_err();
        assert_eq!(refused.code, Code::ConsentUnknown);
        assert!(refused.args["known"].starts_with("points, location"));
        for subject in ["household:330683106273-12", "actor:01890a5d-ac96-774b-bcce-b302099a8057"] {
            assert_eq!(subject.parse::<Subject>().unwrap().to_string(), subject);
        }
        for subject in ["", "household:1", "door:330683106273-12", "330683106273-12"] {
            assert!(subject.parse::<Subject>().is_err(), "{subject}");
        }
    }
}
