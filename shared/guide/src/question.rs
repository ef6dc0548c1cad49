//! The words around a name in a question or a description: 请问旧衣服怎么扔 asks about 衣服.

use crate::normal::normalise;

/// Letters of a question that are read.
const QUESTION_LETTERS_MAX: usize = 256;

/// Words before a name in a question or a description, as normalised.
const BEFORE: [&str; 130] = [
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
    "脏的",
    "脏",
    "湿的",
    "湿掉的",
    "湿",
    "烂的",
    "烂掉的",
    "烂",
    "发霉的",
    "发霉",
    "发臭的",
    "变质的",
    "变质",
    "坏了",
    "干净的",
    "洗干净的",
    "洗过的",
    "新鲜的",
    "新鲜",
    "吃了一半的",
    "喝了一半的",
    "没吃完的",
    "没喝完的",
    "没用完的",
    "打碎的",
    "摔碎的",
    "碎掉的",
    "碎的",
    "断的",
    "断了的",
    "沾了油的",
    "带油的",
    "油腻的",
    "大的",
    "小的",
    "一堆",
    "一些",
    "几个",
    "很多",
    "半个",
    "半块",
    "我家的",
    "我的",
    "家里",
    "孩子的",
    "小孩的",
    "老人的",
    "宝宝的",
    "自己的",
    "扔掉的",
    "想扔",
    "要扔",
    "怎么扔",
    "关于",
    "不能用的",
    "没坏的",
    "能用的",
    "全新的",
    "新的",
    "二手的",
    "剩余的",
    "多余的",
    "大量的",
    "少量的",
    "各种",
    "普通的",
    "普通",
    "这些",
    "那些",
    "我想知道",
    "想知道",
    "请教一下",
    "请教",
    "查一下",
    "查",
    "谁知道",
    "求问",
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
const AFTER: [&str; 91] = [
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
    "算不算",
    "属不属于",
    "能不能",
    "可不可以",
    "要不要",
    "该不该",
    "放进哪个桶",
    "放哪个垃圾桶",
    "丢哪个垃圾桶",
    "投哪个垃圾桶",
    "进哪个桶",
    "放到哪里",
    "属于什么垃圾",
    "是可回收的",
    "可回收的",
    "呀",
    "啊",
    "嘛",
    "哦",
    "啦",
    "么",
    "的话",
];

/// A query as normalised, then with fewer and fewer words around the name: first those after it, one
/// by one, and of what each leaves those before it, since 油滋啦 itself ends like a question. Never an
/// empty form, none at all for a query without a letter or digit, and last the one with the fewest.
pub(crate) fn forms(query: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    // No question is longer; what a cut leaves of a longer text is answered like any other.
    let query: String = query.chars().take(QUESTION_LETTERS_MAX).collect();
    let mut longer = Some(normalise(&query)).filter(|form| !form.is_empty());
    while let Some(form) = longer {
        longer = without_after(&form).map(str::to_owned);
        let mut next = Some(form);
        while let Some(form) = next {
            next = without_before(&form).map(str::to_owned);
            forms.push(form);
        }
    }
    if let Some(singular) = forms.last().and_then(|form| singular(form)) {
        forms.push(singular);
    }
    forms
}

/// Whether nothing but a question is left, with no thing in it.
pub(crate) fn only_asks(form: &str) -> bool {
    AFTER.contains(&form) || BEFORE.contains(&form) || OPENINGS.contains(&form)
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

#[cfg(test)]
mod tests {
    use super::*;

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
            ("腐竹算不算有害垃圾", "腐竹"),
            ("蓝莓要放哪个垃圾桶呀", "蓝莓"),
            ("请问目鱼是可回收的吗", "目鱼"),
            ("想知道奶粉勺怎么分类", "奶粉勺"),
            ("请问油滋啦是什么垃圾？", "油滋啦"),
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
}
