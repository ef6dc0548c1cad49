//! A QR code as one path, dark on white in both colour schemes, with its quiet zone.

use maud::{Markup, html};
use wufei_app::view::household::QrPicture;

pub(super) fn render(picture: &QrPicture, label: &str) -> Markup {
    let side = picture.side();
    html! {
        svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) }
            shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path fill="#000" d=(picture.path()) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_dark_modules_is_one_rectangle() {
        let picture = QrPicture { size: 3, modules: "110000101".to_owned() };
        assert_eq!(picture.path(), "M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z");
        let svg = render(&picture, "card").into_string();
        assert!(svg.contains("0 0 11 11") && svg.contains("role=\"img\""), "{svg}");
    }
}
