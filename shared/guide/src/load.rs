//! Rows become items: `item`, `also`, `part`, `when`, `bin`, `do`, `why`.
//!
//! A file is refused at its first wrong row. Names are compared as the search sees them, so that
//! two items never claim the same word.

use std::collections::BTreeMap;

use crate::broken::{BrokenData, Rule};
use crate::item::{Basis, Disposal, Item, Part, Text};
use crate::normal::normalise;
use crate::notes::Notes;
use crate::rows::{Row, rows};
use crate::rulebook::Rulebook;

/// Reads item files in order.
pub(crate) struct Loader<'a> {
    rulebook: &'a Rulebook,
    notes: Notes<'a>,
    items: Vec<Item>,
    keys: BTreeMap<String, usize>,
    /// Which item has a normalised name.
    names: BTreeMap<String, usize>,
}

/// An item whose rows are still coming.
struct Draft<'a> {
    row: Row<'a>,
    item: Item,
    part: Option<Text>,
    condition: Option<Text>,
    /// A part or condition was opened and has no bin yet.
    bin_is_due: bool,
    /// The last bin has no reason yet.
    reason_is_due: bool,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(rulebook: &'a Rulebook, notes: Notes<'a>) -> Self {
        Self { rulebook, notes, items: Vec::new(), keys: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// Takes in one file.
    pub(crate) fn file(&mut self, file: &'a str, text: &'a str) -> Result<(), BrokenData> {
        let mut draft: Option<Draft<'a>> = None;
        for row in rows(file, text) {
            if row.word() == "item" {
                self.close(draft.take())?;
                draft = Some(self.open(row)?);
                continue;
            }
            let Some(word) = word_of(row.word()) else {
                return Err(row.broken(Rule::RowUnknown { word: row.word().to_owned() }));
            };
            let Some(draft) = draft.as_mut() else {
                return Err(row.broken(Rule::OutOfPlace { word, needs: "an item" }));
            };
            match word {
                "also" => self.also(draft, row)?,
                "bin" => self.bin(draft, row)?,
                "do" => draft.step(row)?,
                "why" => self.why(draft, row)?,
                _ => draft.heading(row, word)?,
            }
        }
        self.close(draft)
    }

    /// All items, once every file is in.
    pub(crate) fn finish(self) -> Result<Vec<Item>, BrokenData> {
        self.notes.finish()?;
        Ok(self.items)
    }

    fn open(&mut self, row: Row<'a>) -> Result<Draft<'a>, BrokenData> {
        let [key, zh, en] = row.cells("item")?;
        let key = row.key(key)?;
        let name = row.text("item", 2, zh, en)?;
        let index = self.items.len();
        if self.keys.insert(key.clone(), index).is_some() {
            return Err(row.broken(Rule::KeyRepeated { value: key }));
        }
        self.claim(row, &name.zh, &key)?;
        self.claim(row, &name.en, &key)?;
        let item = Item { key, name, aliases: Vec::new(), parts: Vec::new() };
        Ok(Draft { row, item, part: None, condition: None, bin_is_due: true, reason_is_due: false })
    }

    fn close(&mut self, draft: Option<Draft<'a>>) -> Result<(), BrokenData> {
        if let Some(draft) = draft {
            draft.check()?;
            self.items.push(draft.item);
        }
        Ok(())
    }

    /// Takes a name for the item that is being read.
    fn claim(&mut self, row: Row<'_>, name: &str, key: &str) -> Result<(), BrokenData> {
        let value = name.to_owned();
        let normal = normalise(name);
        if normal.is_empty() {
            return Err(row.broken(Rule::NameEmpty { value }));
        }
        match self.names.insert(normal, self.items.len()) {
            None => Ok(()),
            Some(owner) => Err(row.broken(match self.items.get(owner) {
                Some(other) => Rule::NameTaken { value, owner: other.key.clone() },
                None => Rule::NameRepeated { value, owner: key.to_owned() },
            })),
        }
    }

    fn also(&mut self, draft: &mut Draft<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        let [list] = row.cells("also")?;
        for alias in list.split(',').map(str::trim) {
            if alias.contains(['，', '、', '；', '｜']) {
                return Err(row.broken(Rule::NameSeparator { value: alias.to_owned() }));
            }
            self.claim(row, alias, &draft.item.key)?;
            draft.item.aliases.push(alias.to_owned());
        }
        Ok(())
    }

    /// `bin | place | steps | basis source`.
    fn bin(&mut self, draft: &mut Draft<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        draft.needs_no_reason(row)?;
        let [place, steps, citation] = row.cells("bin")?;
        let disposal = Disposal::from_code(place)
            .ok_or_else(|| row.broken(Rule::DisposalUnknown { value: place.to_owned() }))?;
        let steps = steps
            .split(',')
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(|key| self.notes.step(row, key))
            .collect::<Result<Vec<Text>, BrokenData>>()?;
        let malformed = || row.broken(Rule::CitationMalformed { value: citation.to_owned() });
        let (basis, source) = citation.split_once(' ').ok_or_else(malformed)?;
        let basis = Basis::from_code(basis).ok_or_else(malformed)?;
        if self.rulebook.source(source).is_none() {
            return Err(row.broken(Rule::SourceUnknown { value: source.to_owned() }));
        }
        draft.item.parts.push(Part {
            name: draft.part.clone(),
            condition: draft.condition.clone(),
            disposal,
            steps,
            // Set by the row `why`, which must follow.
            reason: Text { zh: String::new(), en: String::new() },
            basis,
            source: source.to_owned(),
        });
        draft.bin_is_due = false;
        draft.reason_is_due = true;
        Ok(())
    }

    /// `why | 中文 | English`, or `why | @reason`.
    fn why(&mut self, draft: &mut Draft<'_>, row: Row<'_>) -> Result<(), BrokenData> {
        let (true, Some(part)) = (draft.reason_is_due, draft.item.parts.last_mut()) else {
            return Err(row.broken(Rule::OutOfPlace { word: "why", needs: "a bin" }));
        };
        let shared = row.cells::<1>("why").ok().and_then(|[cell]| cell.strip_prefix('@'));
        part.reason = match shared {
            Some(key) => self.notes.reason(row, key)?,
            None => row.pair("why")?,
        };
        row.sentence(&part.reason)?;
        draft.reason_is_due = false;
        Ok(())
    }
}

impl Draft<'_> {
    /// `part | 中文 | English` or `when | 中文 | English`.
    fn heading(&mut self, row: Row<'_>, word: &'static str) -> Result<(), BrokenData> {
        self.needs_no_reason(row)?;
        let text = Some(row.pair(word)?);
        if word == "part" {
            if self.bin_is_due && self.part.is_some() {
                return Err(self.bin_missing(row));
            }
            self.part = text;
            self.condition = None;
        } else {
            if self.bin_is_due && self.condition.is_some() {
                return Err(self.bin_missing(row));
            }
            self.condition = text;
        }
        self.bin_is_due = true;
        Ok(())
    }

    /// `do | 中文 | English`: a step of this item alone.
    fn step(&mut self, row: Row<'_>) -> Result<(), BrokenData> {
        let (true, Some(part)) = (self.reason_is_due, self.item.parts.last_mut()) else {
            return Err(row.broken(Rule::OutOfPlace { word: "do", needs: "a bin" }));
        };
        part.steps.push(row.pair("do")?);
        Ok(())
    }

    fn needs_no_reason(&self, row: Row<'_>) -> Result<(), BrokenData> {
        if self.reason_is_due {
            return Err(row.broken(Rule::ReasonMissing { item: self.item.key.clone() }));
        }
        Ok(())
    }

    fn bin_missing(&self, row: Row<'_>) -> BrokenData {
        row.broken(Rule::BinMissing { item: self.item.key.clone() })
    }

    /// What only the whole item can show; told at the item's first row.
    fn check(&self) -> Result<(), BrokenData> {
        self.needs_no_reason(self.row)?;
        if self.bin_is_due {
            return Err(self.bin_missing(self.row));
        }
        for part in &self.item.parts {
            let same: Vec<&Part> =
                self.item.parts.iter().filter(|other| other.name == part.name).collect();
            let conditions = same.iter().filter(|other| other.condition.is_some()).count();
            let is_even = if same.len() == 1 { conditions == 0 } else { conditions == same.len() };
            if !is_even {
                return Err(self
                    .row
                    .broken(Rule::ConditionsUneven { item: self.item.key.clone() }));
            }
        }
        Ok(())
    }
}

/// The words of an item's rows, without `item` itself.
fn word_of(word: &str) -> Option<&'static str> {
    ["also", "part", "when", "bin", "do", "why"].into_iter().find(|known| *known == word)
}

#[cfg(test)]
mod tests;
