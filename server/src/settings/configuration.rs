//! The configuration as an operator gives it: a file, over it the environment, over both the words of
//! the command line. Each value knows where it comes from.
//!
//! A key, a variable or a word that is not known is refused by its name: one that is misspelt would
//! otherwise leave the server running with something else than was meant.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use toml::de::{DeTable, DeValue};
use wufei_api::protocol::{CURRENT, OLDEST};

use super::{
    Database, Settings,
    keys::{FILE_VARIABLE, Form, KEYS, Key, OF_TESTS, PREFIX},
};
use crate::{backups::Backups, certificate::CertificateFiles, city_key, log::Log, vault};

const CERTIFICATE: &str = "certificate";
const CERTIFICATE_KEY: &str = "certificate_key";

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nothing was said.
    Default,
    /// The file, and the line in it.
    File(PathBuf, usize),
    /// A variable of the environment.
    Variable(String),
    /// A word of the command line.
    Word(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => write!(f, "environment {name}"),
            Self::Word(word) => write!(f, "word {word}"),
        }
    }
}

/// A configuration that cannot be taken. No value that may hold a password is in it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// The file is not TOML.
    #[error("{}:{line}: {why}", path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// Where, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A key that is not known.
    #[error("{source_of_it}: the key `{key}` is not known here; known are {known}", known = known())]
    Unknown {
        /// Where.
        source_of_it: Source,
        /// Its name.
        key: String,
    },
    /// A variable of ours that is not known.
    #[error(
        "environment: the variable {0} is not known here; it is the name of a key in capitals after \
         {PREFIX}, and the keys are {known}",
        known = known()
    )]
    Variable(String),
    /// A value that does not fit its key.
    #[error("{source_of_it}: {key}: {why}")]
    Malformed {
        /// Where.
        source_of_it: Source,
        /// Its key.
        key: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A key that has to be set.
    #[error(
        "{key} is not set: as `{key}` in the file, as {variable} in the environment or by {word}"
    )]
    Missing {
        /// Its name in the file.
        key: &'static str,
        /// In the environment.
        variable: String,
        /// On the command line.
        word: String,
    },
}

fn known() -> String {
    KEYS.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
}

/// What an operator said, before it is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The file that `--config` names.
    pub file: Option<PathBuf>,
    /// The environment.
    pub variables: Vec<(String, String)>,
    /// The words of keys with their values, as [`Key::word`] has them.
    pub words: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    value: String,
    source: Source,
}

/// Every key with what was said of it last. Shown as a file that says the same, without passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration(BTreeMap<&'static str, Said>);

impl Configuration {
    /// Reads file, environment and words; of each key the last of these counts.
    ///
    /// # Errors
    /// See [`ConfigurationError`]; values are looked at by [`Self::settings`].
    pub fn read(told: &Told) -> Result<Self, ConfigurationError> {
        let mut all = Self(BTreeMap::new());
        for key in KEYS {
            if let Some(default) = key.default {
                all.say(key, default.to_owned(), Source::Default);
            }
        }
        let variable = told.variables.iter().find(|(name, _)| name == FILE_VARIABLE);
        let named = variable.map(|(_, file)| PathBuf::from(file));
        if let Some(file) = told.file.clone().or(named) {
            all.read_file(&file)?;
        }
        all.read_variables(&told.variables)?;
        for (word, value) in &told.words {
            let source = Source::Word(word.clone());
            let Some(key) = KEYS.iter().find(|key| key.word() == *word) else {
                let key = word.clone();
                return Err(ConfigurationError::Unknown { source_of_it: source, key });
            };
            all.say(key, value.clone(), source);
        }
        Ok(all)
    }

    fn say(&mut self, key: &'static Key, value: String, source: Source) {
        self.0.insert(key.name, Said { value, source });
    }

