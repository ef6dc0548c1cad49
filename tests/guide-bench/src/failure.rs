//! What can keep a table from being printed.

use std::path::PathBuf;

/// Why a measurement was not made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rulebook cannot be read.
    #[error("the rulebook: {0}")]
    Guide(String),
    /// A row of the labelled names.
    #[error("{file}:{line}: {rule}", file = file.display())]
    Row {
        /// The file.
        file: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What should stand there.
        rule: String,
    },
    /// A program beside ours did not do its work.
    #[error("{program}: {said}")]
    Program {
        /// Its name.
        program: String,
        /// Its last lines.
        said: String,
    },
    /// A file or pipe.
    #[error("a file or pipe: {0}")]
    Io(#[from] std::io::Error),
    /// What a program said is not what was agreed.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
}
