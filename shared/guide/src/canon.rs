//! The canonical writing of a rulebook, and the hash over it: two guides with the same hash answer
//! every question alike, whichever way each came by its items.
//!
//! Lines end with `\n`, cells are parted by ` | `; no cell holds either, since each was a cell of a
//! row. The first line is `rulebook | id | version`. Then the items in the order of their keys: a row
//! `item | key | 中文 | English`, a row `also | name` for each other name, and for each of its answers,
//! all in their own order: `part | 中文 | English` or `part` alone for the whole thing,
//! `when | 中文 | English` or `when` alone for always, `bin | place | basis source`, a row
//! `do | 中文 | English` for each step, `why | 中文 | English`.

use sha2::{Digest as _, Sha256};
use wufei_domain::{record::hex, rulebook::RulebookHash};

use crate::guide::Guide;
use crate::item::{Item, Part, Text};

impl Guide {
    /// SHA-256 of the guide's canonical writing, as this module says: id and version of the
    /// rulebook, and all items in the order of their keys.
    pub fn hash(&self) -> RulebookHash {
        let mut hash = Sha256::new();
        hash.update(line(&["rulebook", &self.rulebook.id, &self.rulebook.version]));
        for at in self.by_key.values() {
            if let Some(item) = self.items.get(*at) {
                hash.update(written(item));
            }
        }
        RulebookHash::new(hash.finalize().into())
    }
}

/// Hex digits of a mark.
const MARK_DIGITS: usize = 16;

impl Item {
    /// Whether an item is still what it was: `m` and 16 hex digits over its canonical writing. The
    /// letter keeps a table's program from taking it for a number.
    pub fn mark(&self) -> String {
        let mut mark = hex(&Sha256::digest(written(self)));
        mark.truncate(MARK_DIGITS);
        format!("m{mark}")
    }
}

/// An item as it is hashed.
fn written(item: &Item) -> String {
    let mut all = line(&["item", &item.key, &item.name.zh, &item.name.en]);
    for name in &item.aliases {
        all.push_str(&line(&["also", name]));
    }
    for part in item.parts.iter() {
        all.push_str(&answer(part));
    }
    all
}

fn answer(part: &Part) -> String {
    let source = format!("{} {}", part.basis.code(), part.source);
    let mut all = either("part", part.name.as_ref()) + &either("when", part.condition.as_ref());
    all.push_str(&line(&["bin", part.disposal.code(), &source]));
    for step in &part.steps {
        all.push_str(&line(&["do", &step.zh, &step.en]));
    }
    all + &line(&["why", &part.reason.zh, &part.reason.en])
}

fn either(word: &str, text: Option<&Text>) -> String {
    text.map_or_else(|| line(&[word]), |text| line(&[word, &text.zh, &text.en]))
}

fn line(cells: &[&str]) -> String {
    cells.join(" | ") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_written_with_all_that_is_shown_of_it() {
        let guide = Guide::zhejiang().unwrap();
        let box_of = written(guide.item("pizza-box").unwrap());
        let lines: Vec<&str> = box_of.lines().collect();
        assert!(lines[0].starts_with("item | pizza-box | "), "{box_of}");
        assert!(lines.iter().any(|line| line.starts_with("also | ")), "{box_of}");
        for word in ["part", "when | ", "bin | residual | read ", "why | "] {
            assert!(lines.iter().any(|line| line.starts_with(word)), "{word}: {box_of}");
        }
    }

    #[test]
    fn no_cell_of_the_guide_holds_what_parts_cells() {
        let guide = Guide::zhejiang().unwrap();
        for item in guide.items() {
            let written = written(item);
            assert!(!written.contains(" |  | ") && !written.contains("\n\n"), "{written}");
            assert!(written.lines().all(|line| line.matches('|').count() <= 3), "{written}");
        }
    }
}
