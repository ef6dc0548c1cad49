//! The sentences of refusals: all there, in both languages, with the values they promise.

use std::collections::{BTreeMap, BTreeSet};

use super::{CHINESE, ENGLISH, Language, Words, WordsError, message_ids};
use crate::{
    lost::LostWord,
    refusal::{Code, Refusal},
};

/// Values that a sentence leaves out on purpose: the one of a leased turf is another volunteer.
const UNSAID: [(Code, &str); 1] = [(Code::TurfLeased, "value")];

/// Values that choose between two sentences and stand in neither.
const CHOOSING: [(Code, &str); 1] = [(Code::DeviceLost, "unsent")];

fn words(language: Language) -> Words {
    Words::new(language, &[]).unwrap()
}

fn refusals(language: Language) -> &'static str {
    match language {
        Language::Chinese => CHINESE[0],
        Language::English => ENGLISH[0],
    }
}

/// The values of each code, as its doc comment lists them after `Args:`.
fn documented() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut all = BTreeMap::new();
    let mut args = BTreeSet::new();
    for line in include_str!("../refusal.rs").lines().map(str::trim) {
        if let Some((_, list)) = line.split_once("Args: ") {
            args = list
                .split(',')
                .map(|item| item.split('(').next().unwrap().trim().trim_end_matches('.'))
                .collect();
        } else if let Some((_, code)) = line.split_once(" = \"")
            && let Some(code) = code.strip_suffix("\",")
        {
            all.insert(code, std::mem::take(&mut args));
        }
    }
    all
}

/// The values each message uses, by the message's id.
fn used(text: &'static str) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut id = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with("refusal-") {
            id = line.split_once(" = ").unwrap().0;
        }
        let names = line.split('$').skip(1).map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap()
        });
        all.entry(id).or_default().extend(names);
    }
    all.remove("");
    all
}

fn sample(code: Code) -> Refusal {
    let mut refusal = Refusal::new(code);
    for (place, name) in documented()[code.as_str()].iter().enumerate() {
        refusal = refusal.with(name, format!("sample{place}"));
    }
    refusal
}

#[test]
fn every_code_lists_its_values() {
    let documented = documented();
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(documented.keys().copied().collect::<BTreeSet<_>>(), codes);
    assert_eq!(documented["protocol_unknown"], BTreeSet::from(["max", "min", "value"]));
    assert_eq!(documented["tare_above_gross"], BTreeSet::from(["gross", "tare"]));
    assert_eq!(documented["offline"], BTreeSet::new());
}

#[test]
fn every_code_has_one_sentence_a_language() {
    let codes: Vec<String> =
        Code::ALL.iter().map(|code| format!("refusal-{}", code.as_str())).collect();
    for language in Language::ALL {
        assert_eq!(message_ids(refusals(language)), codes, "{}", language.tag());
    }
}

#[test]
fn both_languages_have_the_same_ids() {
    for (chinese, english) in CHINESE.into_iter().zip(ENGLISH) {
        assert_eq!(message_ids(chinese), message_ids(english));
        assert!(!message_ids(chinese).is_empty());
    }
}

#[test]
fn a_sentence_uses_the_values_of_its_code_and_no_others() {
    let documented = documented();
    for language in Language::ALL {
        let used = used(refusals(language));
        for code in Code::ALL {
            let mut expected = documented[code.as_str()].clone();
            expected.retain(|name| !UNSAID.contains(&(*code, *name)));
            let id = format!("refusal-{}", code.as_str());
            assert_eq!(used[id.as_str()], expected, "{id} of {}", language.tag());
        }
    }
}

