//! Wrong rows of a table: each is told with its line, and then nothing is kept.

use super::{Lines, Review, SHELL, column, fill, fill_three, written};
use crate::operate::OperateError;

type Cells = &'static [(&'static str, &'static str)];

const SOFT: [(&str, &str); 2] = [("new_reason", "软。"), ("new_reason_en", "It is soft.")];
const NUT: Cells = &[("new_reason", "硬|壳。"), ("new_reason_en", "Hard.")];
const HUSK: Cells = &[("new_reason", "长长长长长长长长。"), ("new_reason_en", "Long.")];
const STONE: Cells = &[("new_reason", "硬。很硬。"), ("new_reason_en", "Hard.")];
const COCONUT: Cells = &[("new_reason", "硬。"), ("new_reason_en", "Hard")];
const BONE: Cells = &[("new_condition", "大"), ("new_condition_en", "Large")];
const BIN: Cells = &[SOFT[0], SOFT[1], ("new_place", "垃圾箱")];
const RESIDUAL: Cells = &[SOFT[0], SOFT[1], ("new_place", "residual")];

/// A thing, what is filled into its first row, the column that is wrong and the rule.
const WRONG: [(&str, Cells, &str, &str); 15] = [
    ("cable", BIN, "new_place", "place-unknown"),
    ("towel", &[("new_place", "recyclable")], "new_reason", "reason-needed"),
    ("power-bank", RESIDUAL, "new_source", "source-needed-hazardous"),
    ("pet-faeces", RESIDUAL, "new_source", "source-needed-bin"),
    ("led-lamp", &[("new_source", "named gb9999")], "new_source", "source-unknown"),
    ("sea-shell", &[("new_reason", "硬。")], "new_reason_en", "one-language"),
    ("walnut-shell", NUT, "new_reason", "no-cell"),
    ("corn-husk", HUSK, "new_reason", "too-long"),
    ("durian-stone", STONE, "new_reason", "no-sentence"),
    ("coconut-shell", COCONUT, "new_reason_en", "no-sentence"),
    ("large-bone", BONE, "new_condition", "condition-alone"),
    ("milk-carton", &[("new_place", "recyclable")], "", "unchanged"),
    ("pillow", &[("number", "9"), ("note", "n")], "number", "number-unknown"),
    ("foam-box", &[("mark", "m0"), ("note", "n")], "book", "stale"),
    ("cat-litter", &[("key", "cat-liter"), ("note", "n")], "key", "thing-unknown"),
];

#[test]
fn every_wrong_row_is_told_with_its_line_and_nothing_is_kept() {
    let review = Review::new();
    let mut lines = written();
    let mut expected = Vec::new();
    for (key, cells, column, rule) in WRONG {
        let line = u32::try_from(fill(&mut lines, key, 1, cells)).unwrap();
        expected.push((line, column.to_owned(), rule.to_owned()));
    }
    let long = "长".repeat(300) + "。";
    fill(&mut lines, "corn-husk", 1, &[("new_reason", &long)]);
    // One good row, and the same once more: none of it counts.
    let good = fill(&mut lines, "durian-shell", 1, SHELL);
    let twice = lines[good - 1].clone();
    lines.push(twice);
    expected.push((u32::try_from(lines.len()).unwrap(), "key".to_owned(), "repeated".to_owned()));

    let refused = review.refused(&lines);
    let mut told: Vec<(u32, String, String)> = refused
        .iter()
        .map(|wrong| (wrong.line, wrong.column.to_owned(), wrong.rule.code().to_owned()))
        .collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    assert_eq!(review.kept(), 0);
    let said = OperateError::Corrections(refused).sentences();
    let of = |word: &str| said.lines().find(|line| line.contains(word)).unwrap().to_owned();
    assert!(of("cat-liter").contains("cat-litter 猫砂"), "{}", of("cat-liter"));
    assert!(of("垃圾箱").contains("wrong.csv:") && of("垃圾箱").contains("No such place"));
    assert!(of("gb9999").contains("没有这个依据"), "{said}");
    assert!(!said.contains('⟨') && said.ends_with("please mend it and send it again."), "{said}");
}

/// Whether nothing of a table with one wrong row among good ones was kept.
fn is_all_or_nothing(apply: impl Fn(&Review, &Lines)) -> bool {
    let review = Review::new();
    let mut lines = written();
    fill_three(&mut lines);
    fill(&mut lines, "cable", 1, &[("new_place", "垃圾箱")]);
    apply(&review, &lines);
    review.kept() == 0
}

#[test]
fn one_wrong_row_and_none_is_taken() {
    assert!(is_all_or_nothing(|review, lines| {
        assert_eq!(review.refused(lines).len(), 1);
    }));
}

/// The control: the same rows, each brought alone from outside.
#[test]
fn row_by_row_some_would_be_taken() {
    assert!(!is_all_or_nothing(|review, lines| {
        for (at, line) in lines.iter().enumerate().skip(1) {
            if line[column(lines, "new_place")..].iter().all(String::is_empty) {
                continue;
            }
            let file = review.write(&format!("{at}.csv"), &vec![lines[0].clone(), line.clone()]);
            let _ = review.correct(&file, false);
        }
    }));
}

/// The database keeps nothing half: where the version cannot be written, no key is published either.
#[test]
fn a_version_that_cannot_be_written_leaves_nothing() {
    let review = Review::new();
    review.city.refuse_rows("rulebook_patches");
    let mut lines = written();
    fill_three(&mut lines);
    let done = review.correct(&review.write("filled.csv", &lines), false);
    assert!(matches!(done, Err(OperateError::Store(_))), "{done:?}");
    assert_eq!(review.kept(), 0);
    assert_eq!(review.city.count("SELECT COUNT(*) FROM meta WHERE name = 'rulebook_key'"), 0);
}
