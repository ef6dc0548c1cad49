//! One record, one hash; and the rules that need no table.

use sha2::{Digest as _, Sha256};

use super::{
    Body, OWN_BYTES_MAX, OWN_DEPTH_MAX, Record, RecordHash, ShiftClosed, ShiftOpened,
    TYPED_CHARS_MAX, UnknownItem, hex,
};
use crate::{
    drop_off::{Reversal, ReversalReason},
    ids::{DoorId, HouseholdId, PointId, RecordId, TurfId},
    refusal::Code,
    time::{BootId, DeviceTime, EARLIEST, UnixMs},
    visit::{ANSWERS_MAX, DoorProposal, Outcome, ScriptAnswer, Visit, VisitVoid, VoidReason},
    whole::Whole,
};

const NOW: UnixMs = UnixMs::new(1_795_000_000_000);

fn id(number: u8) -> RecordId {
    RecordId::from_stamp(NOW, [number; 10])
}

fn record(body: Body) -> Record {
    let made_at = DeviceTime { wall: NOW, zone_minutes: 480, monotonic_ms: 12_345, boot: None };
    Record { id: id(1), community: "330683106273".parse().unwrap(), made_at, body }
}

fn point() -> PointId {
    PointId::from_stamp(NOW, [2; 10])
}

fn turf() -> TurfId {
    TurfId::from_stamp(NOW, [3; 10])
}

fn door() -> DoorId {
    DoorId::new("330683106273".parse().unwrap(), 7)
}

fn visit(answers: usize, supersedes: Option<RecordId>) -> Body {
    let answer = ScriptAnswer { question: "bins".to_owned(), choice: "four".to_owned() };
    Body::Visit(Visit {
        turf: turf(),
        door: door(),
        outcome: Outcome::Met,
        script_version: Some(1),
        answers: vec![answer; answers],
        supersedes,
        photos: Vec::new(),
    })
}

fn unknown(typed: &str) -> Body {
    Body::UnknownItem(UnknownItem {
        typed: typed.to_owned(),
        rulebook: "2026.1".to_owned(),
        photos: Vec::new(),
    })
}

fn refused(record: &Record) -> Code {
    record.validate().unwrap_err().code
}

#[test]
fn the_same_record_has_the_same_hash() {
    let record = record(unknown("榴莲壳"));
    let again: Record = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_eq!(record.hash(), again.hash());
    insta::assert_snapshot!(record.hash(), @"22a1584db922e9b3c3c71dd3dfafa136dd5eedac1b442dbf2b4294b9d80a3f4d");
}

#[test]
fn the_order_of_fields_on_arrival_does_not_matter() {
    let record = record(unknown("榴莲壳"));
    let mut sorted = serde_json::to_value(&record).unwrap();
    sorted.sort_all_objects();
    let sorted = sorted.to_string();
    assert_ne!(sorted, serde_json::to_string(&record).unwrap());
    assert_eq!(serde_json::from_str::<Record>(&sorted).unwrap().hash(), record.hash());
}

#[test]
fn every_field_changes_the_hash() {
    let first = record(unknown("榴莲壳"));
    let mut others = vec![first.clone(); 7];
    others[0].id = id(2);
    others[1].community = "330683106272".parse().unwrap();
    others[2].made_at.wall = NOW.plus_ms(1);
    others[3].made_at.zone_minutes = 0;
    others[4].made_at.monotonic_ms += 1;
    others[5].body = unknown("榴莲");
    others[6].made_at.boot = Some(BootId::new([1; 8]));
    for other in others {
        assert_ne!(other.hash(), first.hash(), "{other:?}");
    }
}

