//! Visits: kept, never overwritten, only where the volunteer walks.

use wufei_domain::{
    record::Body,
    refusal::Code,
    scope::Scope,
    sync::{BACKOFF_LONGEST_MS, Verdict},
    visit::{DoorProposal, Outcome, ScriptAnswer, Visit, VisitVoid, VoidReason},
};

use super::city::{
    City, Device, JUKENG, MAXI, OTHER_TURF, OTHER_VOLUNTEER, QUIET_DOOR, TURF, VOLUNTEER, door,
    turf, visit,
};

const HELD: Verdict = Verdict::Held { after_ms: BACKOFF_LONGEST_MS };

fn walking() -> (City, Device) {
    let mut city = City::new();
    let device = city.enrol(VOLUNTEER);
    city.lease(&device, TURF).unwrap();
    (city, device)
}

fn void(visit: wufei_domain::ids::RecordId, number: u32) -> Body {
    let reason = VoidReason::WrongDoor;
    Body::VisitVoid(VisitVoid { turf: turf(TURF), door: door(number), visit, reason })
}

#[test]
fn two_volunteers_at_one_door_are_both_kept() {
    let (mut city, one) = walking();
    let first = city.record(MAXI, visit(1, Outcome::NotHome));
    city.accepted(&one, &first);
    city.now = city.now.plus_ms(wufei_api::turfs::LEASE_MS);
    let two = city.enrol(OTHER_VOLUNTEER);
    city.lease(&two, TURF).unwrap();
    let second = city.record(MAXI, visit(1, Outcome::Met));
    city.accepted(&two, &second);
    let late = city.record(MAXI, visit(2, Outcome::Met));
    city.accepted(&one, &late);
    assert_eq!(city.count("SELECT COUNT(*) FROM v_visits WHERE voided = 0"), 3);
    for device in [&one, &two] {
        assert_eq!(city.items(device, Scope::Turf(turf(TURF)), "record").len(), 3);
    }
}

#[test]
fn a_void_keeps_the_visit_and_says_why() {
    let (mut city, device) = walking();
    let record = city.record(MAXI, visit(3, Outcome::Refused));
    let voided = city.record(MAXI, void(record.id, 3));
    let verdicts = city.push(&device, &[&voided]);
    assert!(matches!(verdicts[0], Verdict::RetryLater { .. }), "its visit has not come");
    city.accepted(&device, &record);
    let elsewhere = city.record(MAXI, void(record.id, 4));
    assert_eq!(city.refused(&device, &elsewhere), Code::VisitUnknown);
    city.accepted(&device, &voided);
    let again = city.record(MAXI, void(record.id, 3));
    assert_eq!(city.refused(&device, &again), Code::AlreadyVoided);
    let sql =
        "SELECT voided FROM v_visits WHERE void_reason = 'wrong_door' AND outcome = 'refused'";
    assert_eq!(city.count(sql), 1);
}

#[test]
fn only_who_made_a_visit_may_void_it() {
    let (mut city, one) = walking();
    let record = city.record(MAXI, visit(3, Outcome::Refused));
    city.accepted(&one, &record);
    city.now = city.now.plus_ms(wufei_api::turfs::LEASE_MS);
    let two = city.enrol(OTHER_VOLUNTEER);
    city.lease(&two, TURF).unwrap();
    let voided = city.record(MAXI, void(record.id, 3));
    assert_eq!(city.refused(&two, &voided), Code::RoleForbidden);
    assert_eq!(city.count("SELECT COUNT(*) FROM visit_voids"), 0);
    city.accepted(&one, &voided);
}

/// How many visits and voids of the shared door two volunteers read, each in a turf of their own.
fn heard_of_the_shared_door(tell_both: bool) -> [usize; 2] {
    const SHARED: u32 = 9;
    let (mut city, one) = walking();
    let two = city.enrol(OTHER_VOLUNTEER);
    city.lease(&two, OTHER_TURF).unwrap();
    if !tell_both {
        city.tamper("DELETE FROM turf_doors WHERE door = 9 AND position < 3");
    }
    let record = city.record(MAXI, visit(SHARED, Outcome::Met));
    city.accepted(&one, &record);
    let voided = city.record(MAXI, void(record.id, SHARED));
    city.accepted(&one, &voided);
    [(&one, TURF), (&two, OTHER_TURF)]
        .map(|(device, number)| city.items(device, Scope::Turf(turf(number)), "record").len())
}

