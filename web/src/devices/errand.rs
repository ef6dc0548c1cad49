//! What only the browser can do for a device, and what a browser may say of it.

use serde::{Deserialize, Serialize};
use wufei_app::effect::shell::{Located, Shared, ShellAnswer, ShellQuestion, Spoken};

/// An errand for the browser, which answers under its id.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Errand {
    pub id: u64,
    #[serde(flatten)]
    pub task: Task,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub(crate) enum Task {
    /// Read aloud; the language is a BCP 47 tag.
    Speak {
        text: String,
        language: String,
    },
    Share {
        text: String,
    },
    Locate,
}

/// Which answer an errand waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Speak,
    Share,
    Locate,
}

impl Task {
    /// `None` for what no browser does here.
    pub fn of(question: ShellQuestion) -> Option<Self> {
        match question {
            ShellQuestion::Scan { .. } | ShellQuestion::PickPhoto { .. } => None,
            ShellQuestion::ReadAloud { operation } => {
                Some(Self::Speak { text: operation.text, language: operation.language })
            }
            ShellQuestion::Share { operation } => Some(Self::Share { text: operation.text }),
            ShellQuestion::Locate { .. } => Some(Self::Locate),
        }
    }

    pub fn kind(&self) -> Kind {
        match self {
            Self::Speak { .. } => Kind::Speak,
            Self::Share { .. } => Kind::Share,
            Self::Locate => Kind::Locate,
        }
    }
}

/// How an errand ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    Done,
    /// The person thought better of it, or said no.
    Declined,
    Unavailable,
}

/// What a browser says of an errand. A position is in WGS-84, in millionths of a degree.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    pub id: u64,
    pub end: End,
    pub latitude: Option<i32>,
    pub longitude: Option<i32>,
}

impl Kind {
    /// The answer to the core; `why` is said when the browser could not.
    pub fn answer(self, told: &Told, why: String) -> ShellAnswer {
        match self {
            Self::Speak => ShellAnswer::ReadAloud {
                output: match told.end {
                    End::Done | End::Declined => Spoken::Done,
                    End::Unavailable => Spoken::Unavailable { why },
                },
            },
            Self::Share => ShellAnswer::Share {
                output: match told.end {
                    End::Done => Shared::Done,
                    End::Declined => Shared::Cancelled,
                    End::Unavailable => Shared::Unavailable { why },
                },
            },
            Self::Locate => ShellAnswer::Locate {
                output: match (told.end, told.latitude, told.longitude) {
                    (End::Done, Some(latitude_microdegrees), Some(longitude_microdegrees)) => {
                        Located::At { latitude_microdegrees, longitude_microdegrees }
                    }
                    (End::Declined, ..) => Located::Denied,
                    _ => Located::Unavailable { why },
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(end: End) -> Told {
        Told { id: 1, end, latitude: None, longitude: None }
    }

    #[test]
    fn each_end_has_its_answer() {
        let ends = [End::Done, End::Declined, End::Unavailable];
        let why = || "no".to_owned();
        let outputs = |kind: Kind| ends.map(|end| kind.answer(&told(end), why()));
        let spoken = |output| ShellAnswer::ReadAloud { output };
        let silent = Spoken::Unavailable { why: why() };
        assert_eq!(outputs(Kind::Speak), [Spoken::Done, Spoken::Done, silent].map(spoken));
        let shared = [Shared::Done, Shared::Cancelled, Shared::Unavailable { why: why() }];
        assert_eq!(outputs(Kind::Share), shared.map(|output| ShellAnswer::Share { output }));
        // Done without a place is no position.
        let nowhere = || Located::Unavailable { why: why() };
        let located = [nowhere(), Located::Denied, nowhere()];
        assert_eq!(outputs(Kind::Locate), located.map(|output| ShellAnswer::Locate { output }));
        let here =
            Told { latitude: Some(29_720_000), longitude: Some(120_700_000), ..told(End::Done) };
        let output =
            Located::At { latitude_microdegrees: 29_720_000, longitude_microdegrees: 120_700_000 };
        assert_eq!(Kind::Locate.answer(&here, why()), ShellAnswer::Locate { output });
    }
}
