//! Patches: what a city answers between two versions of the app, as rows over a rulebook.
//!
//! The rows are those of an item file. Two more speak of items that are there: `also | key | names`
//! gives one more names, `replace | key | 中文 | English` opens an item in the place of the one of
//! that key. Nothing is taken away. Who may make a patch, and what proves it, is not decided here.

use std::{collections::BTreeSet, sync::Arc};

use wufei_domain::rulebook::{Patch, is_version};

use crate::broken::{BrokenData, Rule};
use crate::guide::{Guide, by_key};
use crate::item::Item;
use crate::load::Loader;
use crate::notes::Notes;
use crate::rows::rows;
use crate::rulebook::Rulebook;
use crate::search::{Index, names::Names};

impl Guide {
    /// This guide with patches over it, in order; it has the version of the last. Without any it is
    /// the same guide.
    ///
    /// # Errors
    /// The first wrong row of the first wrong patch, under the patch's version as its file. Then
    /// nothing of any patch is used.
    pub fn patched(&self, patches: &[Patch]) -> Result<Self, BrokenData> {
        let mut rulebook = self.rulebook.clone();
        let mut items = self.items.clone();
        let mut names = None;
        for patch in patches {
            if !is_version(&patch.version) {
                let rule = Rule::VersionMalformed { value: patch.version.clone() };
                return Err(BrokenData { file: patch.version.clone(), line: 1, rule });
            }
            let rows = (patch.version.as_str(), patch.rows.as_str());
            let (patched, found) = self.over(&rulebook, items, rows)?;
            items = patched;
            names = Some(found);
            rulebook.version.clone_from(&patch.version);
        }
        let names = match names {
            Some(names) => names,
            None => self.over(&rulebook, items.clone(), (&rulebook.version, ""))?.1,
        };
        let by_key = by_key(&items);
        let (notes, model) = (self.notes.clone(), Arc::clone(&self.model));
        Ok(Self { rulebook, notes, items, by_key, index: Index::of(names), model })
    }

    /// Rows as in a patch, as file name and text, over `items`; with the names of all.
    pub(crate) fn over(
        &self,
        rulebook: &Rulebook,
        mut items: Vec<Item>,
        (file, text): (&str, &str),
    ) -> Result<(Vec<Item>, Names), BrokenData> {
        let replaced = replaced(file, text, &items)?;
        items.retain(|item| !replaced.contains(&item.key));
        let notes = Notes::read(&self.notes.0, &self.notes.1)?;
        let mut loader = Loader::over(rulebook, notes, items);
        loader.file(file, text)?;
        Ok(loader.patched())
    }
}

/// The keys of the items that rows put others in the place of.
fn replaced(file: &str, text: &str, items: &[Item]) -> Result<BTreeSet<String>, BrokenData> {
    let known: BTreeSet<&str> = items.iter().map(|item| item.key.as_str()).collect();
    let mut keys = BTreeSet::new();
    for row in rows(file, text).filter(|row| row.word() == "replace") {
        let [key, _, _] = row.cells("replace")?;
        if !known.contains(key) {
            return Err(row.broken(Rule::ItemUnknown { value: key.to_owned() }));
        }
        keys.insert(key.to_owned());
    }
    Ok(keys)
}

#[cfg(test)]
mod tests;
