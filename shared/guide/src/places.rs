//! Whether a place is asked for, not a thing: 附近的回收点在哪里.
//!
//! The words stand in `data/places.txt`. A question is recognised as a whole or not at all, so that
//! 回收点的牌子 stays a thing.

use std::sync::LazyLock;

use crate::{files, normal::normalise, search::QUERY_LETTERS_MAX};

/// Words by where they stand, as normalised.
#[derive(Default)]
struct Words {
    before: Vec<String>,
    place: Vec<String>,
    after: Vec<String>,
    whole: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (row, cell) in files::PLACES.lines().filter_map(|line| line.split_once('|')) {
        let list = match row.trim() {
            "before" => &mut words.before,
            "place" => &mut words.place,
            "after" => &mut words.after,
            "whole" => &mut words.whole,
            _ => continue,
        };
        list.extend(cell.split(',').map(normalise));
    }
    words
});

/// Whether a query asks where the recycling points are. Spaces, signs, width, case and traditional
/// characters do not matter.
pub fn asks_for_points(query: &str) -> bool {
    let query: String = query.chars().take(QUERY_LETTERS_MAX).collect();
    let query = normalise(&query);
    let is_place = |rest: &str| WORDS.place.iter().any(|place| place == rest);
    let ends_well =
        |rest: &str| is_place(rest) || cut(&WORDS.after, rest, str::strip_suffix).any(is_place);
    WORDS.whole.contains(&query)
        || ends_well(&query)
        || cut(&WORDS.before, &query, str::strip_prefix).any(ends_well)
}

/// What is left of `text` without each of the words that it has there.
fn cut<'t>(
    words: &'static [String],
    text: &'t str,
    strip: fn(&'t str, &'static str) -> Option<&'t str>,
) -> impl Iterator<Item = &'t str> {
    words.iter().filter_map(move |word| strip(text, word))
}

#[cfg(test)]
mod tests {
    use super::asks_for_points;
    use crate::{files, guide::Guide};

    #[test]
    fn whoever_asks_for_a_place_is_understood() {
        let asked = [
            "回收点",
            "附近回收点",
            "附近的回收点在哪里？",
            "回收站",
            "投放点",
            "哪里回收",
            "卖废品的地方",
            "垃圾站",
            "回 收 點",
            "Recycling point",
            "Where is the nearest recycling point?",
            "recycling points near me",
        ];
        for query in asked {
            assert!(asks_for_points(query), "{query}");
        }
    }

    #[test]
    fn a_thing_stays_a_thing() {
        let things = [
            "回收点的牌子",
            "垃圾站的桶",
            "附近",
            "哪里",
            "可回收物",
            "回收",
            "near me",
            "",
            "？",
            "废品",
        ];
        for query in things {
            assert!(!asks_for_points(query), "{query}");
        }
    }

    /// 回收站 is also where a computer puts deleted files: the app shows both.
    #[test]
    fn no_name_of_a_thing_but_one_asks_for_a_place() {
        let guide = Guide::zhejiang().unwrap();
        let names = guide.items().iter().flat_map(|item| {
            [&item.name.zh, &item.name.en].into_iter().chain(&item.aliases).map(String::as_str)
        });
        let both: Vec<&str> = names.filter(|name| asks_for_points(name)).collect();
        assert_eq!(both, ["回收站"]);
    }

    #[test]
    fn each_row_of_the_file_is_read() {
        for line in files::PLACES.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let row = line.split_once('|').map(|(row, _)| row.trim());
            assert!(matches!(row, Some("before" | "place" | "after" | "whole")), "{line}");
        }
    }
}
