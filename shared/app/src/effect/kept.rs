//! What a person looked up lately and what they keep: on this device only.
//!
//! It is no record and is never sent. It goes with the person: when they leave, when somebody else
//! enrols, when the device is emptied. It comes with [`super::store::Start`].

use crux_core::capability::Operation;
use wufei_domain::{refusal::Refusal, time::UnixMs};

/// A thing that was looked up. One that is a favourite is not among the recent ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptItem {
    /// The item's key in the rulebook; a rulebook that follows may not know it.
    pub item: String,
    /// When it was looked up last, by the device's clock; of a favourite: before it became one.
    pub looked_at: UnixMs,
    /// When it became a favourite; `None` for a recent one.
    pub favourite_at: Option<UnixMs>,
}

/// Stores the items of `put` in the place of what was known of them, and forgets those of `gone`:
/// all in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaveKept {
    pub put: Vec<KeptItem>,
    /// Keys of items.
    pub gone: Vec<String>,
}

impl Operation for SaveKept {
    type Output = Result<(), Refusal>;
}
