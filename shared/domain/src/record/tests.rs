//! One record, one hash; and the rules that need no table.

use super::{Body, Record, ShiftClosed, ShiftOpened, TYPED_CHARS_MAX, UnknownItem, hex};
use crate::{
    drop_off::{Reversal, ReversalReason},
    ids::{DoorId, HouseholdId, PointId, RecordId, TurfId},
    refusal::Code,
    time::{DeviceTime, EARLIEST, UnixMs},
    visit::{ANSWERS_MAX, DoorProposal, Outcome, ScriptAnswer, Visit, VisitVoid, VoidReason},
};

const NOW: UnixMs = UnixMs::new(1_795_000_000_000);

fn id(number: u8) -> RecordId {
    RecordId::from_stamp(NOW, [number; 10])
}

fn record(body: Body) -> Record {
    let made_at = DeviceTime { wall: NOW, zone_minutes: 480, monotonic_ms: 12_345 };
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
    })
}

fn unknown(typed: &str) -> Body {
    Body::UnknownItem(UnknownItem { typed: typed.to_owned(), rulebook: "2026.1".to_owned() })
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
    // A map of `serde_json` gives its fields back by name, not as they were written.
    let sorted = serde_json::to_value(&record).unwrap().to_string();
    assert_ne!(sorted, serde_json::to_string(&record).unwrap());
    assert_eq!(serde_json::from_str::<Record>(&sorted).unwrap().hash(), record.hash());
}

#[test]
fn every_field_changes_the_hash() {
    let first = record(unknown("榴莲壳"));
    let mut others = vec![first.clone(); 6];
    others[0].id = id(2);
    others[1].community = "330683106272".parse().unwrap();
    others[2].made_at.wall = NOW.plus_ms(1);
    others[3].made_at.zone_minutes = 0;
    others[4].made_at.monotonic_ms += 1;
    others[5].body = unknown("榴莲");
    for other in others {
        assert_ne!(other.hash(), first.hash(), "{other:?}");
    }
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
