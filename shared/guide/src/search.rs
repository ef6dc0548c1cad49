//! Finding items by their names: whole, begun, contained, or nearly.
//!
//! The order of results is fixed: by fit, then length, then shown name before alias, then the
//! order of the files. No clock, no chance, no store.

use std::collections::{BTreeSet, HashMap};

use crate::guide::SHOWN_MAX;
use crate::item::Item;
use crate::normal::{forms, normalise};

/// Longer queries are cut: no name is longer.
const QUERY_LETTERS_MAX: usize = 48;

/// Below this two names have nothing to do with each other. The scale of [`likeness`].
const LIKENESS_MIN: usize = 400;

/// Where a query leads, as places in the list of items.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    Exact(usize),
    /// At least one.
    Fitting(Vec<usize>),
    Near(Vec<usize>),
}

/// The names of all items, ready to be searched.
#[derive(Debug)]
pub(crate) struct Index {
    names: Vec<Name>,
    exact: HashMap<String, usize>,
    /// The names that contain a letter, each once, in order.
    by_letter: HashMap<char, Vec<usize>>,
}

#[derive(Debug)]
struct Name {
    letters: Vec<char>,
    item: usize,
    /// It is shown, and no alias.
    is_title: bool,
}

/// How well a name fits; smaller is better.
type Rank = (u8, usize, bool, usize);

impl Index {
    pub(crate) fn of(items: &[Item]) -> Self {
        let mut index =
            Self { names: Vec::new(), exact: HashMap::new(), by_letter: HashMap::new() };
        for (at, item) in items.iter().enumerate() {
            index.add(&item.name.zh, at, true);
            index.add(&item.name.en, at, true);
            for alias in &item.aliases {
                index.add(alias, at, false);
            }
        }
        index
    }

    fn add(&mut self, name: &str, item: usize, is_title: bool) {
        let normal = normalise(name);
        let letters: Vec<char> = normal.chars().collect();
        for letter in letters.iter().collect::<BTreeSet<_>>() {
            self.by_letter.entry(*letter).or_default().push(self.names.len());
        }
        self.exact.insert(normal, item);
        self.names.push(Name { letters, item, is_title });
    }

    pub(crate) fn find(&self, query: &str) -> Finding {
        let forms = forms(query);
        if let Some(item) = forms.iter().find_map(|form| self.exact.get(form)) {
            return Finding::Exact(*item);
        }
        let forms: Vec<Vec<char>> =
            forms.iter().map(|form| form.chars().take(QUERY_LETTERS_MAX).collect()).collect();
        for form in &forms {
            let fitting = self.fitting(form);
            if !fitting.is_empty() {
                return Finding::Fitting(fitting);
            }
        }
        Finding::Near(forms.last().map(|form| self.near(form)).unwrap_or_default())
    }

    /// Names that begin with the query, contain it, or are what it ends with (in Chinese the
    /// thing itself stands last: 农夫山泉矿泉水瓶 is a 矿泉水瓶).
    fn fitting(&self, query: &[char]) -> Vec<usize> {
        let (Some(first), Some(last)) = (query.first(), query.last()) else { return Vec::new() };
        let mut ranked: Vec<(Rank, usize)> = Vec::new();
        let mut rank = |at: usize, fit: u8, name: &Name| {
            let length = name.letters.len().abs_diff(query.len());
            ranked.push(((fit, length, !name.is_title, at), name.item));
        };
        for (at, name) in self.with_letter(*first) {
            if name.letters.starts_with(query) {
                rank(at, 0, name);
            } else if says_enough(query) && contains(&name.letters, query) {
                rank(at, 1, name);
            }
        }
        for (at, name) in self.with_letter(*last) {
            if says_enough(&name.letters)
                && name.letters.len() < query.len()
                && query.ends_with(&name.letters)
            {
                rank(at, 2, name);
            }
        }
        ranked.sort_unstable();
        first_items(ranked.into_iter().map(|(_, item)| item))
    }

