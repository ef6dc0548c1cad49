//! Language, elder mode, enrolment.

use wufei_domain::words::Language;

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct SettingsView {
    pub language_heading: String,
    pub languages: Vec<LanguageKey>,
    pub elder_label: String,
    pub elder_hint: String,
    pub elder: bool,
    pub enrolment_heading: String,
    pub enrolment: EnrolmentView,
    pub server_label: String,
    pub server: String,
    pub about: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LanguageKey {
    pub language: Language,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum EnrolmentView {
    /// Nothing of the look-up needs it.
    Ask {
        text: String,
        typed: String,
        field_label: String,
        field_hint: String,
        enrol_label: String,
        busy: bool,
        problem: Option<String>,
    },
    Done {
        role: String,
        label: String,
        community: String,
    },
}
