//! How far a typed word is from a name: slips of the finger, of the input method, of the eye.
//!
//! Costs are hundredths of a letter: another letter altogether 100, one that sounds the same 30, one
//! that sounds nearly so 40, one that looks alike 35, two neighbours exchanged 35, a little word that
//! says nothing (杯 for 杯子) 25.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    files,
    sound::{self, Sound},
};

/// A letter that is another one, missing or too many.
pub(crate) const WHOLE: u32 = 100;
/// Another letter with the same sound.
pub(crate) const SAME_SOUND: u32 = 30;
const NEAR_SOUND: u32 = 40;
const LOOKS_ALIKE: u32 = 35;
const EXCHANGED: u32 = 35;
const SAYS_NOTHING: u32 = 25;

/// Letters that change little where they come or go.
const LITTLE: [char; 5] = ['子', '儿', '的', '了', '小'];

/// Groups of characters that look alike.
static ALIKE: LazyLock<HashMap<char, Vec<u16>>> = LazyLock::new(|| {
    let mut groups: HashMap<char, Vec<u16>> = HashMap::new();
    let lines = files::LOOKALIKES.lines().filter(|line| !line.starts_with('#'));
    for (group, letters) in (0_u16..).zip(lines.flat_map(str::split_whitespace)) {
        for letter in letters.chars() {
            groups.entry(letter).or_default().push(group);
        }
    }
    groups
});

fn look_alike(one: char, other: char) -> bool {
    match (ALIKE.get(&one), ALIKE.get(&other)) {
        (Some(ones), Some(others)) => ones.iter().any(|group| others.contains(group)),
        _ => false,
    }
}

/// A word with the sound of each letter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heard<'a> {
    pub letters: &'a [char],
    /// As many; 0 for what is no Chinese character.
    pub sounds: &'a [Sound],
}

impl Heard<'_> {
    /// What it costs to take a letter of one for a letter of the other.
    fn exchange(self, at: usize, other: Self, place: usize) -> u32 {
        let (one, another) = (self.letters[at], other.letters[place]);
        if one == another {
            return 0;
        }
        let (sound_of_one, sound_of_other) = (self.sounds[at], other.sounds[place]);
        if sound_of_one != 0 && sound_of_other != 0 {
            if sound_of_one == sound_of_other {
                return SAME_SOUND;
            }
            if sound::folded(sound_of_one) == sound::folded(sound_of_other) {
                return NEAR_SOUND;
            }
        }
        if look_alike(one, another) { LOOKS_ALIKE } else { WHOLE }
    }
}

fn extra(letter: char) -> u32 {
    if LITTLE.contains(&letter) { SAYS_NOTHING } else { WHOLE }
}

/// The cost of the cheapest way from one to the other; `None` above `most`.
pub(crate) fn distance(word: Heard<'_>, name: Heard<'_>, most: u32) -> Option<u32> {
    let (one, other) = (word.letters, name.letters);
    let width = other.len() + 1;
    let mut before: Vec<u32> = Vec::new();
    let mut row: Vec<u32> = Vec::with_capacity(width);
    row.push(0);
    for letter in other {
        row.push(row.last().copied().unwrap_or_default() + extra(*letter));
    }
    for (at, letter) in one.iter().enumerate() {
        let mut next: Vec<u32> = Vec::with_capacity(width);
        next.push(row[0] + extra(*letter));
        for (place, against) in other.iter().enumerate() {
            let mut least = (row[place] + word.exchange(at, name, place))
                .min(row[place + 1] + extra(*letter))
                .min(next[place] + extra(*against));
            if at > 0 && place > 0 && one[at - 1] == *against && other[place - 1] == *letter {
                least = least.min(before[place - 1] + EXCHANGED);
            }
            next.push(least);
        }
        if next.iter().min().is_none_or(|least| *least > most + EXCHANGED) {
            return None;
        }
        before = row;
        row = next;
    }
    row.last().copied().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(one: &str, other: &str) -> Option<u32> {
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        let (one, other) = (letters(one), letters(other));
        let sounds =
            |letters: &[char]| letters.iter().copied().map(sound::sound).collect::<Vec<_>>();
        let (sounds_of_one, sounds_of_other) = (sounds(&one), sounds(&other));
        let word = Heard { letters: &one, sounds: &sounds_of_one };
        distance(word, Heard { letters: &other, sounds: &sounds_of_other }, 300)
    }

    #[test]
    fn slips_cost_by_their_kind() {
        for (one, other, expected) in [
            ("", "", 0),
            ("牛奶盒", "牛奶盒", 0),
            ("牛奶合", "牛奶盒", SAME_SOUND),
            ("兰花", "南花", NEAR_SOUND),
            ("杯", "杯子", SAYS_NOTHING),
            ("奶牛盒", "牛奶盒", EXCHANGED),
            ("牛奶", "牛奶盒", WHOLE),
            ("苹果皮", "苹果核", WHOLE),
        ] {
            assert_eq!(cost(one, other), Some(expected), "{one} {other}");
            assert_eq!(cost(other, one), Some(expected), "{other} {one}");
        }
        assert_eq!(cost("沙发", "电视机柜"), None, "too far");
    }
}
