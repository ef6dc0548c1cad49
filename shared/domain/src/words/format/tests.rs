//! Figures as people of both languages read them.

use crate::{
    refusal::{Code, Refusal},
    time::UnixMs,
    units::{Fen, Grams, Points, WeightUnit},
    words::{Language, Words, format::typed_weight},
};

fn both() -> [Words; 2] {
    Language::ALL.map(|language| Words::new(language, &[]).unwrap())
}

/// The Chinese and the English text.
fn said(say: impl Fn(&Words) -> String) -> [String; 2] {
    both().map(|words| say(&words))
}

#[test]
fn whole_numbers_are_grouped_in_english_only() {
    for (number, chinese, english) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1000", "1,000"),
        (1_234_567, "1234567", "1,234,567"),
        (-1_000, "−1000", "−1,000"),
        (-1, "−1", "−1"),
        (i64::MIN, "−9223372036854775808", "−9,223,372,036,854,775,808"),
    ] {
        assert_eq!(said(|words| words.number(number)), [chinese, english]);
    }
}

#[test]
fn weights_are_exact_in_both_units() {
    for (grams, chinese, english) in [
        (0, "0 公斤（0 斤）", "0 kg (0 jin)"),
        (1, "0.001 公斤（0.002 斤）", "0.001 kg (0.002 jin)"),
        (3_200, "3.2 公斤（6.4 斤）", "3.2 kg (6.4 jin)"),
        (10_000, "10 公斤（20 斤）", "10 kg (20 jin)"),
        (150_250, "150.25 公斤（300.5 斤）", "150.25 kg (300.5 jin)"),
    ] {
        assert_eq!(said(|words| words.weight_both(grams)), [chinese, english]);
    }
    assert_eq!(said(|words| words.weight_in(500, WeightUnit::Jin)), ["1 斤", "1 jin"]);
    assert!(both()[0].weight_in(u64::MAX, WeightUnit::Jin).ends_with("斤"));
}

#[test]
fn an_input_field_gets_the_number_alone() {
    let grams = Grams::new(3_200).unwrap();
    assert_eq!(typed_weight(grams, WeightUnit::Kilogram), "3.2");
    assert_eq!(typed_weight(grams, WeightUnit::Jin), "6.4");
    assert_eq!(typed_weight(Grams::ZERO, WeightUnit::Jin), "0");
}

#[test]
fn points_and_money_have_their_signs() {
    assert_eq!(said(|words| words.points(Points::new(1_680))), ["1680 分", "1,680 points"]);
    assert_eq!(said(|words| words.points(Points::new(-5))), ["−5 分", "−5 points"]);
    for (fen, text) in
        [(0, "¥0.00"), (5, "¥0.05"), (168, "¥1.68"), (-168, "−¥1.68"), (100_000, "¥1000.00")]
    {
        assert_eq!(said(|words| words.money(Fen::new(fen))), [text, text]);
    }
}

#[test]
fn days_and_moments_are_those_of_china() {
    let at = UnixMs::new(1_795_482_300_000);
    assert_eq!(said(|words| words.moment(at)), ["11月24日 09:05", "24/11 09:05"]);
    assert_eq!(said(|words| words.day(at)), ["2026年11月24日", "2026-11-24"]);
    let evening_in_utc = UnixMs::new(1_795_550_400_000);
    assert_eq!(said(|words| words.day(evening_in_utc)), ["2026年11月25日", "2026-11-25"]);
}

#[test]
fn per_cent_has_one_decimal() {
    let per_cent = |permille| both()[0].per_cent(permille);
    assert_eq!(
        [per_cent(0), per_cent(5), per_cent(485), per_cent(1_000)],
        ["0.0%", "0.5%", "48.5%", "100.0%"]
    );
}

#[test]
fn a_refused_weight_is_said_in_both_units() {
    let above = Refusal::new(Code::WeightAboveScale).with("value", 151_000).with("max", 150_000);
    let [chinese, english] = said(|words| words.refusal(&above));
    assert!(
        chinese.contains("151 公斤（302 斤）") && chinese.contains("150 公斤（300 斤）"),
        "{chinese}"
    );
    assert!(
        english.contains("151 kg (302 jin)") && english.contains("150 kg (300 jin)"),
        "{english}"
    );
    let tare = Refusal::new(Code::TareAboveGross).with("gross", 1_000).with("tare", 1_200);
    let [chinese, english] = said(|words| words.refusal(&tare));
    assert!(
        chinese.contains("1.2 公斤（2.4 斤）") && chinese.contains("1 公斤（2 斤）"),
        "{chinese}"
    );
    assert!(english.contains("1.2 kg (2.4 jin)") && english.contains("1 kg (2 jin)"), "{english}");
}

#[test]
fn a_weight_beyond_all_scales_is_said_as_it_was_typed() {
    let refusal = WeightUnit::Kilogram.parse("99999999").unwrap_err();
    assert!(both()[0].refusal(&refusal).starts_with("99999999 公斤"));
    let endless = "9".repeat(60);
    let refusal = WeightUnit::Kilogram.parse(&endless).unwrap_err();
    assert!(both()[0].refusal(&refusal).starts_with(&endless));
}

#[test]
fn the_end_of_an_enrolment_code_is_said_as_day_and_time() {
    let expired =
        Refusal::new(Code::EnrolmentCodeExpired).with("expired_at", 1_795_482_300_000_i64);
    let [chinese, english] = said(|words| words.refusal(&expired));
    assert!(chinese.contains("11月24日 09:05") && !chinese.contains("1795"), "{chinese}");
    assert!(english.contains("24/11 09:05") && !english.contains("1795"), "{english}");
    let odd = Refusal::new(Code::EnrolmentCodeExpired).with("expired_at", "yesterday");
    assert!(both()[1].refusal(&odd).contains("yesterday"));
}
