//! At the scale: card numbers, weights as typed, points, and what a drop-off earns.

use serde::Deserialize;

use super::{Args, cases, expected};
use crate::{
    card::CardNumber,
    drop_off::{Line, validate},
    points::{award, award_line},
    refusal::Code,
    tariff::{Grade, MaterialId, Rate, Tariff},
    time::UnixMs,
    units::{Grams, Points, WeightUnit},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardCase {
    name: String,
    typed: String,
    card: Option<CardNumber>,
    refusal: Option<Code>,
    #[serde(default)]
    args: Args,
}

#[test]
fn cards_are_read() {
    for case in cases::<CardCase>(include_str!("../../vectors/cards.json")) {
        let expected = expected(case.card, case.refusal, case.args);
        assert_eq!(CardNumber::read(&case.typed), expected, "{}", case.name);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightCase {
    name: String,
    typed: String,
    unit: WeightUnit,
    grams: Option<Grams>,
    refusal: Option<Code>,
    #[serde(default)]
    args: Args,
}

#[test]
fn weights_are_read() {
    for case in cases::<WeightCase>(include_str!("../../vectors/weights.json")) {
        let expected = expected(case.grams, case.refusal, case.args);
        assert_eq!(case.unit.parse(&case.typed), expected, "{}", case.name);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateCase {
    material: String,
    points_per_kg: u32,
}

fn tariff(rates: Vec<RateCase>) -> Tariff {
    let rate = |rate: RateCase| Rate {
        name_zh: rate.material.clone(),
        name_en: rate.material.clone(),
        material: MaterialId(rate.material),
        points_per_kg: rate.points_per_kg,
    };
    let rates = rates.into_iter().map(rate).collect();
    Tariff { version: 1, valid_from: UnixMs::new(0), points_per_yuan: 100, rates }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsCase {
    name: String,
    material: String,
    gross_grams: Grams,
    tare_grams: Grams,
    grade: Grade,
    points_per_kg: u32,
    points: Points,
}

#[test]
fn lines_earn_their_points() {
    for case in cases::<PointsCase>(include_str!("../../vectors/points.json")) {
        let rate = RateCase { material: case.material.clone(), points_per_kg: case.points_per_kg };
        let line = Line {
            material: MaterialId(case.material),
            gross: case.gross_grams,
            tare: case.tare_grams,
            grade: case.grade,
        };
        assert_eq!(award_line(&line, &tariff(vec![rate])), case.points, "{}", case.name);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineCase {
    material: String,
    gross_grams: Grams,
    tare_grams: Grams,
    grade: Grade,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DropOffCase {
    name: String,
    scale_max_grams: Grams,
    rates: Vec<RateCase>,
    lines: Vec<LineCase>,
    points: Option<Points>,
    refusal: Option<Code>,
    #[serde(default)]
    args: Args,
}

#[test]
fn drop_offs_are_taken_or_refused() {
    for case in cases::<DropOffCase>(include_str!("../../vectors/drop_offs.json")) {
        let tariff = tariff(case.rates);
        let line = |line: LineCase| Line {
            material: MaterialId(line.material),
            gross: line.gross_grams,
            tare: line.tare_grams,
            grade: line.grade,
        };
        let lines: Vec<Line> = case.lines.into_iter().map(line).collect();
        let taken =
            validate(&lines, &tariff, case.scale_max_grams).map(|()| award(&lines, &tariff));
        assert_eq!(taken, expected(case.points, case.refusal, case.args), "{}", case.name);
    }
}
