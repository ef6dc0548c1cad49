//! Questions only a shell can answer, under one id: [`ShellQuestion`] and [`ShellAnswer`].

use crux_core::capability::Operation;

/// Scans a card's QR.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Scan {
    /// What to tell the person, in their language.
    pub hint: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Scanned {
    Text { text: String },
    Cancelled,
    Unavailable { why: String },
}

impl Operation for Scan {
    type Output = Scanned;
}

/// Reads an answer aloud.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ReadAloud {
    pub text: String,
    /// BCP 47.
    pub language: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Spoken {
    Done,
    Unavailable { why: String },
}

impl Operation for ReadAloud {
    type Output = Spoken;
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum ShellQuestion {
    Scan { operation: Scan },
    ReadAloud { operation: ReadAloud },
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum ShellAnswer {
    Scan { output: Scanned },
    ReadAloud { output: Spoken },
}

impl ShellQuestion {
    /// The answer to give when the shell could not even take the question.
    pub fn unavailable(&self, why: String) -> ShellAnswer {
        match self {
            Self::Scan { .. } => ShellAnswer::Scan { output: Scanned::Unavailable { why } },
            Self::ReadAloud { .. } => {
                ShellAnswer::ReadAloud { output: Spoken::Unavailable { why } }
            }
        }
    }
}
