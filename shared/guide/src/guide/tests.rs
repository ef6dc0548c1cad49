//! The guide of Zhejiang as it ships: its answers, its search, its data.

use std::collections::BTreeSet;
use std::path::Path;

use wufei_domain::stream::Stream;
use wufei_domain::words::Language;

use super::*;
use crate::book::Book;

fn zhejiang() -> &'static Guide {
    Guide::zhejiang().unwrap()
}

fn found(query: &str) -> &'static Item {
    match zhejiang().look_up(query) {
        Answer::Found(item) => item,
        other => panic!("{query}: {other:?}"),
    }
}

fn keys(items: &[&Item]) -> Vec<String> {
    items.iter().map(|item| item.key.clone()).collect()
}

#[test]
fn the_seven_items_answer_rightly() {
    for (query, stream) in [
        ("牛奶盒", Stream::Recyclable),
        ("大骨头", Stream::Residual),
        ("5号电池", Stream::Residual),
        ("过期药", Stream::Hazardous),
        ("节能灯", Stream::Hazardous),
        ("打火机", Stream::Residual),
    ] {
        assert_eq!(found(query).disposals(), [Disposal::Bin(stream)], "{query}");
    }
    let tea = found("奶茶");
    let of = |name: &str| -> Vec<Disposal> {
        let is_named = |part: &&Part| part.name.as_ref().is_some_and(|text| text.zh.contains(name));
        tea.parts.iter().filter(is_named).map(|part| part.disposal).collect()
    };
    assert_eq!(of("茶"), [Disposal::Sink]);
    assert_eq!(of("珍珠"), [Disposal::Bin(Stream::Perishable)]);
    assert_eq!(of("杯子"), [Disposal::Bin(Stream::Residual), Disposal::Bin(Stream::Recyclable)]);
    assert_eq!(of("吸管"), [Disposal::Bin(Stream::Residual)]);
}

#[test]
fn the_items_people_get_wrong_answer_by_the_province() {
    let bin = |stream| vec![Disposal::Bin(stream)];
    for (query, disposals) in [
        ("筒骨", bin(Stream::Residual)),
        ("鸡骨头", bin(Stream::Perishable)),
        ("榴莲壳", bin(Stream::Residual)),
        ("椰子壳", bin(Stream::Residual)),
        ("生蚝壳", bin(Stream::Residual)),
        ("虾壳", bin(Stream::Perishable)),
        ("粽叶", bin(Stream::Residual)),
        ("玉米衣", bin(Stream::Residual)),
        ("甘蔗皮", bin(Stream::Residual)),
        ("核桃壳", bin(Stream::Residual)),
        ("花生壳", bin(Stream::Perishable)),
        ("瓜子壳", bin(Stream::Perishable)),
        ("蛋壳", bin(Stream::Perishable)),
        ("纽扣电池", bin(Stream::Hazardous)),
        ("镍镉电池", bin(Stream::Hazardous)),
        ("电瓶", bin(Stream::Hazardous)),
        ("日光灯管", bin(Stream::Hazardous)),
        ("水银体温计", bin(Stream::Hazardous)),
        ("指甲油", bin(Stream::Hazardous)),
        ("药盒", bin(Stream::Recyclable)),
        ("湿巾", bin(Stream::Residual)),
        ("小票", bin(Stream::Residual)),
        ("内衣", bin(Stream::Residual)),
        ("毛巾", bin(Stream::Residual)),
        ("旧衣服", bin(Stream::Recyclable)),
        ("沙发", bin(Stream::Bulky)),
        ("瓷砖", bin(Stream::Renovation)),
        ("树枝", bin(Stream::Garden)),
        ("宠物粪便", vec![Disposal::Toilet]),
        ("猫", vec![Disposal::NotWaste]),
        ("男朋友", vec![Disposal::NotWaste]),
        ("煤气罐", vec![Disposal::HandOver]),
    ] {
        assert_eq!(found(query).disposals(), disposals, "{query}");
    }
    let pesticide = found("农药瓶");
    assert_eq!(pesticide.disposals()[0], Disposal::Bin(Stream::PesticidePackaging));
    assert_eq!(&*pesticide.parts[0].source, "pesticide");
    for query in ["过期化妆品", "外卖盒", "塑料袋", "猫砂", "骨头"] {
        assert!(found(query).disposals().len() > 1, "{query} depends");
    }
}

