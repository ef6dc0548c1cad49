//! Codes, their hierarchy, their time, and what units became.

use proptest::prelude::*;

use super::{AreaCode, Level, Merger, Validity, successor};
use crate::{refusal::Code, time::UnixMs};

fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

/// From the province down to one village.
const LINE: [(&str, Level); 5] = [
    ("330000000000", Level::Province),
    ("330600000000", Level::City),
    ("330683000000", Level::County),
    ("330683106000", Level::Town),
    ("330683106273", Level::Village),
];

#[test]
fn zeros_say_the_level() {
    for (text, level) in LINE {
        assert_eq!(code(text).level(), level, "{text}");
        assert_eq!(serde_json::to_string(&level).unwrap(), format!("\"{}\"", level.code()));
    }
    assert_eq!(code("330602001001").level(), Level::Village);
}

#[test]
fn each_area_lies_in_the_one_above() {
    assert_eq!(code(LINE[0].0).parent(), None);
    for pair in LINE.windows(2) {
        assert_eq!(code(pair[1].0).parent(), Some(code(pair[0].0)));
    }
}

#[test]
fn an_area_contains_itself_and_what_lies_below() {
    for (above, (upper, _)) in LINE.iter().enumerate() {
        for (below, (lower, _)) in LINE.iter().enumerate() {
            assert_eq!(code(upper).contains(code(lower)), above <= below, "{upper} {lower}");
        }
    }
    assert!(!code("330683106000").contains(code("330683107001")));
    assert!(!code("330683106273").contains(code("330683106272")));
    assert!(!code("330602000000").contains(code("330683106273")));
}

#[test]
fn what_is_no_code_is_refused() {
    for text in [
        "",
        "33068310627",
        "3306831062730",
        "33068310627x",
        "+30683106273",
        "003306831062",
        "３３０６８３１０６２７３",
    ] {
        let refusal = text.parse::<AreaCode>().unwrap_err();
        assert_eq!((refusal.code, &*refusal.args["value"]), (Code::AreaCodeMalformed, text));
    }
    assert!(serde_json::from_str::<AreaCode>("330683106273").is_err(), "a number is no code");
    let json = "\"330683106273\"";
    assert_eq!(
        serde_json::to_string(&serde_json::from_str::<AreaCode>(json).unwrap()).unwrap(),
        json
    );
}

#[test]
fn a_code_is_in_force_from_its_first_to_before_its_end() {
    let at = UnixMs::new;
    let both = Validity { from: Some(at(10)), to: Some(at(20)) };
    for (moment, holds) in [(9, false), (10, true), (19, true), (20, false)] {
        assert_eq!(both.holds_at(at(moment)), holds, "{moment}");
    }
    assert!(Validity::default().holds_at(at(i64::MIN)));
    assert!(Validity { from: None, to: Some(at(1)) }.holds_at(at(0)));
    assert!(Validity { from: Some(at(1)), to: None }.holds_at(at(i64::MAX)));
}

fn merger(from: &str, into: &str, at: i64) -> Merger {
    Merger { from: code(from), into: code(into), at: UnixMs::new(at) }
}

#[test]
fn a_merged_village_answers_under_its_successor() {
    let (a, b, c) = ("330683106271", "330683106272", "330683106273");
    let mergers = [merger(b, c, 200), merger(a, b, 100)];
    for (at, now) in [(99, a), (100, b), (199, b), (200, c), (1_000, c)] {
        assert_eq!(successor(code(a), UnixMs::new(at), &mergers), code(now), "at {at}");
    }
    assert_eq!(successor(code(c), UnixMs::new(1_000), &mergers), code(c));
    let too_early = [merger(b, c, 100), merger(a, b, 200)];
    assert_eq!(successor(code(a), UnixMs::new(300), &too_early), code(b), "c was gone into before");
}

#[test]
fn a_circle_of_mergers_ends() {
    let (a, b) = ("330683106271", "330683106272");
    let circle = [merger(a, b, 1), merger(b, a, 2)];
    assert_eq!(successor(code(a), UnixMs::new(3), &circle), code(a));
}

proptest! {
    #[test]
    fn a_code_goes_round_and_climbs_to_its_province(number in 10_000_000_000_u64..1_000_000_000_000) {
        let text = format!("{number:012}");
        let code: AreaCode = text.parse().unwrap();
        prop_assert_eq!(code.to_string(), text);
        let mut climbed = code;
        for _ in 0..4 {
            if let Some(parent) = climbed.parent() {
                prop_assert!(parent.contains(code) && parent.level() < climbed.level());
                climbed = parent;
            }
        }
        prop_assert_eq!(climbed.level(), Level::Province);
    }
}