#[test]
fn a_filled_sentence_is_whole_and_says_each_value() {
    for language in Language::ALL {
        let words = words(language);
        for code in Code::ALL {
            let refusal = sample(*code);
            let sentence = words.refusal(&refusal);
            assert!(!sentence.contains(['{', '}', '⟨', '⟩', '$']), "{sentence}");
            assert!(sentence.ends_with(['。', '.', '?']) || sentence.ends_with('？'), "{sentence}");
            for (name, value) in &refusal.args {
                let value_of = (*code, name.as_str());
                let unsaid = UNSAID.contains(&value_of) || CHOOSING.contains(&value_of);
                assert_eq!(sentence.contains(value), !unsaid, "{sentence}");
            }
        }
    }
}

#[test]
fn the_word_to_a_lost_device_chooses_its_sentence() {
    for words in Language::ALL.map(words) {
        let [sent_first, go_too] = LostWord::ALL.map(|word| words.refusal(&word.refusal()));
        assert_ne!(sent_first, go_too);
        assert_eq!(words.refusal(&Refusal::new(Code::DeviceLost).with("unsent", "x")), sent_first);
    }
}

/// The checks above must be able to fail: a value nobody gave leaves its brace in the sentence.
#[test]
fn a_value_that_is_missing_shows() {
    let bare = Refusal::new(Code::CardMalformed);
    assert!(words(Language::English).refusal(&bare).contains("{$value}"));
}

#[test]
fn nobody_is_blamed_or_threatened() {
    let harsh =
        ["罚", "违", "必须", "错误", "非法", "illegal", "invalid", "must not", "error", "wrongly"];
    for words in Language::ALL.map(words) {
        for code in Code::ALL {
            let sentence = words.refusal(&sample(*code));
            assert!(!harsh.iter().any(|word| sentence.contains(word)), "{sentence}");
        }
    }
}

#[test]
fn a_role_is_said_in_its_own_word() {
    let refusal = |role: &str| Refusal::new(Code::RoleForbidden).with("role", role);
    let chinese = words(Language::Chinese);
    assert!(chinese.refusal(&refusal("attendant")).starts_with("您登记的角色是值守员，"));
    assert!(chinese.refusal(&refusal("mayor")).contains("mayor"));
    let english = words(Language::English);
    assert!(english.refusal(&refusal("auditor")).starts_with("You are enrolled as an auditor;"));
}

#[test]
fn a_program_adds_its_own_words() {
    let english = Words::new(Language::English, &["hello = Hello { $name }\n"]).unwrap();
    assert!(english.has("hello") && !english.has("goodbye"));
    assert_eq!(english.with("hello", &[("name", "Wu")]), "Hello Wu");
    assert_eq!(english.text("goodbye"), "⟨goodbye⟩");
    assert_eq!(english.language(), Language::English);
}

#[test]
fn a_count_chooses_its_form() {
    let file = "doors = { $count ->\n    [one] { $shown } door\n   *[other] { $shown } doors\n}\n";
    let english = Words::new(Language::English, &[file]).unwrap();
    let doors = |count: u64| english.counted("doors", count, &[("shown", &count.to_string())]);
    assert_eq!([doors(0), doors(1), doors(2)], ["0 doors", "1 door", "2 doors"]);
    assert!(english.counted("doors", u64::MAX, &[("shown", "many")]).contains("many"));
}

#[test]
fn a_file_that_is_not_fluent_is_named() {
    let broken = Words::new(Language::Chinese, &["fine = yes\n", "= no\n"]).err().unwrap();
    assert!(matches!(broken, WordsError::Broken { file: 4, language: "zh-CN", .. }), "{broken}");
    let repeated = Words::new(Language::English, &["points = no\n"]).err().unwrap();
    assert!(matches!(repeated, WordsError::Repeated { file: 3, language: "en", .. }), "{repeated}");
    assert!(repeated.to_string().contains("repeats a message"));
}

#[test]
fn a_language_goes_by_its_tag() {
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
        assert_eq!(serde_json::to_string(&language).unwrap(), format!("\"{}\"", language.tag()));
    }
    assert_eq!(Language::from_tag("zh-TW"), None);
    assert_eq!(Language::default(), Language::Chinese);
}