#[test]
fn near_things_are_told_apart() {
    let bin = |stream| vec![Disposal::Bin(stream)];
    for (query, disposals) in [
        // Cells: alkaline ones are ordinary waste, lithium and button cells are not.
        ("7号电池", bin(Stream::Residual)),
        ("充电宝", bin(Stream::Hazardous)),
        ("电动车电池", bin(Stream::Hazardous)),
        ("暖手宝", bin(Stream::Recyclable)),
        ("暖宝宝", bin(Stream::Residual)),
        // Elder care: what can prick or pollute is kept from the bins.
        ("胰岛素针", vec![Disposal::HandOver]),
        ("血糖试纸", bin(Stream::Residual)),
        ("成人纸尿裤", bin(Stream::Residual)),
        ("假牙", bin(Stream::Residual)),
        ("药板", bin(Stream::Hazardous)),
        ("分药盒", bin(Stream::Recyclable)),
        ("中药渣", bin(Stream::Perishable)),
        ("体温计", bin(Stream::Hazardous)),
        ("电子体温计", bin(Stream::Recyclable)),
        // Festivals.
        ("粽子叶", bin(Stream::Residual)),
        ("艾草", bin(Stream::Perishable)),
        ("艾条", bin(Stream::Residual)),
        ("青团", bin(Stream::Perishable)),
        ("香烛灰", bin(Stream::Residual)),
        ("鞭炮", vec![Disposal::Bin(Stream::Residual), Disposal::HandOver]),
        ("鞭炮屑", vec![Disposal::Bin(Stream::Residual), Disposal::HandOver]),
        // The village.
        ("农膜", vec![Disposal::HandOver]),
        ("保鲜膜", bin(Stream::Residual)),
        ("死鸭", vec![Disposal::HandOver]),
        ("蜂窝煤渣", bin(Stream::Residual)),
        ("锄头", bin(Stream::Recyclable)),
        ("霉干菜", bin(Stream::Perishable)),
        ("酒糟", bin(Stream::Perishable)),
        // Kitchen and road.
        ("油烟机油", bin(Stream::Residual)),
        ("食用油", bin(Stream::Perishable)),
        ("机油", bin(Stream::Hazardous)),
        ("机油滤芯", bin(Stream::Hazardous)),
        ("净水器滤芯", bin(Stream::Residual)),
    ] {
        assert_eq!(found(query).disposals(), disposals, "{query}");
    }
    for query in ["咸菜坛", "饲料袋", "稻草", "中药", "保健品", "菱角壳", "兽药", "种子", "鞋油"]
    {
        assert!(found(query).disposals().len() > 1, "{query} depends");
    }
}

#[test]
fn where_no_local_word_is_known_the_answer_says_which_text_it_follows() {
    for query in ["榴莲壳", "椰子壳", "榴莲核"] {
        let part = &found(query).parts[0];
        assert!(part.reason.zh.contains("绍兴没有公布"), "{query}");
        assert_eq!(part.basis, Basis::Read, "{query}");
        assert!(zhejiang().citation(part).zh.starts_with("DB33/T 1166-2019"), "{query}");
    }
}

#[test]
fn an_item_is_found_however_it_is_written() {
    for query in [
        "五号电池",
        "５号电池",
        " 5 号电池 ",
        "5號電池",
        "5号电池是什么垃圾？",
        "请问五号电池怎么扔",
        "AA Batteries",
        "how do I dispose of the AA batteries?",
    ] {
        assert_eq!(found(query).key, "dry-battery", "{query}");
    }
    assert_eq!(found("利乐包").key, "milk-carton");
    assert_eq!(found("姨妈巾").key, "sanitary-pad");
    assert_eq!(found("过期藥").key, "expired-medicine");
}

#[test]
fn what_is_typed_so_far_shows_candidates() {
    for (typed, first) in [
        ("节能", "energy-saving-lamp"),
        ("卫生", "sanitary-pad"),
        ("milk c", "milk-carton"),
        ("塑料袋子", "plastic-bag"),
    ] {
        let Answer::Candidates(items) = zhejiang().look_up(typed) else { panic!("{typed}") };
        assert_eq!(keys(&items).first().map(String::as_str), Some(first), "{typed}");
    }
}

#[test]
fn a_longer_name_shows_the_thing_it_ends_with() {
    let items = match zhejiang().look_up("农夫山泉矿泉水瓶") {
        Answer::Guess { nearest, .. } | Answer::Candidates(nearest) => nearest,
        other => panic!("{other:?}"),
    };
    assert_eq!(keys(&items).first().map(String::as_str), Some("plastic-bottle"));
    assert_eq!(found("粘上猫尿的猫砂").key, "cat-litter");
}

