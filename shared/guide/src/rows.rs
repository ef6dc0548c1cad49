//! The rows of a data file: `word | cell | cell`, with its line.
//!
//! Empty lines and lines that begin with `#` are for the reader. What a word means is not known
//! here: see `notes` and `load`.

use crate::broken::{BrokenData, Rule};
use crate::item::Text;

/// A row and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    file: &'a str,
    line: usize,
    text: &'a str,
}

/// The rows of a file.
pub(crate) fn rows<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = Row<'a>> {
    text.lines()
        .enumerate()
        .map(move |(index, text)| Row { file, line: index + 1, text: text.trim() })
        .filter(|row| !row.text.is_empty() && !row.text.starts_with('#'))
}

impl<'a> Row<'a> {
    /// The first cell.
    pub(crate) fn word(self) -> &'a str {
        self.text.split('|').next().unwrap_or_default().trim()
    }

    /// The `N` cells after the word; each may be empty.
    pub(crate) fn cells<const N: usize>(
        self,
        word: &'static str,
    ) -> Result<[&'a str; N], BrokenData> {
        let cells: Vec<&str> = self.text.split('|').skip(1).map(str::trim).collect();
        let count = cells.len();
        cells.try_into().map_err(|_| self.broken(Rule::CellCount { word, expected: N, count }))
    }

    /// How many cells stand after the word.
    pub(crate) fn count(self) -> usize {
        self.text.split('|').count().saturating_sub(1)
    }

    /// The two cells after the word, in both languages.
    pub(crate) fn pair(self, word: &'static str) -> Result<Text, BrokenData> {
        let [zh, en] = self.cells(word)?;
        self.text(word, 1, zh, en)
    }

    /// A text whose Chinese stands in cell `first` (from 1) and whose English in the next.
    pub(crate) fn text(
        self,
        word: &'static str,
        first: usize,
        zh: &str,
        en: &str,
    ) -> Result<Text, BrokenData> {
        for (offset, value) in [zh, en].into_iter().enumerate() {
            if value.is_empty() {
                return Err(self.broken(Rule::CellEmpty { word, cell: first + offset }));
            }
        }
        Ok(Text { zh: zh.to_owned(), en: en.to_owned() })
    }

    /// A key: lower-case ASCII letters and digits, joined by single hyphens.
    pub(crate) fn key(self, value: &str) -> Result<String, BrokenData> {
        let is_slug = value.split('-').all(|piece| {
            !piece.is_empty()
                && piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        if is_slug {
            Ok(value.to_owned())
        } else {
            Err(self.broken(Rule::KeyMalformed { value: value.to_owned() }))
        }
    }

    /// One sentence in each language, each with its full stop at the end and none before.
    pub(crate) fn sentence(self, text: &Text) -> Result<(), BrokenData> {
        let [zh_is_one, en_is_one] = text.is_one_sentence();
        if zh_is_one && en_is_one {
            return Ok(());
        }
        let value = if zh_is_one { &text.en } else { &text.zh };
        Err(self.broken(Rule::NotOneSentence { value: value.clone() }))
    }

    /// This row refused.
    pub(crate) fn broken(self, rule: Rule) -> BrokenData {
        BrokenData { file: self.file.to_owned(), line: self.line, rule }
    }
}
