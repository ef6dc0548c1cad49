//! What stands in a table of the rulebook: its columns, and a row for each answer of each thing.

use wufei_domain::words::Language;
use wufei_guide::{Disposal, Guide, Item, Part, Text};

/// Columns that say what the rulebook has. `book` and `mark` tell whether a row is still of today.
pub(super) const GIVEN: [&str; 12] = [
    "book",
    "mark",
    "key",
    "number",
    "thing",
    "others",
    "part",
    "condition",
    "place",
    "steps",
    "reason",
    "source",
];

/// Where the columns begin that a reader wants.
pub(super) const READ_FROM: usize = 4;

/// Columns that the city fills in.
pub(super) const FILLED: [&str; 7] = [
    "new_place",
    "new_condition",
    "new_condition_en",
    "new_reason",
    "new_reason_en",
    "new_source",
    "note",
];

/// An answer as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it goes.
    pub disposal: Disposal,
    /// A text for each of [`GIVEN`]; empty where there is nothing to say.
    pub cells: [String; GIVEN.len()],
}

/// A row for each answer, in the order of the things.
pub(super) fn rows(guide: &Guide, language: Language) -> Vec<Row> {
    let of_item = |item: &Item| {
        let mark = item.mark();
        let numbered = item.parts.iter().zip(1_usize..);
        numbered
            .map(|(part, number)| row(guide, language, (item, &mark), (part, number)))
            .collect::<Vec<Row>>()
    };
    guide.items().iter().flat_map(of_item).collect()
}

fn row(
    guide: &Guide,
    language: Language,
    (item, mark): (&Item, &str),
    (part, number): (&Part, usize),
) -> Row {
    let said = |text: &Text| text.in_language(language).to_owned();
    let maybe = |text: &Option<Text>| text.as_ref().map(said).unwrap_or_default();
    let (between, steps_between) = match language {
        Language::Chinese => ("、", "；"),
        Language::English => (", ", "; "),
    };
    let steps: Vec<String> = part.steps.iter().map(|step| said(step)).collect();
    Row {
        disposal: part.disposal,
        cells: [
            book(guide),
            mark.to_owned(),
            item.key.clone(),
            number.to_string(),
            said(&item.name),
            item.aliases.join(between),
            maybe(&part.name),
            maybe(&part.condition),
            said(guide.place_name(part.disposal)),
            steps.join(steps_between),
            said(&part.reason),
            said(&guide.citation(part)),
        ],
    }
}

/// How a rulebook is named in a table: `zhejiang 2026.1.3`.
pub(super) fn book(guide: &Guide) -> String {
    format!("{} {}", guide.rulebook().id, guide.rulebook().version)
}
