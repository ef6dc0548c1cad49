//! Finding items by their names: whole, begun, by their sound, with slips, inside other words.
//!
//! Every way of finding gives a score on one scale, so that the best of all ways comes first; equal
//! scores go by length, then shown name before alias, then the order of the files. No clock, no
//! chance, no store. `typed` reads latin letters as sounds; `crate::slip` counts what was mistaken.

mod by_letter;
pub(crate) mod names;
mod size;
mod typed;

use std::collections::{BTreeSet, HashMap};

use crate::{
    normal::normalise,
    question::forms,
    slip::{self, Heard},
    sound::{self, Sound},
};
use by_letter::ByLetter;
use names::{Name, Names};
use typed::{Fit, Readings};

/// Longer queries are cut: no name is longer.
pub(crate) const QUERY_LETTERS_MAX: usize = 48;

/// Names of what holds other things.
const PACKS: [&str; 12] = [
    "包装",
    "包装盒",
    "包装袋",
    "盒子",
    "瓶子",
    "袋子",
    "罐子",
    "桶子",
    "外壳",
    "盖子",
    "纸盒",
    "塑料盒",
];

/// From here on it is the name itself.
pub(crate) const NAMED: u16 = 990;

/// From here on what was found is taken for what was meant.
pub(crate) const MEANT: u16 = 840;

/// How a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// It is the shown name.
    Exact,
    /// It is another name.
    Alias,
    /// It was typed by its sound in latin letters.
    Pinyin,
    /// A slip of the finger or the eye.
    Fuzzy,
    /// Other characters that sound the same.
    Homophone,
    /// With words around it that say nothing or describe it.
    Modifier,
    /// It stands inside what was typed.
    Compound,
    /// No name: judged by how it is put together.
    Inferred,
}

impl How {
    /// The name in output: `exact`, `alias` …
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Pinyin => "pinyin",
            Self::Fuzzy => "fuzzy",
            Self::Homophone => "homophone",
            Self::Modifier => "modifier",
            Self::Compound => "compound",
            Self::Inferred => "inferred",
        }
    }
}

/// An item that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Its place in the list of items.
    pub item: usize,
    pub how: How,
    /// 1,000 for the name itself.
    pub score: u16,
    /// Its name begins with what was typed so far.
    pub is_begun: bool,
}

/// The names of all items, ready to be searched.
#[derive(Debug)]
pub(crate) struct Index {
    names: Names,
    by_letter: ByLetter,
    /// The names by the first letter of each reading of their first character.
    by_initial: HashMap<char, Vec<u32>>,
    others: Readings,
    /// Hashes of the folded sounds of names, sorted, with the names.
    by_sound: Vec<(u64, u32)>,
}

/// Score, then what decides between equal ones: smaller is better.
type Rank = (u16, usize, bool, u32);

/// How a name was found, and whether it begins with what was typed.
type Found = (How, bool);

/// The best that was found of each item so far.
#[derive(Default)]
struct Ranked {
    best: HashMap<u32, (Rank, Found)>,
}

impl Ranked {
    fn add(&mut self, at: u32, name: Name<'_>, how: How, score: u16, query: &[char]) {
        let length = name.letters.len().abs_diff(query.len());
        let rank = (1_000 - score.min(1_000), length, !name.is_title, at);
        self.take(name.item, rank, (how, name.letters.starts_with(query)));
    }

    fn take(&mut self, item: u32, rank: Rank, found: Found) {
        let entry = self.best.entry(item).or_insert((rank, found));
        if rank < entry.0 {
            *entry = (rank, found);
        }
    }

    fn first(self, many: usize) -> Vec<Hit> {
        let mut all: Vec<(Rank, Found, u32)> =
            self.best.into_iter().map(|(item, (rank, found))| (rank, found, item)).collect();
        all.sort_unstable_by_key(|(rank, ..)| *rank);
        let hit = |(rank, (how, is_begun), item): (Rank, Found, u32)| {
            let item = usize::try_from(item).ok()?;
            Some(Hit { item, how, score: 1_000 - rank.0, is_begun })
        };
        all.into_iter().take(many).filter_map(hit).collect()
    }
}

impl Index {
    pub(crate) fn of(names: Names) -> Self {
        let by_letter = ByLetter::of(&names);
        let others: Readings = by_letter.letters().filter_map(typed::other_readings).collect();
        let mut by_initial: HashMap<char, Vec<u32>> = HashMap::new();
        let mut by_sound = Vec::with_capacity(names.len());
        let mut folded = Vec::new();
        for (at, name) in names.all() {
            let other = name.letters.first().and_then(|first| others.get(first));
            for reading in name.sounds.first().into_iter().chain(other.into_iter().flatten()) {
                let Some(initial) = sound::letters(*reading).next() else { continue };
                let having = by_initial.entry(char::from(initial)).or_default();
                if having.last() != Some(&at) {
                    having.push(at);
                }
            }
            if !name.sounds.contains(&0) {
                folded.clear();
                folded.extend(name.sounds.iter().copied().map(sound::folded));
                by_sound.push((names::hash(&folded), at));
            }
        }
        by_sound.sort_unstable();
        Self { names, by_letter, by_initial, others, by_sound }
    }

