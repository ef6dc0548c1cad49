//! Input that breaks a rule: each its own code, nothing stored, the rest of the batch through.

use serde_json::json;
use wufei_domain::{
    record::{Body, Record, UnknownItem},
    refusal::Code,
    sync::{BATCH_ENTRIES_MAX, Verdict},
};

use super::city::{
    ATTENDANT, AUDITOR, City, Device, GULAI, JUKENG, MAXI, OTHER_ATTENDANT, RESIDENT, VOLUNTEER,
    card, drop_off, household, line, shift_closed, shift_opened, usual_lines, visit,
};
use wufei_domain::visit::Outcome;

fn with_shift() -> (City, Device, Record) {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    (city, device, shift)
}

#[test]
fn weights_that_no_scale_shows_are_refused() {
    let (mut city, device, shift) = with_shift();
    for (lines, code) in [
        (vec![line("cardboard", 0, 0)], Code::WeightZero),
        (vec![line("cardboard", 150_001, 0)], Code::WeightAboveScale),
        (vec![line("cardboard", 900, 900)], Code::TareAboveGross),
        (vec![line("gold", 900, 0)], Code::MaterialUnknown),
        (vec![], Code::LinesMissing),
        (vec![line("pet", 10, 0); 21], Code::LinesTooMany),
    ] {
        let record = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), lines));
        assert_eq!(city.refused(&device, &record), code);
    }
    assert_eq!(city.count("SELECT COUNT(*) FROM drop_offs"), 0);
    assert_eq!(city.count("SELECT COUNT(*) FROM records"), 1, "refused records are not kept");
}

#[test]
fn what_cannot_be_read_is_refused_alone() {
    let (mut city, device, shift) = with_shift();
    let good = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    let good = serde_json::to_value(&good).unwrap();
    let mut negative = good.clone();
    negative["body"]["lines"][0]["gross"] = json!(-5);
    let mut check_digit = good.clone();
    check_digit["body"]["card"] = json!("00000019");
    assert_ne!(card(household(MAXI, 1)).to_string(), "00000019");
    let verdicts =
        city.push_values(&device, vec![json!("?"), negative, good, check_digit]).unwrap();
    let codes: Vec<Option<Code>> = verdicts
        .iter()
        .map(|verdict| match verdict {
            Verdict::Rejected { refusal } => Some(refusal.code),
            _ => None,
        })
        .collect();
    let malformed = Some(Code::BodyMalformed);
    assert_eq!(codes, [malformed, malformed, None, malformed]);
    assert_eq!(verdicts[2], Verdict::Accepted);
}

#[test]
fn cards_and_points_of_others_are_refused() {
    let (mut city, device, shift) = with_shift();
    let mut wrong = drop_off(shift.id, household(MAXI, 1), usual_lines());
    if let Body::DropOff(body) = &mut wrong {
        body.card = card(household(MAXI, 2));
    }
    let record = city.record(MAXI, wrong);
    assert_eq!(city.refused(&device, &record), Code::CardUnknown);
    let other = city.enrol(OTHER_ATTENDANT);
    let record = city.record(JUKENG, drop_off(shift.id, household(JUKENG, 1), usual_lines()));
    assert_eq!(city.refused(&other, &record), Code::ScopeForbidden);
    let record = city.record(GULAI, shift_opened());
    assert_eq!(city.refused(&other, &record), Code::TokenOtherArea);
}

