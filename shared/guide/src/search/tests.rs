//! The scale on which ways of finding compete.

use super::*;

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn sounds(letters: &[char]) -> Vec<Sound> {
    letters.iter().copied().map(sound::sound).collect()
}

fn score(query: &str, known: &str) -> u16 {
    let (query, known) = (letters(query), letters(known));
    let (heard, said) = (sounds(&query), sounds(&known));
    let known = Name { letters: &known, sounds: &said, item: 0, is_title: true };
    let same = query.iter().collect::<BTreeSet<_>>();
    let same = same.into_iter().filter(|letter| known.letters.contains(letter)).count();
    alike(Heard { letters: &query, sounds: &heard }, known, same).map_or(0, |(_, score)| score)
}

#[test]
fn a_slip_is_nearer_than_a_letter_shared() {
    assert!(score("牛奶合", "牛奶盒") >= MEANT);
    assert!(score("透明熟料袋", "透明塑料袋") > score("透明熟料袋", "透明胶带"));
    assert!(score("牛奶合", "牛排") < 400);
    assert!(score("苹果皮", "苹果核") < MEANT, "another thing");
}

#[test]
fn a_name_inside_a_long_sentence_is_near() {
    let sentence = "昨天晚上孩子把一块口香糖粘在了沙发背后的墙上怎么弄";
    assert!(score(sentence, "口香糖") >= 480);
    assert!(score(sentence, "口红") < 480);
}

#[test]
fn one_character_says_too_little() {
    assert!(!says_enough(&letters("袋")));
    assert!(!says_enough(&letters("cup")));
    assert!(says_enough(&letters("纸袋")));
    assert!(says_enough(&letters("lamp")));
}
