//! Rows become items: `item`, `also`, `part`, `when`, `bin`, `do`, `why`; or, for simple things that
//! share their answer, `group`, `why`, `thing`. In a patch also `replace`, and `also` with a key.
//!
//! A file is refused at its first wrong row. Names are compared as the search sees them, so that
//! two items never claim the same word.

mod draft;

use std::{collections::BTreeMap, sync::Arc};

use crate::broken::{BrokenData, Rule};
use crate::item::{Basis, Disposal, Item, Part, Text};
use crate::normal::normalise;
use crate::notes::Notes;
use crate::rows::{Row, rows};
use crate::rulebook::Rulebook;
use crate::search::names::Names;
use draft::{Draft, Group};

/// Names that room is made for at once; more are taken in too.
const NAMES: usize = 1 << 15;
const LETTERS_OF_A_NAME: usize = 5;

/// Reads item files in order.
pub(crate) struct Loader<'a> {
    rulebook: &'a Rulebook,
    notes: Notes<'a>,
    items: Vec<Item>,
    keys: BTreeMap<String, usize>,
    names: Names,
    /// The rows are of a patch: they may speak of items that are there.
    is_patch: bool,
}

/// What the rows of a file are about at the moment.
enum Open<'a> {
    Nothing,
    Item(Box<Draft<'a>>),
    Group(Box<Group<'a>>),
}

impl<'a> Loader<'a> {
    pub(crate) fn new(rulebook: &'a Rulebook, notes: Notes<'a>) -> Self {
        Self {
            rulebook,
            notes,
            items: Vec::new(),
            keys: BTreeMap::new(),
            names: Names::with_room(NAMES, NAMES * LETTERS_OF_A_NAME),
            is_patch: false,
        }
    }

    /// For the rows of a patch, over the items that stay as they are: their names are taken.
    pub(crate) fn over(rulebook: &'a Rulebook, notes: Notes<'a>, items: Vec<Item>) -> Self {
        let mut loader = Self { is_patch: true, ..Self::new(rulebook, notes) };
        for (at, item) in items.iter().enumerate() {
            loader.keys.insert(item.key.clone(), at);
            let titles = [&item.name.zh, &item.name.en].map(|name| (name, true));
            let aliases = item.aliases.iter().map(|name| (name, false));
            for (name, is_title) in titles.into_iter().chain(aliases) {
                // They stood beside each other before: none is taken.
                let _ = loader.names.add(&normalise(name), number(at), is_title);
            }
        }
        Self { items, ..loader }
    }

    /// Takes in one file.
    pub(crate) fn file(&mut self, file: &'a str, text: &'a str) -> Result<(), BrokenData> {
        let mut open = Open::Nothing;
        for row in rows(file, text) {
            let Some(word) = word_of(row.word()) else {
                return Err(row.broken(Rule::RowUnknown { word: row.word().to_owned() }));
            };
            match (word, &mut open) {
                ("replace", _) if !self.is_patch => {
                    return Err(row.broken(Rule::RowUnknown { word: word.to_owned() }));
                }
                ("item" | "replace" | "group", _) => {
                    self.close(open)?;
                    open = if word == "group" {
                        Open::Group(Box::new(self.group(row)?))
                    } else {
                        Open::Item(Box::new(self.open(row, word)?))
                    };
                }
                ("also", _) if self.is_patch && row.count() == 2 => {
                    self.close(open)?;
                    open = Open::Nothing;
                    self.also_of(row)?;
                }
                ("why", Open::Group(group)) if group.reason_is_due => {
                    group.answer.reason = self.reason(row)?;
                    group.reason_is_due = false;
                }
                ("thing", Open::Group(group)) => self.thing(group, row)?,
                ("thing", _) => {
                    return Err(row.broken(Rule::OutOfPlace { word, needs: "a group" }));
                }
                (_, Open::Nothing | Open::Group(_)) => {
                    return Err(row.broken(Rule::OutOfPlace { word, needs: "an item" }));
                }
                ("also", Open::Item(draft)) => self.also(draft, row)?,
                ("bin", Open::Item(draft)) => self.bin(draft, row)?,
                ("do", Open::Item(draft)) => draft.step(row)?,
                ("why", Open::Item(draft)) => self.why(draft, row)?,
                (_, Open::Item(draft)) => draft.heading(row, word)?,
            }
        }
        self.close(open)
    }

    /// All items and their names, once every file is in.
    pub(crate) fn finish(self) -> Result<(Vec<Item>, Names), BrokenData> {
        self.notes.finish()?;
        Ok((self.items, self.names))
    }

    /// All items and their names after a patch; it need not use every note.
    pub(crate) fn patched(self) -> (Vec<Item>, Names) {
        (self.items, self.names)
    }

    fn open(&mut self, row: Row<'a>, word: &'static str) -> Result<Draft<'a>, BrokenData> {
        let [key, zh, en] = row.cells(word)?;
        let item = self.named(row, word, [key, zh, en])?;
        Ok(Draft {
            row,
            item,
            parts: Vec::new(),
            part: None,
            condition: None,
            bin_is_due: true,
            reason_is_due: false,
        })
    }

    /// An item with its key and name, and nothing else yet.
    fn named(
        &mut self,
        row: Row<'_>,
        word: &'static str,
        [key, zh, en]: [&str; 3],
    ) -> Result<Item, BrokenData> {
        let key = row.key(key)?;
        let name = row.text(word, 2, zh, en)?;
        let index = self.items.len();
        if self.keys.insert(key.clone(), index).is_some() {
            return Err(row.broken(Rule::KeyRepeated { value: key }));
        }
        self.claim(row, &name.zh, &key, true)?;
        self.claim(row, &name.en, &key, true)?;
        Ok(Item { key, name, aliases: Vec::new(), parts: Arc::default() })
    }

    fn close(&mut self, open: Open<'a>) -> Result<(), BrokenData> {
        match open {
            Open::Nothing => {}
            Open::Item(draft) => {
                draft.check()?;
                self.items.push(Item { parts: draft.parts.into(), ..draft.item });
            }
            Open::Group(group) => group.check()?,
        }
        Ok(())
    }

    /// `group | place | steps | basis source`.
    fn group(&mut self, row: Row<'a>) -> Result<Group<'a>, BrokenData> {
        let answer = self.answer(row, "group")?;
        Ok(Group { row, answer, shared: None, reason_is_due: true })
    }

    /// `thing | key | 中文 | English | aliases`.
    fn thing(&mut self, group: &mut Group<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        group.check()?;
        let [key, zh, en, aliases] = row.cells("thing")?;
        let mut item = self.named(row, "thing", [key, zh, en])?;
        if !aliases.is_empty() {
            self.names_of(&mut item, row, aliases)?;
        }
        let shared = group.shared.get_or_insert_with(|| [group.answer.clone()].into());
        item.parts = Arc::clone(shared);
        self.items.push(item);
        Ok(())
    }

    /// Takes a name for the item that is being read.
    fn claim(
        &mut self,
        row: Row<'_>,
        name: &str,
        key: &str,
        is_title: bool,
    ) -> Result<(), BrokenData> {
        let value = || name.to_owned();
        let normal = normalise(name);
        if normal.is_empty() {
            return Err(row.broken(Rule::NameEmpty { value: value() }));
        }
        // An item that is still being read stands behind all others.
        let at = self.keys.get(key).copied().unwrap_or(self.items.len());
        self.names.add(&normal, number(at), is_title).map_err(|owner| {
            let owner = usize::try_from(owner).ok().and_then(|owner| self.items.get(owner));
            let owner = owner.filter(|owner| owner.key != key);
            row.broken(match owner {
                Some(other) => Rule::NameTaken { value: value(), owner: other.key.clone() },
                None => Rule::NameRepeated { value: value(), owner: key.to_owned() },
            })
        })
    }

    fn also(&mut self, draft: &mut Draft<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        let [list] = row.cells("also")?;
        self.names_of(&mut draft.item, row, list)
    }

    /// `also | key | names` in a patch: more names of an item that is there.
    fn also_of(&mut self, row: Row<'_>) -> Result<(), BrokenData> {
        let [key, list] = row.cells("also")?;
        let unknown = || row.broken(Rule::ItemUnknown { value: key.to_owned() });
        let at = self.keys.get(key).copied().ok_or_else(unknown)?;
        let mut item = self.items.get(at).cloned().ok_or_else(unknown)?;
        self.names_of(&mut item, row, list)?;
        if let Some(place) = self.items.get_mut(at) {
            *place = item;
        }
        Ok(())
    }

    /// More names of an item, by `, `.
    fn names_of(&mut self, item: &mut Item, row: Row<'_>, list: &str) -> Result<(), BrokenData> {
        for alias in list.split(',').map(str::trim) {
            if alias.contains(['，', '、', '；', '｜']) {
                return Err(row.broken(Rule::NameSeparator { value: alias.to_owned() }));
            }
            self.claim(row, alias, &item.key, false)?;
            item.aliases.push(alias.to_owned());
        }
        Ok(())
    }

    /// `bin | place | steps | basis source`.
    fn bin(&mut self, draft: &mut Draft<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        draft.needs_no_reason(row)?;
        let answer = self.answer(row, "bin")?;
        let (name, condition) = (draft.part.clone(), draft.condition.clone());
        draft.parts.push(Part { name, condition, ..answer });
        draft.bin_is_due = false;
        draft.reason_is_due = true;
        Ok(())
    }

    /// Place, steps and source of a whole thing; its reason comes in a row of its own.
    fn answer(&mut self, row: Row<'_>, word: &'static str) -> Result<Part, BrokenData> {
        let [place, steps, citation] = row.cells(word)?;
        let disposal = Disposal::from_code(place)
            .ok_or_else(|| row.broken(Rule::DisposalUnknown { value: place.to_owned() }))?;
        let steps = steps
            .split(',')
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(|key| self.notes.step(row, key))
            .collect::<Result<Vec<Arc<Text>>, BrokenData>>()?;
        let malformed = || row.broken(Rule::CitationMalformed { value: citation.to_owned() });
        let (basis, source) = citation.split_once(' ').ok_or_else(malformed)?;
        let basis = Basis::from_code(basis).ok_or_else(malformed)?;
        if self.rulebook.source(source).is_none() {
            return Err(row.broken(Rule::SourceUnknown { value: source.to_owned() }));
        }
        Ok(Part {
            name: None,
            condition: None,
            disposal,
            steps,
            // Set by the row `why`, which must follow.
            reason: Arc::new(Text { zh: String::new(), en: String::new() }),
            basis,
            source: source.into(),
        })
    }

    /// `why | 中文 | English`, or `why | @reason`.
    fn why(&mut self, draft: &mut Draft<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        let (true, Some(part)) = (draft.reason_is_due, draft.parts.last_mut()) else {
            return Err(row.broken(Rule::OutOfPlace { word: "why", needs: "a bin" }));
        };
        part.reason = self.reason(row)?;
        draft.reason_is_due = false;
        Ok(())
    }

    fn reason(&mut self, row: Row<'_>) -> Result<Arc<Text>, BrokenData> {
        let shared = row.cells::<1>("why").ok().and_then(|[cell]| cell.strip_prefix('@'));
        let reason = match shared {
            Some(key) => self.notes.reason(row, key)?,
            None => Arc::new(row.pair("why")?),
        };
        row.sentence(&reason)?;
        Ok(reason)
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The words of rows.
fn word_of(word: &str) -> Option<&'static str> {
    const WORDS: [&str; 10] =
        ["item", "also", "part", "when", "bin", "do", "why", "group", "thing", "replace"];
    WORDS.into_iter().find(|known| *known == word)
}

#[cfg(test)]
mod tests;
