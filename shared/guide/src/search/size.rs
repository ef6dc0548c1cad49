//! How much memory the search reserves.

use super::Index;
use crate::{
    sizes::{of_list, of_table},
    sound::Sound,
};

impl Index {
    /// Bytes of memory it reserves.
    pub(crate) fn bytes(&self) -> usize {
        let initials: usize = self.by_initial.values().map(of_list).sum();
        let initials = initials + of_table::<(char, Vec<u32>)>(self.by_initial.capacity());
        let others: usize = self.others.values().map(|others| size_of_val(&**others)).sum();
        let others = others + of_table::<(char, Box<[Sound]>)>(self.others.capacity());
        let lists = self.names.bytes() + self.by_letter.bytes() + of_list(&self.by_sound);
        lists + initials + others
    }
}
