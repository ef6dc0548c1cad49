//! What is known about a thing: its names, its parts, where each part goes.

use std::sync::Arc;

use serde::Deserialize;
use wufei_domain::stream::Stream;
use wufei_domain::words::Language;

/// A short text in both languages; neither is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in that language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl Text {
    /// Whether each is one sentence, Chinese first: its full stop at the end and none before.
    pub fn is_one_sentence(&self) -> [bool; 2] {
        let (zh, en) = (&self.zh, &self.en);
        let stop = zh.len().checked_sub('。'.len_utf8());
        [stop.is_some() && zh.find('。') == stop, en.ends_with('.') && !en.contains(". ")]
    }

    /// Whether a text can be a cell of a row: it is not empty, no space stands around it, and nothing
    /// in it parts cells or rows.
    pub fn is_cell(text: &str) -> bool {
        !text.is_empty()
            && text.trim() == text
            && !text.chars().any(|letter| letter == '|' || letter.is_control())
    }
}

/// Where something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disposal {
    /// Into a bin, or to the delivery point of a special stream.
    Bin(Stream),
    /// A liquid for the sink.
    Sink,
    /// For the toilet.
    Toilet,
    /// To somebody who can deal with it safely: never into a bin.
    HandOver,
    /// It is no waste at all.
    NotWaste,
}

impl Disposal {
    /// All places, the four bins first.
    pub const ALL: [Self; 12] = [
        Self::Bin(Stream::ALL[0]),
        Self::Bin(Stream::ALL[1]),
        Self::Bin(Stream::ALL[2]),
        Self::Bin(Stream::ALL[3]),
        Self::Bin(Stream::ALL[4]),
        Self::Bin(Stream::ALL[5]),
        Self::Bin(Stream::ALL[6]),
        Self::Bin(Stream::ALL[7]),
        Self::Sink,
        Self::Toilet,
        Self::HandOver,
        Self::NotWaste,
    ];

    /// The name used in data files and message ids: a stream's code, or `sink`, `toilet`,
    /// `hand_over`, `not_waste`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bin(stream) => stream.code(),
            Self::Sink => "sink",
            Self::Toilet => "toilet",
            Self::HandOver => "hand_over",
            Self::NotWaste => "not_waste",
        }
    }

    /// The place of that code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|disposal| disposal.code() == code)
    }

    /// Whether it is the bin for what harms.
    pub const fn is_hazardous(self) -> bool {
        matches!(self, Self::Bin(Stream::Hazardous))
    }

    /// The stream; `None` when it goes into no bin.
    pub const fn stream(self) -> Option<Stream> {
        match self {
            Self::Bin(stream) => Some(stream),
            _ => None,
        }
    }
}

/// How firmly an answer stands on its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The source names this kind of thing.
    Named,
    /// The source does not name it: it was placed by the source's definitions.
    Read,
    /// No text of law or standard: this rulebook's own advice.
    Advice,
}

impl Basis {
    /// All of them, the firmest first.
    pub const ALL: [Self; 3] = [Self::Named, Self::Read, Self::Advice];

    /// The name used in data files: `named`, `read`, `advice`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Read => "read",
            Self::Advice => "advice",
        }
    }

    /// The basis of that code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }
}

/// A part of an item, or the whole of it, under a condition or always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Such as 杯子; `None` for the whole thing.
    pub name: Option<Text>,
    /// Such as 冲洗干净; `None` when it holds always. A condition never stands alone: the same
    /// part has at least one other answer.
    pub condition: Option<Text>,
    /// Where it goes.
    pub disposal: Disposal,
    /// What to do first, in order; may be empty.
    pub steps: Vec<Arc<Text>>,
    /// Why, in one sentence.
    pub reason: Arc<Text>,
    /// How firmly the answer stands on the source.
    pub basis: Basis,
    /// The id of a [`crate::Source`] of the rulebook.
    pub source: Arc<str>,
}

/// A thing people ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// A lower-case ASCII slug such as `milk-carton`; stable over versions.
    pub key: String,
    /// The name it is shown by.
    pub name: Text,
    /// Other names that find it: everyday words, brands, other spellings. May be empty.
    pub aliases: Vec<String>,
    /// At least one. A simple item has one part, without name and condition.
    /// Simple things of one group share theirs.
    pub parts: Arc<[Part]>,
}

impl Item {
    /// The answer for somebody who wants one word: the first part that goes into a bin, under the
    /// condition that is listed first, the most usual one.
    pub fn usual(&self) -> Option<&Part> {
        let in_bin = self.parts.iter().find(|part| part.disposal.stream().is_some());
        in_bin.or(self.parts.first())
    }

    /// The distinct places its parts go to, in the order of the parts; at least one.
    pub fn disposals(&self) -> Vec<Disposal> {
        let mut disposals = Vec::new();
        for part in self.parts.iter() {
            if !disposals.contains(&part.disposal) {
                disposals.push(part.disposal);
            }
        }
        disposals
    }
}
