//! Books: rulebooks of other places beside the one of Zhejiang, and which of them an area has.
//!
//! A book beside another has a head of its own (names of places, texts, notice) and rows only for the
//! things it says otherwise; all others it takes over, with the texts they cite. The model that guesses
//! is the same. Nothing of a book is read before somebody asks for it, and the app asks for none.

use std::sync::{Arc, LazyLock};

use wufei_domain::area::AreaCode;

use crate::broken::{BrokenData, Rule};
use crate::files;
use crate::guide::Guide;
use crate::rulebook::{Rulebook, line_of};

/// The rulebook of a place, read at the first question to it.
#[derive(Debug)]
pub struct Book {
    id: &'static str,
    area_prefix: &'static str,
    read: fn() -> Result<&'static Guide, &'static BrokenData>,
}

static SHANGHAI: LazyLock<Result<Guide, BrokenData>> = LazyLock::new(|| {
    let (rulebook, differs) = files::SHANGHAI;
    Guide::zhejiang().map_err(Clone::clone)?.beside(rulebook, differs)
});

static BOOKS: [Book; 2] = [
    Book { id: "zhejiang", area_prefix: "33", read: Guide::zhejiang },
    Book { id: "shanghai", area_prefix: "31", read: || SHANGHAI.as_ref() },
];

impl Book {
    /// All books, the one that the others stand beside first.
    pub fn all() -> &'static [Self] {
        &BOOKS
    }

    /// The book of that id, such as `shanghai`.
    pub fn of_id(id: &str) -> Option<&'static Self> {
        BOOKS.iter().find(|book| book.id == id)
    }

    /// The book that holds in an area: of several the one for the smallest part of the country.
    pub fn of_area(area: AreaCode) -> Option<&'static Self> {
        let code = area.to_string();
        let holds = |book: &&Self| code.starts_with(book.area_prefix);
        BOOKS.iter().filter(holds).max_by_key(|book| book.area_prefix.len())
    }

    /// Its rulebook's id.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The first digits of the area codes it covers.
    pub const fn area_prefix(&self) -> &'static str {
        self.area_prefix
    }

    /// Its guide, built at the first call.
    ///
    /// # Errors
    /// The first wrong row of its data.
    pub fn guide(&self) -> Result<&'static Guide, &'static BrokenData> {
        (self.read)()
    }
}

impl Guide {
    /// The rulebook of another place over the things of this one, each as file name and text:
    /// its head, and rows as in a patch for what it says otherwise. Texts that the other things cite
    /// are taken over after its own.
    ///
    /// # Errors
    /// The first wrong row, with file and line: also one for a thing that is not there, an id of a
    /// rulebook or a text that this one has already, and an example that is no thing.
    pub fn beside(
        &self,
        rulebook: (&str, &str),
        differs: (&str, &str),
    ) -> Result<Self, BrokenData> {
        let (file, text) = rulebook;
        let mut head = Rulebook::read(file, text)?;
        let ids = self.rulebook.sources.iter().map(|source| &source.id);
        let own = head.sources.iter().map(|source| &source.id).chain([&head.id]);
        let taken: Vec<&String> = ids.chain([&self.rulebook.id]).collect();
        if let Some(id) = own.into_iter().find(|id| taken.contains(id)) {
            let line = line_of(text, id);
            let rule = Rule::KeyRepeated { value: id.clone() };
            return Err(BrokenData { file: file.to_owned(), line, rule });
        }
        head.sources.extend(self.rulebook.sources.iter().cloned());
        let (items, names) = self.over(&head, self.items.clone(), differs)?;
        Self::built(head, (self.notes.clone(), Arc::clone(&self.model)), (items, names), rulebook)
    }
}

#[cfg(test)]
mod tests;
