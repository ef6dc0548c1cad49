//! The look-up: type an item, read its bin, why, how to prepare it, and which text says so.

use wufei_domain::stream::{BinColour, Stream};

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LookupView {
    pub typed: String,
    pub field_label: String,
    pub field_hint: String,
    pub search_label: String,
    pub clear_label: String,
    pub result: LookupResult,
    /// Which rulebook answers, its version and validity.
    pub rulebook_line: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum LookupResult {
    /// Nothing typed yet: some items to try.
    Empty {
        heading: String,
        examples: Vec<ItemLink>,
    },
    Found {
        item: ItemCard,
    },
    /// Several fit what was typed so far.
    Candidates {
        heading: String,
        items: Vec<ItemLink>,
    },
    /// Plainly unknown, with the nearest names and a way to tell us.
    Unknown {
        text: String,
        nearest_heading: String,
        nearest: Vec<ItemLink>,
        /// `None` once told.
        tell_us: Option<String>,
        /// Said once the word is kept.
        told: Option<String>,
    },
}

/// An item to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ItemLink {
    pub item: String,
    pub name: String,
    /// The stream's word, such as `可回收物`; `按部件分` when the parts differ.
    pub stream_word: String,
    pub colour: BinColour,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ItemCard {
    pub name: String,
    /// One for a simple item, several when parts or conditions differ.
    pub parts: Vec<PartCard>,
    pub read_aloud_label: String,
    /// The whole answer as spoken.
    pub spoken: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PartCard {
    /// The part's or condition's name; `None` for the whole thing.
    pub name: Option<String>,
    /// `None` when it is no waste for a bin, such as a liquid for the sink.
    pub stream: Option<Stream>,
    pub colour: BinColour,
    /// Colour and word: `蓝色桶 · 可回收物`.
    pub bin_line: String,
    pub reason_heading: String,
    pub reason: String,
    pub preparation_heading: String,
    /// Steps, in order; may be empty.
    pub preparation: Vec<String>,
    pub source_heading: String,
    /// Which text says so.
    pub source: String,
}
