//! The lessons as they ship, and what their reader refuses.

use std::collections::BTreeMap;

use super::*;
use crate::broken::Rule;

fn guide() -> &'static Guide {
    Guide::zhejiang().unwrap()
}

fn zhejiang() -> &'static Lessons<'static> {
    Lessons::zhejiang().unwrap()
}

/// Line and rule of the first refusal.
fn refusal(lessons: &str, questions: &str) -> (usize, Rule) {
    let read = Lessons::read(guide(), &[("lessons", lessons)], &[("quiz", questions)]);
    let BrokenData { file, line, rule } = read.map(drop).unwrap_err();
    assert_eq!(file, if lessons.is_empty() { "quiz" } else { "lessons" });
    (line, rule)
}

fn own(value: &str) -> String {
    value.to_owned()
}

#[test]
fn every_lesson_is_short_and_names_what_it_rests_on() {
    assert_eq!(zhejiang().lessons().len(), 10);
    for lesson in zhejiang().lessons() {
        assert!((4..=7).contains(&lesson.pages.len()), "{}", lesson.key);
        for page in &lesson.pages {
            let zh = &page.text.zh;
            assert!(zh.chars().count() <= 40, "{zh}");
            // Where it goes afterwards tells what happens; the other lessons say what to do.
            let is_rule = ["蓝桶", "红桶", "绿桶", "灰桶"].iter().any(|bin| zh.contains(bin))
                && lesson.key != "afterwards";
            let counts = zh.contains(|sign: char| sign.is_ascii_digit());
            assert!(!page.sources.is_empty() || !(is_rule || counts), "{zh}");
        }
    }
}

#[test]
fn nothing_that_is_learned_presses_anybody() {
    let pages = zhejiang().lessons().iter().flat_map(|lesson| &lesson.pages);
    let texts = pages.map(|page| &page.text);
    for text in texts.chain(zhejiang().questions().iter().map(|question| &question.explanation)) {
        for word in ["罚", "必须", "违规", "违法", "处分", "责任", "懒", "可耻", "扣分"]
        {
            assert!(!text.zh.contains(word), "{}", text.zh);
        }
        for word in ["penalt", "duty", "shame", "must pay"] {
            assert!(!text.en.to_lowercase().contains(word), "{}", text.en);
        }
        assert!(!text.zh.contains(['！', '？', '；']), "{}", text.zh);
        assert!(text.en.starts_with(|first: char| first.is_uppercase()), "{}", text.en);
    }
}

#[test]
fn every_lesson_but_the_last_has_questions() {
    let counts: BTreeMap<&str, usize> = zhejiang()
        .lessons()
        .iter()
        .map(|lesson| {
            let about = zhejiang().questions().iter().filter(|one| lesson.is_about(one));
            (lesson.key.as_str(), about.count())
        })
        .collect();
    let none: Vec<&str> =
        counts.iter().filter(|(_, count)| **count == 0).map(|(key, _)| *key).collect();
    assert_eq!(none, ["afterwards"], "{counts:?}");
}

#[test]
fn the_questions_are_many_and_their_answers_are_the_items_own() {
    let mut by_place: BTreeMap<&str, usize> = BTreeMap::new();
    for question in zhejiang().questions() {
        assert!(question.item.parts.iter().any(|part| std::ptr::eq(part, question.part)));
        *by_place.entry(question.place().code()).or_default() += 1;
    }
    assert_eq!(zhejiang().questions().len(), 212);
    for stream in ["recyclable", "hazardous", "perishable", "residual"] {
        assert!(by_place[stream] >= 25, "{by_place:?}");
    }
}

