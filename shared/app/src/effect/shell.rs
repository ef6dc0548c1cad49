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

/// Hands a text to the system's own way of sharing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Share {
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Shared {
    /// Handed over; what the other app did with it nobody tells.
    Done,
    Cancelled,
    Unavailable {
        why: String,
    },
}

impl Operation for Share {
    type Output = Shared;
}

/// Asks once where the device is. The answer stays in memory: it is neither stored nor sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Locate {
    /// Why, in the person's language, for a system that asks for permission.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Located {
    /// In WGS-84, as phones and browsers measure. Millionths of a degree.
    At {
        latitude_microdegrees: i32,
        longitude_microdegrees: i32,
    },
    /// The person said no.
    Denied,
    Unavailable {
        why: String,
    },
}

impl Operation for Locate {
    type Output = Located;
}

/// Lets a person pick a picture, or take one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PickPhoto {
    /// What to tell the person, in their language.
    pub hint: String,
    /// The ways to come by a picture, and the way out, where the system has no words for them.
    pub take_label: String,
    pub choose_label: String,
    pub cancel_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Picked {
    /// A copy that the shell made for us: it is removed once it was read.
    File {
        path: String,
    },
    Cancelled,
    /// One was picked, and the copy did not come about: the disk is full, the picture was taken back.
    Failed {
        why: String,
    },
    /// No picture can be picked here; it is not asked again.
    Unavailable {
        why: String,
    },
}

impl Operation for PickPhoto {
    type Output = Picked;
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum ShellQuestion {
    Scan { operation: Scan },
    ReadAloud { operation: ReadAloud },
    Share { operation: Share },
    Locate { operation: Locate },
    PickPhoto { operation: PickPhoto },
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum ShellAnswer {
    Scan { output: Scanned },
    ReadAloud { output: Spoken },
    Share { output: Shared },
    Locate { output: Located },
    PickPhoto { output: Picked },
}

impl ShellQuestion {
    /// The answer to give when the shell could not even take the question.
    pub fn unavailable(&self, why: String) -> ShellAnswer {
        match self {
            Self::Scan { .. } => ShellAnswer::Scan { output: Scanned::Unavailable { why } },
            Self::ReadAloud { .. } => {
                ShellAnswer::ReadAloud { output: Spoken::Unavailable { why } }
            }
            Self::Share { .. } => ShellAnswer::Share { output: Shared::Unavailable { why } },
            Self::Locate { .. } => ShellAnswer::Locate { output: Located::Unavailable { why } },
            Self::PickPhoto { .. } => {
                ShellAnswer::PickPhoto { output: Picked::Unavailable { why } }
            }
        }
    }
}
