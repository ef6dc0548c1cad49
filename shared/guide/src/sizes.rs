//! What a guide holds, and how much memory its search takes.

use crate::files;
use crate::guide::Guide;

/// Counts of a guide, and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Things.
    pub items: usize,
    /// Names beside the shown ones in both languages.
    pub aliases: usize,
    /// Answers: each part of a thing, under each of its conditions.
    pub parts: usize,
    /// Bytes of memory that the search structures reserve once built: names, their sounds, and the
    /// lists by letter, by first letter and by sound.
    pub index: usize,
    /// Bytes of data compiled in: heads, rows, lessons, the model. Without the table of sounds, which
    /// is another crate's.
    pub compiled: usize,
}

impl Guide {
    /// Counts and measures this guide.
    pub fn sizes(&self) -> Sizes {
        Sizes {
            items: self.items.len(),
            aliases: self.items.iter().map(|item| item.aliases.len()).sum(),
            parts: self.items.iter().map(|item| item.parts.len()).sum(),
            index: self.index.bytes(),
            compiled: files::bytes(),
        }
    }
}

/// Bytes that a list reserves for its elements.
pub(crate) const fn of_list<T>(list: &Vec<T>) -> usize {
    list.capacity() * size_of::<T>()
}

/// Bytes that the standard library's table reserves for so many entries: one more each for its mark,
/// a power of two of places of which an eighth stays free, and a group of marks.
pub(crate) const fn of_table<T>(capacity: usize) -> usize {
    const GROUP: usize = 16;
    if capacity == 0 {
        return 0;
    }
    let places = if capacity < 8 { capacity + 1 } else { capacity.div_ceil(7) * 8 };
    places.next_power_of_two() * (size_of::<T>() + 1) + GROUP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_counted_and_measured() {
        let guide = Guide::zhejiang().unwrap();
        let sizes = guide.sizes();
        assert_eq!(sizes.items, guide.items().len());
        assert!(sizes.aliases > sizes.items && sizes.parts > sizes.items, "{sizes:?}");
        let letters: usize = guide
            .items()
            .iter()
            .flat_map(|item| [&item.name.zh, &item.name.en].into_iter().chain(&item.aliases))
            .map(|name| crate::normalise(name).chars().count())
            .sum();
        // A letter and its sound are four bytes each, and a letter of a name leads to it by four more.
        assert!(sizes.index > 8 * letters && sizes.index < 60 * letters, "{sizes:?} of {letters}");
        assert!(sizes.compiled > files::MODEL.len() && sizes.compiled < 8 << 20, "{sizes:?}");
    }

    #[test]
    fn a_table_has_room_for_what_it_says() {
        for capacity in [1, 3, 7, 14, 28, 448] {
            assert!(of_table::<u32>(capacity) >= capacity * 5, "{capacity}");
        }
        assert_eq!(of_table::<u32>(0), 0);
        assert_eq!(of_table::<u32>(28), 32 * 5 + 16);
    }
}
