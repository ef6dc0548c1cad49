//! Every id used in the sources is there in both languages, and no id is there for nothing.

use std::{collections::BTreeSet, fs, path::Path};

use wufei_domain::{
    drop_off::ReversalReason, ledger::TransferState, role::Role, words::message_ids,
};

use super::*;
use crate::event::QuizChoice;

/// The ids of the screens and of an answer, whose words the guide holds.
fn ids(language: Language) -> BTreeSet<String> {
    let answer = [answer_words(language)];
    answer.iter().chain(files(language)).flat_map(|text| message_ids(text)).collect()
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests") {
            continue;
        }
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

fn source() -> String {
    let mut all = String::new();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    sources(&own.join("src"), &mut all);
    all.push_str(&fs::read_to_string(own.join("../guide/src/wording.rs")).unwrap());
    all
}

/// The literals that follow one of the calls that name a message.
fn used(source: &str) -> BTreeSet<String> {
    let calls = ["text(", "with(", "counted(", "Good(", "Info(", "Said(", "stored, "];
    calls
        .iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(id, _)| id.to_owned())
        .filter(|id| id.contains('-') && id.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .collect()
}

#[test]
fn both_languages_have_the_same_ids() {
    assert_eq!(ids(Language::Chinese), ids(Language::English));
}

#[test]
fn every_id_in_the_sources_is_there() {
    let (used, there) = (used(&source()), ids(Language::Chinese));
    assert!(used.len() > 100, "the scan finds the ids: {}", used.len());
    let missing: Vec<_> = used.difference(&there).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_id_made_from_a_code_is_there() {
    let there = ids(Language::Chinese);
    let mut made: Vec<String> = Vec::new();
    made.extend(wufei_domain::visit::Outcome::ALL.map(|o| format!("outcome-{}", o.code())));
    made.extend(wufei_domain::visit::VoidReason::ALL.map(|r| format!("void-{}", r.code())));
    made.extend(ReversalReason::ALL.map(|reason| format!("reversal-{}", reason.code())));
    made.extend(Role::ALL.map(|role| format!("role-{}", role.code())));
    made.extend(QuizChoice::ALL[4..].iter().map(|one| format!("quiz-choice-{}", one.code())));
    for state in [
        TransferState::Pending,
        TransferState::Booked,
        TransferState::Voided,
        TransferState::Corrected,
    ] {
        made.push(format!("state-{}", state.code()));
    }
    let missing: Vec<_> = made.iter().filter(|id| !there.contains(*id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_id_is_there_for_nothing() {
    let source = source();
    let made = [
        "outcome-",
        "void-",
        "reversal-",
        "role-",
        "state-",
        "grade-",
        "suppressed-",
        "quiz-choice-",
    ];
    let idle: Vec<_> = ids(Language::Chinese)
        .into_iter()
        .filter(|id| !made.iter().any(|prefix| id.starts_with(prefix)))
        .filter(|id| !source.contains(&format!("\"{id}\"")))
        .collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn no_english_message_has_chinese_characters() {
    let answer = [answer_words(Language::English)];
    for text in answer.iter().chain(files(Language::English)) {
        let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
        let left: Vec<_> = text.lines().filter(|line| line.contains(han)).collect();
        assert!(left.is_empty(), "{left:#?}");
    }
}

#[test]
fn both_languages_are_read() {
    for language in Language::ALL {
        assert!(words(language).unwrap().has("tab-lookup"));
    }
}