    /// The item whose name this is.
    pub(crate) fn named(&self, letters: &[char]) -> Option<usize> {
        usize::try_from(self.names.whole(letters)?.item).ok()
    }

    /// The names whose folded sounds have this hash.
    fn sounding(&self, hash: u64) -> impl Iterator<Item = u32> {
        let from = self.by_sound.partition_point(|(other, _)| *other < hash);
        let rest = self.by_sound.get(from..).unwrap_or_default();
        rest.iter().take_while(move |(other, _)| *other == hash).map(|(_, at)| *at)
    }

    /// The item whose name the query is as it stands: nothing is better than that.
    pub(crate) fn exact(&self, query: &str) -> Option<Hit> {
        let letters: Vec<char> = normalise(query).chars().collect();
        let name = self.names.whole(&letters)?;
        let (how, score) = as_it_stands(name);
        Some(Hit { item: usize::try_from(name.item).ok()?, how, score, is_begun: true })
    }

    /// What was meant, best first, at most `many`.
    pub(crate) fn hits(&self, query: &str, many: usize) -> Vec<Hit> {
        let forms: Vec<Vec<char>> =
            forms(query).into_iter().map(|form| form.chars().collect()).collect();
        let mut ranked = Ranked::default();
        for (place, form) in (0_u16..).zip(&forms) {
            let less = 8 * place.min(5);
            if let Some(name) = self.names.whole(form) {
                let (how, score) = match place {
                    0 => as_it_stands(name),
                    _ => (How::Modifier, 985 - less),
                };
                ranked.take(name.item, (1_000 - score, 0, false, 0), (how, true));
                break;
            }
        }
        if let Some(item) = forms.iter().find_map(|form| self.thing_after_of(form)) {
            ranked.take(item, (1_000 - 945, 0, false, 0), (How::Modifier, false));
        }
        // What was typed, and what is left of it without the words around a name.
        let bare = u16::try_from(forms.len().saturating_sub(1)).unwrap_or_default();
        let looked_at = forms.first().map(|form| (0, form));
        let stripped = forms.last().filter(|_| bare > 0).map(|form| (bare, form));
        for (place, form) in looked_at.into_iter().chain(stripped) {
            let letters = form.get(..QUERY_LETTERS_MAX).unwrap_or(form);
            let less = 8 * place.min(5);
            self.by_typed_sound(letters, less, &mut ranked);
            self.by_letters(letters, less, &mut ranked);
        }
        ranked.first(many)
    }

    /// 粘了猫毛的胶带: what stands after the last 的 is the thing, if it is a name.
    fn thing_after_of(&self, form: &[char]) -> Option<u32> {
        let of = form.iter().rposition(|letter| *letter == '的')?;
        let thing = form.get(of + 1..).filter(|thing| thing.len() > 1)?;
        // What a pack is worth depends on what was in it: 止疼药的包装 is not any 包装.
        let is_pack = PACKS.iter().any(|pack| pack.chars().eq(thing.iter().copied()));
        let whole = self.names.whole(thing).filter(|_| !is_pack)?;
        Some(whole.item)
    }

    /// The names that are most like a word, at most `many`, none of the item `except`.
    pub(crate) fn neighbours(&self, word: &str, many: usize, except: Option<usize>) -> Vec<Hit> {
        let letters: Vec<char> = word.chars().take(QUERY_LETTERS_MAX).collect();
        let mut ranked = Ranked::default();
        self.by_letters(&letters, 0, &mut ranked);
        if let Some(item) = except.and_then(|item| u32::try_from(item).ok()) {
            ranked.best.remove(&item);
        }
        ranked.first(many)
    }

    /// Latin letters as sounds.
    fn by_typed_sound(&self, query: &[char], less: u16, ranked: &mut Ranked) {
        let Some(first) = query.first() else { return };
        if !query.iter().any(char::is_ascii_lowercase) {
            return;
        }
        let by_sound = self.by_initial.get(first).map_or(&[][..], Vec::as_slice);
        for at in by_sound.iter().chain(self.by_letter.having(*first)) {
            let Some(name) = self.names.at(*at) else { continue };
            if !name.sounds.iter().any(|sound| *sound != 0) {
                continue;
            }
            let Some(fit) = typed::fits(query, name.letters, name.sounds, &self.others) else {
                continue;
            };
            let score = match fit {
                Fit::Whole => 970,
                Fit::Initials if query.len() > 1 => 920,
                Fit::Initials | Fit::Begun => {
                    let longer = u16::try_from(name.letters.len()).unwrap_or(u16::MAX);
                    830 - 4 * longer.min(40)
                }
            };
            ranked.add(*at, name, How::Pinyin, score - less, query);
        }
    }