#[test]
fn a_role_writes_only_its_own_kinds() {
    let mut city = City::new();
    let item = || {
        Body::UnknownItem(UnknownItem {
            typed: "榴莲壳".into(),
            rulebook: "1".into(),
            photos: Vec::new(),
        })
    };
    for person in [RESIDENT, ATTENDANT, VOLUNTEER] {
        let device = city.enrol(person);
        let record = city.record(MAXI, item());
        city.accepted(&device, &record);
    }
    assert_eq!(city.count("SELECT told FROM missing_words WHERE word = '榴莲壳'"), 3);
    let tied = "SELECT COUNT(*) FROM records WHERE actor IS NOT NULL OR device IS NOT NULL";
    assert_eq!(city.count(tied), 0, "a word is not tied to who typed it");
    for person in [RESIDENT, VOLUNTEER, AUDITOR] {
        let device = city.enrol(person);
        let record = city.record(MAXI, shift_opened());
        assert_eq!(city.refused(&device, &record), Code::RoleForbidden);
    }
    for person in [RESIDENT, ATTENDANT, AUDITOR] {
        let device = city.enrol(person);
        let record = city.record(MAXI, visit(1, Outcome::Met));
        assert_eq!(city.refused(&device, &record), Code::RoleForbidden);
    }
    let resident = city.enrol(RESIDENT);
    let record = city.record(JUKENG, item());
    assert_eq!(city.refused(&resident, &record), Code::TokenOtherArea);
    let record = city.record(
        MAXI,
        Body::UnknownItem(UnknownItem {
            typed: "长".repeat(41),
            rulebook: "1".into(),
            photos: Vec::new(),
        }),
    );
    assert_eq!(city.refused(&resident, &record), Code::TextTooLong);
}

#[test]
fn a_batch_is_of_one_device_and_bounded() {
    let (mut city, device, _) = with_shift();
    let too_many = vec![json!(null); BATCH_ENTRIES_MAX + 1];
    let refused = city.push_values(&device, too_many).unwrap_err();
    assert_eq!(refused.code, Code::BatchTooLarge);
    let other_id = city.device_id();
    let stolen = Device { id: other_id, ..device.clone() };
    let refused = city.push_values(&stolen, Vec::new()).unwrap_err();
    assert_eq!(refused.code, Code::TokenUnknown);
}

#[test]
fn a_shift_is_closed_once_and_takes_nothing_weighed_later() {
    let (mut city, device, shift) = with_shift();
    let in_time = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    city.now = city.now.plus_ms(1_000);
    let closed = city.record(MAXI, shift_closed(shift.id));
    city.accepted(&device, &closed);
    let again = city.record(MAXI, shift_closed(shift.id));
    assert_eq!(city.refused(&device, &again), Code::ShiftNotOpen);
    city.now = city.now.plus_ms(1_000);
    let late = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    assert_eq!(city.refused(&device, &late), Code::ShiftNotOpen);
    city.accepted(&device, &in_time);
    let booked = "SELECT COUNT(*) FROM v_transfers WHERE phase = 'pending' AND state = 'booked'";
    assert_eq!(city.count(booked), 1, "weighed in time, it is booked on arrival");
}

#[test]
fn a_parent_is_waited_for_until_it_cannot_come() {
    let (mut city, device, _) = with_shift();
    let shift = city.record(MAXI, shift_opened());
    let child = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    let verdicts = city.push(&device, &[&child]);
    assert!(matches!(verdicts[0], Verdict::RetryLater { after_ms: 60_000 }));
    assert_eq!(city.push(&device, &[&shift, &child]), [Verdict::Accepted, Verdict::Accepted]);
    assert_eq!(city.count("SELECT COUNT(*) FROM waiting_records"), 0);
    let missing = city.record(MAXI, shift_opened()).id;
    let orphan = city.record(MAXI, drop_off(missing, household(MAXI, 1), usual_lines()));
    assert!(matches!(city.push(&device, &[&orphan])[0], Verdict::RetryLater { .. }));
    city.now = city.now.plus_ms(crate::service::push::WAIT_MS + 1);
    assert_eq!(city.refused(&device, &orphan), Code::ShiftUnknown);
    assert_eq!(city.refused(&device, &orphan), Code::ShiftUnknown, "the answer was lost");
    let refused = city.record("330602001001", shift_opened());
    let child = city.record(MAXI, drop_off(refused.id, household(MAXI, 1), usual_lines()));
    let verdicts = city.push(&device, &[&refused, &child]);
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::Rejected { .. })));
}
