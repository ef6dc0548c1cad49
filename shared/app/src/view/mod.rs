//! What a shell shows: the current screen only, every word and number already formatted.
//!
//! A file a screen, the mirror of `model/`. The types here are the contract with Kotlin, Swift and
//! the web shell; the functions that fill them stand beside them and only read the model.

pub mod door;
pub mod household;
pub mod lookup;
pub mod outbox;
pub mod point;
pub mod settings;
pub mod standing;
pub mod turfs;

use wufei_domain::words::Language;

use crate::event::Tab;

/// Everything on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ViewModel {
    pub language: Language,
    /// BCP 47, for `lang` and the screen reader.
    pub language_tag: String,
    /// Elder mode: larger type and targets, one thing at a time.
    pub elder: bool,
    /// The screen's heading.
    pub title: String,
    /// `合成数据`, when what is shown is synthetic.
    pub synthetic: Option<String>,
    pub tabs: Vec<TabLink>,
    /// Label of the way back; `None` at the top of a tab.
    pub back: Option<String>,
    /// Something the person must know now.
    pub note: Option<Note>,
    /// One line on what waits to be sent, always there once enrolled.
    pub sync_line: Option<String>,
    pub screen: Screen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TabLink {
    pub tab: Tab,
    pub label: String,
    pub selected: bool,
    /// A count such as `3`, read out by `badge_label`.
    pub badge: Option<String>,
    pub badge_label: Option<String>,
}

/// How a note is meant. Never shown by colour alone: the text says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Tone {
    Good,
    Info,
    Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Note {
    pub tone: Tone,
    pub text: String,
    pub dismiss: String,
}

/// The screens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Screen {
    Starting {
        text: String,
    },
    Lookup {
        lookup: lookup::LookupView,
    },
    Household {
        household: household::HouseholdView,
    },
    /// No shift is open, or nothing has arrived yet.
    Shift {
        shift: point::ShiftView,
    },
    Weigh {
        weigh: point::WeighView,
    },
    Review {
        review: point::ReviewView,
    },
    Log {
        log: point::LogView,
    },
    Mend {
        mend: point::MendView,
    },
    Turfs {
        turfs: turfs::TurfsView,
    },
    Doors {
        doors: turfs::DoorsView,
    },
    Door {
        door: door::DoorView,
    },
    Proposal {
        proposal: door::ProposalView,
    },
    VisitVoid {
        void: door::VoidView,
    },
    Outbox {
        outbox: outbox::OutboxView,
    },
    Standing {
        standing: standing::StandingView,
    },
    Settings {
        settings: settings::SettingsView,
    },
}
