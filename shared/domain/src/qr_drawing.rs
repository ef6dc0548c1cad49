//! A QR code as one SVG path with its quiet zone: the same on a card, a poster and a screen.

use std::fmt::Write as _;

/// Modules of margin that a reader needs around the code.
pub const QUIET_ZONE: usize = 4;

/// One rectangle a run of dark modules, which stand row by row, `width` a row.
pub fn path(width: usize, is_dark: &[bool]) -> String {
    let mut path = String::new();
    for (y, row) in is_dark.chunks(width.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&true) {
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
        let modules = [true, true, false, true];
        assert_eq!(path(2, &modules), "M4 4h2v1h-2zM5 5h1v1h-1z");
    }
}
