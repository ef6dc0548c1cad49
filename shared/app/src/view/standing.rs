//! How the villages stand, per registered household.

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct StandingView {
    pub how_line: String,
    pub as_of_line: Option<String>,
    pub rows: Vec<StandingRow>,
    pub empty: Option<String>,
    pub suppressed_heading: String,
    pub suppressed: Vec<SuppressedRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct StandingRow {
    /// `第 2 名`; ties share it.
    pub rank: String,
    pub name: String,
    pub per_household: String,
    pub participation: String,
    /// One's own community.
    pub own: bool,
    pub own_word: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct SuppressedRow {
    pub name: String,
    pub why: String,
}
