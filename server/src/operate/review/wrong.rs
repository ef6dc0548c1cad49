//! What a filled-in table can break: each rule with its place, the column and the value.

use std::{borrow::Cow, fmt, path::Path};

use wufei_domain::words::{Language, Words};

use super::words;
use crate::operate::OperateError;

/// Letters of a value that are told back at most.
const TOLD_MAX: usize = 60;

/// A rule that a file or a row breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The file has more bytes, or more cells, than this.
    TooLarge(usize),
    /// There is nothing in the file.
    Empty,
    /// The text is neither UTF-8 nor GB18030.
    Encoding,
    /// The file is no workbook that can be read; why.
    NoWorkbook(String),
    /// No row names these columns.
    HeadMissing(String),
    /// Two columns have the same head.
    HeadRepeated,
    /// No row has a correction.
    NothingFilledIn,
    /// There is no such thing; the nearest names.
    ThingUnknown(String),
    /// The thing has only so many rows.
    NumberUnknown(usize),
    /// The thing is another than when the table was written; the rulebook now.
    Stale(String),
    /// An earlier line corrects the same row.
    Repeated(u32),
    /// There is no such place; those there are.
    PlaceUnknown(String),
    /// Where a thing goes changes, and no reason says why.
    ReasonNeeded,
    /// A thing leaves hazardous waste without a text that says so.
    SourceNeededHazardous,
    /// A thing comes into a bin, and its source so far is no legal text.
    SourceNeededBin,
    /// No such source; those there are.
    SourceUnknown(String),
    /// One language is given without the other.
    OneLanguage,
    /// A bar, a line break or a control character.
    NoCell,
    /// More letters than this.
    TooLong(usize),
    /// Not one sentence with its full stop.
    NoSentence,
    /// A condition for a part that has one answer.
    ConditionAlone,
    /// The row says what the rulebook says already.
    Unchanged,
}

impl Broken {
    /// The name in message ids.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "too-large",
            Self::Empty => "empty",
            Self::Encoding => "encoding",
            Self::NoWorkbook(_) => "no-workbook",
            Self::HeadMissing(_) => "head-missing",
            Self::HeadRepeated => "head-repeated",
            Self::NothingFilledIn => "nothing-filled-in",
            Self::ThingUnknown(_) => "thing-unknown",
            Self::NumberUnknown(_) => "number-unknown",
            Self::Stale(_) => "stale",
            Self::Repeated(_) => "repeated",
            Self::PlaceUnknown(_) => "place-unknown",
            Self::ReasonNeeded => "reason-needed",
            Self::SourceNeededHazardous => "source-needed-hazardous",
            Self::SourceNeededBin => "source-needed-bin",
            Self::SourceUnknown(_) => "source-unknown",
            Self::OneLanguage => "one-language",
            Self::NoCell => "no-cell",
            Self::TooLong(_) => "too-long",
            Self::NoSentence => "no-sentence",
            Self::ConditionAlone => "condition-alone",
            Self::Unchanged => "unchanged",
        }
    }

    /// What its sentence names.
    fn detail(&self) -> Cow<'_, str> {
        match self {
            Self::TooLarge(number) | Self::NumberUnknown(number) | Self::TooLong(number) => {
                number.to_string().into()
            }
            Self::Repeated(line) => line.to_string().into(),
            Self::NoWorkbook(text)
            | Self::HeadMissing(text)
            | Self::ThingUnknown(text)
            | Self::Stale(text)
            | Self::PlaceUnknown(text)
            | Self::SourceUnknown(text) => text.into(),
            _ => "".into(),
        }
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file, with the sheet in a workbook: `corrections.xlsx [分类表]`.
    pub file: String,
    /// The line, from 1; 0 for the file itself.
    pub line: u32,
    /// The column's word; empty for the whole row.
    pub column: &'static str,
    /// What stands there; may be empty.
    pub value: String,
    /// What it breaks.
    pub rule: Broken,
}

impl Wrong {
    /// Of a whole file.
    pub(super) fn file(file: &Path, rule: Broken) -> Self {
        let file = file.display().to_string();
        Self { file, line: 0, column: "", value: String::new(), rule }
    }

    /// File, line, column and value: `a.csv:12 new_place "bulk"`.
    fn place(&self) -> String {
        let line = if self.line > 0 { format!(":{}", self.line) } else { String::new() };
        let column = if self.column.is_empty() { "" } else { " " };
        let told: String = self.value.chars().take(TOLD_MAX).collect();
        let value = if told.is_empty() { told } else { format!(" {told:?}") };
        format!("{}{line}{column}{}{value}", self.file, self.column)
    }

    fn sentence(&self, words: &Words) -> String {
        let detail = self.rule.detail();
        words.with(&format!("review-wrong-{}", self.rule.code()), &[("detail", &detail)])
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.rule.code())?;
        let detail = self.rule.detail();
        if detail.is_empty() { Ok(()) } else { write!(f, " ({detail})") }
    }
}

/// A line for each, with the rule in both languages; at the end that nothing was changed.
///
/// # Errors
/// A word file that is not Fluent.
pub(in crate::operate) fn sentences(all: &[Wrong]) -> Result<String, OperateError> {
    let [chinese, english] = [words(Language::Chinese)?, words(Language::English)?];
    let mut lines: Vec<String> = all
        .iter()
        .map(|wrong| {
            let (zh, en) = (wrong.sentence(&chinese), wrong.sentence(&english));
            format!("{}: {zh} {en}", wrong.place())
        })
        .collect();
    let nothing = [&chinese, &english].map(|words| words.text("review-nothing-done"));
    lines.push(nothing.join(" "));
    Ok(lines.join("\n"))
}
