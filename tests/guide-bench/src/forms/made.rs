//! One form of one name.

use super::Form;
use crate::{
    chance::Chance,
    writing::{Writing, latin},
};

/// What stands around a name in a question or a description; the name goes where the star is.
const AROUND: [&str; 16] = [
    "*是什么垃圾？",
    "*属于哪一类",
    "*怎么扔",
    "*应该丢到哪个桶里",
    "请问*是可回收的吗",
    "*要放哪个垃圾桶呀",
    "家里的*怎么处理",
    "我家的*",
    "用过的*",
    "没用的*",
    "一个*",
    "旧*扔哪里",
    "*算不算有害垃圾",
    "不要的*可以卖吗",
    "想知道*怎么分类",
    "垃圾分类 *",
];

/// The form; `None` when the name has none. `place` is the name's place in what [`Writing`] tells.
pub(super) fn made(
    form: Form,
    place: usize,
    letters: &[char],
    writing: Option<&Writing>,
    chance: &mut Chance,
) -> Option<String> {
    let sounds = || writing?.sounds.get(place)?.as_deref();
    match form {
        Form::Exact => Some(letters.iter().collect()),
        Form::Missing => {
            let mut left = letters.to_vec();
            left.remove(chance.below(letters.len()));
            Some(left.into_iter().collect())
        }
        Form::Exchanged => {
            let differ = |at: &usize| letters[*at] != letters[*at + 1];
            let places: Vec<usize> = (0..letters.len() - 1).filter(differ).collect();
            let at = *chance.one_of(&places)?;
            let mut exchanged = letters.to_vec();
            exchanged.swap(at, at + 1);
            Some(exchanged.into_iter().collect())
        }
        Form::LookAlike => {
            let others = |at: usize| writing.map_or_else(Vec::new, |all| all.alike(letters[at]));
            replaced(letters, &others, chance)
        }
        Form::SameSound => {
            let sounds = sounds()?;
            let others = |at: usize| same_sound(writing, letters, sounds, at);
            replaced(letters, &others, chance)
        }
        Form::Homophones => {
            let sounds = sounds()?;
            let mut all = Vec::with_capacity(letters.len());
            for (at, letter) in letters.iter().enumerate() {
                let others = same_sound(writing, letters, sounds, at);
                all.push(chance.one_of(&others).copied().unwrap_or(*letter));
            }
            // Of two or more characters that have a homophone; one alone is another form.
            let changed = all.iter().zip(letters).filter(|(one, other)| one != other).count();
            (changed > 1).then(|| all.into_iter().collect())
        }
        Form::Pinyin => Some(latin(letters, sounds()?, false)),
        Form::Initials => Some(latin(letters, sounds()?, true)),
        Form::Mixed => {
            let sounds = sounds()?;
            let middle = 1 + chance.below(letters.len() - 1);
            let latin_first = chance.below(2) == 0;
            let ((one, other), (heard, seen)) = (letters.split_at(middle), sounds.split_at(middle));
            let mixed = if latin_first {
                latin(one, heard, false) + &other.iter().collect::<String>()
            } else {
                one.iter().collect::<String>() + &latin(other, seen, false)
            };
            let is_latin = |letter: char| letter.is_ascii_alphabetic();
            (mixed.contains(is_latin) && mixed.contains(|letter| letter > '\u{2e80}'))
                .then_some(mixed)
        }
        Form::Traditional => {
            let text = writing?.traditional.get(place)?;
            (!text.chars().eq(letters.iter().copied())).then(|| text.clone())
        }
        Form::Question => {
            let around = chance.one_of(&AROUND)?;
            Some(around.replacen('*', &letters.iter().collect::<String>(), 1))
        }
    }
}

fn same_sound(
    writing: Option<&Writing>,
    letters: &[char],
    sounds: &[String],
    at: usize,
) -> Vec<char> {
    let Some((writing, sound)) = writing.zip(sounds.get(at)) else { return Vec::new() };
    writing.same_sound(letters[at], sound)
}

/// One letter that has others replaced by one of them.
fn replaced(
    letters: &[char],
    others: &dyn Fn(usize) -> Vec<char>,
    chance: &mut Chance,
) -> Option<String> {
    let places: Vec<usize> = (0..letters.len()).filter(|at| !others(*at).is_empty()).collect();
    let at = *chance.one_of(&places)?;
    let mut all = letters.to_vec();
    all[at] = *chance.one_of(&others(at))?;
    Some(all.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::writing::tests::toy;

    fn made_of(form: Form, place: usize, seed: u64) -> Option<String> {
        let letters: Vec<char> = ["牛奶盒", "电池"][place].chars().collect();
        made(form, place, &letters, Some(&toy()), &mut Chance::of(seed))
    }

    #[test]
    fn each_form_is_what_it_says() {
        for seed in 0..20 {
            let of = |form| made_of(form, 0, seed).unwrap();
            assert_eq!(of(Form::Exact), "牛奶盒");
            assert_eq!(of(Form::Missing).chars().count(), 2);
            assert!(["奶牛盒", "牛盒奶"].contains(&of(Form::Exchanged).as_str()));
            assert!(["牛奶盘", "牛奶盆"].contains(&of(Form::LookAlike).as_str()));
            let same = ["扭奶盒", "牛耐盒", "牛奶合", "牛奶和"];
            assert!(same.contains(&of(Form::SameSound).as_str()));
            assert!(["扭耐合", "扭耐和"].contains(&of(Form::Homophones).as_str()));
            assert_eq!(of(Form::Pinyin), "niunaihe");
            assert_eq!(of(Form::Initials), "nnh");
            let mixed = ["niu奶盒", "niunai盒", "牛naihe", "牛奶he"];
            assert!(mixed.contains(&of(Form::Mixed).as_str()));
            assert!(of(Form::Question).contains("牛奶盒"));
        }
    }

    #[test]
    fn a_name_without_such_a_form_has_none() {
        assert_eq!(made_of(Form::Traditional, 0, 1), None, "it is written the same");
        assert_eq!(made_of(Form::Traditional, 1, 1).as_deref(), Some("電池"));
        assert_eq!(made_of(Form::Homophones, 1, 1), None, "only one character has others");
    }
}
