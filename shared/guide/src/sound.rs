//! How characters sound: Mandarin syllables without tones, packed into a number, and the same with
//! what southern ears and hasty fingers confuse taken together.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// A syllable of at most six letters, five bits each; 0 for what has no sound.
pub(crate) type Sound = u32;

/// Readings of one character that are looked at.
const READINGS_MAX: usize = 4;

/// The usual reading of a character, 0 for what is no Chinese character.
pub(crate) fn sound(letter: char) -> Sound {
    letter.to_pinyin().map_or(0, |reading| packed(reading.plain()))
}

/// All readings of a character, the usual one first; none for what is no Chinese character.
pub(crate) fn readings(letter: char) -> Vec<Sound> {
    let mut all: Vec<Sound> = Vec::new();
    if let Some(many) = letter.to_pinyin_multi() {
        for reading in many {
            let one = packed(reading.plain());
            if !all.contains(&one) && all.len() < READINGS_MAX {
                all.push(one);
            }
        }
    }
    all
}

/// Letters `a` to `z`, with `ü` as `v`; what else stands in a syllable is left out.
fn packed(syllable: &str) -> Sound {
    let letters = syllable.chars().map(|letter| if letter == 'ü' { 'v' } else { letter });
    letters
        .filter(char::is_ascii_lowercase)
        .take(6)
        .fold(0, |sound, letter| (sound << 5) | (u32::from(letter) - u32::from('a') + 1))
}

/// The letters of a syllable, in order.
pub(crate) fn letters(sound: Sound) -> impl DoubleEndedIterator<Item = u8> + Clone {
    let many = (32 - sound.leading_zeros()).div_ceil(5);
    (0..many).rev().map(move |place| {
        let number = u8::try_from((sound >> (5 * place)) & 31).unwrap_or_default();
        b'a' + number.saturating_sub(1)
    })
}

/// The same syllable for all that are easily confused: `zh` and `z`, `ch` and `c`, `sh` and `s`, `l`
/// and `n`, `ng` and `n`, `ü` and `u`.
pub(crate) fn folded(sound: Sound) -> Sound {
    let mut text: [u8; 6] = [0; 6];
    let mut many = 0;
    let mut before = 0_u8;
    for letter in letters(sound) {
        let is_flat = letter == b'h' && matches!(before, b'z' | b'c' | b's');
        let is_back = letter == b'g' && before == b'n' && many > 1;
        if !is_flat && !is_back {
            text[many] = match letter {
                b'v' => b'u',
                b'l' if many == 0 => b'n',
                other => other,
            };
            many += 1;
        }
        before = letter;
    }
    text[..many].iter().fold(0, |sound, letter| (sound << 5) | u32::from(letter - b'a' + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sound: Sound) -> String {
        letters(sound).map(char::from).collect()
    }

    #[test]
    fn a_character_sounds_as_it_is_read() {
        for (letter, said) in [('牛', "niu"), ('奶', "nai"), ('盒', "he"), ('绿', "lv"), ('a', "")]
        {
            assert_eq!(text(sound(letter)), said, "{letter}");
        }
        let many: Vec<String> = readings('重').into_iter().map(text).collect();
        assert!(
            many.contains(&"zhong".to_owned()) && many.contains(&"chong".to_owned()),
            "{many:?}"
        );
        assert!(readings('x').is_empty());
    }

    #[test]
    fn what_is_easily_confused_sounds_the_same() {
        for (one, other) in [('水', '髓'), ('兰', '南'), ('饼', '品'), ('绿', '怒'), ('黄', '环')]
        {
            let same = folded(sound(one)) == folded(sound(other));
            assert_eq!(same, one != '饼', "{one} {other}");
        }
        assert_eq!(text(folded(sound('床'))), "cuan");
        assert_eq!(text(folded(sound('嗯'))).len(), text(sound('嗯')).len().min(2));
    }
}
