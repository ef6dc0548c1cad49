//! How a name is compared: what does not matter about its spelling is taken away.
//!
//! [`normalise`] is for names and queries alike; [`forms`] also takes off the words around a name
//! in a question. Finding the item is `search`'s.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::files;

/// Words before a name in a question or a description, as normalised.
const BEFORE: [&str; 53] = [
    "请问一下",
    "请问",
    "我想问一下",
    "我想问",
    "想问一下",
    "想问",
    "问一下",
    "你好",
    "那个",
    "这个",
    "那种",
    "这种",
    "一个",
    "一只",
    "一张",
    "一瓶",
    "一包",
    "一盒",
    "一杯",
    "一根",
    "一袋",
    "一双",
    "一件",
    "一条",
    "一把",
    "一块",
    "扔",
    "丢",
    "用完的",
    "用过的",
    "喝完的",
    "吃完的",
    "吃剩的",
    "剩下的",
    "不要的",
    "不用的",
    "没用的",
    "坏掉的",
    "坏了的",
    "坏的",
    "破掉的",
    "破的",
    "旧的",
    "废旧",
    "废弃的",
    "废弃",
    "废",
    "旧",
    "空的",
    "家里的",
    "过期的",
    "过期",
    "报废的",
];

/// English openings, spaces gone; an article may follow.
const OPENINGS: [&str; 12] = [
    "howdoithrowaway",
    "howtothrowaway",
    "howdoidisposeof",
    "howtodisposeof",
    "howdoirecycle",
    "wheredoithrow",
    "wheredoiput",
    "wheredoes",
    "whichbinfor",
    "whatbinfor",
    "canirecycle",
    "isthis",
];

const ARTICLES: [&str; 5] = ["the", "my", "used", "an", "a"];

/// Words after a name in a question, as normalised.
const AFTER: [&str; 69] = [
    "是什么垃圾",
    "是啥垃圾",
    "什么垃圾",
    "啥垃圾",
    "哪类垃圾",
    "哪种垃圾",
    "是什么",
    "属于什么",
    "属于哪类",
    "属于哪一类",
    "属于哪种",
    "是哪类",
    "是哪一类",
    "是哪种",
    "算什么",
    "算哪类",
    "是啥",
    "是不是",
    "属于",
    "是",
    "算",
    "怎么扔",
    "怎么丢",
    "怎么投放",
    "怎么投",
    "怎么处理",
    "怎么分类",
    "怎么分",
    "怎么办",
    "如何处理",
    "如何分类",
    "如何投放",
    "该",
    "应该",
    "要",
    "扔哪里",
    "扔哪儿",
    "扔哪",
    "扔到哪里",
    "扔到哪",
    "扔哪个桶",
    "扔进哪个桶",
    "扔什么桶",
    "扔到哪个桶",
    "扔哪个垃圾桶",
    "丢哪里",
    "丢哪儿",
    "丢哪",
    "丢哪个桶",
    "丢到哪里",
    "放哪里",
    "放哪",
    "放哪个桶",
    "投哪个桶",
    "可回收垃圾",
    "可回收物",
    "可以回收",
    "可回收",
    "能回收",
    "有害垃圾",
    "易腐垃圾",
    "厨余垃圾",
    "其他垃圾",
    "干垃圾",
    "湿垃圾",
    "垃圾",
    "吗",
    "呢",
    "go",
];

/// The traditional characters and what they are written as here.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    files::TRADITIONAL
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter_map(|pair| {
            let mut letters = pair.chars();
            Some((letters.next()?, letters.next()?))
        })
        .collect()
});

/// A name without what does not matter: spaces and signs gone, letters of half width and lower
/// case, traditional characters simplified, `五号` as `5号`. Empty when nothing is left.
pub fn normalise(text: &str) -> String {
    let letters: Vec<char> = text
        .chars()
        .map(half_width)
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|letter| SIMPLIFIED.get(&letter).copied().unwrap_or(letter))
        .collect();
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| match letters.get(at + 1) {
            Some('号') => digit(*letter),
            _ => *letter,
        })
        .collect()
}

/// A query as normalised, then with fewer and fewer words around the name; never an empty form,
/// and none at all for a query without a letter or digit.
pub(crate) fn forms(query: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let mut next = Some(normalise(query));
    while let Some(form) = next.filter(|form| !form.is_empty()) {
        next = without_after(&form).or_else(|| without_before(&form)).map(str::to_owned);
        forms.push(form);
    }
    if let Some(singular) = forms.last().and_then(|form| singular(form)) {
        forms.push(singular);
    }
    forms
}

fn without_after(form: &str) -> Option<&str> {
    longest(AFTER.iter().filter_map(|word| form.strip_suffix(word)))
}

fn without_before(form: &str) -> Option<&str> {
    if let Some(rest) = longest(OPENINGS.iter().filter_map(|word| form.strip_prefix(word))) {
        let article = ARTICLES.iter().find_map(|word| rest.strip_prefix(word));
        return Some(article.filter(|rest| !rest.is_empty()).unwrap_or(rest));
    }
    longest(BEFORE.iter().filter_map(|word| form.strip_prefix(word)))
}

/// What is left when the longest word is taken off, unless that is nothing.
fn longest<'a>(rests: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    rests.filter(|rest| !rest.is_empty()).min_by_key(|rest| rest.len())
}

/// `batteries` → `battery`, `cartons` → `carton`; only for English.
fn singular(form: &str) -> Option<String> {
    if !form.is_ascii() || form.len() < 4 || form.ends_with("ss") {
        return None;
    }
    match form.strip_suffix("ies") {
        Some(stem) => Some(format!("{stem}y")),
        None => form.strip_suffix('s').map(str::to_owned),
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
    fn the_words_of_a_question_come_off() {
        for (query, name) in [
            ("衣服是什么垃圾？", "衣服"),
            ("请问旧衣服怎么扔", "衣服"),
            ("牛奶盒是可回收垃圾吗？", "牛奶盒"),
            ("坏掉的雨伞应该扔哪个桶呢", "雨伞"),
            ("Where does the milk carton go?", "milkcarton"),
            ("milk cartons", "milkcarton"),
            ("AA batteries", "aabattery"),
        ] {
            let forms = forms(query);
            assert!(forms.iter().any(|form| form == name), "{query}: {forms:?}");
        }
    }

    #[test]
    fn a_form_is_never_empty() {
        assert_eq!(forms("垃圾"), ["垃圾"]);
        assert_eq!(forms(" ？"), Vec::<String>::new());
        for query in ["是什么垃圾", "请问", "where does the", "s", "吗吗吗"] {
            assert!(forms(query).iter().all(|form| !form.is_empty()), "{query}");
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
            assert!(letters.last().is_some_and(|to| !SIMPLIFIED.contains_key(to)), "{pair}");
        }
    }
}