    /// Names that are spelt alike.
    fn near(&self, query: &[char]) -> Vec<usize> {
        let letters: BTreeSet<char> = query.iter().copied().collect();
        let places: BTreeSet<usize> = letters
            .iter()
            .filter_map(|letter| self.by_letter.get(letter))
            .flatten()
            .copied()
            .collect();
        let mut ranked: Vec<((usize, bool, usize), usize)> = places
            .into_iter()
            .filter_map(|at| {
                let name = self.names.get(at)?;
                let likeness = likeness(query, &name.letters);
                (likeness >= LIKENESS_MIN)
                    .then_some(((usize::MAX - likeness, !name.is_title, at), name.item))
            })
            .collect();
        ranked.sort_unstable();
        first_items(ranked.into_iter().map(|(_, item)| item))
    }

    fn with_letter(&self, letter: char) -> impl Iterator<Item = (usize, &Name)> {
        self.by_letter
            .get(&letter)
            .into_iter()
            .flatten()
            .filter_map(|at| self.names.get(*at).map(|name| (*at, name)))
    }
}

/// Each item once, the first [`SHOWN_MAX`].
fn first_items(items: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut shown: Vec<usize> = Vec::new();
    for item in items {
        if !shown.contains(&item) {
            shown.push(item);
        }
        if shown.len() == SHOWN_MAX {
            break;
        }
    }
    shown
}

/// Whether it is long enough to be sought inside another name: two characters of Chinese, four
/// letters of an alphabet.
fn says_enough(letters: &[char]) -> bool {
    let weight: usize = letters.iter().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    weight >= 4
}

fn contains(name: &[char], query: &[char]) -> bool {
    name.windows(query.len()).any(|window| window == query)
}

/// How alike two names are, from 0 to 2,300. The sum of two thousandths, letters that can stay
/// (edit distance) and pairs of neighbours they share (Dice), and 300 for a single wrong letter.
/// A name that stands inside the query is never below 500, however long the sentence.
fn likeness(query: &[char], name: &[char]) -> usize {
    let longer = query.len().max(name.len());
    if longer == 0 {
        return 0;
    }
    let distance = distance(query, name);
    let kept = 1_000 * (longer - distance) / longer;
    let pairs = query.len().saturating_sub(1) + name.len().saturating_sub(1);
    let mut left: Vec<&[char]> = name.windows(2).collect();
    let mut shared: usize = 0;
    for pair in query.windows(2) {
        if let Some(at) = left.iter().position(|other| *other == pair) {
            left.swap_remove(at);
            shared += 1;
        }
    }
    let dice = (2_000 * shared).checked_div(pairs).unwrap_or_default();
    let is_slip = distance == 1 && query.len() == name.len() && name.len() > 2;
    let likeness = kept + dice + if is_slip { 300 } else { 0 };
    if says_enough(name) && contains(query, name) { likeness.max(500) } else { likeness }
}

/// How many letters must be put in, taken out or exchanged (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (cell, other_letter) in row.iter_mut().skip(1).zip(other) {
            let above = *cell;
            let exchanged = diagonal + usize::from(letter != other_letter);
            diagonal = above;
            left = exchanged.min(above + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_distance_is_levenshteins() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "电池", 2),
            ("电池", "", 2),
            ("牛奶盒", "牛奶盒", 0),
            ("牛奶合", "牛奶盒", 1),
            ("kitten", "sitting", 3),
            ("透明熟料袋", "透明塑料袋", 1),
        ] {
            assert_eq!(distance(&letters(one), &letters(other)), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_letter_wrong_is_nearer_than_a_letter_shared() {
        let query = letters("牛奶合");
        assert!(likeness(&query, &letters("牛奶盒")) > likeness(&query, &letters("牛排")));
        assert!(likeness(&query, &letters("牛排")) < LIKENESS_MIN);
        assert!(likeness(&query, &letters("牛奶盒")) > likeness(&query, &letters("牛奶")));
        assert_eq!(likeness(&[], &[]), 0);
    }

    #[test]
    fn a_name_inside_a_long_sentence_is_near() {
        let sentence = letters("昨天晚上孩子把一块口香糖粘在了沙发背后的墙上怎么弄");
        assert!(likeness(&sentence, &letters("口香糖")) >= LIKENESS_MIN);
        assert!(likeness(&sentence, &letters("口红")) < LIKENESS_MIN);
    }

    #[test]
    fn one_character_says_too_little() {
        assert!(!says_enough(&letters("袋")));
        assert!(!says_enough(&letters("cup")));
        assert!(says_enough(&letters("纸袋")));
        assert!(says_enough(&letters("lamp")));
    }
}