#[test]
fn the_volunteers_ten_meet_every_bin_a_part_a_condition_and_what_is_no_waste() {
    let intro: Vec<_> = zhejiang().intro().collect();
    let of = |place| intro.iter().filter(|question| question.place() == place).count();
    assert_eq!(intro.len(), 10);
    for stream in [Stream::Recyclable, Stream::Perishable, Stream::Residual, Stream::Bulky] {
        assert!(of(Disposal::Bin(stream)) > 0, "{stream:?}");
    }
    assert!(of(Disposal::Bin(Stream::Hazardous)) >= 2 && of(Disposal::NotWaste) > 0);
    assert!(intro.iter().any(|question| question.part.name.is_some()));
    assert!(intro.iter().any(|question| question.part.condition.is_some()));
}

const LESSON: &str = "lesson | clean | 净 | Clean | clean\npage | 冲净。 | Rinse it.\n";

#[test]
fn a_wrong_row_of_a_lesson_is_refused_by_its_line() {
    let twice = format!("{LESSON}{LESSON}");
    let said = format!("{LESSON}page | 冲净。 | Rinse it well.\n");
    let with = |row: &str| format!("{LESSON}{row}\n");
    for (rows, line, rule) in [
        ("page | 冲净。 | Rinse it.\n", 1, Rule::OutOfPlace { word: "page", needs: "a lesson" }),
        (&*twice, 3, Rule::KeyRepeated { value: own("clean") }),
        (&*said, 3, Rule::SentenceRepeated { value: own("冲净。") }),
        ("lesson | a | 净 | Clean | clean\n", 1, Rule::PageMissing { lesson: own("a") }),
        ("lesson | a | 净 | Clean | cleen\n", 1, Rule::TopicUnknown { value: own("cleen") }),
        (&*with("item | moon-rock"), 3, Rule::ItemUnknown { value: own("moon-rock") }),
        (&*with("source | rumour"), 3, Rule::SourceUnknown { value: own("rumour") }),
        (&*with("card | 净。 | Clean."), 3, Rule::RowUnknown { word: own("card") }),
        (
            &*with("page | 倒空。冲净。 | Empty it."),
            3,
            Rule::NotOneSentence { value: own("倒空。冲净。") },
        ),
    ] {
        assert_eq!(refusal(rows, ""), (line, rule));
    }
}

#[test]
fn a_wrong_question_is_refused_by_its_line() {
    let bone = |about: &str, percent: &str| format!("question | bone | {about} | {percent}\n");
    let explained = |row: &str, zh: &str| format!("{row}explain | {zh} | It is so.\n");
    let egg = explained("question | egg-shell | | 47\n", "薄。");
    for (rows, line, rule) in [
        (
            explained(&bone("", "65"), "硬。"),
            1,
            Rule::PartAmbiguous { item: own("bone"), value: String::new() },
        ),
        (
            explained(&bone("蓝色的", "65"), "硬。"),
            1,
            Rule::PartUnknown { item: own("bone"), value: own("蓝色的") },
        ),
        (own("question | moon-rock | | 65\n"), 1, Rule::ItemUnknown { value: own("moon-rock") }),
        (own("question | egg-shell | | 99\n"), 1, Rule::PercentMalformed { value: own("99") }),
        (
            own("question | egg-shell | | 47\nquestion | foam-box | | 47\n"),
            1,
            Rule::ExplanationMissing { question: own("egg-shell") },
        ),
        (
            own("explain | 薄。 | Thin.\n"),
            1,
            Rule::OutOfPlace { word: "explain", needs: "a question" },
        ),
        (
            format!("{egg}question | egg-shell | | 47\n"),
            3,
            Rule::KeyRepeated { value: own("egg-shell") },
        ),
        (
            explained("question | egg-shell | | 47\n", "薄"),
            2,
            Rule::NotOneSentence { value: own("薄") },
        ),
        (
            format!("{egg}{}", explained("question | shrimp-shell | | 70\n", "薄。")),
            4,
            Rule::SentenceRepeated { value: own("薄。") },
        ),
    ] {
        assert_eq!(refusal("", &rows), (line, rule), "{rows}");
    }
}
