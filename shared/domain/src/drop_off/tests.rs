//! What a scale, a tariff and good sense refuse.

use super::{DropOff, LINES_MAX, Line, ReversalReason, validate, validate_line};
use crate::{
    card::CardNumber,
    ids::{HouseholdId, PointId, RecordId},
    refusal::Code,
    tariff::{Grade, MaterialId, Rate, Tariff},
    time::UnixMs,
    units::Grams,
};

const SCALE_MAX: u32 = 150_000;

fn tariff() -> Tariff {
    let rate = Rate {
        material: MaterialId("cardboard".to_owned()),
        name_zh: "纸板".to_owned(),
        name_en: "Cardboard".to_owned(),
        points_per_kg: 60,
    };
    Tariff { version: 1, valid_from: UnixMs::new(0), points_per_yuan: 100, rates: vec![rate] }
}

fn line(material: &str, gross: u32, tare: u32) -> Line {
    Line {
        material: MaterialId(material.to_owned()),
        gross: Grams::new(gross).unwrap(),
        tare: Grams::new(tare).unwrap(),
        grade: Grade::Clean,
    }
}

fn refused(lines: &[Line]) -> (Code, Vec<String>) {
    let refusal = validate(lines, &tariff(), Grams::new(SCALE_MAX).unwrap()).unwrap_err();
    (refusal.code, refusal.args.into_values().collect())
}

fn args(values: [&str; 2]) -> Vec<String> {
    values.map(str::to_owned).to_vec()
}

#[test]
fn a_right_drop_off_is_taken_up_to_the_scale() {
    for line in [line("cardboard", 1, 0), line("cardboard", SCALE_MAX, SCALE_MAX - 1)] {
        assert_eq!(validate_line(&line, &tariff(), Grams::new(SCALE_MAX).unwrap()), Ok(()));
    }
    let full = vec![line("cardboard", 1, 0); LINES_MAX];
    assert_eq!(validate(&full, &tariff(), Grams::new(1).unwrap()), Ok(()));
}

#[test]
fn the_number_of_lines_has_bounds() {
    assert_eq!(refused(&[]).0, Code::LinesMissing);
    let many = vec![line("cardboard", 1, 0); LINES_MAX + 1];
    assert_eq!(refused(&many), (Code::LinesTooMany, args(["20", "21"])));
}

#[test]
fn a_line_is_refused_with_the_value_and_the_rule() {
    assert_eq!(
        refused(&[line("copper", 0, 0)]),
        (Code::MaterialUnknown, vec!["copper".to_owned()])
    );
    assert_eq!(refused(&[line("cardboard", 0, 0)]), (Code::WeightZero, vec!["0".to_owned()]));
    let above = refused(&[line("cardboard", SCALE_MAX + 1, 0)]);
    assert_eq!(above, (Code::WeightAboveScale, args(["150000", "150001"])));
    for tare in [1_000, 1_001] {
        let heavy = refused(&[line("cardboard", 1_000, tare)]);
        assert_eq!(heavy, (Code::TareAboveGross, args(["1000", &tare.to_string()])));
    }
}

#[test]
fn one_broken_line_refuses_the_whole() {
    let lines = [line("cardboard", 1_000, 0), line("cardboard", 0, 0)];
    assert_eq!(refused(&lines).0, Code::WeightZero);
}

#[test]
fn the_net_weight_is_what_was_brought() {
    let drop_off = DropOff {
        point: PointId::from_stamp(UnixMs::new(1), [0; 10]),
        shift: RecordId::from_stamp(UnixMs::new(1), [1; 10]),
        household: HouseholdId::new("330683106273".parse().unwrap(), 1),
        card: CardNumber::from_serial(1).unwrap(),
        tariff_version: 1,
        lines: vec![
            line("cardboard", 3_200, 200),
            line("cardboard", 1, 2),
            line("cardboard", 5, 0),
        ],
    };
    assert_eq!(drop_off.net_grams(), 3_005);
}

#[test]
fn reasons_keep_their_names() {
    for reason in ReversalReason::ALL {
        assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{}\"", reason.code()));
    }
}
