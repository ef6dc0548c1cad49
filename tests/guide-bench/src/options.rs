//! The words that follow `bench guide`.

use std::{ffi::OsString, path::PathBuf};

/// The setting that names the labelled names when no word does.
const SET: &str = "WUFEI_SORTING_SET";

/// A table, or some that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Right and wrong on labelled names.
    Sorted,
    /// Recall of typed forms.
    Typed,
    /// A key stroke, beside peers.
    Strokes,
    /// Input that nobody means.
    BadInput,
    /// Bytes, heap, time to be ready.
    Size,
}

impl Table {
    const ALL: [(&'static str, Self); 5] = [
        ("sorted", Self::Sorted),
        ("typed", Self::Typed),
        ("strokes", Self::Strokes),
        ("bad-input", Self::BadInput),
        ("size", Self::Size),
    ];
}

/// What is measured, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The labelled names.
    pub set: Option<PathBuf>,
    /// How often each is measured.
    pub runs: usize,
    /// What is drawn is drawn from here.
    pub seed: u64,
    /// Names of each form.
    pub names_of_form: usize,
    /// Queries of each form that are typed letter by letter.
    pub typed_of_form: usize,
    /// Whether forms that did not find what was meant are listed.
    pub misses: bool,
    only: Option<Table>,
}

impl Options {
    /// Reads the words; `setting` tells the value of an environment variable.
    pub fn read(
        words: &[&str],
        setting: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, String> {
        let mut options = Self {
            set: setting(SET).filter(|value| !value.is_empty()).map(PathBuf::from),
            runs: 5,
            seed: 1,
            names_of_form: 400,
            typed_of_form: 60,
            misses: false,
            only: None,
        };
        let mut rest = words.iter();
        let mut runs = None;
        while let Some(word) = rest.next() {
            let mut value = || rest.next().copied().unwrap_or_default();
            match *word {
                "--small" => {
                    options.runs = 3;
                    options.names_of_form = 100;
                    options.typed_of_form = 10;
                }
                "--misses" => options.misses = true,
                "--set" => options.set = Some(PathBuf::from(value())),
                "--runs" => {
                    let number = value().parse().ok().filter(|runs| (1..=99).contains(runs));
                    let wrong = "after --runs there must be a number from 1 to 99";
                    runs = Some(number.ok_or(wrong)?);
                }
                "--seed" => {
                    options.seed =
                        value().parse().map_err(|_| "after --seed there must be a whole number")?;
                }
                "--only" => {
                    let name = value();
                    let table = Table::ALL.into_iter().find(|(known, _)| *known == name);
                    let names = Table::ALL.map(|(known, _)| known).join(", ");
                    let wrong = format!("after --only there must be one of {names}");
                    options.only = Some(table.ok_or(wrong)?.1);
                }
                other => return Err(format!("\"{other}\" is not known")),
            }
        }
        options.runs = runs.unwrap_or(options.runs);
        Ok(options)
    }

    /// Whether a table is asked for.
    pub fn asks_for(&self, table: Table) -> bool {
        self.only.is_none_or(|only| only == table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_is_measured() {
        let read = |words: &[&str]| Options::read(words, |_| None);
        let all = read(&[]).unwrap();
        assert_eq!((all.set.clone(), all.runs, all.names_of_form), (None, 5, 400));
        assert!(all.asks_for(Table::Size));
        let one = read(&["--runs", "2", "--small", "--only", "typed", "--seed", "9"]).unwrap();
        assert_eq!((one.runs, one.names_of_form, one.seed), (2, 100, 9));
        assert!(one.asks_for(Table::Typed) && !one.asks_for(Table::Size));
        for wrong in [vec!["--runs"], vec!["--runs", "0"], vec!["--only", "x"], vec!["fast"]] {
            assert!(read(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_set_is_named_by_a_word_before_the_setting() {
        let setting = |name: &str| (name == SET).then(|| OsString::from("a.tsv"));
        assert_eq!(Options::read(&[], setting).unwrap().set, Some("a.tsv".into()));
        let named = Options::read(&["--set", "b.tsv"], setting).unwrap();
        assert_eq!(named.set, Some("b.tsv".into()));
    }
}
