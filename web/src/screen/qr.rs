//! A QR code as one path, dark on white in both colour schemes, with its quiet zone.

use std::fmt::Write as _;

use maud::{Markup, html};
use wufei_app::view::household::QrPicture;

/// Modules of margin that a reader needs around the code.
const QUIET_ZONE: usize = 4;

pub(super) fn render(picture: &QrPicture, label: &str) -> Markup {
    let side = picture.size as usize + 2 * QUIET_ZONE;
    html! {
        svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) }
            shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path fill="#000" d=(path(picture)) {}
        }
    }
}

/// One rectangle a run of dark modules.
fn path(picture: &QrPicture) -> String {
    let size = (picture.size as usize).max(1);
    let mut path = String::new();
    for (y, row) in picture.modules.as_bytes().chunks(size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&b'1') {
                let (left, top, width) = (x + QUIET_ZONE, y + QUIET_ZONE, run.len());
                // Writing to a string cannot fail.
                let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_dark_modules_is_one_rectangle() {
        let picture = QrPicture { size: 3, modules: "110000101".to_owned() };
        assert_eq!(path(&picture), "M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z");
        let svg = render(&picture, "card").into_string();
        assert!(svg.contains("0 0 11 11") && svg.contains("role=\"img\""), "{svg}");
    }
}
