//! What was expected and what was seen.

use std::fmt::{self, Debug, Display};

/// A step that did not go as it should.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}; seen {seen}")]
pub struct Failure {
    /// What should have been.
    pub expected: String,
    /// What was.
    pub seen: String,
}

impl Failure {
    /// Both in words.
    pub fn new(expected: impl Into<String>, seen: impl Into<String>) -> Self {
        Self { expected: expected.into(), seen: seen.into() }
    }

    /// For `map_err`: what was being done when an error came.
    pub fn while_doing<E: Display>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let expected = what.into();
        move |error| Self { expected, seen: error.to_string() }
    }
}

/// A test that returns a failure shows it by `Debug`.
impl Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n  expected {}\n  seen     {}", self.expected, self.seen)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::new("an answer of SQLite", error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new("readable JSON", error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new("a file or process that answers", error.to_string())
    }
}

impl From<wufei_domain::refusal::Refusal> for Failure {
    fn from(refusal: wufei_domain::refusal::Refusal) -> Self {
        Self::new("a value that stands", refusal.to_string())
    }
}

impl From<crate::neighbourhood::CodeBroken> for Failure {
    fn from(error: crate::neighbourhood::CodeBroken) -> Self {
        Self::new("a neighbourhood on real codes", error.to_string())
    }
}

impl From<wufei_server::store::StoreError> for Failure {
    fn from(error: wufei_server::store::StoreError) -> Self {
        Self::new("an answer of the server's store", error.to_string())
    }
}

impl From<wufei_server::operate::OperateError> for Failure {
    fn from(error: wufei_server::operate::OperateError) -> Self {
        Self::new("an operator's work that is done", error.to_string())
    }
}

impl From<wufei_server::StartError> for Failure {
    fn from(error: wufei_server::StartError) -> Self {
        Self::new("a server that starts and ends well", error.to_string())
    }
}

impl From<wufei_engine::OpenError> for Failure {
    fn from(error: wufei_engine::OpenError) -> Self {
        Self::new("a device's store that opens", error.to_string())
    }
}

/// Both are the same.
///
/// # Errors
/// When they are not.
pub fn same<T: PartialEq + Debug>(what: &str, expected: &T, seen: &T) -> Result<(), Failure> {
    if expected == seen {
        return Ok(());
    }
    Err(Failure::new(format!("{what}: {expected:?}"), format!("{seen:?}")))
}

/// It holds.
///
/// # Errors
/// When it does not: with what was seen instead.
pub fn holds(expected: &str, it: bool, seen: impl FnOnce() -> String) -> Result<(), Failure> {
    if it { Ok(()) } else { Err(Failure::new(expected, seen())) }
}
