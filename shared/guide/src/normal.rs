//! How a name is compared: what does not matter about its spelling is taken away.
//!
//! [`normalise`] is for names and queries alike. The words around a name in a question are
//! `question`'s, finding the item is `search`'s.

use std::sync::LazyLock;

use crate::files;

/// The common plane of Chinese characters.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9fff}';

/// What each character of the plane is written as here: itself, or its simplified form.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut all: Vec<char> = (FIRST..=LAST).collect();
    let pairs = files::TRADITIONAL
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace);
    for pair in pairs {
        let mut letters = pair.chars();
        let (Some(from), Some(to)) = (letters.next(), letters.next()) else { continue };
        if let Some(place) = all.get_mut(place_of(from)) {
            *place = to;
        }
    }
    all
});

fn place_of(letter: char) -> usize {
    usize::try_from(u32::from(letter).wrapping_sub(u32::from(FIRST))).unwrap_or(usize::MAX)
}

fn simplified(letter: char) -> char {
    SIMPLIFIED.get(place_of(letter)).copied().unwrap_or(letter)
}

/// A name without what does not matter: spaces and signs gone, letters of half width and lower
/// case, traditional characters simplified, `五号` as `5号`. Empty when nothing is left.
pub fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, FIRST..=LAST) {
            if letter == '号' || letter == '號' {
                number_before(&mut normal);
            }
            normal.push(simplified(letter));
            continue;
        }
        let letter = half_width(letter);
        if letter.is_ascii() {
            if letter.is_ascii_alphanumeric() {
                normal.push(letter.to_ascii_lowercase());
            }
        } else if letter.is_alphanumeric() {
            normal.extend(letter.to_lowercase());
        }
    }
    normal
}

/// A Chinese numeral at the end becomes its digit.
fn number_before(normal: &mut String) {
    if let Some(last) = normal.pop() {
        normal.push(digit(last));
    }
}

/// The letter of half width, where there is one.
fn half_width(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => letter,
    }
}

/// The digit a Chinese numeral stands for.
fn digit(letter: char) -> char {
    match letter {
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for (written, normal) in [
            ("五号电池", "5号电池"),
            ("５号电池", "5号电池"),
            (" 5 号 电池 ", "5号电池"),
            ("電池", "电池"),
            ("Milk Carton", "milkcarton"),
            ("ＡＤ钙奶", "ad钙奶"),
            ("锂电池（手机）", "锂电池手机"),
            ("一次性杯子", "一次性杯子"),
            ("……？", ""),
        ] {
            assert_eq!(normalise(written), normal, "{written}");
        }
    }

    #[test]
    fn each_pair_is_two_different_letters() {
        for pair in files::TRADITIONAL
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
        {
            let letters: Vec<char> = pair.chars().collect();
            assert_eq!(letters.len(), 2, "{pair}");
            assert_ne!(letters.first(), letters.last(), "{pair}");
            // A second step would be needed to read it otherwise.
            assert!(letters.iter().all(|letter| matches!(letter, FIRST..=LAST)), "{pair}");
            assert!(letters.last().is_some_and(|to| simplified(*to) == *to), "{pair}");
        }
    }
}
