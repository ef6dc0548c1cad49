//! Weights that do not stand: each has its own sentence in both languages, and what was typed
//! stays.

use std::collections::BTreeSet;

use wufei_domain::{drop_off::LINES_MAX, tariff::Grade, units::WeightUnit};

use super::{driver::Driver, shifts::at_scale, strings::has_han, town};
use crate::{
    event::PointEvent,
    view::{Screen, ViewModel, point::WeighView},
};

pub(super) fn weigh(shown: ViewModel) -> WeighView {
    match shown.screen {
        Screen::Weigh { weigh } => weigh,
        other => panic!("{other:?}"),
    }
}

fn types(driver: &mut Driver, gross: &str, tare: &str) {
    driver.at_point(PointEvent::MaterialPicked { material: town::material("pet") });
    driver.at_point(PointEvent::GrossTyped { text: gross.to_owned() });
    driver.at_point(PointEvent::TareTyped { text: tare.to_owned() });
}

/// The sentence, Chinese and English.
fn problem(driver: &Driver) -> Option<(String, String)> {
    let seen = driver.seen();
    Some((weigh(seen.chinese).entry.problem?, weigh(seen.english).entry.problem?))
}

const WRONG: [(&str, &str, &str); 8] = [
    ("zero", "0", ""),
    ("negative", "-3", ""),
    ("malformed", "three", ""),
    ("too fine", "1.2345", ""),
    ("above the scale", "151", ""),
    ("tare above gross", "2", "3"),
    ("tare as heavy as gross", "2", "2"),
    ("missing", "", "1"),
];

#[test]
fn each_wrong_weight_has_its_own_sentence_and_stays_typed() {
    let (mut chinese, mut english) = (BTreeSet::new(), BTreeSet::new());
    for (name, gross, tare) in WRONG {
        let mut driver = at_scale();
        types(&mut driver, gross, tare);
        driver.at_point(PointEvent::AddLine);
        let (zh, en) = problem(&driver).unwrap_or_else(|| panic!("{name} is taken"));
        assert!(has_han(&zh) && !has_han(&en), "{name}: {zh} / {en}");
        let view = weigh(driver.shown());
        assert_eq!((view.entry.gross.as_str(), view.entry.tare.as_str()), (gross, tare), "{name}");
        assert!(view.lines.is_empty(), "{name}");
        chinese.insert(zh);
        english.insert(en);
    }
    assert_eq!(chinese.len(), WRONG.len(), "{chinese:#?}");
    assert_eq!(english.len(), WRONG.len(), "{english:#?}");
}

#[test]
fn a_wrong_weight_stops_the_review_and_the_next_material() {
    for (name, gross, tare) in WRONG {
        let mut driver = at_scale();
        types(&mut driver, gross, tare);
        driver.at_point(PointEvent::MaterialPicked { material: town::material("cardboard") });
        let view = weigh(driver.shown());
        assert!(view.materials.iter().any(|key| key.selected && key.material.0 == "pet"), "{name}");
        driver.at_point(PointEvent::Review);
        assert!(matches!(driver.screen(), Screen::Weigh { .. }), "{name}");
        assert!(problem(&driver).is_some(), "{name}");
    }
}

#[test]
fn typing_again_takes_the_sentence_away() {
    let mut driver = at_scale();
    types(&mut driver, "0", "");
    driver.at_point(PointEvent::AddLine);
    assert!(problem(&driver).is_some());
    driver.at_point(PointEvent::GrossTyped { text: "1".to_owned() });
    assert_eq!(problem(&driver), None);
}

#[test]
fn a_wrong_weight_stays_typed_over_a_restart() {
    let mut driver = at_scale();
    types(&mut driver, "three", "");
    driver.at_point(PointEvent::AddLine);
    let mut driver = driver.restarted();
    driver.opens(crate::event::Tab::Point);
    assert_eq!(weigh(driver.shown()).entry.gross, "three");
}

#[test]
fn without_a_material_a_weight_is_no_line() {
    let mut driver = at_scale();
    driver.at_point(PointEvent::GrossTyped { text: "1".to_owned() });
    driver.at_point(PointEvent::AddLine);
    assert!(problem(&driver).is_some());
    driver.at_point(PointEvent::MaterialPicked { material: town::material("pet") });
    driver.at_point(PointEvent::AddLine);
    assert_eq!(weigh(driver.shown()).lines.len(), 1);
}

#[test]
fn jin_and_full_width_digits_are_weighed_to_the_gram() {
    let mut driver = at_scale();
    driver.at_point(PointEvent::UnitPicked { unit: WeightUnit::Jin });
    types(&mut driver, "６．４", "0.4");
    driver.at_point(PointEvent::AddLine);
    let view = weigh(driver.shown());
    assert_eq!(view.entry.unit, WeightUnit::Jin, "a scale shows one unit");
    assert!(view.lines[0].net.contains("3 公斤") && view.lines[0].net.contains("6 斤"));
}

#[test]
fn a_line_of_a_form_is_taken_whole_or_stays_whole() {
    let line = |gross: &str, grade| PointEvent::LineEntered {
        material: town::material("pet"),
        unit: WeightUnit::Kilogram,
        gross: gross.to_owned(),
        tare: String::new(),
        grade,
    };
    let mut driver = at_scale();
    driver.at_point(line("heavy", Grade::Mixed));
    let view = weigh(driver.shown());
    assert_eq!((view.entry.gross.as_str(), view.entry.grade), ("heavy", Grade::Mixed));
    driver.at_point(line("1.1", Grade::Mixed));
    driver.at_point(line("0.9", Grade::Rejected));
    assert_eq!(weigh(driver.shown()).lines.len(), 2);
    driver.at_point(PointEvent::RemoveLine { index: 7 });
    driver.at_point(PointEvent::RemoveLine { index: 0 });
    let left = weigh(driver.shown()).lines;
    assert!(left.len() == 1 && left[0].net.contains("0.9 公斤"), "{left:?}");
}

#[test]
fn a_drop_off_has_a_bounded_number_of_lines() {
    let mut driver = at_scale();
    for _ in 0..=LINES_MAX {
        types(&mut driver, "1", "");
        driver.at_point(PointEvent::AddLine);
    }
    let view = weigh(driver.shown());
    assert_eq!(view.lines.len(), LINES_MAX);
    assert!(view.entry.problem.is_some() && view.entry.gross == "1");
}
