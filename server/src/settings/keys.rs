//! The keys of the configuration, in one list: the file, the environment and the words after `serve` are
//! all read by it.

/// How a value stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Between quotes.
    Text,
    /// A whole number.
    Number,
    /// An address that may hold a password, which is never shown.
    Secret,
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name in the file; a dot stands where it is in a table.
    pub name: &'static str,
    /// What holds when nothing is said; `None`: it is not set.
    pub default: Option<&'static str>,
    /// How its value stands in the file.
    pub form: Form,
}

impl Key {
    /// The key of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// The environment's variable: `WUFEI_TICK_MS`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "_").to_uppercase())
    }

    /// The word after `serve`: `--tick-ms`.
    pub fn word(&self) -> String {
        format!("--{}", self.name.replace(['.', '_'], "-"))
    }
}

/// What the variables of this program begin with.
pub const PREFIX: &str = "WUFEI_";

/// The variable that names the file, where `--config` does not.
pub const FILE_VARIABLE: &str = "WUFEI_CONFIG";

/// Variables that begin so are the tests' own.
pub(super) const OF_TESTS: &str = "WUFEI_TEST_";

const fn text(name: &'static str, default: Option<&'static str>) -> Key {
    Key { name, default, form: Form::Text }
}

const fn number(name: &'static str, default: Option<&'static str>) -> Key {
    Key { name, default, form: Form::Number }
}

/// All of them, in the order in which they are shown.
pub const KEYS: &[Key] = &[
    Key { name: "database", default: None, form: Form::Secret },
    text("listen", Some("127.0.0.1:8789")),
    text("certificate", None),
    text("certificate_key", None),
    text("public_address", None),
    text("trusted_proxy", None),
    text("photos", None),
    text("backups.folder", None),
    text("backups.every", Some("24h")),
    number("backups.keep", Some("7")),
    text("metrics", None),
    text("log", Some("plain")),
    text("log_level", Some("info")),
    text("port_file", None),
    number("tick_ms", Some("5000")),
    number("oldest_protocol", Some("1")),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wufei_api::protocol::OLDEST;

    use super::*;
    use crate::settings::TICK_MS;

    #[test]
    fn each_key_has_a_name_of_its_own_in_all_three_places() {
        for name in [|key: &Key| key.name.to_owned(), Key::variable, Key::word] {
            let names: BTreeSet<String> = KEYS.iter().map(name).collect();
            assert_eq!(names.len(), KEYS.len());
        }
        let key = Key { name: "backups.keep", default: None, form: Form::Number };
        assert_eq!(key.variable(), "WUFEI_BACKUPS_KEEP");
        assert_eq!(key.word(), "--backups-keep");
    }

    #[test]
    fn the_defaults_are_those_of_the_program() {
        let default = |name| Key::named(name).and_then(|key| key.default).unwrap().to_owned();
        assert_eq!(default("tick_ms"), TICK_MS.to_string());
        assert_eq!(default("oldest_protocol"), OLDEST.to_string());
    }
}
