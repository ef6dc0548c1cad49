//! How large the type on paper may be: the largest step at which everything has room, by counting
//! lines. A character of Chinese is as wide as the type is high, a Latin letter half as wide.

use super::{Band, Sheet};

/// Sizes of type, in hundredths of the paper's own letter, the largest first. The style has a class
/// for each: `t0`, `t1`, ...
pub(super) const SIZES: [u32; 9] = [240, 210, 180, 155, 135, 115, 100, 85, 72];

/// Room for the bands, in hundredths of the paper's own letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Bands beside each other.
    pub(super) columns: usize,
}

/// A gap between bands, and what is lost left and right of a band's text, in hundredths of the type.
const GAP: u32 = 70;
const SIDES: u32 = 210;
/// Left of the words in a band's head: the drawing.
const DRAWING: u32 = 360;

/// The step of the largest type for which there is room; `None` when there is none even for the
/// smallest. `told`: with steps and reason.
pub(super) fn step(sheet: &Sheet, told: bool, room: Room) -> Option<usize> {
    SIZES.iter().position(|size| height(sheet, told, room, *size) <= room.height)
}

/// The height of all bands at a size of type.
fn height(sheet: &Sheet, told: bool, room: Room, size: u32) -> u32 {
    let columns = u32::try_from(room.columns.max(1)).unwrap_or(1);
    // In hundredths of the type from here on.
    let width = (room.width * 100 / size).saturating_sub(GAP * (columns - 1)) / columns;
    let rows = sheet.bands.chunks(room.columns.max(1));
    let tallest = |row: &[Band]| row.iter().map(|band| tall(band, told, width)).max().unwrap_or(0);
    let all: u32 = rows.map(|row| tallest(row) + GAP).sum();
    all.saturating_sub(GAP) * size / 100
}

fn tall(band: &Band, told: bool, width: u32) -> u32 {
    let beside = width.saturating_sub(SIDES + DRAWING);
    let over = band.over.as_deref().map_or(0, |over| 138 * lines(over, beside, 110));
    let head = (over + 180 * lines(&band.line, beside, 150)).max(300) + 120;
    if !told || !band.tells_more() {
        return head;
    }
    let text = width.saturating_sub(SIDES);
    let steps = band.steps.iter().map(|step| lines(step, text.saturating_sub(140), 100));
    let steps = if band.steps.is_empty() { 0 } else { 170 + 140 * steps.sum::<u32>() };
    // The heading before the reason stands in its line.
    let reason = lines(&format!("为什么 {}", band.reason), text, 100);
    head + 100 + steps + 140 * reason
}

/// Lines of a text in type of `size`, where one line is `width` wide. A word that does not fit whole
/// goes to the next line, which costs a tenth.
fn lines(text: &str, width: u32, size: u32) -> u32 {
    let letters: u32 = text.chars().map(|letter| if letter.is_ascii() { 56 } else { 100 }).sum();
    (letters * size / 100 * 11 / 10).div_ceil(width.max(size)).max(1)
}

#[cfg(test)]
mod tests {
    use wufei_domain::stream::BinColour;

    use super::*;

    fn sheet(bands: usize, letters: usize) -> Sheet {
        let band = Band {
            over: Some("杯子".to_owned()),
            colour: BinColour::Grey,
            line: "灰色桶 · 其他垃圾".to_owned(),
            reason: "字".repeat(letters),
            steps: vec!["倒空".to_owned()],
            sources: Vec::new(),
        };
        let name = "奶茶".to_owned();
        Sheet { name, other_name: String::new(), bands: vec![band; bands], rulebook: String::new() }
    }

    #[test]
    fn the_more_there_is_to_read_the_smaller_the_type() {
        let room = Room { width: 4_650, height: 4_000, columns: 1 };
        let steps: Vec<Option<usize>> =
            [1, 2, 4].map(|bands| step(&sheet(bands, 30), true, room)).to_vec();
        assert_eq!(steps[0], Some(0));
        assert!(steps.is_sorted(), "{steps:?}");
        assert_eq!(step(&sheet(10, 200), true, room), None);
        assert!(step(&sheet(10, 200), false, room).is_some(), "the bins alone have room");
    }
}