#[test]
fn a_door_in_two_turfs_tells_both() {
    assert_eq!(heard_of_the_shared_door(true), [2, 2]);
    assert_eq!(
        heard_of_the_shared_door(false),
        [2, 0],
        "the control: the door is in one turf only"
    );
}

#[test]
fn doors_elsewhere_are_refused() {
    let (mut city, device) = walking();
    for (number, code) in
        [(11, Code::DoorOutsideTurf), (QUIET_DOOR, Code::DoorOutsideTurf), (99, Code::DoorUnknown)]
    {
        let record = city.record(MAXI, visit(number, Outcome::Met));
        assert_eq!(city.refused(&device, &record), code, "door {number}");
    }
    let mut body = visit(1, Outcome::Met);
    if let Body::Visit(visit) = &mut body {
        visit.turf = turf(OTHER_TURF);
    }
    let record = city.record(MAXI, body);
    assert_eq!(city.push(&device, &[&record]), [HELD], "never leased");
    let mut body = visit(1, Outcome::Met);
    if let Body::Visit(visit) = &mut body {
        visit.turf = turf(999);
    }
    let record = city.record(MAXI, body);
    assert_eq!(city.refused(&device, &record), Code::TurfUnknown);
    let record = city.record(JUKENG, visit(1, Outcome::Met));
    assert_eq!(city.refused(&device, &record), Code::TokenOtherArea);
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 0);
}

#[test]
fn answers_are_keys_of_the_script() {
    let (mut city, device) = walking();
    let mut answered = |question: &str, choice: &str, version| {
        let answer = ScriptAnswer { question: question.into(), choice: choice.into() };
        let mut body = visit(1, Outcome::Met);
        if let Body::Visit(visit) = &mut body {
            visit.answers = vec![answer];
            visit.script_version = version;
        }
        let record = city.record(MAXI, body);
        city.push(&device, &[&record]).remove(0)
    };
    assert_eq!(answered("bins", "four", Some(1)), Verdict::Accepted);
    for (question, choice, version) in [
        ("bins", "she was rude", Some(1)),
        ("name", "four", Some(1)),
        ("bins", "four", Some(9)),
        ("bins", "four", None),
    ] {
        let Verdict::Rejected { refusal } = answered(question, choice, version) else {
            panic!("{question} {choice} was taken")
        };
        assert_eq!(refusal.code, Code::BodyMalformed);
    }
    assert_eq!(city.count("SELECT COUNT(*) FROM visit_answers"), 1);
}

#[test]
fn a_correction_supersedes_a_visit_at_the_same_door() {
    let (mut city, device) = walking();
    let first = city.record(MAXI, visit(1, Outcome::Met));
    city.accepted(&device, &first);
    let mut corrected = |number| {
        let body = Body::Visit(Visit {
            turf: turf(TURF),
            door: door(number),
            outcome: Outcome::Moved,
            script_version: None,
            answers: Vec::new(),
            supersedes: Some(first.id),
            photos: Vec::new(),
        });
        let record = city.record(MAXI, body);
        city.push(&device, &[&record]).remove(0)
    };
    assert!(matches!(corrected(2), Verdict::Rejected { .. }));
    assert_eq!(corrected(1), Verdict::Accepted);
}

#[test]
fn a_door_may_be_proposed() {
    let (mut city, device) = walking();
    let proposal = |label: &str, after| {
        let label = label.to_owned();
        Body::DoorProposal(DoorProposal { turf: turf(TURF), after, label })
    };
    let record = city.record(MAXI, proposal(" 13 号 ", Some(door(12))));
    city.accepted(&device, &record);
    assert_eq!(city.count("SELECT COUNT(*) FROM door_proposals WHERE label = '13 号'"), 1);
    for (label, after, code) in [
        ("", None, Code::TextMissing),
        (&"长".repeat(41), None, Code::TextTooLong),
        ("13 号", Some(door(99)), Code::DoorUnknown),
    ] {
        let record = city.record(MAXI, proposal(label, after));
        assert_eq!(city.refused(&device, &record), code);
    }
}
