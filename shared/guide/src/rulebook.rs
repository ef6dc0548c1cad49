//! The rulebook's head: who it is for, its version, the texts it cites, the words of its places.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::broken::{BrokenData, Rule};
use crate::item::{Basis, Disposal, Text};

/// A version of the rules of one jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rulebook {
    /// Such as `zhejiang`; the same over versions.
    pub id: String,
    /// Such as `2026.1`: year and edition.
    pub version: String,
    /// Shown: `浙江省生活垃圾分类规则库`.
    pub title: Text,
    /// For whom the rules hold.
    pub jurisdiction: Text,
    /// The first digits of the area codes it covers: `33`.
    pub area_prefix: String,
    /// Since when the rules hold, `YYYY-MM-DD` (`YYYY-MM` where the day is not known).
    pub valid_from: String,
    /// What the reader has to know about this version: what is not in it, who did not approve it.
    pub notice: Text,
    /// The texts it cites, in the order of their weight; ids are unique.
    pub sources: Vec<Source>,
    /// The word of each place in this jurisdiction, by [`Disposal::code`]; complete.
    pub places: BTreeMap<String, Text>,
    /// What is said after a citation, by [`Basis::code`]; complete.
    pub bases: BTreeMap<String, Text>,
    /// Keys of items to show before anything is typed.
    pub examples: Vec<String>,
}

/// A text that answers are taken from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A slug, used in the rows.
    pub id: String,
    /// Its whole title.
    pub title: Text,
    /// Shown under an answer: number or short title, year.
    pub citation: Text,
    /// Since when it holds, `YYYY-MM-DD` or `YYYY-MM`.
    pub valid_from: String,
    /// The last day it holds; `None` while it does.
    pub valid_to: Option<String>,
}

impl Rulebook {
    /// Reads and checks `rulebook.json`.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, BrokenData> {
        let broken = |line, rule| BrokenData { file: file.to_owned(), line, rule };
        let rulebook: Self = serde_json::from_str(text).map_err(|error| {
            broken(error.line(), Rule::NotARulebook { detail: error.to_string() })
        })?;
        // Past the parser the line is found again by the value that is wrong.
        let at = |value: &str, rule| broken(line_of(text, value), rule);
        let dates = rulebook
            .sources
            .iter()
            .flat_map(|source| std::iter::once(&source.valid_from).chain(source.valid_to.as_ref()));
        for date in std::iter::once(&rulebook.valid_from).chain(dates) {
            if !is_date(date) {
                return Err(at(date, Rule::DateMalformed { value: date.clone() }));
            }
        }
        let mut ids = BTreeSet::new();
        for source in &rulebook.sources {
            if !ids.insert(&source.id) {
                return Err(at(&source.id, Rule::KeyRepeated { value: source.id.clone() }));
            }
        }
        for code in Disposal::ALL.map(Disposal::code) {
            if !rulebook.places.contains_key(code) {
                return Err(broken(1, Rule::PlaceUnnamed { value: code.to_owned() }));
            }
        }
        for code in Basis::ALL.map(Basis::code) {
            if !rulebook.bases.contains_key(code) {
                return Err(broken(1, Rule::BasisUnnamed { value: code.to_owned() }));
            }
        }
        for code in rulebook.places.keys() {
            if Disposal::from_code(code).is_none() {
                return Err(at(code, Rule::DisposalUnknown { value: code.clone() }));
            }
        }
        Ok(rulebook)
    }

    /// The source of that id, if there is one.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }
}

/// The first line of a rulebook's text that says this value, from 1.
pub(crate) fn line_of(text: &str, value: &str) -> usize {
    let quoted = format!("\"{value}\"");
    text.lines().position(|line| line.contains(&quoted)).map_or(1, |index| index + 1)
}

/// `YYYY-MM-DD`, or `YYYY-MM` where the day is not known.
fn is_date(text: &str) -> bool {
    let number = |piece: Option<&str>, digits: usize, max: u16| {
        piece.is_some_and(|piece| {
            piece.len() == digits
                && piece.parse::<u16>().is_ok_and(|number| (1..=max).contains(&number))
        })
    };
    let mut pieces = text.split('-');
    let is_month = number(pieces.next(), 4, 9_999) && number(pieces.next(), 2, 12);
    let day = pieces.next();
    is_month && (day.is_none() || number(day, 2, 31)) && pieces.next().is_none()
}
