//! Which names contain a letter.

use super::names::Names;
use crate::sizes::of_list;

/// Letters with a list of their own: all of the basic plane. The few names with others are found
/// by the rest of their letters.
const LETTERS: usize = 0x1_0000;

/// The names that contain a letter, each once, in order: one list after another.
#[derive(Debug)]
pub(super) struct ByLetter {
    /// Letters that stand in a name, in order, each with the end of its list.
    ends: Vec<(char, u32)>,
    names: Vec<u32>,
}

impl ByLetter {
    pub(super) fn of(names: &Names) -> Self {
        let mut many = vec![0_u32; LETTERS];
        each(names, |letter, _| many[letter] += 1);
        let (mut ends, mut all) = (Vec::new(), 0);
        for (letter, many) in (0_u32..).zip(&mut many) {
            let Some(known) = char::from_u32(letter).filter(|_| *many > 0) else { continue };
            let start = all;
            all += *many;
            ends.push((known, all));
            // From here on, where the next name of this letter goes.
            *many = start;
        }
        let mut lists = vec![0_u32; usize::try_from(all).unwrap_or_default()];
        each(names, |letter, at| {
            let place = usize::try_from(many[letter]).ok().and_then(|place| lists.get_mut(place));
            if let Some(place) = place {
                *place = at;
                many[letter] += 1;
            }
        });
        Self { ends, names: lists }
    }

    /// Bytes of memory it reserves.
    pub(super) const fn bytes(&self) -> usize {
        of_list(&self.ends) + of_list(&self.names)
    }

    /// All letters that stand in a name.
    pub(super) fn letters(&self) -> impl Iterator<Item = char> {
        self.ends.iter().map(|(letter, _)| *letter)
    }

    /// The names with this letter.
    pub(super) fn having(&self, letter: char) -> &[u32] {
        let Ok(at) = self.ends.binary_search_by_key(&letter, |(known, _)| *known) else {
            return &[];
        };
        let end = |at: usize| self.ends.get(at).and_then(|(_, end)| usize::try_from(*end).ok());
        let start = at.checked_sub(1).and_then(end).unwrap_or(0);
        self.names.get(start..end(at).unwrap_or(start)).unwrap_or_default()
    }
}

/// Each letter of each name, once a name.
fn each(names: &Names, mut tell: impl FnMut(usize, u32)) {
    for (at, name) in names.all() {
        for (place, letter) in name.letters.iter().enumerate() {
            let number = usize::try_from(u32::from(*letter)).unwrap_or(LETTERS);
            if number < LETTERS && !name.letters[..place].contains(letter) {
                tell(number, at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_knows_its_names_once_each() {
        let mut names = Names::default();
        for (at, name) in (0..).zip(["牛奶盒", "奶奶", "cup", "𠮷牛"]) {
            names.add(name, at, true).unwrap();
        }
        let by_letter = ByLetter::of(&names);
        assert_eq!(by_letter.having('奶'), [0, 1]);
        assert_eq!(by_letter.having('牛'), [0, 3]);
        assert_eq!(by_letter.having('p'), [2]);
        assert_eq!(by_letter.having('x'), [0_u32; 0]);
        assert_eq!(by_letter.having('𠮷'), [0_u32; 0]);
    }
}
