//! The look-up: the right bin, parts, an unknown word told, reading aloud.

use std::sync::Arc;

use wufei_domain::{
    record::{Body, TYPED_CHARS_MAX},
    role::Role,
    stream::{BinColour, Stream},
};
use wufei_guide::{Guide, Patch};

use super::{asks::Ask, device::Device, driver::Driver, town};
use crate::{
    effect::{
        shell::{Shared, Spoken},
        store::Book,
    },
    event::{LookupEvent, OutboxEvent, SettingsEvent, Tab, UiEvent},
    view::{
        Screen,
        lookup::{GuessCard, ItemCard, LookupResult},
    },
};

fn looks_up(driver: &mut Driver, event: LookupEvent) -> LookupResult {
    driver.does(UiEvent::Lookup { event });
    let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
    lookup.result
}

fn types(driver: &mut Driver, text: &str) -> LookupResult {
    looks_up(driver, LookupEvent::Typed { text: text.to_owned() })
}

fn found(result: LookupResult) -> ItemCard {
    match result {
        LookupResult::Found { item } => item,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everyday_items_get_their_bin_with_a_reason_and_a_source() {
    let expected = [
        ("牛奶盒", Stream::Recyclable, BinColour::Blue),
        ("大骨头", Stream::Residual, BinColour::Grey),
        ("5号电池", Stream::Residual, BinColour::Grey),
        ("过期药", Stream::Hazardous, BinColour::Red),
        ("节能灯", Stream::Hazardous, BinColour::Red),
        ("打火机", Stream::Residual, BinColour::Grey),
    ];
    let mut driver = Driver::started(Device::default());
    for (typed, stream, colour) in expected {
        let item = found(types(&mut driver, typed));
        let part = &item.parts[0];
        assert_eq!((part.stream, part.colour), (Some(stream), colour), "{typed}");
        assert!(!part.reason.is_empty() && !part.source.is_empty(), "{typed}");
        assert!(item.spoken.contains(part.reason.trim_end_matches('。')), "{typed}");
    }
}

#[test]
fn a_bubble_tea_is_answered_by_its_parts() {
    let item = found(types(&mut Driver::started(Device::default()), "奶茶"));
    let streams: Vec<_> = item.parts.iter().map(|part| part.stream).collect();
    assert!(item.parts.len() >= 3 && item.parts.iter().all(|part| part.name.is_some()));
    assert!(streams.contains(&Some(Stream::Perishable)), "{streams:?}");
    assert!(streams.contains(&None), "the rest of the drink goes down a sink: {streams:?}");
}

#[test]
fn a_thing_is_taken_apart_before_its_parts_are_told() {
    let mut driver = Driver::started(Device::default());
    let item = found(types(&mut driver, "奶茶"));
    let apart = item.apart.unwrap();
    assert!(apart.heading.contains('4'), "{}", apart.heading);
    let names: Vec<_> = apart.pieces.iter().map(|piece| piece.name.as_str()).collect();
    assert_eq!(names, ["喝剩的茶", "珍珠、椰果、水果", "杯子和盖", "吸管和封口膜"]);
    let cup = &apart.pieces[2];
    assert_eq!(cup.branches.len(), 2, "one piece, by how it is");
    assert!(cup.branches.iter().all(|branch| branch.condition.is_some()));
    let mut at = Vec::new();
    for branch in apart.pieces.iter().flat_map(|piece| &piece.branches) {
        let part = &item.parts[usize::try_from(branch.part).unwrap()];
        assert_eq!((branch.stream, &branch.bin_line), (part.stream, &part.bin_line));
        at.push(branch.part);
    }
    assert_eq!(at, [0, 1, 2, 3, 4]);
    let first = item.spoken.split('。').next().unwrap();
    assert!(first.starts_with("奶茶，分开投放，共 4 处：喝剩的茶，"), "{first}");
    assert!(first.contains(&cup.branches[0].bin_line), "{first}");
    assert!(!item.spoken[first.len()..].contains("色桶"), "each bin is said once");
}

#[test]
fn what_depends_on_its_state_says_so_and_a_simple_thing_is_in_one_piece() {
    let mut driver = Driver::started(Device::default());
    let item = found(types(&mut driver, "披萨盒"));
    let apart = item.apart.unwrap();
    assert!(apart.heading.starts_with("看情况"), "{}", apart.heading);
    assert_eq!(apart.pieces.len(), item.parts.len());
    assert!(apart.pieces.iter().all(|piece| piece.branches.len() == 1));
    assert!(apart.pieces.iter().all(|piece| piece.branches[0].condition.is_none()));
    assert_eq!(found(types(&mut driver, "大骨头")).apart, None);
}

#[test]
fn examples_are_offered_and_one_picked_can_be_left_again() {
    let mut driver = Driver::started(Device::default());
    let LookupResult::Empty { examples, .. } = types(&mut driver, " ") else { panic!("not empty") };
    assert!(examples.len() >= 3);
    let item = examples[0].item.clone();
    let card = found(looks_up(&mut driver, LookupEvent::Picked { item }));
    assert_eq!(card.name, examples[0].name);
    assert!(driver.shown().back.is_some());
    driver.does(UiEvent::Back);
    assert!(driver.shown().back.is_none());
    let nothing = looks_up(&mut driver, LookupEvent::Picked { item: "no-such-key".to_owned() });
    assert!(matches!(nothing, LookupResult::Empty { .. }));
}

/// The rulebook with a thing more.
fn city_book() -> Book {
    let rows = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                why | 太大，放不进任何桶。 | It is too large for any bin.\n";
    let patch = Patch { version: "2026.1.1".to_owned(), rows: rows.to_owned() };
    Book(Arc::new(Guide::zhejiang().unwrap().patched(&[patch]).unwrap()))
}

fn rulebook_line(driver: &mut Driver) -> String {
    let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
    lookup.rulebook_line
}

#[test]
fn the_citys_rulebook_answers_as_soon_as_it_is_here_and_after_a_restart() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    assert!(matches!(types(&mut driver, "曲率引擎"), LookupResult::Unknown { .. }));
    driver.device.server.book = Some(city_book());
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    let LookupResult::Found { item } = types(&mut driver, "曲率引擎") else {
        panic!("unknown")
    };
    assert_eq!(item.parts[0].stream, Some(Stream::Bulky));
    assert!(rulebook_line(&mut driver).contains("2026.1.1"));
    let mut driver = driver.restarted();
    assert!(matches!(types(&mut driver, "曲率引擎"), LookupResult::Found { .. }));
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    assert!(rulebook_line(&mut driver).contains("2026.1.1"), "a round without one keeps it");
}

#[test]
fn clearing_takes_the_draft_back() {
    let mut driver = Driver::started(Device::default());
    types(&mut driver, "牛奶盒");
    assert_eq!(driver.device.drafts.len(), 1);
    assert!(matches!(looks_up(&mut driver, LookupEvent::Clear), LookupResult::Empty { .. }));
    assert!(driver.device.drafts.is_empty());
}

#[test]
fn an_unknown_word_is_never_answered_and_can_be_told() {
    let mut driver = Driver::started(Device::default());
    let LookupResult::Unknown { text, tell_us, told, .. } = types(&mut driver, "曲率引擎")
    else {
        panic!("known")
    };
    assert!(text.contains("曲率引擎"));
    assert!(tell_us.is_some() && told.is_none());
}

fn guessed(driver: &mut Driver, word: &str) -> GuessCard {
    match types(driver, word) {
        LookupResult::Guess { guess, tell_us: Some(_), told: None, .. } => guess,
        other => panic!("{word}: {other:?}"),
    }
}

#[test]
fn a_guess_says_that_it_is_one_and_what_it_was_judged_from() {
    let mut driver = Driver::started(Device::default());
    let bottle = guessed(&mut driver, "蓝铃花瓶子");
    assert!(bottle.mark.contains('猜') && bottle.mark.contains("蓝铃花瓶子"), "{bottle:?}");
    assert_eq!(bottle.stream, Some(Stream::Recyclable));
    assert!(bottle.grounds.contains("瓶子") && bottle.sureness.is_some(), "{bottle:?}");
    assert!(tells(&mut driver, "蓝铃花瓶子").is_some(), "a doubted word can be told as well");
}

#[test]
fn where_a_wrong_guess_could_do_harm_no_bin_is_named() {
    let mut driver = Driver::started(Device::default());
    let risky = guessed(&mut driver, "量子纠缠仪");
    assert_eq!((risky.stream, risky.sureness), (None, None));
    assert!(
        risky.bin_line.contains("有害") && risky.bin_line.contains("单独"),
        "{}",
        risky.bin_line
    );
}

/// Types an unknown word, tells it twice; gives back what is then said.
fn tells(driver: &mut Driver, word: &str) -> Option<String> {
    types(driver, word);
    looks_up(driver, LookupEvent::TellUs);
    match looks_up(driver, LookupEvent::TellUs) {
        LookupResult::Guess { tell_us, told, .. } | LookupResult::Unknown { tell_us, told, .. } => {
            assert_eq!(tell_us.is_none(), told.is_some());
            told
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_told_word_is_kept_once_also_on_a_device_that_is_not_enrolled() {
    let mut driver = Driver::started(Device::default());
    let alone = tells(&mut driver, " 曲率引擎 ").unwrap();
    let [kept] = &driver.device.kept[..] else { panic!("{:?}", driver.device.kept) };
    assert!(matches!(&kept.record.body, Body::UnknownItem(item) if item.typed == "曲率引擎"));
    assert_eq!(kept.record.community, "330600000000".parse().unwrap());
    assert_eq!(kept.record.made_at.boot, None, "nothing leads to what else was made in this run");
    assert_eq!(driver.times(Ask::Round), 0);
    assert!(driver.shown().tabs.iter().any(|link| link.tab == Tab::Outbox && link.badge.is_some()));
    assert!(driver.device.drafts.is_empty(), "the record took its draft along");

    let mut driver = Driver::started(town::enrolled(Role::Resident));
    let sent = tells(&mut driver, "曲率引擎").unwrap();
    assert_ne!(alone, sent, "only an enrolled device can say that it is sent");
    assert_eq!(driver.device.kept[0].record.community, town::community());
}

#[test]
fn a_word_told_before_enrolment_is_sent_after_it() {
    let mut driver = Driver::started(town::fresh());
    tells(&mut driver, "曲率引擎");
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::CodeTyped { text: "rrrrr rrrrr".to_owned() });
    driver.sets(SettingsEvent::Enrol);
    assert_eq!(driver.device.counts().waiting, 0);
    assert_eq!(driver.seen().counts.waiting, 0);
}

#[test]
fn a_word_that_could_not_be_stored_can_be_told_again() {
    let mut driver = Driver::started(Device::default());
    driver.broken.insert(Ask::Append);
    assert_eq!(tells(&mut driver, "曲率引擎"), None);
    assert!(driver.note().is_some() && driver.device.kept.is_empty());
    driver.broken.clear();
    assert!(tells(&mut driver, "曲率引擎").is_some());
    assert_eq!(driver.device.kept.len(), 1);
}

#[test]
fn a_word_that_is_too_long_is_refused_and_stays_typed() {
    let mut driver = Driver::started(Device::default());
    let word = "量".repeat(TYPED_CHARS_MAX + 1);
    assert_eq!(tells(&mut driver, &word), None);
    assert!(driver.device.kept.is_empty() && driver.note().is_some());
    let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
    assert_eq!(lookup.typed, word);
}

#[test]
fn a_known_word_is_not_told() {
    let mut driver = Driver::started(Device::default());
    types(&mut driver, "牛奶盒");
    looks_up(&mut driver, LookupEvent::TellUs);
    assert!(driver.device.kept.is_empty());
}

#[test]
fn reading_aloud_says_when_there_is_no_voice() {
    let mut driver = Driver::started(Device::default());
    looks_up(&mut driver, LookupEvent::ReadAloud);
    assert_eq!(driver.times(Ask::ReadAloud), 0, "nothing to read");
    types(&mut driver, "牛奶盒");
    looks_up(&mut driver, LookupEvent::ReadAloud);
    assert!(driver.note().is_none());
    driver.device.speaks = Spoken::Unavailable { why: "no voice".to_owned() };
    looks_up(&mut driver, LookupEvent::ReadAloud);
    let (chinese, english) = driver.note().unwrap();
    assert_ne!(chinese, english);
    assert_eq!(driver.times(Ask::ReadAloud), 2);
}

#[test]
fn an_answer_is_shared_as_it_is_spoken_and_nothing_else_is() {
    let mut driver = Driver::started(Device::default());
    looks_up(&mut driver, LookupEvent::Share);
    types(&mut driver, "曲率引擎");
    looks_up(&mut driver, LookupEvent::Share);
    assert_eq!(driver.times(Ask::Share), 0, "nothing to share");
    types(&mut driver, "牛奶盒");
    for (shared, says) in [(Shared::Done, false), (Shared::Cancelled, false)] {
        driver.device.shares = shared;
        looks_up(&mut driver, LookupEvent::Share);
        assert_eq!(driver.note().is_some(), says);
    }
    driver.device.shares = Shared::Unavailable { why: "no sheet".to_owned() };
    looks_up(&mut driver, LookupEvent::Share);
    let (chinese, english) = driver.note().unwrap();
    assert_ne!(chinese, english);
    assert_eq!(driver.times(Ask::Share), 3);
}
