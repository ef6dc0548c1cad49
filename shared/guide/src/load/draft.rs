//! What is being read: an item whose rows are still coming, or a group whose things are.

use std::sync::Arc;

use crate::broken::{BrokenData, Rule};
use crate::item::{Item, Part, Text};
use crate::rows::Row;

/// An item whose rows are still coming.
pub(super) struct Draft<'a> {
    pub(super) row: Row<'a>,
    pub(super) item: Item,
    pub(super) parts: Vec<Part>,
    pub(super) part: Option<Text>,
    pub(super) condition: Option<Text>,
    /// A part or condition was opened and has no bin yet.
    pub(super) bin_is_due: bool,
    /// The last bin has no reason yet.
    pub(super) reason_is_due: bool,
}

/// The answer that the things after it share.
pub(super) struct Group<'a> {
    pub(super) row: Row<'a>,
    pub(super) answer: Part,
    /// The same for all its things.
    pub(super) shared: Option<Arc<[Part]>>,
    /// Its reason has not come yet.
    pub(super) reason_is_due: bool,
}

impl Group<'_> {
    pub(super) fn check(&self) -> Result<(), BrokenData> {
        if self.reason_is_due {
            return Err(self.row.broken(Rule::ReasonMissing { item: "group".to_owned() }));
        }
        Ok(())
    }
}

impl Draft<'_> {
    /// `part | 中文 | English` or `when | 中文 | English`.
    pub(super) fn heading(&mut self, row: Row<'_>, word: &'static str) -> Result<(), BrokenData> {
        self.needs_no_reason(row)?;
        let text = Some(row.pair(word)?);
        if word == "part" {
            if self.bin_is_due && self.part.is_some() {
                return Err(self.bin_missing(row));
            }
            self.part = text;
            self.condition = None;
        } else {
            if self.bin_is_due && self.condition.is_some() {
                return Err(self.bin_missing(row));
            }
            self.condition = text;
        }
        self.bin_is_due = true;
        Ok(())
    }

    /// `do | 中文 | English`: a step of this item alone.
    pub(super) fn step(&mut self, row: Row<'_>) -> Result<(), BrokenData> {
        let (true, Some(part)) = (self.reason_is_due, self.parts.last_mut()) else {
            return Err(row.broken(Rule::OutOfPlace { word: "do", needs: "a bin" }));
        };
        part.steps.push(Arc::new(row.pair("do")?));
        Ok(())
    }

    pub(super) fn needs_no_reason(&self, row: Row<'_>) -> Result<(), BrokenData> {
        if self.reason_is_due {
            return Err(row.broken(Rule::ReasonMissing { item: self.item.key.clone() }));
        }
        Ok(())
    }

    fn bin_missing(&self, row: Row<'_>) -> BrokenData {
        row.broken(Rule::BinMissing { item: self.item.key.clone() })
    }

    /// What only the whole item can show; told at the item's first row.
    pub(super) fn check(&self) -> Result<(), BrokenData> {
        self.needs_no_reason(self.row)?;
        if self.bin_is_due {
            return Err(self.bin_missing(self.row));
        }
        for part in &self.parts {
            let same: Vec<&Part> =
                self.parts.iter().filter(|other| other.name == part.name).collect();
            let conditions = same.iter().filter(|other| other.condition.is_some()).count();
            let is_even = if same.len() == 1 { conditions == 0 } else { conditions == same.len() };
            if !is_even {
                return Err(self
                    .row
                    .broken(Rule::ConditionsUneven { item: self.item.key.clone() }));
            }
        }
        Ok(())
    }
}
