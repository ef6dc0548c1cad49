//! Rows of a filled-in table become changed things. Every wrong row is found, not the first alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use wufei_guide::{Basis, Disposal, Guide, Item, Part, Text};

use super::{
    columns,
    table::Filled,
    wrong::{Broken, Wrong},
};

/// Letters of a condition or reason at most, in each language.
pub(super) const LETTERS_MAX: usize = 300;

/// Names that are told for a thing that is not there.
const NEAR_MAX: usize = 3;

/// What corrections change.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The things as they shall be, each with the line of its first correction, by key.
    pub things: BTreeMap<String, (u32, Item)>,
    /// Rows that change something.
    pub rows: usize,
    /// Rows with a note alone.
    pub notes: usize,
}

impl Changes {
    /// The rows of a patch that puts the things in the place of what they were.
    pub(super) fn patch_rows(&self) -> String {
        self.things.values().map(|(_, item)| item.replacement()).collect()
    }

    /// The line of the table that a line of the patch comes from.
    pub(super) fn line_of(&self, row: usize) -> usize {
        let mut end = 0;
        let owner = self.things.values().find(|(_, item)| {
            end += item.replacement().lines().count();
            row <= end
        });
        owner.and_then(|(line, _)| usize::try_from(*line).ok()).unwrap_or(1)
    }
}

/// What the rows change in a rulebook.
///
/// # Errors
/// Every wrong row.
pub(super) fn changes(guide: &Guide, file: &str, filled: &[Filled]) -> Result<Changes, Vec<Wrong>> {
    let mut changes = Changes::default();
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<(&str, usize), u32> = BTreeMap::new();
    for row in filled {
        let broken = |(column, rule): Fault| {
            let sheet = row.sheet.as_ref().map(|sheet| format!(" [{sheet}]"));
            Wrong {
                file: format!("{file}{}", sheet.unwrap_or_default()),
                line: row.line,
                column,
                value: row.cell(column).to_owned(),
                rule,
            }
        };
        let (item, number) = match of_today(guide, row) {
            Ok(found) => found,
            Err(fault) => {
                wrong.push(broken(fault));
                continue;
            }
        };
        if let Some(line) = seen.insert((&item.key, number), row.line) {
            wrong.push(broken(("key", Broken::Repeated(line))));
            continue;
        }
        match corrected(guide, item, number, row) {
            Ok(None) => changes.notes += 1,
            Ok(Some(part)) => {
                changes.rows += 1;
                let new = || (row.line, item.clone());
                let (_, thing) = changes.things.entry(item.key.clone()).or_insert_with(new);
                let mut parts = thing.parts.to_vec();
                if let Some(place) = parts.get_mut(number) {
                    *place = part;
                }
                thing.parts = parts.into();
            }
            Err(faults) => wrong.extend(faults.into_iter().map(broken)),
        }
    }
    if wrong.is_empty() { Ok(changes) } else { Err(wrong) }
}

/// A column and the rule that is broken in it.
type Fault = (&'static str, Broken);

/// The thing and the place of the part among its parts that a row is about, if both are still what
/// they were.
fn of_today<'a>(guide: &'a Guide, row: &Filled) -> Result<(&'a Item, usize), Fault> {
    let Some(item) = guide.item(row.cell("key")) else {
        let asked = [row.cell("thing"), row.cell("key")];
        let found = asked.into_iter().flat_map(|asked| guide.search(asked, NEAR_MAX));
        let near: BTreeSet<String> =
            found.map(|(item, _)| format!("{} {}", item.key, item.name.zh)).collect();
        let near: Vec<String> = near.into_iter().take(NEAR_MAX).collect();
        return Err(("key", Broken::ThingUnknown(near.join(", "))));
    };
    if row.cell("mark") != item.mark() {
        return Err(("book", Broken::Stale(columns::book(guide))));
    }
    let many = item.parts.len();
    let number: Option<usize> = row.cell("number").parse().ok();
    let at = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < many);
    at.map(|at| (item, at)).ok_or(("number", Broken::NumberUnknown(many)))
}

