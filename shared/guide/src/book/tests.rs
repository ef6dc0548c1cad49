//! Shanghai's book beside the one of Zhejiang: what differs, that nothing else does, what is refused.

use super::*;
use crate::guide::Answer;
use crate::item::{Basis, Disposal, Item};
use wufei_domain::stream::Stream;

fn guide(id: &str) -> &'static Guide {
    Book::of_id(id).unwrap().guide().unwrap()
}

fn found(guide: &'static Guide, query: &str) -> &'static Item {
    match guide.look_up(query) {
        Answer::Found(item) => item,
        other => panic!("{query}: {other:?}"),
    }
}

/// What somebody reads under an answer: the name of the bin, and which text says so.
fn told(guide: &'static Guide, query: &str) -> (String, String) {
    let part = &found(guide, query).parts[0];
    (guide.place_name(part.disposal).zh.clone(), guide.citation(part).zh)
}

#[test]
fn the_three_named_things_and_the_power_bank_differ() {
    let (here, there) = (guide("zhejiang"), guide("shanghai"));
    for query in ["榴莲壳", "大骨头", "LED灯", "充电宝"] {
        assert_ne!(found(here, query).parts, found(there, query).parts, "{query}");
    }
    let named = "上海市生活垃圾分类投放指南（2019） · 条文列有这一类";
    assert_eq!(told(there, "榴莲壳"), ("干垃圾".to_owned(), named.to_owned()));
    assert_eq!(told(there, "大骨"), ("干垃圾".to_owned(), named.to_owned()));
    assert_eq!(found(here, "榴莲壳").parts[0].basis, Basis::Read);
    assert_eq!(told(there, "led灯泡").0, "干垃圾");
    assert_eq!(&*found(there, "LED灯").parts[0].source, "sh-ordinance");
    let bank = |guide| found(guide, "移动电源").disposals();
    assert_eq!(bank(here), [Disposal::Bin(Stream::Hazardous)]);
    assert_eq!(bank(there), [Disposal::Bin(Stream::Recyclable)]);
}

#[test]
fn every_other_thing_is_the_same_and_keeps_its_names() {
    let (here, there) = (guide("zhejiang"), guide("shanghai"));
    assert_eq!(here.items().len(), there.items().len());
    let differing: Vec<&str> = here
        .items()
        .iter()
        .filter(|item| there.item(&item.key) != Some(*item))
        .map(|item| item.key.as_str())
        .collect();
    let (file, rows) = files::SHANGHAI.1;
    let replaced: Vec<&str> = crate::rows::rows(file, rows)
        .filter(|row| row.word() == "replace")
        .map(|row| row.cells::<3>("replace").unwrap()[0])
        .collect();
    assert_eq!(differing.len(), replaced.len(), "{differing:?}");
    for key in replaced {
        let (one, other) = (here.item(key).unwrap(), there.item(key).unwrap());
        assert_eq!((&one.name, &one.aliases), (&other.name, &other.aliases));
        assert!(other.parts.iter().all(|part| part.source.starts_with("sh-")), "{key}");
    }
}

#[test]
fn each_book_says_what_its_head_says_and_holds_where_it_holds() {
    for book in Book::all() {
        let rulebook = book.guide().unwrap().rulebook();
        assert_eq!((book.id(), book.area_prefix()), (&*rulebook.id, &*rulebook.area_prefix));
    }
    let of = |code: &str| Book::of_area(code.parse().unwrap()).map(Book::id);
    assert_eq!(of("330683106273"), Some("zhejiang"));
    assert_eq!(of("310101000000"), Some("shanghai"));
    assert_eq!(of("110101000000"), None);
    assert!(Book::of_id("atlantis").is_none());
    assert!(guide("shanghai").rulebook().notice.zh.contains("沿用浙江"));
}

/// The hash that devices and servers compare for the book in the app: another book beside it
/// must not move it.
#[test]
fn the_first_book_is_untouched() {
    let before = Guide::zhejiang().unwrap().hash();
    let there = guide("shanghai").hash();
    assert_ne!(there, before);
    assert_eq!(Guide::zhejiang().unwrap().hash(), before);
    let data = [files::RULEBOOK, files::NOTES].map(|(_, text)| text);
    assert!(data.iter().all(|text| !text.contains("上海")));
}

#[test]
fn a_book_costs_a_phone_less_than_ten_kilobytes() {
    let ((_, head), (_, differs)) = files::SHANGHAI;
    assert!(head.len() + differs.len() < 10_000, "{}", head.len() + differs.len());
}

#[test]
fn wrong_data_is_refused_with_file_and_line() {
    let base = Guide::zhejiang().unwrap();
    let ((file, head), (rows_file, rows)) = files::SHANGHAI;
    let refused = |head: &str, rows: &str| {
        base.beside((file, head), (rows_file, rows)).unwrap_err().to_string()
    };
    let unknown = "# what differs\nreplace | moon-rock | 月岩 | Moon rock\n";
    assert_eq!(
        refused(head, unknown),
        "data/books/shanghai/differs.txt:2: no item \"moon-rock\" in the rulebook"
    );
    let (line, _) = rows.lines().enumerate().find(|(_, line)| line.contains("sh-guide")).unwrap();
    assert_eq!(
        refused(head, &rows.replacen("sh-guide", "sh-guess", 1)),
        format!(
            "data/books/shanghai/differs.txt:{}: no source \"sh-guess\" in the rulebook",
            line + 1
        )
    );
    assert_eq!(
        refused(&head.replace("\"shanghai\"", "\"zhejiang\""), rows),
        "data/books/shanghai/rulebook.json:2: the key \"zhejiang\" was used before"
    );
    assert_eq!(
        refused(&head.replacen("\"sh-ordinance\"", "\"db33\"", 1), rows),
        "data/books/shanghai/rulebook.json:17: the key \"db33\" was used before"
    );
    let example = head.replace("\"led-lamp\"", "\"moon-rock\"");
    assert_eq!(
        refused(&example, rows),
        "data/books/shanghai/rulebook.json:50: the example \"moon-rock\" is no item"
    );
    assert!(refused(&head.replace("\"31\",", "31,"), rows).contains("rulebook.json:"));
    let named = rows.replacen("also | 椰壳", "also | 榴莲壳", 1);
    assert!(refused(head, &named).contains("belongs to \"durian-shell\" already"));
}
