//! The formula: down once a line, never negative, never more for less.

use proptest::prelude::*;

use super::{award, award_line};
use crate::{
    drop_off::{LINES_MAX, Line},
    tariff::{Grade, MaterialId, Rate, Tariff},
    time::UnixMs,
    units::{Grams, Points},
};

fn tariff(points_per_kg: u32) -> Tariff {
    let rate = |material: &str, points_per_kg| Rate {
        material: MaterialId(material.to_owned()),
        name_zh: material.to_owned(),
        name_en: material.to_owned(),
        points_per_kg,
    };
    Tariff {
        version: 1,
        valid_from: UnixMs::new(0),
        points_per_yuan: 100,
        rates: vec![rate("cardboard", points_per_kg), rate("glass", 0)],
    }
}

fn line(gross: u32, tare: u32, grade: Grade) -> Line {
    Line {
        material: MaterialId("cardboard".to_owned()),
        gross: Grams::new(gross).unwrap(),
        tare: Grams::new(tare).unwrap(),
        grade,
    }
}

fn points(net: u32, points_per_kg: u32, grade: Grade) -> i64 {
    award_line(&line(net, 0, grade), &tariff(points_per_kg)).value()
}

#[test]
fn a_line_earns_by_weight_rate_and_grade_rounded_down() {
    for (net, rate, grade, expected) in [
        (3_200, 60, Grade::Clean, 192),
        (3_200, 60, Grade::Mixed, 96),
        (3_200, 60, Grade::Rejected, 0),
        (999, 60, Grade::Clean, 59),
        (16, 60, Grade::Clean, 0),
        (17, 60, Grade::Clean, 1),
        (1_050, 10, Grade::Mixed, 5),
        (1, 999, Grade::Clean, 0),
        (1, 1_000, Grade::Clean, 1),
        (1, 1_999, Grade::Mixed, 0),
        (0, 60, Grade::Clean, 0),
        (1_000, 0, Grade::Clean, 0),
        (5_000_000, Rate::MAX, Grade::Clean, 500_000_000),
    ] {
        assert_eq!(points(net, rate, grade), expected, "{net} g at {rate}, {grade:?}");
    }
}

#[test]
fn the_container_earns_nothing() {
    let tariff = tariff(60);
    assert_eq!(award_line(&line(1_300, 200, Grade::Clean), &tariff), Points::new(66));
    assert_eq!(award_line(&line(200, 1_300, Grade::Clean), &tariff), Points::ZERO);
}

#[test]
fn a_material_without_a_rate_earns_nothing() {
    let mut unknown = line(1_000, 0, Grade::Clean);
    unknown.material = MaterialId("copper".to_owned());
    assert_eq!(award_line(&unknown, &tariff(60)), Points::ZERO);
}

#[test]
fn each_line_is_rounded_by_itself() {
    let lines = vec![line(999, 0, Grade::Clean), line(999, 0, Grade::Clean)];
    assert_eq!(award(&lines, &tariff(60)), Points::new(59 + 59), "1.998 kg in one would be 119");
    assert_eq!(award(&[], &tariff(60)), Points::ZERO);
}

/// Rounding the graded rate, or the kilograms, would lose a point here.
#[test]
fn there_is_one_rounding_only() {
    let graded_rate = 39 * 50 / 100;
    assert_eq!((points(2_000, 39, Grade::Mixed), 2 * graded_rate), (39, 38));
    let whole_kilograms = 1_999 / 1_000;
    assert_eq!((points(1_999, 39, Grade::Clean), whole_kilograms * 39), (77, 39));
}

#[test]
fn the_largest_drop_off_fits() {
    let lines = vec![line(5_000_000, 0, Grade::Clean); LINES_MAX];
    assert_eq!(award(&lines, &tariff(Rate::MAX)), Points::new(10_000_000_000));
}

fn any_grade() -> impl Strategy<Value = Grade> {
    prop_oneof![Just(Grade::Clean), Just(Grade::Mixed), Just(Grade::Rejected)]
}

fn any_line() -> impl Strategy<Value = Line> {
    (0..=5_000_000_u32, 0..=5_000_000_u32, any_grade())
        .prop_map(|(gross, tare, grade)| line(gross, tare, grade))
}

proptest! {
    #[test]
    fn points_are_never_negative(line in any_line(), rate in 0..=u32::MAX) {
        prop_assert!(award_line(&line, &tariff(rate)) >= Points::ZERO);
    }

    #[test]
    fn more_weight_never_earns_less(
        net in 0..5_000_000_u32, more in 0..5_000_000_u32, rate in 0..=Rate::MAX,
        grade in any_grade(),
    ) {
        let heavier = (net + more).min(5_000_000);
        prop_assert!(points(heavier, rate, grade) >= points(net, rate, grade));
    }

    #[test]
    fn a_drop_off_earns_the_sum_of_its_lines(
        lines in prop::collection::vec(any_line(), 0..LINES_MAX), rate in 0..=Rate::MAX,
    ) {
        let tariff = tariff(rate);
        let sum: i64 = lines.iter().map(|line| award_line(line, &tariff).value()).sum();
        prop_assert_eq!(award(&lines, &tariff).value(), sum);
    }

    #[test]
    fn less_than_a_point_is_lost(net in 0..=5_000_000_u32, rate in 0..=Rate::MAX, grade in any_grade()) {
        let exact = u128::from(net) * u128::from(rate) * u128::from(grade.per_cent());
        let awarded = u128::try_from(points(net, rate, grade)).unwrap() * 100_000;
        prop_assert!(awarded <= exact && exact < awarded + 100_000);
    }
}