fn whole(json: &str) -> Whole<Record> {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_hash_of_a_whole_record_is_that_of_the_record_and_of_what_is_unknown_in_it() {
    let record = record(visit(1, None));
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(whole(&json).hash(), record.hash());
    assert_eq!(Whole::from(record.clone()).hash(), record.hash());
    for (known, more) in [
        (r#""kind":"visit""#, r#""kind":"visit","mood":"good""#),
        (r#""zone_minutes":480"#, r#""zone_minutes":480,"summer":false"#),
        (r#"{"id":"#, r#"{"weather":{"rain":1},"id":"#),
        (r#""choice":"four""#, r#""choice":"four","sure":true"#),
    ] {
        let newer = json.replacen(known, more, 1);
        assert_ne!(newer, json);
        let read = whole(&newer);
        assert_eq!(Record::clone(&read), record, "what is known of it");
        assert_ne!(read.hash(), record.hash());
        let own = RecordHash(hex(&Sha256::digest(newer.as_bytes())));
        assert_eq!(read.hash(), own, "as a version that knows it all writes and hashes it");
    }
    let other = |mood| whole(&json.replacen(r#""kind":"visit""#, mood, 1)).hash();
    let [good, bad] = [r#""kind":"visit","mood":"good""#, r#""kind":"visit","mood":"bad""#];
    assert_ne!(other(good), other(bad));
}

#[test]
fn what_is_unknown_in_a_record_is_bounded() {
    let json = serde_json::to_string(&record(visit(1, None))).unwrap();
    let with = |bytes: usize| {
        let more = format!(r#""kind":"visit","mood":"{}""#, "x".repeat(bytes));
        whole(&json.replacen(r#""kind":"visit""#, &more, 1))
    };
    let room = OWN_BYTES_MAX - with(0).json().unwrap().len();
    assert_eq!(with(room).validate(), Ok(()));
    let refused = with(room + 1).validate().unwrap_err();
    assert_eq!((refused.code, &*refused.args["max"]), (Code::BodyTooLarge, "8192"));
    let nested = |levels: usize| {
        let nest = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let more = format!(r#""kind":"visit","mood":{nest}"#);
        whole(&json.replacen(r#""kind":"visit""#, &more, 1))
    };
    // The record and its body are two levels.
    assert_eq!(nested(OWN_DEPTH_MAX - 2).validate(), Ok(()));
    let refused = nested(OWN_DEPTH_MAX - 1).validate().unwrap_err();
    assert_eq!(refused.code, Code::BodyMalformed);
    assert_eq!(refused.args["detail"], "a record 17 deep, at most 16");
}

#[test]
fn a_boot_that_an_older_server_left_out_is_known_by_the_hash_without() {
    let plain = record(visit(0, None));
    assert_eq!(Whole::from(plain.clone()).hash_without_boot(), None);
    let mut booted = plain.clone();
    booted.made_at.boot = Some(BootId::new([1; 8]));
    assert_eq!(Whole::from(booted).hash_without_boot(), Some(plain.hash()));
}

#[test]
fn a_hash_is_64_letters_of_hex() {
    let hash = record(unknown("x")).hash().to_string();
    assert_eq!(hash.len(), 64);
    assert!(hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
    assert_eq!(hex(&[0, 15, 255]), "000fff");
}

#[test]
fn an_id_is_made_by_a_device() {
    let mut record = record(Body::ShiftOpened(ShiftOpened { point: point() }));
    assert_eq!(record.validate(), Ok(()));
    record.id = "550e8400-e29b-41d4-a716-446655440000".parse().unwrap();
    assert_eq!(refused(&record), Code::IdMalformed);
}

#[test]
fn a_clock_that_was_never_set_makes_no_record() {
    let mut record = record(unknown("榴莲"));
    record.made_at.wall = EARLIEST;
    assert_eq!(record.validate(), Ok(()));
    record.made_at.wall = EARLIEST.plus_ms(-1);
    let refusal = record.validate().unwrap_err();
    assert_eq!((refusal.code, &*refusal.args["now"]), (Code::ClockWrong, "1767196799999"));
    record.made_at.wall = UnixMs::default();
    assert_eq!(refused(&record), Code::ClockWrong);
}

#[test]
fn texts_and_answers_have_bounds() {
    let proposal = |label: &str| {
        record(Body::DoorProposal(DoorProposal {
            turf: turf(),
            after: None,
            label: label.to_owned(),
        }))
    };
    assert_eq!(proposal("3 幢").validate(), Ok(()));
    assert_eq!(refused(&proposal("  ")), Code::TextMissing);
    assert_eq!(refused(&proposal(&"幢".repeat(41))), Code::TextTooLong);
    assert_eq!(record(unknown(&"壳".repeat(TYPED_CHARS_MAX))).validate(), Ok(()));
    assert_eq!(refused(&record(unknown(&"壳".repeat(TYPED_CHARS_MAX + 1)))), Code::TextTooLong);
    assert_eq!(refused(&record(unknown(""))), Code::TextMissing);
    assert_eq!(record(visit(ANSWERS_MAX, None)).validate(), Ok(()));
    assert_eq!(refused(&record(visit(ANSWERS_MAX + 1, None))), Code::BatchTooLarge);
}

#[test]
fn a_record_names_what_must_be_there_first() {
    let shift = id(9);
    let household = HouseholdId::new("330683106273".parse().unwrap(), 1);
    let reason = ReversalReason::LoggedTwice;
    let reversal = Reversal { point: point(), drop_off: shift, household, reason };
    let void = VisitVoid { turf: turf(), door: door(), visit: shift, reason: VoidReason::Practice };
    for (body, kind, parent) in [
        (Body::ShiftOpened(ShiftOpened { point: point() }), "shift_opened", None),
        (Body::ShiftClosed(ShiftClosed { point: point(), shift }), "shift_closed", Some(shift)),
        (Body::Reversal(reversal), "reversal", Some(shift)),
        (visit(0, None), "visit", None),
        (visit(0, Some(shift)), "visit", Some(shift)),
        (Body::VisitVoid(void), "visit_void", Some(shift)),
        (unknown("x"), "unknown_item", None),
    ] {
        assert_eq!((body.kind(), body.parent()), (kind, parent));
        assert_eq!(serde_json::to_value(&body).unwrap()["kind"], kind);
    }
}