#[test]
fn a_slip_shows_what_was_meant() {
    for (typed, first) in
        [("牛奶合", "milk-carton"), ("牛nai盒", "milk-carton"), ("nnh", "milk-carton")]
    {
        let Answer::Candidates(items) = zhejiang().look_up(typed) else { panic!("{typed}") };
        assert_eq!(keys(&items).first().map(String::as_str), Some(first), "{typed}");
    }
}

#[test]
fn what_is_in_no_list_is_guessed_and_told_as_a_guess() {
    for (typed, place) in [
        ("量子电池组", Disposal::Bin(Stream::Hazardous)),
        ("蓝铃花瓶子", Disposal::Bin(Stream::Recyclable)),
    ] {
        let Answer::Guess { guess, .. } = zhejiang().look_up(typed) else { panic!("{typed}") };
        assert_eq!(guess.disposal, place, "{typed}");
        assert!(typed.ends_with(&guess.ending), "{typed}: {}", guess.ending);
    }
}

#[test]
fn an_unknown_item_is_unknown_with_the_nearest_names() {
    let long = "壳".repeat(10_000);
    for query in ["qwxz", "？！", "", "　"] {
        let Answer::Unknown { nearest } = zhejiang().look_up(query) else { panic!("{query}") };
        assert_eq!(keys(&nearest), Vec::<String>::new(), "{query}");
    }
    assert!(matches!(zhejiang().look_up(&long), Answer::Unknown { .. }), "no name is so long");
}

#[test]
fn any_text_is_answered_within_bounds_and_always_alike() {
    let long = "电池和灯管".repeat(2_000);
    for query in ["电", "塑料", "纸", "e", "塑料大骨头电池灯", "\u{0}", "🗑️", long.as_str()]
    {
        let answer = zhejiang().look_up(query);
        assert_eq!(answer, zhejiang().look_up(query));
        match answer {
            Answer::Found(_) => {}
            Answer::Candidates(items) => {
                assert!((1..=SHOWN_MAX).contains(&items.len()), "{query}");
                assert_eq!(keys(&items).iter().collect::<BTreeSet<_>>().len(), items.len());
            }
            Answer::Guess { nearest, .. } | Answer::Unknown { nearest } => {
                assert!(nearest.len() <= SHOWN_MAX, "{query}");
            }
        }
    }
}

#[test]
fn every_name_finds_its_own_item_in_each_book() {
    for book in Book::all() {
        let guide = book.guide().unwrap();
        for item in guide.items() {
            for name in [&item.name.zh, &item.name.en].into_iter().chain(&item.aliases) {
                assert_eq!(guide.look_up(name), Answer::Found(item), "{name}");
            }
            assert_eq!(guide.item(&item.key), Some(item));
        }
    }
    assert_eq!(zhejiang().item("no-such-key"), None);
}

#[test]
fn each_file_of_items_is_compiled_in_and_stays_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut on_disk = BTreeSet::new();
    for entry in std::fs::read_dir(root.join("data/items")).unwrap() {
        let path = entry.unwrap().path();
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 400, "{}: {lines} lines", path.display());
        on_disk.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
    }
    let compiled: BTreeSet<String> =
        files::ITEMS.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(on_disk, compiled);
}

#[test]
fn the_data_of_each_book_is_broad_and_keeps_its_promises() {
    for book in Book::all() {
        keeps_its_promises(book.guide().unwrap());
    }
}

fn keeps_its_promises(guide: &Guide) {
    assert!(guide.items().len() >= 360, "{} items", guide.items().len());
    assert_eq!(keys(&guide.examples()).len(), guide.rulebook().examples.len());
    let mut used = BTreeSet::new();
    for item in guide.items() {
        for part in item.parts.iter() {
            used.insert(part.disposal);
            let said: Vec<&Text> = part
                .steps
                .iter()
                .map(AsRef::as_ref)
                .chain([&*part.reason])
                .chain(&part.name)
                .chain(&part.condition)
                .collect();
            for text in said {
                // Fines and duties are never printed: the texts disagree.
                for word in ["罚", "违法", "fined", "illegal"] {
                    assert!(!text.zh.contains(word) && !text.en.contains(word), "{}", item.key);
                }
                assert_ne!(
                    text.in_language(Language::Chinese),
                    text.in_language(Language::English)
                );
            }
            let is_advice = part.basis == Basis::Advice;
            assert_eq!(is_advice, &*part.source == "wufei", "{}", item.key);
            if matches!(part.disposal, Disposal::Bin(_)) {
                assert!(!is_advice, "{}: a bin needs a text that says so", item.key);
            }
        }
    }
    assert_eq!(used.len(), Disposal::ALL.len(), "{used:?}");
}
