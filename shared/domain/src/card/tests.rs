//! The slips people make with a card number are found, and a plainer check would miss some.

use proptest::prelude::*;

use super::{CardNumber, SERIAL_MAX};
use crate::refusal::Code;

/// Serials from one end to the other, the edges among them.
fn sample() -> impl Iterator<Item = u32> {
    (0..100).chain((0..=SERIAL_MAX).step_by(49_999)).chain(SERIAL_MAX - 100..=SERIAL_MAX)
}

fn card(serial: u32) -> CardNumber {
    CardNumber::from_serial(serial).unwrap()
}

fn digits(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| byte - b'0').collect()
}

fn text(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// Every number that differs in one digit.
fn wrong_digits(right: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for place in 0..right.len() {
        for digit in (0..10).filter(|digit| *digit != right[place]) {
            let mut wrong = right.to_vec();
            wrong[place] = digit;
            all.push(wrong);
        }
    }
    all
}

/// Every number in which two unequal neighbours changed places.
fn swaps(right: &[u8]) -> Vec<Vec<u8>> {
    let places = (1..right.len()).filter(|place| right[place - 1] != right[*place]);
    places
        .map(|place| {
            let mut wrong = right.to_vec();
            wrong.swap(place - 1, place);
            wrong
        })
        .collect()
}

fn is_found(number: &[u8]) -> bool {
    text(number).parse::<CardNumber>().is_err_and(|refusal| refusal.code == Code::CardCheckDigit)
}

#[test]
fn a_wrong_digit_is_found() {
    for serial in sample() {
        for wrong in wrong_digits(&digits(&card(serial).to_string())) {
            assert!(is_found(&wrong), "{serial}: {wrong:?}");
        }
    }
}

#[test]
fn swapped_neighbours_are_found() {
    for serial in sample() {
        for wrong in swaps(&digits(&card(serial).to_string())) {
            assert!(is_found(&wrong), "{serial}: {wrong:?}");
        }
    }
}

/// The check above must be able to fail: the sum of all digits, ended to a multiple of ten, finds a
/// wrong digit but no swap.
#[test]
fn a_plain_sum_misses_swaps() {
    let holds = |number: &[u8]| number.iter().map(|d| u32::from(*d)).sum::<u32>() % 10 == 0;
    let right = digits("12345674");
    let last = (0..10).find(|last| holds(&[&right[..7], &[*last]].concat())).unwrap();
    let right = [&right[..7], &[last]].concat();
    assert!(wrong_digits(&right).iter().all(|wrong| !holds(wrong)));
    let missed = swaps(&right).iter().filter(|wrong| holds(wrong)).count();
    assert_eq!(missed, swaps(&right).len());
    assert!(missed > 0);
}

#[test]
fn a_card_is_read_as_people_and_scanners_give_it() {
    let card = card(1_234);
    let community = "330683106273".parse().unwrap();
    let number = card.to_string();
    let full_width: String =
        number.chars().map(|c| char::from_u32(c as u32 - 0x30 + 0xFF10).unwrap()).collect();
    let dashed = format!("{}-{}", &number[..4], &number[4..]);
    for typed in [number, card.spaced(), full_width, dashed, card.qr_text(community)] {
        assert_eq!(CardNumber::read(&typed), Ok(card), "{typed}");
        assert_eq!(CardNumber::read(&format!(" {typed}\n")), Ok(card), "{typed}");
    }
    assert_eq!(card.qr_text(community), format!("WUFEI:1:330683106273:{card}"));
    assert_eq!(card.spaced().len(), 9);
}

#[test]
fn what_is_no_card_is_refused_by_name() {
    for typed in
        ["", "1234567", "123456789", "1234567x", "①2345678", "WUFEI:1:", "HTTP:1:x:00000000"]
    {
        let refusal = CardNumber::read(typed).unwrap_err();
        assert_eq!(refusal.code, Code::CardMalformed, "{typed}");
    }
    assert_eq!("99999999".parse::<CardNumber>().unwrap_err().args["value"], "99999999");
    assert!(serde_json::from_str::<CardNumber>("\"00000001\"").is_err());
    assert!(serde_json::from_str::<CardNumber>("0").is_err());
}

#[test]
fn a_serial_has_seven_digits() {
    assert_eq!(card(0).to_string(), "00000000");
    assert_eq!(card(SERIAL_MAX).to_string().len(), 8);
    assert_eq!(CardNumber::from_serial(SERIAL_MAX + 1), None);
}

/// Damm's own example: 572 takes the check digit 4. Leading zeros do not change it.
#[test]
fn the_published_example_holds() {
    assert_eq!(card(572).to_string(), "00005724");
}

proptest! {
    #[test]
    fn a_card_goes_round(serial in 0..=SERIAL_MAX) {
        let card = card(serial);
        prop_assert_eq!(card.to_string().parse(), Ok(card));
        let json = serde_json::to_string(&card).unwrap();
        prop_assert_eq!(serde_json::from_str::<CardNumber>(&json).unwrap(), card);
    }

    #[test]
    fn one_slip_is_always_found(serial in 0..=SERIAL_MAX) {
        let right = digits(&card(serial).to_string());
        for wrong in wrong_digits(&right).into_iter().chain(swaps(&right)) {
            prop_assert!(is_found(&wrong), "{:?}", wrong);
        }
    }

    #[test]
    fn whatever_is_scanned_is_read_or_refused(typed in "\\PC{0,30}") {
        if let Ok(card) = CardNumber::read(&typed) {
            prop_assert_eq!(card.to_string().len(), 8);
        }
    }
}
