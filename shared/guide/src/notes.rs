//! Steps and reasons that many items share: `data/notes.txt`, rows `step` and `reason`.

use std::{collections::BTreeMap, sync::Arc};

use crate::broken::{BrokenData, Rule};
use crate::item::Text;
use crate::rows::{Row, rows};

/// The shared texts by their keys, with the row each stands in.
pub(crate) struct Notes<'a> {
    steps: BTreeMap<String, Note<'a>>,
    reasons: BTreeMap<String, Note<'a>>,
}

struct Note<'a> {
    row: Row<'a>,
    text: Arc<Text>,
    is_used: bool,
}

impl<'a> Notes<'a> {
    pub(crate) fn read(file: &'a str, text: &'a str) -> Result<Self, BrokenData> {
        let mut notes = Self { steps: BTreeMap::new(), reasons: BTreeMap::new() };
        for row in rows(file, text) {
            let (word, shelf) = match row.word() {
                "step" => ("step", &mut notes.steps),
                "reason" => ("reason", &mut notes.reasons),
                other => return Err(row.broken(Rule::RowUnknown { word: other.to_owned() })),
            };
            let [key, zh, en] = row.cells(word)?;
            let key = row.key(key)?;
            let text = Arc::new(row.text(word, 2, zh, en)?);
            if word == "reason" {
                row.sentence(&text)?;
            }
            if shelf.insert(key.clone(), Note { row, text, is_used: false }).is_some() {
                return Err(row.broken(Rule::KeyRepeated { value: key }));
            }
        }
        Ok(notes)
    }

    /// The step of that key.
    pub(crate) fn step(&mut self, row: Row<'_>, key: &str) -> Result<Arc<Text>, BrokenData> {
        take(&mut self.steps, key)
            .ok_or_else(|| row.broken(Rule::StepUnknown { value: key.to_owned() }))
    }

    /// The reason of that key.
    pub(crate) fn reason(&mut self, row: Row<'_>, key: &str) -> Result<Arc<Text>, BrokenData> {
        take(&mut self.reasons, key)
            .ok_or_else(|| row.broken(Rule::ReasonUnknown { value: key.to_owned() }))
    }

    /// Refuses what no item used.
    pub(crate) fn finish(&self) -> Result<(), BrokenData> {
        let unused = self.steps.iter().chain(&self.reasons).find(|(_, note)| !note.is_used);
        unused.map_or(Ok(()), |(key, note)| {
            Err(note.row.broken(Rule::NoteUnused { value: key.clone() }))
        })
    }
}

fn take(shelf: &mut BTreeMap<String, Note<'_>>, key: &str) -> Option<Arc<Text>> {
    let note = shelf.get_mut(key)?;
    note.is_used = true;
    Some(note.text.clone())
}
