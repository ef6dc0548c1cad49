//! The state a thing is said to be in, and the answer that holds for it: 脏的外卖盒 is the soiled one.

use wufei_domain::stream::Stream;

use crate::item::{Disposal, Item, Part};

/// A state that answers differ by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Soiled,
    Clean,
    Full,
    Empty,
    Broken,
    Whole,
}

/// Words that say so, in what is typed and in conditions.
const WORDS: [(State, &[&str]); 6] = [
    (
        State::Soiled,
        &[
            "脏", "沾", "油腻", "油污", "油渍", "污", "湿", "带油", "没洗", "残渣", "湿透", "粘了",
            "粘着", "粘满",
        ],
    ),
    (State::Clean, &["干净", "洗净", "洗过", "冲净", "冲洗", "清洁", "未用", "没用过", "全新"]),
    (
        State::Full,
        &["没用完", "没喝完", "没吃完", "还有", "剩", "装着", "满的", "未用完", "里面有"],
    ),
    (State::Empty, &["空", "用完", "倒空", "喝完", "吃完"]),
    (State::Broken, &["破", "碎", "坏", "裂", "断"]),
    (State::Whole, &["完整", "完好", "能穿", "还能用", "没坏"]),
];

fn states(text: &str) -> impl Iterator<Item = State> {
    let said = move |(state, words): (State, &[&str])| {
        words.iter().any(|word| text.contains(word)).then_some(state)
    };
    WORDS.into_iter().filter_map(said)
}

/// The answer for what the query names of an item: the part it ends with (打包盒 asks for the box, not
/// for the food in it), under the state it speaks of beside the item's own name; the most usual part
/// and state otherwise.
pub(crate) fn part_for<'a>(query: &str, item: &'a Item) -> Option<&'a Part> {
    let beside = query.replacen(&item.name.zh, "", 1);
    let said: Vec<State> = states(&beside).collect();
    let usual = item.usual()?;
    let likely = |part: &Part| {
        let condition = part.condition.as_ref().map_or("", |text| text.zh.as_str());
        let state = states(condition).any(|state| said.contains(&state));
        let part_named = named(query, part);
        let in_bin = part.disposal.stream().is_some();
        (part_named, state, in_bin, part == usual)
    };
    // Of equals the first, as they stand in the item.
    item.parts.iter().rev().max_by_key(|part| likely(part))
}

/// What soaks dirt up and is no raw material any more: its name ends with one of these.
const SOAKS: &str = "纸报书箱盒袋布衣裤裙帽巾棉绒毯本册板";

/// Where a known thing goes when the query says that it is soiled.
pub(crate) fn unless_spoilt(query: &str, item: &Item, disposal: Disposal) -> Disposal {
    let soaks = item.name.zh.chars().last().is_some_and(|last| SOAKS.contains(last));
    if soaks { spoilt(&query.replacen(&item.name.zh, "", 1), disposal) } else { disposal }
}

/// Paper, cloth and film that are said to be soiled are no raw material any more.
pub(crate) fn spoilt(said: &str, disposal: Disposal) -> Disposal {
    let is_soiled = || states(said).any(|state| state == State::Soiled);
    match disposal {
        Disposal::Bin(Stream::Recyclable) if is_soiled() => Disposal::Bin(Stream::Residual),
        other => other,
    }
}

/// How much of the query's end a part's name shares: 2 for its last character, 1 for one within the
/// last two.
fn named(query: &str, part: &Part) -> u8 {
    let Some(name) = &part.name else { return 0 };
    let mut ends = query.chars().rev().filter(|letter| letter.is_alphanumeric());
    match (ends.next(), ends.next()) {
        (Some(last), _) if name.zh.contains(last) => 2,
        (_, Some(before)) if name.zh.contains(before) => 1,
        _ => 0,
    }
}
