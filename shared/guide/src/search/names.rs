//! The names of all items side by side: the letters of all in one list, and as many sounds, so that
//! thirty thousand names cost a handful of allocations.

use hashbrown::{HashTable, hash_table::Entry};

use crate::{
    sizes::of_list,
    slip::Heard,
    sound::{self, Sound},
};

/// A name as it is searched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'a> {
    pub letters: &'a [char],
    /// As many; 0 for what is no Chinese character.
    pub sounds: &'a [Sound],
    /// Its item's place in the list of items.
    pub item: u32,
    /// It is shown, and no alias.
    pub is_title: bool,
}

impl<'a> Name<'a> {
    pub(crate) const fn heard(self) -> Heard<'a> {
        Heard { letters: self.letters, sounds: self.sounds }
    }
}

#[derive(Debug, Clone, Copy)]
struct Place {
    from: u32,
    many: u16,
    is_title: bool,
    item: u32,
}

/// All names, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Names {
    letters: Vec<char>,
    sounds: Vec<Sound>,
    places: Vec<Place>,
    /// Found by the whole name.
    whole: HashTable<u32>,
}

/// The same in every process: no chance is drawn. Names come from the rulebook's own makers, so
/// nobody gains by making them collide.
pub(crate) fn hash<T: Copy + Into<u64>>(letters: &[T]) -> u64 {
    let mixed = letters.iter().fold(0_u64, |mixed, letter| {
        let letter: u64 = (*letter).into();
        (mixed.rotate_left(5) ^ letter).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    mixed ^ (mixed >> 32)
}

fn letters_of<'a>(letters: &'a [char], place: &Place) -> &'a [char] {
    let from = usize::try_from(place.from).unwrap_or(usize::MAX);
    letters.get(from..from.saturating_add(usize::from(place.many))).unwrap_or_default()
}

impl Names {
    /// Room for so many letters of so many names.
    pub(crate) fn with_room(names: usize, letters: usize) -> Self {
        Self {
            letters: Vec::with_capacity(letters),
            sounds: Vec::with_capacity(letters),
            places: Vec::with_capacity(names),
            whole: HashTable::with_capacity(names),
        }
    }

    /// Takes in a normalised name of an item.
    ///
    /// # Errors
    /// The item that has it already.
    pub(crate) fn add(&mut self, normal: &str, item: u32, is_title: bool) -> Result<(), u32> {
        let start = self.letters.len();
        self.letters.extend(normal.chars());
        let (letters, places) = (&self.letters, &self.places);
        let own = letters.get(start..).unwrap_or_default();
        let place = |at: u32| places.get(usize::try_from(at).ok()?);
        let is_same = |at: &u32| place(*at).is_some_and(|place| letters_of(letters, place) == own);
        let hash_of = |at: &u32| place(*at).map_or(0, |place| hash(letters_of(letters, place)));
        match self.whole.entry(hash(own), is_same, hash_of) {
            Entry::Occupied(entry) => {
                let owner = place(*entry.get()).map_or(item, |place| place.item);
                self.letters.truncate(start);
                return Err(owner);
            }
            Entry::Vacant(entry) => {
                entry.insert(number(places.len()));
            }
        }
        let many = u16::try_from(own.len()).unwrap_or(u16::MAX);
        self.sounds.extend(own.iter().copied().map(sound::sound));
        self.places.push(Place { from: number(start), many, is_title, item });
        Ok(())
    }

    /// Bytes of memory it reserves.
    pub(crate) fn bytes(&self) -> usize {
        let lists = of_list(&self.letters) + of_list(&self.sounds) + of_list(&self.places);
        lists + self.whole.allocation_size()
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.places.len()
    }

    /// The name at a place in the order.
    pub(crate) fn at(&self, at: u32) -> Option<Name<'_>> {
        let place = self.places.get(usize::try_from(at).ok()?)?;
        let from = usize::try_from(place.from).ok()?;
        let range = from..from + usize::from(place.many);
        Some(Name {
            letters: self.letters.get(range.clone())?,
            sounds: self.sounds.get(range)?,
            item: place.item,
            is_title: place.is_title,
        })
    }

    /// All names with their places.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, Name<'_>)> {
        (0..number(self.places.len())).filter_map(|at| Some((at, self.at(at)?)))
    }

    /// The name that is these letters.
    pub(crate) fn whole(&self, letters: &[char]) -> Option<Name<'_>> {
        let is_same = |at: &u32| self.at(*at).is_some_and(|name| name.letters == letters);
        self.at(*self.whole.find(hash(letters), is_same)?)
    }
}

fn number(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_owner_and_is_found_whole() {
        let mut names = Names::default();
        assert_eq!(names.add("牛奶盒", 0, true), Ok(()));
        assert_eq!(names.add("奶盒", 0, false), Ok(()));
        assert_eq!(names.add("牛奶盒", 7, false), Err(0));
        assert_eq!(names.add("纸箱", 7, true), Ok(()));
        let found = |text: &str| {
            let letters: Vec<char> = text.chars().collect();
            names.whole(&letters).map(|name| (name.item, name.is_title, name.sounds.len()))
        };
        assert_eq!(found("奶盒"), Some((0, false, 2)));
        assert_eq!(found("纸箱"), Some((7, true, 2)));
        assert_eq!(found("牛奶"), None);
        assert_eq!(names.len(), 3);
        assert_eq!(names.all().count(), 3);
    }
}
