//! How characters sound and look, from tables that the guide does not know, so that its own tables
//! are measured too: `tests/peers/writing`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::{base::Base, beside, failure::Failure};

/// What is known of the names of a base and of common characters.
#[derive(Debug, Deserialize)]
pub struct Writing {
    /// The syllables of each name, letter by letter, empty for what has none; in the order of the
    /// names. `None` where they cannot be told apart.
    pub sounds: Vec<Option<Vec<String>>>,
    /// Each name in traditional characters.
    pub traditional: Vec<String>,
    /// Common characters that share their larger half with a character.
    alike: HashMap<char, String>,
    /// Common characters by their usual sound.
    common: HashMap<String, String>,
}

impl Writing {
    /// Asks for all names of a base.
    pub fn of(base: &Base<'_>) -> Result<Self, Failure> {
        Self::of_names(base.names.iter().map(|name| name.normal.as_str()).collect())
    }

    /// Asks for these names.
    pub fn of_names(names: Vec<&str>) -> Result<Self, Failure> {
        beside::ask(&mut beside::node("writing", "writing.js")?, &names)
    }

    /// Characters that one can be taken for by the eye.
    pub fn alike(&self, letter: char) -> Vec<char> {
        self.alike.get(&letter).map_or_else(Vec::new, |others| others.chars().collect())
    }

    /// Other common characters of that sound.
    pub fn same_sound(&self, letter: char, sound: &str) -> Vec<char> {
        let common = self.common.get(sound).map_or("", String::as_str);
        common.chars().filter(|other| *other != letter).collect()
    }
}

/// A name in latin letters: `牛奶盒` as `niunaihe`, `nnh` by initials only.
pub fn latin(letters: &[char], sounds: &[String], initials: bool) -> String {
    let mut text = String::new();
    for (letter, sound) in letters.iter().zip(sounds) {
        match sound.chars().next() {
            None => text.push(*letter),
            Some(first) if initials => text.push(first),
            Some(_) => text.push_str(sound),
        }
    }
    text
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// What is needed for 牛奶盒 and 电池.
    pub fn toy() -> Writing {
        let sounds = |all: &[&str]| Some(all.iter().map(|one| (*one).to_owned()).collect());
        Writing {
            sounds: vec![sounds(&["niu", "nai", "he"]), sounds(&["dian", "chi"])],
            traditional: vec!["牛奶盒".to_owned(), "電池".to_owned()],
            alike: [('盒', "盘盆"), ('池', "地他")]
                .map(|(letter, others)| (letter, others.to_owned()))
                .into(),
            common: [("niu", "牛扭"), ("nai", "奶耐"), ("he", "盒合和"), ("dian", "电店")]
                .map(|(sound, letters)| (sound.to_owned(), letters.to_owned()))
                .into(),
        }
    }

    #[test]
    fn a_name_is_typed_by_its_sounds() {
        let letters = ['5', '号', '盒'];
        let sounds = ["", "hao", "he"].map(str::to_owned);
        assert_eq!(latin(&letters, &sounds, false), "5haohe");
        assert_eq!(latin(&letters, &sounds, true), "5hh");
    }
}
