//! Rows become lessons (`lesson`, `page`, `item`, `source`) and questions (`question` or `intro`,
//! then `explain`).

use std::collections::BTreeSet;

use wufei_domain::stream::Stream;

use super::{Lesson, Page, Question, Topic};
use crate::broken::{BrokenData, Rule};
use crate::guide::Guide;
use crate::item::{Item, Part, Text};
use crate::rows::{Row, rows};

/// The bounds of how many in a hundred are right: below, a question would teach by chance alone,
/// above, it would teach nobody.
const PERCENT: std::ops::RangeInclusive<u8> = 40..=95;

pub(super) fn lessons<'guide>(
    guide: &'guide Guide,
    files: &[(&str, &str)],
) -> Result<Vec<Lesson<'guide>>, BrokenData> {
    let mut lessons: Vec<Lesson<'guide>> = Vec::new();
    let mut said = Said::default();
    for (file, text) in files {
        let mut head = None;
        for row in rows(file, text) {
            match row.word() {
                "lesson" => {
                    close(head.replace(row), &lessons)?;
                    lessons.push(lesson(row, &lessons)?);
                }
                "page" => {
                    let page = page(row, &mut said)?;
                    let open = lessons.last_mut().filter(|_| head.is_some());
                    let needs = Rule::OutOfPlace { word: "page", needs: "a lesson" };
                    open.ok_or_else(|| row.broken(needs))?.pages.push(page);
                }
                "item" => {
                    let [key] = row.cells("item")?;
                    let item = item(guide, row, key)?;
                    open_page(row, "item", head, &mut lessons)?.items.push(item);
                }
                "source" => {
                    let [id] = row.cells("source")?;
                    if guide.rulebook().source(id).is_none() {
                        return Err(row.broken(Rule::SourceUnknown { value: id.to_owned() }));
                    }
                    open_page(row, "source", head, &mut lessons)?.sources.push(id.to_owned());
                }
                word => return Err(row.broken(Rule::RowUnknown { word: word.to_owned() })),
            }
        }
        close(head, &lessons)?;
    }
    Ok(lessons)
}

/// `lesson | key | 中文 | English | topics by ", "`.
fn lesson<'guide>(row: Row<'_>, before: &[Lesson<'guide>]) -> Result<Lesson<'guide>, BrokenData> {
    let [key, zh, en, topics] = row.cells("lesson")?;
    let key = row.key(key)?;
    if before.iter().any(|lesson| lesson.key == key) {
        return Err(row.broken(Rule::KeyRepeated { value: key }));
    }
    let title = row.text("lesson", 2, zh, en)?;
    let topic = |code: &str| {
        topic(code).ok_or_else(|| row.broken(Rule::TopicUnknown { value: code.to_owned() }))
    };
    let topics = topics.split(',').map(str::trim).map(topic).collect::<Result<_, _>>()?;
    Ok(Lesson { key, title, topics, pages: Vec::new() })
}

fn topic(code: &str) -> Option<Topic> {
    match code {
        "parts" => Some(Topic::Parts),
        "clean" => Some(Topic::Clean),
        "afterwards" => Some(Topic::Afterwards),
        code => Stream::ALL.into_iter().find(|stream| stream.code() == code).map(Topic::Stream),
    }
}

/// `page | 中文 | English`.
fn page<'guide>(row: Row<'_>, said: &mut Said) -> Result<Page<'guide>, BrokenData> {
    let text = row.pair("page")?;
    said.once(row, &text)?;
    Ok(Page { text, items: Vec::new(), sources: Vec::new() })
}

fn open_page<'lessons, 'guide>(
    row: Row<'_>,
    word: &'static str,
    head: Option<Row<'_>>,
    lessons: &'lessons mut [Lesson<'guide>],
) -> Result<&'lessons mut Page<'guide>, BrokenData> {
    let page = lessons.last_mut().filter(|_| head.is_some()).and_then(|open| open.pages.last_mut());
    page.ok_or_else(|| row.broken(Rule::OutOfPlace { word, needs: "a page" }))
}

/// A lesson whose rows are over; told at its first row.
fn close(head: Option<Row<'_>>, lessons: &[Lesson<'_>]) -> Result<(), BrokenData> {
    match (head, lessons.last()) {
        (Some(row), Some(lesson)) if lesson.pages.is_empty() => {
            Err(row.broken(Rule::PageMissing { lesson: lesson.key.clone() }))
        }
        _ => Ok(()),
    }
}

