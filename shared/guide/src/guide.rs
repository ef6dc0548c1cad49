//! The guide itself: rulebook, items and search in one value.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::broken::{BrokenData, Rule};
use crate::files;
use crate::guess::Guess;
use crate::item::{Basis, Disposal, Item, Part, Text};
use crate::judge::{Model, training};
use crate::load::Loader;
use crate::normal::normalise;
use crate::notes::Notes;
use crate::rulebook::{Rulebook, Source, line_of};
use crate::search::{Hit, How, Index, MEANT, NAMED, QUERY_LETTERS_MAX, names::Names};

/// How many items an answer shows at most.
pub const SHOWN_MAX: usize = 8;

/// From here on a name fits what was typed so far.
const FITS_FROM: u16 = 580;

/// Below this two names have nothing to do with each other.
const NEAR_FROM: u16 = 380;

/// Words between a thing and a part of it, as normalised.
const INSIDE: [&str; 6] = ["里面的", "里的", "中的", "上面的", "上的", "内的"];

/// What the guide knows about a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The query is a name of this item.
    Found(&'a Item),
    /// Several names fit what was typed so far, best first; at least one.
    Candidates(Vec<&'a Item>),
    /// In no list, judged from how its name is put together. Shown as a guess, never as known.
    Guess {
        /// What it seems to be.
        guess: Guess<'a>,
        /// Items with a similar name, best first; may be empty.
        nearest: Vec<&'a Item>,
    },
    /// Not known. Never shown as an answer.
    Unknown {
        /// Items with a similar name, best first; may be empty.
        nearest: Vec<&'a Item>,
    },
}

/// A rulebook with its items, ready to be asked.
#[derive(Debug)]
pub struct Guide {
    pub(crate) rulebook: Rulebook,
    /// The notes as they were read, for the rows of patches: name and text.
    pub(crate) notes: (String, String),
    pub(crate) items: Vec<Item>,
    pub(crate) by_key: BTreeMap<String, usize>,
    pub(crate) index: Index,
    pub(crate) model: Arc<Model>,
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
        let (items, names) = loader.finish()?;
        if items.is_empty() {
            return Err(broken(1, Rule::NoItems));
        }
        let model = Model::read(files::MODEL).ok_or_else(|| broken(1, Rule::ModelMalformed))?;
        let notes = (notes.0.to_owned(), notes.1.to_owned());
        let head = (rulebook_file, rulebook_text);
        Self::built(rulebook, (notes, Arc::new(model)), (items, names), head)
    }

    /// A guide of what was read; `head` is its rulebook as file name and text. The examples must be
    /// items.
    pub(crate) fn built(
        rulebook: Rulebook,
        (notes, model): ((String, String), Arc<Model>),
        (items, names): (Vec<Item>, Names),
        head: (&str, &str),
    ) -> Result<Self, BrokenData> {
        let by_key = by_key(&items);
        if let Some(key) = rulebook.examples.iter().find(|key| !by_key.contains_key(*key)) {
            let (file, line) = (head.0.to_owned(), line_of(head.1, key));
            return Err(BrokenData {
                file,
                line,
                rule: Rule::ExampleUnknown { value: key.clone() },
            });
        }
        Ok(Self { rulebook, notes, items, by_key, index: Index::of(names), model })
    }

    /// A model trained on the names of this guide.
    ///
    /// `lessons` are files of more names, each as name and text: rows of `place | name name name`.
    ///
    /// # Errors
    /// The first wrong row of a lesson.
    pub fn trained(&self, lessons: &[(&str, &str)]) -> Result<Model, BrokenData> {
        training::train(&self.items, &self.index, lessons)
    }

    /// Answers a query as typed: a whole name, the beginning of one, a question about one, a word
    /// that is in no list.
    ///
    /// Spaces, signs, width, case and traditional characters do not matter. A query without a
    /// letter or digit is unknown, with nothing near.
    pub fn look_up(&self, query: &str) -> Answer<'_> {
        if let Some(item) = self.index.exact(query).and_then(|hit| self.items.get(hit.item)) {
            return Answer::Found(item);
        }
        let hits = self.hits(query, SHOWN_MAX);
        let best = hits.first().copied();
        let found = best.filter(|hit| matches!(hit.how, How::Exact | How::Alias | How::Modifier));
        if let Some(item) = found.and_then(|hit| self.items.get(hit.item)) {
            return Answer::Found(item);
        }
        let fits = best.is_some_and(|hit| hit.score >= FITS_FROM);
        let from = if fits { FITS_FROM } else { NEAR_FROM };
        let items: Vec<&Item> = hits
            .iter()
            .filter(|hit| hit.score >= from)
            .filter_map(|hit| self.items.get(hit.item))
            .collect();
        // Whoever may still be typing a name is shown names.
        let may_go_on = hits.iter().any(|hit| hit.is_begun || hit.score >= MEANT);
        if !may_go_on && let Some(guess) = self.guess(query) {
            return Answer::Guess { guess, nearest: items };
        }
        if fits { Answer::Candidates(items) } else { Answer::Unknown { nearest: items } }
    }

    /// What can be meant, best first, at most `many`.
    pub(crate) fn hits(&self, query: &str, many: usize) -> Vec<Hit> {
        let mut hits = self.index.hits(query, many);
        let is_named = hits.first().is_some_and(|hit| hit.score >= NAMED);
        if let Some(whole) = self.whole_of(query).filter(|_| !is_named) {
            hits.retain(|hit| hit.item != whole);
            hits.insert(0, Hit { item: whole, how: How::Modifier, score: 950, is_begun: false });
            hits.truncate(many);
        }
        hits
    }

    /// 珍珠奶茶里的珍珠: the item that has what is asked for as a part.
    fn whole_of(&self, query: &str) -> Option<usize> {
        let query: String = query.chars().take(QUERY_LETTERS_MAX).collect();
        let normal = normalise(&query);
        let (whole, part) = INSIDE.iter().find_map(|word| normal.split_once(word))?;
        let letters: Vec<char> = whole.chars().collect();
        let at = self.index.named(&letters)?;
        let last = part.chars().last()?;
        let parts = self.items.get(at)?.parts.iter();
        let mut names = parts.filter_map(|part| part.name.as_ref());
        names.any(|name| name.zh.contains(part) || name.zh.contains(last)).then_some(at)
    }

    /// The items that a query can mean, best first, at most `many`, each with how it was found.
    pub fn search(&self, query: &str, many: usize) -> Vec<(&Item, How)> {
        let hits = self.hits(query, many);
        hits.into_iter().filter_map(|hit| Some((self.items.get(hit.item)?, hit.how))).collect()
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
        match self.rulebook.source(&part.source) {
            Some(source) => self.cited(part.basis, source),
            None => self.rulebook.bases[part.basis.code()].clone(),
        }
    }

    /// A source as it is shown under an answer that stands on it so firmly.
    pub fn cited(&self, basis: Basis, source: &Source) -> Text {
        // `Rulebook::read` refuses a rulebook without words for each basis.
        let basis = &self.rulebook.bases[basis.code()];
        Text {
            zh: format!("{} · {}", source.citation.zh, basis.zh),
            en: format!("{} · {}", source.citation.en, basis.en),
        }
    }
}

/// Each item's place by its key.
pub(crate) fn by_key(items: &[Item]) -> BTreeMap<String, usize> {
    items.iter().enumerate().map(|(at, item)| (item.key.clone(), at)).collect()
}

#[cfg(test)]
mod tests;
