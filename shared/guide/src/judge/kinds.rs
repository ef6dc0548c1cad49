//! The words that names are put together from, by kind: `data/kinds.txt`.

use std::collections::HashMap;

use crate::normal::normalise;

/// Letters of the longest word.
const WORD_LETTERS_MAX: usize = 8;

/// The words, each with the kinds it speaks of.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    words: HashMap<Box<[char]>, Vec<u8>>,
}

/// A word of a kind inside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub kind: u8,
    /// Letters of the word.
    pub many: usize,
    /// Whether the name ends with it.
    pub is_last: bool,
    /// Whether the name begins with it.
    pub is_first: bool,
}

impl Kinds {
    /// Reads `key | 中文 | words`.
    pub(crate) fn read(text: &str) -> Self {
        let mut kinds = Self::default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let words = lines.filter_map(|line| line.split('|').nth(2));
        for (kind, words) in (0..=u8::MAX).zip(words) {
            for word in words.split_whitespace() {
                let letters = normalise(word).chars().collect();
                kinds.words.entry(letters).or_default().push(kind);
            }
        }
        kinds
    }

    /// The words of a kind, by its key, in the order of the file.
    pub(crate) fn words_of<'a>(text: &'a str, key: &str) -> impl Iterator<Item = &'a str> {
        let line = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .find(move |line| line.split('|').next().is_some_and(|cell| cell.trim() == key));
        line.and_then(|line| line.split('|').nth(2)).into_iter().flat_map(str::split_whitespace)
    }

    /// The words found in a name, the longest at each place.
    pub(crate) fn seen(&self, letters: &[char]) -> Vec<Seen> {
        let mut all = Vec::new();
        let mut end_so_far = 0;
        for from in 0..letters.len() {
            for many in (1..=WORD_LETTERS_MAX.min(letters.len() - from)).rev() {
                let Some(kinds) = self.words.get(&letters[from..from + many]) else { continue };
                // A word inside a longer one that was just seen says nothing new.
                if from + many > end_so_far {
                    end_so_far = from + many;
                    let (is_last, is_first) = (from + many == letters.len(), from == 0);
                    all.extend(kinds.iter().map(|kind| Seen {
                        kind: *kind,
                        many,
                        is_last,
                        is_first,
                    }));
                }
                break;
            }
        }
        all
    }
}
