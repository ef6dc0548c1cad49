//! Weights as they are typed, and the bounds that hold at every door.

use proptest::prelude::*;

use super::{Fen, Grams, Points, WeightUnit};
use crate::{refusal::Code, words::format::typed_weight};

const KILOGRAM: WeightUnit = WeightUnit::Kilogram;
const JIN: WeightUnit = WeightUnit::Jin;

fn grams(unit: WeightUnit, typed: &str) -> u32 {
    unit.parse(typed).unwrap_or_else(|refusal| panic!("{typed}: {refusal}")).value()
}

fn code(unit: WeightUnit, typed: &str) -> Code {
    unit.parse(typed).map_or_else(|refusal| refusal.code, |grams| panic!("{typed} is {grams} g"))
}

#[test]
fn what_is_typed_is_read_exactly() {
    for (unit, typed, expected) in [
        (KILOGRAM, "3.2", 3_200),
        (KILOGRAM, "3.200", 3_200),
        (KILOGRAM, "0.001", 1),
        (KILOGRAM, "0", 0),
        (KILOGRAM, "007", 7_000),
        (KILOGRAM, " 3.2 ", 3_200),
        (KILOGRAM, "３．２", 3_200),
        (KILOGRAM, "３。２", 3_200),
        (KILOGRAM, "1.0000", 1_000),
        (KILOGRAM, "5000", 5_000_000),
        (JIN, "6.4", 3_200),
        (JIN, "６．４", 3_200),
        (JIN, "1", 500),
        (JIN, "0.002", 1),
        (JIN, "10000", 5_000_000),
    ] {
        assert_eq!(grams(unit, typed), expected, "{typed} {unit:?}");
    }
}

#[test]
fn what_is_no_weight_is_refused_by_name() {
    for typed in
        ["", " ", ".", "1.", ".5", "1.2.3", "三", "3,2", "1e3", "+1", "3.2kg", "-", "--1", "1.-2"]
    {
        assert_eq!(code(KILOGRAM, typed), Code::WeightMalformed, "{typed}");
    }
    for typed in ["-1", "−1", "－1", "-0.5"] {
        assert_eq!(code(JIN, typed), Code::WeightNegative, "{typed}");
    }
}

#[test]
fn finer_than_a_gram_is_refused_not_rounded() {
    for (unit, typed, decimals) in [
        (KILOGRAM, "0.0005", "3"),
        (KILOGRAM, "1.0001", "3"),
        (JIN, "0.0005", "3"),
        (JIN, "0.001", "2"),
        (JIN, "6.401", "2"),
    ] {
        let refusal = unit.parse(typed).unwrap_err();
        assert_eq!(refusal.code, Code::WeightTooFine, "{typed}");
        assert_eq!(refusal.args["decimals"], decimals, "{typed}");
        assert_eq!(refusal.args["value"], typed);
    }
}

#[test]
fn a_huge_weight_is_named_as_it_was_typed() {
    for (unit, typed, named) in [
        (KILOGRAM, "5000.001", "5000001"),
        (JIN, "10000.002", "5000001"),
        (KILOGRAM, "99999999", "99999999000"),
        (KILOGRAM, "10000000000000000", "10000000000000000000"),
        (JIN, "18446744073709551.614", "9223372036854775807"),
    ] {
        let refusal = unit.parse(typed).unwrap_err();
        assert_eq!(refusal.code, Code::WeightAboveScale, "{typed}");
        assert_eq!((&*refusal.args["value"], &*refusal.args["max"]), (named, "5000000"), "{typed}");
    }
    let endless = "9".repeat(60);
    let refusal = KILOGRAM.parse(&endless).unwrap_err();
    assert_eq!((refusal.code, &refusal.args["value"]), (Code::WeightAboveScale, &endless));
}

#[test]
fn a_refused_weight_is_shown_back() {
    assert_eq!(KILOGRAM.parse(" x ").unwrap_err().args["value"], "x");
}

#[test]
fn grams_end_at_five_tonnes_also_on_the_wire() {
    assert_eq!(serde_json::from_str::<Grams>("5000000").unwrap(), Grams::MAX);
    assert_eq!(serde_json::to_string(&Grams::MAX).unwrap(), "5000000");
    for text in ["5000001", "-1", "1.5", "\"3\"", "4294967296", "null"] {
        assert!(serde_json::from_str::<Grams>(text).is_err(), "{text}");
    }
    let refusal = Grams::try_from(5_000_001).unwrap_err();
    assert_eq!((refusal.code, &*refusal.args["value"]), (Code::WeightAboveScale, "5000001"));
    assert_eq!(u32::from(Grams::MAX), 5_000_000);
}

#[test]
fn what_is_left_is_never_below_nothing() {
    let (one, two) = (Grams::new(1).unwrap(), Grams::new(2).unwrap());
    assert_eq!(two.less(one), Some(one));
    assert_eq!(one.less(one), Some(Grams::ZERO));
    assert_eq!(one.less(two), None);
}

#[test]
fn points_add_up_and_stop_at_the_end() {
    let (most, one) = (Points::new(i64::MAX), Points::new(1));
    assert_eq!(one.plus(Points::new(-3)), Some(Points::new(-2)));
    assert_eq!(most.plus(one), None);
    assert_eq!([one, one, one].into_iter().sum::<Points>(), Points::new(3));
    assert_eq!([most, one].into_iter().sum::<Points>(), most);
    assert_eq!(std::iter::empty::<Points>().sum::<Points>(), Points::ZERO);
    assert_eq!(serde_json::to_string(&Points::new(-7)).unwrap(), "-7");
}

#[test]
fn fen_are_a_bare_number_on_the_wire() {
    assert_eq!(serde_json::from_str::<Fen>("168").unwrap().value(), 168);
    assert_eq!(serde_json::to_string(&WeightUnit::default()).unwrap(), "\"kilogram\"");
}

proptest! {
    #[test]
    fn a_weight_typed_again_is_the_same_weight(value in 0..=5_000_000_u32) {
        let weight = Grams::new(value).unwrap();
        for unit in [KILOGRAM, JIN] {
            prop_assert_eq!(unit.parse(&typed_weight(weight, unit)), Ok(weight));
        }
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(typed in "\\PC{0,12}") {
        for unit in [KILOGRAM, JIN] {
            if let Ok(grams) = unit.parse(&typed) {
                prop_assert!(grams <= Grams::MAX);
            }
        }
    }

    #[test]
    fn a_jin_is_half_a_kilogram(whole in 0..5_000_u32, thousandths in 0..1_000_u32) {
        let typed = format!("{whole}.{thousandths:03}");
        let kilograms = KILOGRAM.parse(&typed).unwrap().value();
        match JIN.parse(&typed) {
            Ok(grams) => prop_assert_eq!(grams.value() * 2, kilograms),
            Err(refusal) => {
                prop_assert_eq!(refusal.code, Code::WeightTooFine);
                prop_assert_eq!(kilograms % 2, 1);
            }
        }
    }
}