    /// Names that share letters or sounds with the query.
    fn by_letters(&self, query: &[char], less: u16, ranked: &mut Ranked) {
        let sounds: Vec<Sound> = query.iter().copied().map(sound::sound).collect();
        let heard = Heard { letters: query, sounds: &sounds };
        if query.len() > 1 && !sounds.contains(&0) {
            let folded: Vec<Sound> = sounds.iter().copied().map(sound::folded).collect();
            for at in self.sounding(names::hash(&folded)) {
                let Some(name) = self.names.at(at) else { continue };
                let cost = slip::distance(heard, name.heard(), 400).unwrap_or(400);
                let each = cost / u32::try_from(query.len()).unwrap_or(1).max(1);
                // Few syllables are shared by too many things: some characters must be right.
                let kept = query.iter().zip(name.letters).filter(|(one, other)| one == other);
                let (kept, many) = (kept.count(), query.len());
                let same_sound = slip::SAME_SOUND * u32::try_from(many - kept).unwrap_or(0);
                let rare = kept * 2 >= many && (many > 2 || cost <= same_sound)
                    || many > 3
                    || (kept > 0 && cost <= same_sound);
                let score = if rare { 945 } else { 800 } - u16::try_from(each).unwrap_or(100);
                ranked.add(at, name, How::Homophone, score - less, query);
            }
        }
        let mut shared: Vec<u8> = vec![0; self.names.len()];
        let mut touched: Vec<u32> = Vec::new();
        for letter in query.iter().collect::<BTreeSet<_>>() {
            for at in self.by_letter.having(*letter) {
                let Some(count) = usize::try_from(*at).ok().and_then(|at| shared.get_mut(at))
                else {
                    continue;
                };
                if *count == 0 {
                    touched.push(*at);
                }
                *count = count.saturating_add(1);
            }
        }
        for at in touched {
            let Some(name) = self.names.at(at) else { continue };
            let same = usize::try_from(at).ok().and_then(|at| shared.get(at)).copied();
            if let Some((how, score)) = alike(heard, name, usize::from(same.unwrap_or(0))) {
                ranked.add(at, name, how, score.saturating_sub(less), query);
            }
        }
    }
}

/// How a name is found that was typed as it stands.
const fn as_it_stands(name: Name<'_>) -> (How, u16) {
    if name.is_title { (How::Exact, 1_000) } else { (How::Alias, 995) }
}

/// How alike a query and a name are that share so many letters.
fn alike(query: Heard<'_>, name: Name<'_>, same: usize) -> Option<(How, u16)> {
    let (typed, known) = (query.letters, name.letters);
    let (shorter, longer) = (typed.len().min(known.len()), typed.len().max(known.len()));
    let number = |many: usize| u16::try_from(many).unwrap_or(u16::MAX);
    let beyond = number(longer - shorter).min(25);
    let mut best: Option<(How, u16)> = None;
    let mut better = |how: How, score: u16| {
        if best.is_none_or(|(_, other)| score > other) {
            best = Some((how, score));
        }
    };
    if known.starts_with(typed) {
        better(How::Compound, 835 - 4 * beyond);
    } else if says_enough(typed) && contains(known, typed) {
        better(How::Compound, 760 - 4 * beyond);
    }
    if typed.len() > known.len() && says_enough(known) {
        // In Chinese the thing itself stands last: 农夫山泉矿泉水瓶 is a 矿泉水瓶.
        let covered = 1_000 * number(known.len()) / number(typed.len()).max(1);
        if typed.ends_with(known) {
            better(How::Compound, 600 + covered / 5);
        } else if contains(typed, known) {
            better(How::Compound, 480 + covered / 5);
        }
    }
    if longer > 1 && longer - shorter <= 2 && 2 * same + 1 >= longer {
        let most = if longer < 3 {
            45
        } else if longer < 6 {
            100
        } else {
            200
        };
        if let Some(cost) = slip::distance(query, name.heard(), most) {
            // A whole letter in a short name makes another thing of it: 苹果皮 is no 苹果核.
            let each = u16::try_from(cost).unwrap_or(u16::MAX) * 7 / number(longer);
            better(How::Fuzzy, 930_u16.saturating_sub(each));
        }
    }
    if same > 0 {
        let dice = 2 * pairs_shared(typed, known) * 500 / (typed.len() + known.len()).max(1);
        if dice >= 120 {
            better(How::Compound, 200 + number(dice));
        }
    }
    best
}

fn pairs_shared(one: &[char], other: &[char]) -> usize {
    let mut left: Vec<&[char]> = other.windows(2).collect();
    let mut shared = 0;
    for pair in one.windows(2) {
        if let Some(at) = left.iter().position(|known| *known == pair) {
            left.swap_remove(at);
            shared += 1;
        }
    }
    shared
}

/// Whether it is long enough to be sought inside another name: two characters of Chinese, four
/// letters of an alphabet.
fn says_enough(letters: &[char]) -> bool {
    let weight: usize = letters.iter().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    weight >= 4
}

fn contains(name: &[char], query: &[char]) -> bool {
    name.windows(query.len().max(1)).any(|window| window == query)
}

#[cfg(test)]
mod tests;
