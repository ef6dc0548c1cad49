//! The words after an order: options by name, and what stands without one.

use std::path::PathBuf;

use wufei_server::Database;

use super::{CONFIG, WordsError, configured};

/// Where the data is.
const DATABASE: &str = "--database";

/// An option without a value: its being there says all.
pub(super) const EVEN_UNSENT: &str = "--even-unsent";

/// As well, of a print.
pub(super) const NO_SANDBOX: &str = "--no-sandbox";

/// It only looks at corrections.
pub(super) const CHECK: &str = "--check";

/// Options by name, each at most once, and what stands without a name.
pub(super) struct Options<'a> {
    named: Vec<(&'a str, &'a str)>,
    plain: Vec<&'a str>,
}

impl<'a> Options<'a> {
    pub(super) fn read(words: &[&'a str]) -> Result<Self, WordsError> {
        let mut options = Self { named: Vec::new(), plain: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word.starts_with("--") {
                let value = if [CHECK, EVEN_UNSENT, NO_SANDBOX].contains(word) {
                    Some(&"")
                } else {
                    words.next()
                };
                let value =
                    value.ok_or_else(|| WordsError::Unknown(format!("{word} without a value")))?;
                if options.value(word).is_some() {
                    return Err(WordsError::Unknown(format!("{word} for the second time")));
                }
                options.named.push((word, value));
            } else {
                options.plain.push(word);
            }
        }
        Ok(options)
    }

    pub(super) fn allow(&self, names: &[&str], plain: usize) -> Result<(), WordsError> {
        // A configuration says where the database is.
        let allowed = |name| names.contains(name) || (*name == CONFIG && names.contains(&DATABASE));
        let unknown = self.named.iter().map(|(name, _)| name).find(|name| !allowed(name));
        match unknown.or_else(|| self.plain.get(plain)) {
            Some(word) => Err(WordsError::Unknown((*word).to_owned())),
            None => Ok(()),
        }
    }

    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        self.named.iter().find(|(named, _)| *named == name).map(|(_, value)| *value)
    }

    pub(super) fn parsed<T>(&self, name: &'static str) -> Result<Option<T>, WordsError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let parse = |value: &str| {
            value.parse().map_err(|error: T::Err| WordsError::Malformed(name, error.to_string()))
        };
        self.value(name).map(parse).transpose()
    }

    pub(super) fn needed<T>(&self, name: &'static str) -> Result<T, WordsError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.parsed(name)?.ok_or(WordsError::Missing(name))
    }

    pub(super) fn database(&self) -> Result<Database, WordsError> {
        self.parsed(DATABASE)?.map_or_else(|| configured::database(self), Ok)
    }

    /// The folder of photos, if it is not that beside the database.
    pub(super) fn photos(&self) -> Result<Option<PathBuf>, WordsError> {
        let named = self.parsed("--photos")?;
        if named.is_some() || self.value(DATABASE).is_some() {
            return Ok(named);
        }
        configured::photos(self)
    }

    pub(super) fn file(&self) -> Result<PathBuf, WordsError> {
        self.plain.first().map(PathBuf::from).ok_or(WordsError::Missing("a file"))
    }
}
