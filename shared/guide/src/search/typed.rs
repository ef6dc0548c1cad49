//! Names typed by their sound: `niunaihe`, `nnh`, `niunai盒`, and any beginning of these.

use std::collections::HashMap;

use crate::sound::{self, Sound};

/// How characters sound apart from their usual reading; only those that do.
pub(crate) type Readings = HashMap<char, Box<[Sound]>>;

/// The readings of a letter beside its usual one, if it has some.
pub(crate) fn other_readings(letter: char) -> Option<(char, Box<[Sound]>)> {
    match &*sound::readings(letter) {
        [_, rest @ ..] if !rest.is_empty() => Some((letter, rest.into())),
        _ => None,
    }
}

/// How a name was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// Every syllable whole.
    Whole,
    /// Some syllables by their first letters.
    Initials,
    /// The beginning of the name.
    Begun,
}

/// Whether the query is a way to type this name; latin letters in it are sounds.
pub(crate) fn fits(
    query: &[char],
    name: &[char],
    sounds: &[Sound],
    others: &Readings,
) -> Option<Fit> {
    let typed = Typed { query, name, sounds, others };
    typed.from(0, 0, Fit::Whole)
}

struct Typed<'a> {
    query: &'a [char],
    name: &'a [char],
    sounds: &'a [Sound],
    others: &'a Readings,
}

impl Typed<'_> {
    /// The best fit of the query's rest with the name's rest.
    fn from(&self, at: usize, place: usize, so_far: Fit) -> Option<Fit> {
        let rest = &self.query[at.min(self.query.len())..];
        let Some(typed) = rest.first() else {
            return Some(if place == self.name.len() { so_far } else { Fit::Begun });
        };
        let letter = *self.name.get(place)?;
        if letter == *typed {
            return self.from(at + 1, place + 1, so_far);
        }
        if !typed.is_ascii_lowercase() {
            return None;
        }
        let usual = *self.sounds.get(place)?;
        if usual == 0 {
            return None;
        }
        let mut best = self.by_sound(usual, at, place, so_far);
        if best.is_none() {
            for other in self.others.get(&letter).into_iter().flatten().copied() {
                best = best.or_else(|| self.by_sound(other, at, place, so_far));
            }
        }
        best
    }

    /// As many letters of a syllable as were typed, the most first.
    fn by_sound(&self, sound: Sound, at: usize, place: usize, so_far: Fit) -> Option<Fit> {
        let mut same = 0;
        let mut all = 0;
        for letter in sound::letters(sound) {
            let typed = self.query.get(at + all).copied();
            // Many keyboards have `u` where the syllable has `ü`.
            let is_same = typed.is_some_and(|typed| {
                typed == char::from(letter) || (letter == b'v' && typed == 'u')
            });
            if is_same && same == all {
                same += 1;
            }
            all += 1;
        }
        let flat = sound::letters(sound).nth(1) == Some(b'h');
        for many in (1..=same).rev() {
            let is_whole = many == all;
            let is_initial = many == 1 || (many == 2 && flat);
            let is_last = at + many == self.query.len();
            if !(is_whole || is_initial || is_last) {
                continue;
            }
            let fit = if is_whole {
                so_far
            } else if is_initial {
                so_far.max(Fit::Initials)
            } else {
                so_far.max(Fit::Begun)
            };
            let found = self.from(at + many, place + 1, fit);
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(query: &str, name: &str) -> Option<Fit> {
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        let sounds: Vec<Sound> = name.chars().map(sound::sound).collect();
        let others = name.chars().map(|letter| (letter, sound::readings(letter).into()));
        fits(&letters(query), &letters(name), &sounds, &others.collect())
    }

    #[test]
    fn a_name_is_typed_in_many_ways() {
        for (query, expected) in [
            ("niunaihe", Some(Fit::Whole)),
            ("niunai盒", Some(Fit::Whole)),
            ("牛奶he", Some(Fit::Whole)),
            ("nnh", Some(Fit::Initials)),
            ("niunh", Some(Fit::Initials)),
            ("nnhe", Some(Fit::Initials)),
            ("niuna", Some(Fit::Begun)),
            ("nn", Some(Fit::Begun)),
            ("nnp", None),
            ("niunaihez", None),
            ("naihe", None),
        ] {
            assert_eq!(fit(query, "牛奶盒"), expected, "{query}");
        }
        assert_eq!(fit("xian", "西安"), Some(Fit::Whole), "two syllables");
        assert_eq!(fit("lvdou", "绿豆"), Some(Fit::Whole));
        assert_eq!(fit("ludou", "绿豆"), Some(Fit::Whole));
        assert_eq!(fit("shz", "树枝"), Some(Fit::Initials));
        assert_eq!(fit("5haodianchi", "5号电池"), Some(Fit::Whole));
        assert_eq!(fit("5hdc", "5号电池"), Some(Fit::Initials));
    }
}
