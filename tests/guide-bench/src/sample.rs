//! A guide of fewer names, so that everything beside it searches exactly the same.
//!
//! Whole items are drawn by a seed; each keeps its names and its most usual answer. What else an item
//! says does not take part in a search.

use std::{fmt::Write as _, path::Path};

use serde_json::{Value, json};
use wufei_guide::{Guide, Item};

use crate::{chance::Chance, failure::Failure};

/// The folder of the guide's data.
pub fn data() -> std::path::PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).join("shared/guide/data")
}

/// A guide with that many names, shown names in both languages and aliases counted; with all of them
/// when there are fewer.
pub fn guide_of(whole: &Guide, names: usize, seed: u64) -> Result<Guide, Failure> {
    let mut items: Vec<&Item> = whole.items().iter().collect();
    Chance::of(seed).shuffle(&mut items);
    let mut text = String::new();
    let mut left = names;
    let mut first = "";
    for item in items {
        if left < 2 {
            break;
        }
        let Some(part) = item.usual() else { continue };
        let aliases = &item.aliases[..item.aliases.len().min(left - 2)];
        left -= 2 + aliases.len();
        first = &item.key;
        // Writing into a string does not fail.
        let _ = write!(
            text,
            "group | {} | | {} {}\nwhy | 样本。 | A sample.\nthing | {} | {} | {} | {}\n",
            part.disposal.code(),
            part.basis.code(),
            part.source,
            item.key,
            item.name.zh,
            item.name.en,
            aliases.join(", ")
        );
    }
    let mut rulebook: Value =
        serde_json::from_str(&std::fs::read_to_string(data().join("rulebook.json"))?)?;
    rulebook["examples"] = json!([first]);
    let rulebook = rulebook.to_string();
    Guide::read(("rulebook.json", &rulebook), ("notes.txt", ""), &[("sample.txt", &text)])
        .map_err(|broken| Failure::Guide(broken.to_string()))
}

/// Every name that a search of the guide goes over, with the place of its item.
pub fn searched(guide: &Guide) -> Vec<(&str, usize)> {
    let mut names = Vec::new();
    for (place, item) in guide.items().iter().enumerate() {
        names.push((item.name.zh.as_str(), place));
        names.push((item.name.en.as_str(), place));
        names.extend(item.aliases.iter().map(|alias| (alias.as_str(), place)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_the_names_that_were_asked_for() {
        let whole = Guide::zhejiang().unwrap();
        for names in [2, 3, 501, 10_000] {
            let sample = guide_of(whole, names, 7).unwrap();
            let many = searched(&sample).len();
            assert!(many == names || many + 1 == names, "{many} of {names}");
            for item in sample.items().iter().take(20) {
                let known = whole.item(&item.key).unwrap();
                assert_eq!(item.name, known.name);
                assert_eq!(item.usual().unwrap().disposal, known.usual().unwrap().disposal);
            }
        }
    }
}
