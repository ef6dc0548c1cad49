//! Target: what people type. Any text is answered within bounds, alike each time, and what is told as
//! known stands in what was typed: a guess is never told as an answer.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wufei_guide::{Answer, Guide, Item, SHOWN_MAX, normalise};

use super::{corpus, recipe};

/// The look-up under test, or one that breaks a rule.
type Ask = fn(&'static Guide, &str) -> Answer<'static>;

fn guide() -> &'static Guide {
    Guide::zhejiang().unwrap()
}

fn ask(guide: &'static Guide, query: &str) -> Answer<'static> {
    guide.look_up(query)
}

fn names(item: &Item) -> impl Iterator<Item = String> {
    let shown = [&item.name.zh, &item.name.en];
    shown.into_iter().chain(&item.aliases).map(|name| normalise(name))
}

/// Whether a name of the item, or of what it is a part of, stands in the query.
fn stands_in(item: &Item, query: &str) -> bool {
    let query = normalise(query);
    // `batteries` finds `battery`: an English name may lose its end.
    names(item).any(|name| {
        let stem = name.strip_suffix('y').filter(|stem| stem.is_ascii()).unwrap_or(&name);
        query.contains(stem)
    })
}

fn holds(ask: Ask, query: &str) -> Result<(), TestCaseError> {
    let answer = ask(guide(), query);
    prop_assert_eq!(&answer, &ask(guide(), query), "not alike");
    let listed = match &answer {
        Answer::Found(item) => {
            prop_assert!(stands_in(item, query), "told as known: {}", item.key);
            return Ok(());
        }
        Answer::Candidates(items) => {
            prop_assert!(!items.is_empty(), "candidates without one");
            items
        }
        Answer::Guess { guess, nearest } => {
            prop_assert!(guess.confidence < 100, "a guess that is sure");
            prop_assert!(normalise(query).ends_with(&guess.ending), "another ending");
            prop_assert!(!(guess.is_risky && guess.disposal.is_hazardous()), "risky twice");
            nearest
        }
        Answer::Unknown { nearest } => nearest,
    };
    let keys: BTreeSet<&str> = listed.iter().map(|item| item.key.as_str()).collect();
    prop_assert!(listed.len() <= SHOWN_MAX, "too many");
    prop_assert_eq!(keys.len(), listed.len(), "one stands twice");
    let verdict = guide().classify(query);
    prop_assert_eq!(verdict.disposal.is_none(), verdict.how.is_none(), "half a verdict");
    prop_assert!(verdict.confidence < 100, "a verdict that is sure");
    Ok(())
}

fn run(ask: Ask) -> Result<(), String> {
    recipe::run(&recipe::bodies(corpus::bodies("question")), |recipe::Body(bytes)| {
        holds(ask, &String::from_utf8_lossy(&bytes))
    })
}

#[test]
fn fuzz_a_question() {
    run(ask).unwrap();
}

/// Each name that holds no word of a question, as 装潢垃圾 does, with its thing's place.
fn plain_names() -> Vec<(usize, &'static str)> {
    let words = ["垃圾", "回收", "吗", "呢", "呀", "啊", "的", "扔", "放", "投"];
    let is_plain = |name: &&String| {
        let letters = name.chars().filter(|letter| *letter > '\u{2e80}').count();
        letters > 1 && !words.iter().any(|word| name.contains(word))
    };
    let names = |(at, item): (usize, &'static Item)| {
        let all = [&item.name.zh].into_iter().chain(&item.aliases);
        all.filter(is_plain).map(move |name| (at, name.as_str()))
    };
    guide().items().iter().enumerate().flat_map(names).collect()
}

/// A name asked about in words is the same thing: every name, the ways to ask in turn.
#[test]
fn fuzz_the_words_around_a_name() {
    let around = [
        ("请问", "是什么垃圾？"),
        ("", "怎么扔"),
        ("我家的", "要放哪个桶呀"),
        ("想知道", "算不算有害垃圾"),
        ("　", "！"),
    ];
    for ((at, name), (before, after)) in plain_names().into_iter().zip(around.iter().cycle()) {
        let item = &guide().items()[at];
        match guide().look_up(&format!("{before}{name}{after}")) {
            // What is left of the words may be a longer or a shorter name of another thing.
            Answer::Found(found) if found.key == item.key || stands_in(found, name) => {}
            other => panic!("{before}{name}{after}: {other:?}"),
        }
    }
}

fn control(reason: &str, ask: Ask) {
    let broken = run(ask).expect_err("nothing was noticed");
    assert!(broken.contains(reason), "{broken}");
}

#[test]
fn control_a_guess_told_as_known_is_noticed() {
    control("told as known", |guide, query| match guide.look_up(query) {
        Answer::Guess { nearest, .. } if !nearest.is_empty() => Answer::Found(nearest[0]),
        other => other,
    });
}

#[test]
fn control_a_list_with_one_thing_twice_is_noticed() {
    control("one stands twice", |guide, query| match guide.look_up(query) {
        Answer::Candidates(items) if items.len() == 1 => Answer::Candidates(vec![items[0]; 2]),
        other => other,
    });
}
