//! What patches make of the rulebook, what they may not, and the hash of what comes of them.

use super::*;
use crate::guide::Answer;

const WARP: &str = "# 大家问过的词\nitem | warp-drive | 曲率引擎 | Warp drive\nalso | 曲速引擎\nbin | bulky | | advice wufei\nwhy | 太大，放不进任何桶。 | It is too large for any bin.\n";

fn patch(version: &str, rows: &str) -> Patch {
    Patch { version: version.to_owned(), rows: rows.to_owned() }
}

fn zhejiang() -> &'static Guide {
    Guide::zhejiang().unwrap()
}

fn found(guide: &Guide, query: &str) -> Option<String> {
    match guide.look_up(query) {
        Answer::Found(item) => Some(item.key.clone()),
        _ => None,
    }
}

#[test]
fn a_new_item_is_found_and_the_others_as_before() {
    let guide = zhejiang().patched(&[patch("2026.1.1", WARP)]).unwrap();
    assert_eq!(found(&guide, "曲速引擎"), Some("warp-drive".to_owned()));
    assert_eq!(found(zhejiang(), "曲率引擎"), None);
    assert_eq!(guide.rulebook().version, "2026.1.1");
    assert_eq!(guide.items().len(), zhejiang().items().len() + 1);
    for query in ["五号电池", "披萨盒", "珍珠奶茶里的珍珠", "dianchi"] {
        assert_eq!(found(&guide, query), found(zhejiang(), query), "{query}");
    }
}

#[test]
fn an_item_that_is_there_takes_more_names() {
    let rows = format!("{WARP}also | pizza-box | 比萨外带盒子, 意式薄饼盒\n");
    let guide = zhejiang().patched(&[patch("2026.1.1", &rows)]).unwrap();
    assert_eq!(found(&guide, "意式薄饼盒"), Some("pizza-box".to_owned()));
    let later = guide.patched(&[patch("2026.1.2", "also | warp-drive | 超光速引擎")]).unwrap();
    assert_eq!(found(&later, "超光速引擎"), Some("warp-drive".to_owned()));
}

#[test]
fn a_replaced_item_has_only_its_new_names_and_answers() {
    let rows = "replace | pizza-box | 披萨盒 | Pizza box\nbin | residual | | read db33\nwhy | 都沾了油。 | All of them are greasy.\n";
    let guide = zhejiang().patched(&[patch("2026.1.1", rows)]).unwrap();
    let item = guide.item("pizza-box").unwrap();
    assert_eq!((item.parts.len(), item.aliases.len()), (1, 0));
    assert_eq!(guide.items().len(), zhejiang().items().len());
    assert_ne!(guide.hash(), zhejiang().hash());
}

#[test]
fn a_wrong_row_is_named_by_its_line_and_nothing_of_any_patch_is_used() {
    let refused = |rows: &str| {
        let good = patch("2026.1.1", WARP);
        zhejiang().patched(&[good, patch("2026.1.2", rows)]).unwrap_err().to_string()
    };
    let says = |rows: &str, said: &str| assert_eq!(refused(rows), said);
    says("item | warp-drive | 别的 | Other", "2026.1.2:1: the key \"warp-drive\" was used before");
    says("\nalso | nowhere | 词", "2026.1.2:2: no item \"nowhere\" in the rulebook");
    says("replace | nowhere | 词 | Word", "2026.1.2:1: no item \"nowhere\" in the rulebook");
    says(
        "also | pizza-box | 曲率引擎",
        "2026.1.2:1: the name \"曲率引擎\" belongs to \"warp-drive\" already",
    );
    says(
        "also | pizza-box | 披萨盒",
        "2026.1.2:1: the name \"披萨盒\" stands twice in \"pizza-box\"",
    );
    says("bin | bulky | | advice wufei", "2026.1.2:1: a row \"bin\" needs an item before it");
    says(
        "item | a | 词语词语 | Wordword",
        "2026.1.2:1: \"a\" has a part or condition without a bin",
    );
    let broken = zhejiang().patched(&[patch("2026 1", WARP)]).unwrap_err();
    assert!(matches!(broken.rule, Rule::VersionMalformed { .. }), "{broken}");
}

#[test]
fn the_rows_of_a_patch_have_no_place_in_an_item_file() {
    let files = [("more.txt", "replace | pizza-box | 披萨盒 | Pizza box")];
    let broken = Guide::read(crate::files::RULEBOOK, crate::files::NOTES, &files).unwrap_err();
    assert_eq!(broken.to_string(), "more.txt:1: \"replace\" opens no row here");
}

#[test]
fn the_hash_is_of_what_the_rulebook_says_not_of_how_it_came_by_it() {
    let one = patch("2026.1.1", WARP);
    let other = patch("2026.1.2", "also | warp-drive | 超光速引擎");
    let at_once = zhejiang().patched(&[one.clone(), other.clone()]).unwrap();
    let in_turn =
        zhejiang().patched(std::slice::from_ref(&one)).unwrap().patched(&[other]).unwrap();
    let together = patch("2026.1.2", &WARP.replace("曲速引擎", "曲速引擎, 超光速引擎"));
    let whole = zhejiang().patched(&[together]).unwrap();
    assert_eq!(at_once.hash(), in_turn.hash());
    assert_eq!(at_once.hash(), whole.hash());
    assert_eq!(zhejiang().patched(&[]).unwrap().hash(), zhejiang().hash());
    let changed = patch("2026.1.1", &WARP.replace("bulky", "residual"));
    let (one, changed) = (zhejiang().patched(&[one]), zhejiang().patched(&[changed]));
    assert_ne!(one.unwrap().hash(), changed.unwrap().hash(), "another bin");
    let later = zhejiang().patched(&[patch("2026.1.9", WARP)]).unwrap();
    assert_ne!(later.hash(), zhejiang().patched(&[patch("2026.1.1", WARP)]).unwrap().hash());
}

/// Both ends count it, in whatever version of the app: it must not change by itself. The small
/// rulebook keeps it apart from what is written into the guide.
#[test]
fn the_hash_of_a_small_rulebook_is_for_ever() {
    let items = [("a.txt", WARP)];
    let (file, text) = crate::files::RULEBOOK;
    let mut rulebook: serde_json::Value = serde_json::from_str(text).unwrap();
    rulebook["version"] = "1".into();
    rulebook["examples"] = serde_json::json!(["warp-drive"]);
    let text = rulebook.to_string();
    let guide = Guide::read((file, &text), ("notes.txt", ""), &items).unwrap();
    assert_eq!(
        guide.hash().to_string(),
        "f68ae2982c404c0ed350999b4e83b811e6b1cd1854f92c1bf301bb751c3f1efc"
    );
}