pub(super) fn questions<'guide>(
    guide: &'guide Guide,
    files: &[(&str, &str)],
) -> Result<Vec<Question<'guide>>, BrokenData> {
    let mut questions: Vec<Question<'guide>> = Vec::new();
    let mut keys = BTreeSet::new();
    let mut said = Said::default();
    for (file, text) in files {
        let mut open: Option<(Row<'_>, Question<'guide>)> = None;
        for row in rows(file, text) {
            match (row.word(), open.take()) {
                ("explain", Some((_, question))) => {
                    let explanation = row.pair("explain")?;
                    said.once(row, &explanation)?;
                    questions.push(Question { explanation, ..question });
                }
                ("explain", None) => {
                    let rule = Rule::OutOfPlace { word: "explain", needs: "a question" };
                    return Err(row.broken(rule));
                }
                ("question" | "intro", None) => {
                    let question = question(guide, row)?;
                    if !keys.insert(question.key.clone()) {
                        return Err(row.broken(Rule::KeyRepeated { value: question.key }));
                    }
                    open = Some((row, question));
                }
                ("question" | "intro", Some((row, question))) => {
                    return Err(row.broken(Rule::ExplanationMissing { question: question.key }));
                }
                (word, _) => return Err(row.broken(Rule::RowUnknown { word: word.to_owned() })),
            }
        }
        if let Some((row, question)) = open {
            return Err(row.broken(Rule::ExplanationMissing { question: question.key }));
        }
    }
    Ok(questions)
}

/// `question | item | part or condition | right in a hundred`; its explanation comes in a row of
/// its own, which must follow.
fn question<'guide>(guide: &'guide Guide, row: Row<'_>) -> Result<Question<'guide>, BrokenData> {
    let is_intro = row.word() == "intro";
    let [key, about, percent] = row.cells(if is_intro { "intro" } else { "question" })?;
    let item = item(guide, row, key)?;
    let part = part(item, row, about)?;
    let (digits, is_estimate) = match percent.strip_suffix('?') {
        Some(digits) => (digits, true),
        None => (percent, false),
    };
    let right_percent = digits.parse().ok().filter(|number| PERCENT.contains(number));
    let right_percent = right_percent
        .ok_or_else(|| row.broken(Rule::PercentMalformed { value: percent.to_owned() }))?;
    let key = if about.is_empty() { key.to_owned() } else { format!("{key}/{about}") };
    let explanation = Text { zh: String::new(), en: String::new() };
    Ok(Question { key, item, part, right_percent, is_estimate, explanation, is_intro })
}

fn item<'guide>(guide: &'guide Guide, row: Row<'_>, key: &str) -> Result<&'guide Item, BrokenData> {
    guide.item(key).ok_or_else(|| row.broken(Rule::ItemUnknown { value: key.to_owned() }))
}

/// The one part that the text names, as its part or its condition; the only one without a text.
fn part<'guide>(item: &'guide Item, row: Row<'_>, about: &str) -> Result<&'guide Part, BrokenData> {
    let says = |text: &Option<Text>| text.as_ref().is_some_and(|text| text.zh == about);
    let is_meant = |part: &&Part| about.is_empty() || says(&part.name) || says(&part.condition);
    let mut meant = item.parts.iter().filter(is_meant);
    let (item, about) = (item.key.clone(), about.to_owned());
    match (meant.next(), meant.next()) {
        (Some(part), None) => Ok(part),
        (None, _) => Err(row.broken(Rule::PartUnknown { item, value: about })),
        (Some(_), Some(_)) => Err(row.broken(Rule::PartAmbiguous { item, value: about })),
    }
}

/// What was said before.
#[derive(Default)]
struct Said(BTreeSet<String>);

impl Said {
    /// One sentence in each language that was not said before.
    fn once(&mut self, row: Row<'_>, text: &Text) -> Result<(), BrokenData> {
        row.sentence(text)?;
        for value in [&text.zh, &text.en] {
            if !self.0.insert(value.clone()) {
                return Err(row.broken(Rule::SentenceRepeated { value: value.clone() }));
            }
        }
        Ok(())
    }
}
