//! A QR code as one path, dark on white, with its quiet zone.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use wufei_api::routes::{LOOK_UP, REACH};
use wufei_domain::qr_drawing;

use crate::{service::reach::ScreenCode, settings::PublicAddress};

/// What leads from a wall to the look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The whole address in the QR code.
    pub address: String,
}

impl Target {
    /// The address of a screen's code, or of the look-up where nothing is counted.
    pub fn of(public: &PublicAddress, code: Option<&ScreenCode>) -> Self {
        let path = code
            .map_or_else(|| LOOK_UP.to_owned(), |code| REACH.replace("{code}", &code.to_string()));
        Self { address: format!("{public}{path}") }
    }

    /// The address as it is typed by hand, without `https://`; a line may end after each slash.
    pub fn typed(&self) -> Markup {
        let typed = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        html! { @for piece in typed.split_inclusive('/') { (piece) wbr; } }
    }

    /// The QR code; a quarter of it may be dirty. `None` for an address that is too long for one.
    pub fn picture(&self, label: &str) -> Option<Markup> {
        let code = QrCode::with_error_correction_level(&self.address, EcLevel::Q).ok()?;
        let side = code.width() + 2 * qr_drawing::QUIET_ZONE;
        let width = code.width();
        let is_dark: Vec<bool> =
            code.into_colors().into_iter().map(|module| module == Color::Dark).collect();
        let path = qr_drawing::path(width, &is_dark);
        Some(html! {
            svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) }
                shape-rendering="crispEdges" {
                rect width=(side) height=(side) fill="#fff" {}
                path fill="#000" d=(path) {}
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_screens_code_or_the_look_up() {
        let public: PublicAddress = "https://a.cn/".parse().unwrap();
        let code: ScreenCode = "3a4c6d".parse().unwrap();
        assert_eq!(Target::of(&public, Some(&code)).address, "https://a.cn/l/3A4C6D");
        let plain = Target::of(&public, None);
        assert_eq!(plain.typed().into_string(), "a.cn/<wbr>look-up<wbr>");
        assert!(plain.picture("a").unwrap().into_string().contains("role=\"img\""));
    }
}
