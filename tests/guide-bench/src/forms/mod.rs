//! How people type a name: forms of the base's own names, made by a seed.
//!
//! Start here: [`Form`], then [`drawn`]; `made` makes a form of one name.

mod made;

use std::collections::{HashMap, HashSet};

use wufei_guide::normalise;

use crate::{
    base::{Base, Name},
    chance::Chance,
    streams::Stream,
    writing::{Writing, latin},
};

/// A way to type a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As it stands: what the others are measured by.
    Exact,
    /// A letter is missing.
    Missing,
    /// Two neighbours changed places.
    Exchanged,
    /// A character that looks like it.
    LookAlike,
    /// A character that sounds like it.
    SameSound,
    /// Each character by another one of its sound, as an input method offers them.
    Homophones,
    /// All syllables in latin letters.
    Pinyin,
    /// Their first letters.
    Initials,
    /// One end in latin letters, the other in characters.
    Mixed,
    /// In traditional characters.
    Traditional,
    /// With the words of a question or a description around it.
    Question,
}

impl Form {
    /// All of them, [`Form::Exact`] first.
    pub const ALL: [Self; 11] = [
        Self::Exact,
        Self::Missing,
        Self::Exchanged,
        Self::LookAlike,
        Self::SameSound,
        Self::Homophones,
        Self::Pinyin,
        Self::Initials,
        Self::Mixed,
        Self::Traditional,
        Self::Question,
    ];

    /// For a cell of a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Missing => "a letter missing",
            Self::Exchanged => "neighbours exchanged",
            Self::LookAlike => "a look-alike",
            Self::SameSound => "a same sound",
            Self::Homophones => "homophones all through",
            Self::Pinyin => "full pinyin",
            Self::Initials => "initials",
            Self::Mixed => "mixed",
            Self::Traditional => "traditional",
            Self::Question => "question or description",
        }
    }

    /// Names with fewer letters have no such form that could be told from others.
    const fn letters_min(self) -> usize {
        match self {
            Self::Missing | Self::Exchanged | Self::Initials => 3,
            _ => 2,
        }
    }

    /// Whether it can be made without [`Writing`].
    const fn is_plain(self) -> bool {
        matches!(self, Self::Exact | Self::Missing | Self::Exchanged | Self::Question)
    }
}

/// Something typed, and what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// How it was made.
    pub form: Form,
    /// What was typed.
    pub text: String,
    /// The place of the item that was meant.
    pub item: usize,
    /// Where that item usually goes.
    pub stream: Stream,
    /// Whether a name of another item is typed the same way.
    pub is_shared: bool,
}

/// Forms of up to `many` names each, the names drawn anew for each form. A form that is itself a name
/// of the base is no slip and is drawn again; without [`Writing`] only the plain forms are made.
pub fn drawn(base: &Base<'_>, writing: Option<&Writing>, many: usize, seed: u64) -> Vec<Typed> {
    let sharing = writing.map(|writing| Sharing::of(base, writing)).unwrap_or_default();
    let mut all = Vec::new();
    for (number, form) in (1..).zip(Form::ALL) {
        if !form.is_plain() && writing.is_none() {
            continue;
        }
        let mut chance = Chance::of(seed.wrapping_mul(1_000).wrapping_add(number));
        let mut order: Vec<usize> = (0..base.names.len()).collect();
        chance.shuffle(&mut order);
        let typed = order.into_iter().filter_map(|place| {
            let name = base.names.get(place)?;
            let text = typed(form, base, name, place, writing, &mut chance)?;
            let is_shared = sharing.is_shared(form, place, name.item);
            Some(Typed { form, text, item: name.item, stream: name.stream, is_shared })
        });
        all.extend(typed.take(many));
    }
    all
}

fn typed(
    form: Form,
    base: &Base<'_>,
    name: &Name,
    place: usize,
    writing: Option<&Writing>,
    chance: &mut Chance,
) -> Option<String> {
    let letters = name.letters();
    let is_chinese = letters.iter().any(|letter| *letter > '\u{2e80}');
    if !is_chinese || letters.len() < form.letters_min() {
        return None;
    }
    let text = made::made(form, place, &letters, writing, chance)?;
    let is_name = base.owner(&normalise(&text)).is_some();
    // Traditional characters are read as simplified ones, so that the form is the name itself.
    let may_be = matches!(form, Form::Exact | Form::Traditional);
    (may_be || !is_name).then_some(text)
}

/// The items whose names are typed the same way in latin letters.
#[derive(Default)]
struct Sharing {
    pinyin: Vec<String>,
    initials: Vec<String>,
    items: HashMap<String, HashSet<usize>>,
}

impl Sharing {
    fn of(base: &Base<'_>, writing: &Writing) -> Self {
        let mut sharing = Self::default();
        for (name, sounds) in base.names.iter().zip(&writing.sounds) {
            let sounds = sounds.as_deref().unwrap_or_default();
            let [pinyin, initials] =
                [false, true].map(|initials| latin(&name.letters(), sounds, initials));
            for text in [&pinyin, &initials] {
                sharing.items.entry(text.clone()).or_default().insert(name.item);
            }
            sharing.pinyin.push(pinyin);
            sharing.initials.push(initials);
        }
        sharing
    }

    fn is_shared(&self, form: Form, place: usize, item: usize) -> bool {
        let texts = match form {
            Form::Initials => &self.initials,
            Form::Pinyin | Form::Homophones => &self.pinyin,
            _ => return false,
        };
        let items = texts.get(place).and_then(|text| self.items.get(text));
        items.is_some_and(|items| items.iter().any(|other| *other != item))
    }
}

#[cfg(test)]
mod tests {
    use wufei_guide::Guide;

    use super::*;

    #[test]
    fn a_seed_draws_the_same_forms() {
        let base = Base::of(Guide::zhejiang().unwrap());
        let one = drawn(&base, None, 30, 5);
        assert_eq!(one, drawn(&base, None, 30, 5));
        assert_ne!(one, drawn(&base, None, 30, 6));
        for form in Form::ALL {
            let many = one.iter().filter(|typed| typed.form == form).count();
            assert_eq!(many, if form.is_plain() { 30 } else { 0 }, "{}", form.name());
        }
    }

    #[test]
    fn a_slip_is_no_name_of_the_base() {
        let base = Base::of(Guide::zhejiang().unwrap());
        for typed in drawn(&base, None, 200, 1) {
            let owner = base.owner(&normalise(&typed.text));
            let expected = (typed.form == Form::Exact).then_some(typed.item);
            assert_eq!(owner, expected, "{}", typed.form.name());
        }
    }
}