    fn read_file(&mut self, path: &Path) -> Result<(), ConfigurationError> {
        let text = fs::read_to_string(path).map_err(|error| ConfigurationError::File {
            path: path.to_owned(),
            error: error.to_string(),
        })?;
        let file = Text { path, text: &text };
        // Of the error only its sentence is told: what the line holds may be a password.
        let table = DeTable::parse(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            file.refused(at, error.message().to_owned())
        })?;
        self.read_table(&file, table.get_ref(), "")
    }

    fn read_table(
        &mut self,
        file: &Text<'_>,
        table: &DeTable<'_>,
        inside: &str,
    ) -> Result<(), ConfigurationError> {
        for (key, value) in table {
            let name = format!("{inside}{}", key.get_ref());
            let source = file.source(key.span().start);
            let is_table = KEYS.iter().any(|key| key.name.starts_with(&format!("{name}.")));
            match (value.get_ref(), Key::named(&name)) {
                (DeValue::Table(table), None) if is_table => {
                    self.read_table(file, table, &format!("{name}."))?;
                }
                (value, Some(key)) => {
                    let value = written(value).ok_or_else(|| {
                        let why = format!("a {} has no place here", value.type_str());
                        malformed(key, source.clone(), why)
                    })?;
                    self.say(key, value, source);
                }
                (_, None) => {
                    return Err(ConfigurationError::Unknown { source_of_it: source, key: name });
                }
            }
        }
        Ok(())
    }

    fn read_variables(&mut self, all: &[(String, String)]) -> Result<(), ConfigurationError> {
        let others = [FILE_VARIABLE, vault::VARIABLE, city_key::VARIABLE];
        let ours = all.iter().filter(|(name, _)| {
            name.starts_with(PREFIX)
                && !name.starts_with(OF_TESTS)
                && !others.contains(&name.as_str())
        });
        for (name, value) in ours {
            match KEYS.iter().find(|key| key.variable() == *name) {
                Some(key) => self.say(key, value.clone(), Source::Variable(name.clone())),
                None => return Err(ConfigurationError::Variable(name.clone())),
            }
        }
        Ok(())
    }

    /// The value of a key, if it is set.
    ///
    /// # Errors
    /// [`ConfigurationError::Malformed`].
    fn of<T>(&self, name: &'static str) -> Result<Option<T>, ConfigurationError>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let (Some(said), Some(key)) = (self.0.get(name), Key::named(name)) else { return Ok(None) };
        if said.value.is_empty() {
            return Err(malformed(key, said.source.clone(), "it is empty".to_owned()));
        }
        let parsed = said.value.parse();
        let refused = |error: T::Err| malformed(key, said.source.clone(), error.to_string());
        parsed.map(Some).map_err(refused)
    }

    fn needed<T>(&self, name: &'static str) -> Result<T, ConfigurationError>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let missing = || {
            let (variable, word) =
                Key::named(name).map_or_else(Default::default, |key| (key.variable(), key.word()));
            ConfigurationError::Missing { key: name, variable, word }
        };
        self.of(name)?.ok_or_else(missing)
    }

    /// Where the data is.
    ///
    /// # Errors
    /// When it is not set, or no address.
    pub fn database(&self) -> Result<Database, ConfigurationError> {
        self.needed("database")
    }

    /// The folder of photos, where it is not that beside the database.
    ///
    /// # Errors
    /// When the name is empty.
    pub fn photos(&self) -> Result<Option<PathBuf>, ConfigurationError> {
        self.of("photos")
    }

    /// What the server is started with.
    ///
    /// # Errors
    /// The first value that does not fit, with where it was said.
    pub fn settings(&self) -> Result<Settings, ConfigurationError> {
        let oldest_protocol = self.needed("oldest_protocol")?;
        if !(OLDEST..=CURRENT).contains(&oldest_protocol) {
            let why = format!("{oldest_protocol} is not {OLDEST} to {CURRENT}");
            return Err(self.refused("oldest_protocol", why));
        }
        let (every, keep) = (self.needed("backups.every")?, self.needed("backups.keep")?);
        let backups = self.of("backups.folder")?.map(|folder| Backups { folder, every, keep });
        Ok(Settings {
            backups,
            metrics: self.of("metrics")?,
            log: Log { form: self.needed("log")?, level: self.needed("log_level")? },
            database: self.database()?,
            listen: self.needed("listen")?,
            certificate: self.certificate()?,
            tick_ms: self.needed("tick_ms")?,
            oldest_protocol,
            photos: self.photos()?,
            public_address: self.of("public_address")?,
            trusted_proxies: self.of("trusted_proxy")?.unwrap_or_default(),
        })
    }

    /// Both files of a certificate, or neither.
    fn certificate(&self) -> Result<Option<CertificateFiles>, ConfigurationError> {
        let alone = |said, other: &str| {
            Err(self.refused(said, format!("it is of no use alone: {other} is not set")))
        };
        match (self.of(CERTIFICATE)?, self.of(CERTIFICATE_KEY)?) {
            (Some(chain), Some(key)) => Ok(Some(CertificateFiles { chain, key })),
            (None, None) => Ok(None),
            (Some(_), None) => alone(CERTIFICATE, CERTIFICATE_KEY),
            (None, Some(_)) => alone(CERTIFICATE_KEY, CERTIFICATE),
        }
    }

    /// The file into which the server writes where it listens.
    ///
    /// # Errors
    /// When the name is empty.
    pub fn port_file(&self) -> Result<Option<PathBuf>, ConfigurationError> {
        self.of("port_file")
    }

    fn refused(&self, key: &'static str, why: String) -> ConfigurationError {
        let source = self.0.get(key).map_or(Source::Default, |said| said.source.clone());
        ConfigurationError::Malformed { source_of_it: source, key, why }
    }
}

impl fmt::Display for Configuration {
    /// A line a key: what holds, as the file would say it, and where it comes from.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, key) in KEYS.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            let Some(Said { value, source }) = self.0.get(key.name) else {
                write!(f, "{end}# {} is not set", key.name)?;
                continue;
            };
            let value = match key.form {
                // A password that cannot be found in its address cannot be masked either.
                Form::Secret => value.parse::<Database>().map_or_else(
                    |_| format!("{:?}", "***"),
                    |database| format!("{:?}", database.to_string()),
                ),
                Form::Number if value.parse::<u64>().is_ok() => value.clone(),
                Form::Number | Form::Text => format!("{value:?}"),
            };
            write!(f, "{end}{} = {value} # {source}", key.name)?;
        }
        Ok(())
    }
}

fn malformed(key: &'static Key, source: Source, why: String) -> ConfigurationError {
    ConfigurationError::Malformed { source_of_it: source, key: key.name, why }
}

/// A value as the environment would write it; a list with commas.
fn written(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(is_so) => Some(is_so.to_string()),
        DeValue::Array(list) => {
            let all: Option<Vec<_>> = list.iter().map(|one| written(one.get_ref())).collect();
            all.map(|all| all.join(","))
        }
        _ => None,
    }
}

struct Text<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Text<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    fn source(&self, at: usize) -> Source {
        Source::File(self.path.to_owned(), self.line(at))
    }

    fn refused(&self, at: usize, why: String) -> ConfigurationError {
        ConfigurationError::Form { path: self.path.to_owned(), line: self.line(at), why }
    }
}

#[cfg(test)]
mod tests;
