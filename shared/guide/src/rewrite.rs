//! An item written back as rows: what a patch needs to put it in the place of the one of its key.
//!
//! Shared steps and reasons are written out. What is read from the rows is the item itself; that each
//! of its texts is a cell is the caller's to see ([`crate::Text::is_cell`]), and the loader's to refuse.

use crate::item::{Item, Part, Text};

impl Item {
    /// Rows of a patch, a line each: `replace` with all names, parts, conditions, steps and reasons.
    pub fn replacement(&self) -> String {
        let mut rows = row("replace", &[&self.key, &self.name.zh, &self.name.en]);
        if !self.aliases.is_empty() {
            rows.push_str(&row("also", &[&self.aliases.join(", ")]));
        }
        let mut heading: Option<&Text> = None;
        for part in self.parts.iter() {
            if part.name.as_ref() != heading {
                heading = part.name.as_ref();
                rows.push_str(&pair("part", heading));
            }
            rows.push_str(&answer(part));
        }
        rows
    }
}

fn answer(part: &Part) -> String {
    let citation = format!("{} {}", part.basis.code(), part.source);
    let mut rows = pair("when", part.condition.as_ref());
    rows.push_str(&row("bin", &[part.disposal.code(), "", &citation]));
    for step in &part.steps {
        rows.push_str(&pair("do", Some(step)));
    }
    rows + &pair("why", Some(&part.reason))
}

fn pair(word: &str, text: Option<&Text>) -> String {
    text.map(|text| row(word, &[&text.zh, &text.en])).unwrap_or_default()
}

fn row(word: &str, cells: &[&str]) -> String {
    format!("{word} | {}\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wufei_domain::rulebook::Patch;

    use super::*;
    use crate::guide::Guide;

    #[test]
    fn every_item_comes_back_as_it_was() {
        let guide = Guide::zhejiang().unwrap();
        let rows: String = guide.items().iter().map(Item::replacement).collect();
        let version = guide.rulebook().version.clone();
        let again = guide.patched(&[Patch { version, rows }]).unwrap();
        let by_key = |guide: &Guide| -> BTreeMap<String, Item> {
            guide.items().iter().map(|item| (item.key.clone(), item.clone())).collect()
        };
        assert_eq!(by_key(guide), by_key(&again));
        assert_eq!(guide.hash(), again.hash());
    }

    #[test]
    fn a_mark_changes_with_anything_that_is_shown() {
        let guide = Guide::zhejiang().unwrap();
        let item = guide.item("pizza-box").unwrap();
        assert!(item.mark().starts_with('m') && item.mark().len() == 17, "{}", item.mark());
        assert_eq!(item.mark(), item.clone().mark());
        let mut other = item.clone();
        other.aliases.push("意式薄饼盒".to_owned());
        assert_ne!(item.mark(), other.mark());
        let mut parts = item.parts.to_vec();
        parts[0].steps.clear();
        assert_ne!(item.mark(), Item { parts: parts.into(), ..item.clone() }.mark());
    }

    #[test]
    fn what_parts_cells_is_no_cell() {
        for text in ["", " a", "a ", "a|b", "a\nb", "a\rb", "a\tb", "a\u{85}b", "\u{3000}a"] {
            assert!(!Text::is_cell(text), "{text:?}");
        }
        assert!(Text::is_cell("沾了油，# 不洗"));
        let sentence =
            |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() }.is_one_sentence();
        assert_eq!(sentence("软。", "It is soft."), [true, true]);
        assert_eq!(sentence("", ""), [false, false]);
        assert_eq!(sentence("软。很软。", "It is. Soft."), [false, false]);
    }
}
