//! My household: the card, what was brought, what it earned.

use wufei_domain::ledger::TransferState;

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct HouseholdView {
    /// The address inside the community.
    pub label: String,
    pub community_name: String,
    pub card: CardView,
    pub booked_label: String,
    /// `168 分`.
    pub booked: String,
    /// `≈ ¥1.68`.
    pub booked_worth: String,
    pub pending_label: String,
    pub pending: String,
    pub drop_offs_heading: String,
    pub drop_offs: Vec<DropOffRow>,
    /// Said when there is none yet.
    pub drop_offs_empty: Option<String>,
    pub rates_heading: String,
    pub rates: Vec<RateRow>,
    pub rates_line: String,
    /// The village's place, such as `第 2 名 · 每户 3.4 公斤`, or why it is not shown.
    pub standing_heading: String,
    pub standing_line: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CardView {
    pub heading: String,
    /// `1234 5674`.
    pub number: String,
    pub number_label: String,
    pub qr: QrPicture,
    /// For the screen reader.
    pub qr_label: String,
    pub hint: String,
}

/// A QR code: `size` × `size` modules, row by row, `1` dark. Shells add four modules of margin.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QrPicture {
    pub size: u32,
    pub modules: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DropOffRow {
    pub record: String,
    pub moment: String,
    /// `纸板 3.2 公斤 · PET 瓶 1.1 公斤`.
    pub lines: String,
    pub points: String,
    pub state: TransferState,
    /// The state's word, and for a reversal its reason: `已冲正：重量输错`.
    pub state_word: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct RateRow {
    pub material: String,
    pub rate: String,
}
