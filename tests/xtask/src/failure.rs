//! Why a verb could not be carried out: one sentence for the person who started it.
//!
//! What a suite or a check *found* is not here; that is a tally or a finding.

use std::fmt::Display;
use std::path::Path;

/// A lowercase fragment that names the thing and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For `map_err`: what was being done to which file.
    pub fn at<E: Display>(doing: &str, path: &Path) -> impl FnOnce(E) -> Self {
        let place = format!("cannot {doing} {}", path.display());
        move |error| Self(format!("{place}: {error}"))
    }

    /// For `map_err`: what was being done.
    pub fn while_doing<E: Display>(doing: &str) -> impl FnOnce(E) -> Self {
        let place = format!("cannot {doing}");
        move |error| Self(format!("{place}: {error}"))
    }
}