/// The part as it shall be; `None` for a note alone.
fn corrected(
    guide: &Guide,
    item: &Item,
    number: usize,
    row: &Filled,
) -> Result<Option<Part>, Vec<Fault>> {
    let Some(old) = item.parts.get(number) else { return Ok(None) };
    if row.cells.keys().all(|column| *column == "note" || !column.starts_with("new_")) {
        return Ok(None);
    }
    let mut faults = Vec::new();
    let mut new = old.clone();
    let mut take = |done: Result<(), Fault>| faults.extend(done.err());
    take(text(row, "new_condition", "new_condition_en").map(|text| {
        new.condition = text.or(new.condition.take());
    }));
    let reason = text(row, "new_reason", "new_reason_en").and_then(|text| match text {
        Some(text) => one_sentence(text).map(Some),
        None => Ok(None),
    });
    take(reason.map(|text| {
        if let Some(text) = text {
            new.reason = Arc::new(text);
        }
    }));
    take(place(guide, row).map(|place| new.disposal = place.unwrap_or(new.disposal)));
    take(source(guide, row).map(|source| {
        if let Some((basis, id)) = source {
            (new.basis, new.source) = (basis, id);
        }
    }));
    let is_alone = item.parts.iter().filter(|part| part.name == old.name).count() == 1;
    if is_alone && new.condition.is_some() {
        faults.push(("new_condition", Broken::ConditionAlone));
    }
    if new.disposal != old.disposal {
        faults.extend(moved(old, &mut new, row));
    }
    if faults.is_empty() && new == *old {
        faults.push(("", Broken::Unchanged));
    }
    if faults.is_empty() { Ok(Some(new)) } else { Err(faults) }
}

/// What somebody owes who says that a thing goes elsewhere. Without a new source the old one is no
/// longer said to name it.
fn moved(old: &Part, new: &mut Part, row: &Filled) -> Vec<Fault> {
    let mut faults = Vec::new();
    if row.cell("new_reason").is_empty() && row.cell("new_reason_en").is_empty() {
        faults.push(("new_reason", Broken::ReasonNeeded));
    }
    if row.cell("new_source").is_empty() {
        if old.disposal.is_hazardous() {
            faults.push(("new_source", Broken::SourceNeededHazardous));
        } else if old.basis == Basis::Advice && new.disposal.stream().is_some() {
            faults.push(("new_source", Broken::SourceNeededBin));
        } else if old.basis == Basis::Named {
            new.basis = Basis::Read;
        }
    }
    faults
}

/// A text in both languages; `None` where neither is given.
fn text(row: &Filled, zh: &'static str, en: &'static str) -> Result<Option<Text>, Fault> {
    let (chinese, english) = (row.cell(zh), row.cell(en));
    if chinese.is_empty() && english.is_empty() {
        return Ok(None);
    }
    for (column, text) in [(zh, chinese), (en, english)] {
        if text.is_empty() {
            return Err((column, Broken::OneLanguage));
        }
        if !Text::is_cell(text) {
            return Err((column, Broken::NoCell));
        }
        if text.chars().count() > LETTERS_MAX {
            return Err((column, Broken::TooLong(LETTERS_MAX)));
        }
    }
    Ok(Some(Text { zh: chinese.to_owned(), en: english.to_owned() }))
}

fn one_sentence(text: Text) -> Result<Text, Fault> {
    match text.is_one_sentence() {
        [true, true] => Ok(text),
        [false, _] => Err(("new_reason", Broken::NoSentence)),
        [true, false] => Err(("new_reason_en", Broken::NoSentence)),
    }
}

/// A place by its code or its name in the rulebook; `None` where none is given.
fn place(guide: &Guide, row: &Filled) -> Result<Option<Disposal>, Fault> {
    let said = row.cell("new_place");
    if said.is_empty() {
        return Ok(None);
    }
    let is_it = |place: &Disposal| {
        let name = guide.place_name(*place);
        [place.code(), &name.zh, &name.en].contains(&said)
    };
    let names = || Disposal::ALL.map(|place| guide.place_name(place).zh.clone()).join(", ");
    let found = Disposal::ALL.into_iter().find(is_it);
    found.map(Some).ok_or_else(|| ("new_place", Broken::PlaceUnknown(names())))
}

/// A source as it is shown under an answer, or as rows write it (`named ordinance`); `None` where none
/// is given.
fn source(guide: &Guide, row: &Filled) -> Result<Option<(Basis, Arc<str>)>, Fault> {
    let said = row.cell("new_source");
    if said.is_empty() {
        return Ok(None);
    }
    for source in &guide.rulebook().sources {
        for basis in Basis::ALL {
            let shown = guide.cited(basis, source);
            let written = format!("{} {}", basis.code(), source.id);
            if [&written, &shown.zh, &shown.en].iter().any(|known| *known == said) {
                return Ok(Some((basis, source.id.as_str().into())));
            }
        }
    }
    let ids: Vec<&str> = guide.rulebook().sources.iter().map(|source| &*source.id).collect();
    Err(("new_source", Broken::SourceUnknown(ids.join(", "))))
}
