//! The guide itself: rulebook, items and search in one value.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::broken::{BrokenData, Rule};
use crate::files;
use crate::item::{Disposal, Item, Part, Text};
use crate::load::Loader;
use crate::notes::Notes;
use crate::rulebook::Rulebook;
use crate::search::{Finding, Index};

/// How many items an answer shows at most.
pub const SHOWN_MAX: usize = 8;

/// What the guide knows about a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The query is a name of this item.
    Found(&'a Item),
    /// Several names fit what was typed so far, best first; at least one.
    Candidates(Vec<&'a Item>),
    /// Not known. Never shown as an answer.
    Unknown {
        /// Items with a similar name, best first; may be empty.
        nearest: Vec<&'a Item>,
    },
}

/// A rulebook with its items, ready to be asked.
#[derive(Debug)]
pub struct Guide {
    rulebook: Rulebook,
    items: Vec<Item>,
    by_key: BTreeMap<String, usize>,
    index: Index,
}

static ZHEJIANG: LazyLock<Result<Guide, BrokenData>> =
    LazyLock::new(|| Guide::read(files::RULEBOOK, files::NOTES, &files::ITEMS));

impl Guide {
    /// The rulebook of Zhejiang that is compiled in; parsed at the first call.
    pub fn zhejiang() -> Result<&'static Self, &'static BrokenData> {
        ZHEJIANG.as_ref()
    }

    /// Reads a rulebook, its notes and its item files, each as name and text.
    /// The first wrong row is refused, and with it the whole.
    pub fn read(
        rulebook: (&str, &str),
        notes: (&str, &str),
        items: &[(&str, &str)],
    ) -> Result<Self, BrokenData> {
        let (rulebook_file, rulebook_text) = rulebook;
        let broken = |line, rule| BrokenData { file: rulebook_file.to_owned(), line, rule };
        let rulebook = Rulebook::read(rulebook_file, rulebook_text)?;
        let mut loader = Loader::new(&rulebook, Notes::read(notes.0, notes.1)?);
        for (file, text) in items {
            loader.file(file, text)?;
        }
        let items = loader.finish()?;
        if items.is_empty() {
            return Err(broken(1, Rule::NoItems));
        }
        let by_key: BTreeMap<String, usize> =
            items.iter().enumerate().map(|(at, item)| (item.key.clone(), at)).collect();
        if let Some(key) = rulebook.examples.iter().find(|key| !by_key.contains_key(*key)) {
            let line = rulebook_text.lines().position(|line| line.contains(&format!("\"{key}\"")));
            let line = line.map_or(1, |index| index + 1);
            return Err(broken(line, Rule::ExampleUnknown { value: key.clone() }));
        }
        let index = Index::of(&items);
        Ok(Self { rulebook, items, by_key, index })
    }

    /// Answers a query as typed: a whole name, the beginning of one, a question about one.
    ///
    /// Spaces, signs, width, case and traditional characters do not matter. A query without a
    /// letter or digit is unknown, with nothing near.
    pub fn look_up(&self, query: &str) -> Answer<'_> {
        match self.index.find(query) {
            Finding::Exact(at) => {
                self.items.get(at).map_or(Answer::Unknown { nearest: Vec::new() }, Answer::Found)
            }
            Finding::Fitting(places) => Answer::Candidates(self.at(&places)),
            Finding::Near(places) => Answer::Unknown { nearest: self.at(&places) },
        }
    }

    /// The item of that key, if there is one.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.by_key.get(key).and_then(|at| self.items.get(*at))
    }

    /// All items, in the order of the files.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Items to show before anything is typed.
    pub fn examples(&self) -> Vec<&Item> {
        self.rulebook.examples.iter().filter_map(|key| self.item(key)).collect()
    }

    /// Who says so: version, validity, sources.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The word of a place in this jurisdiction, such as 易腐垃圾.
    pub fn place_name(&self, disposal: Disposal) -> &Text {
        // `Rulebook::read` refuses a rulebook without a name for each place.
        &self.rulebook.places[disposal.code()]
    }

    /// Which text a part's answer follows, and whether the text names it:
    /// `浙江省生活垃圾管理条例（2021）· 条文写明这一类`.
    pub fn citation(&self, part: &Part) -> Text {
        let basis = &self.rulebook.bases[part.basis.code()];
        match self.rulebook.source(&part.source) {
            Some(source) => Text {
                zh: format!("{} · {}", source.citation.zh, basis.zh),
                en: format!("{} · {}", source.citation.en, basis.en),
            },
            None => basis.clone(),
        }
    }

    fn at(&self, places: &[usize]) -> Vec<&Item> {
        places.iter().filter_map(|at| self.items.get(*at)).collect()
    }
}

#[cfg(test)]
mod tests;
