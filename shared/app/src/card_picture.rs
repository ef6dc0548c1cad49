//! The QR code of a household's card, as modules that any shell can draw.

use qrcode::{Color, QrCode};
use serde::Serialize;
use wufei_domain::qr_drawing;

use crate::effect::store::Identity;

/// A QR code: `size` × `size` modules, row by row, `1` dark. Shells add four modules of margin.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QrPicture {
    pub size: u32,
    pub modules: String,
}

impl QrPicture {
    /// Modules a side with the margin.
    pub const fn side(&self) -> usize {
        self.size as usize + 2 * qr_drawing::QUIET_ZONE
    }

    /// The dark modules as one SVG path on a grid of [`QrPicture::side`].
    pub fn path(&self) -> String {
        let is_dark: Vec<bool> = self.modules.bytes().map(|module| module == b'1').collect();
        qr_drawing::path(self.size as usize, &is_dark)
    }
}

/// The picture of a resident's card. A text of 28 characters always fits one.
pub(crate) fn of(identity: &Identity) -> Option<QrPicture> {
    let holder = identity.household.as_ref()?;
    let code = QrCode::new(holder.card.qr_text(holder.household.community)).ok()?;
    let module = |colour| if colour == Color::Dark { '1' } else { '0' };
    Some(QrPicture {
        size: u32::try_from(code.width()).ok()?,
        modules: code.into_colors().into_iter().map(module).collect(),
    })
}
