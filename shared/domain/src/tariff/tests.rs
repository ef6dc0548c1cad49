//! Rates and what points are worth.

use super::{Grade, MaterialId, Rate, Tariff};
use crate::{
    time::UnixMs,
    units::{Fen, Points},
};

fn tariff(points_per_yuan: u32) -> Tariff {
    let rate = Rate {
        material: MaterialId("pet".to_owned()),
        name_zh: "塑料瓶".to_owned(),
        name_en: "Bottles".to_owned(),
        points_per_kg: 120,
    };
    Tariff { version: 2, valid_from: UnixMs::new(0), points_per_yuan, rates: vec![rate] }
}

#[test]
fn a_rate_is_found_by_its_material() {
    let tariff = tariff(100);
    let found = tariff.rate(&MaterialId("pet".to_owned()));
    assert_eq!(found.map(|rate| rate.points_per_kg), Some(120));
    assert_eq!(tariff.rate(&MaterialId("PET".to_owned())), None);
}

#[test]
fn worth_is_rounded_down_to_the_fen() {
    for (points_per_yuan, points, fen) in
        [(100, 168, 168), (300, 1, 0), (300, 2, 0), (300, 3, 1), (300, 299, 99), (7, -1, -15)]
    {
        let worth = tariff(points_per_yuan).worth(Points::new(points));
        assert_eq!(worth, Fen::new(fen), "{points} at {points_per_yuan}");
    }
}

#[test]
fn a_tariff_without_a_yuan_does_not_divide_by_nothing() {
    assert_eq!(tariff(0).worth(Points::new(3)), Fen::new(300));
}

#[test]
fn grades_pay_in_fixed_steps() {
    let steps = [
        (Grade::Clean, "clean", 100),
        (Grade::Mixed, "mixed", 50),
        (Grade::Rejected, "rejected", 0),
    ];
    for (grade, code, per_cent) in steps {
        assert_eq!((grade.code(), grade.per_cent()), (code, per_cent));
        assert_eq!(serde_json::to_string(&grade).unwrap(), format!("\"{code}\""));
    }
}
