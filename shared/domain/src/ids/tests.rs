//! Ids as text, and what a device puts into one.

use proptest::prelude::*;

use super::{DoorId, HouseholdId, RecordId};
use crate::{refusal::Code, time::UnixMs};

#[test]
fn a_device_makes_version_7_and_later_ids_sort_after() {
    let early = RecordId::from_stamp(UnixMs::new(1_795_000_000_000), [255; 10]);
    let late = RecordId::from_stamp(UnixMs::new(1_795_000_000_001), [0; 10]);
    assert!(early.is_version_7() && late.is_version_7());
    assert!(early < late);
    assert!(early.to_string() < late.to_string());
    assert_eq!(early.to_string(), "01a1ee56-5e00-7fff-bfff-ffffffffffff");
}

#[test]
fn a_clock_before_1970_still_makes_an_id() {
    assert!(RecordId::from_stamp(UnixMs::new(-1), [0; 10]).is_version_7());
}

#[test]
fn an_id_made_otherwise_is_told_apart() {
    let random: RecordId = "550e8400-e29b-41d4-a716-446655440000".parse().unwrap();
    assert!(!random.is_version_7());
    assert_eq!(RecordId::from_uuid(random.uuid()), random);
}

#[test]
fn what_is_no_uuid_is_refused() {
    for text in
        ["", "1", "550e8400-e29b-41d4-a716-44665544000", "550e8400-e29b-41d4-a716-44665544000g"]
    {
        let refusal = text.parse::<RecordId>().unwrap_err();
        assert_eq!((refusal.code, &*refusal.args["value"]), (Code::IdMalformed, text));
        let read = serde_json::from_str::<RecordId>(&format!("\"{text}\""));
        assert_eq!(read.unwrap_err().to_string().split(" at ").next(), Some(&*refusal.to_string()));
    }
}

#[test]
fn a_numbered_id_has_one_spelling() {
    let id = HouseholdId::new("330683106273".parse().unwrap(), 12);
    assert_eq!(id.to_string(), "330683106273-12");
    for text in [
        "330683106273",
        "330683106273-",
        "330683106273-x",
        "330683106273-+12",
        "330683106273- 12",
        "330683106273--12",
        "330683106273-0",
        "330683106273-012",
        "330683106273-4294967296",
    ] {
        assert_eq!(text.parse::<HouseholdId>().unwrap_err().code, Code::IdMalformed, "{text}");
    }
    let short = "33068310627-12".parse::<DoorId>().unwrap_err();
    assert_eq!(short.code, Code::AreaCodeMalformed);
}

proptest! {
    #[test]
    fn ids_go_round(millis in 0..281_474_976_710_655_i64, random: [u8; 10], number in 1..=u32::MAX) {
        let record = RecordId::from_stamp(UnixMs::new(millis), random);
        prop_assert_eq!(record.to_string().parse(), Ok(record));
        let json = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<RecordId>(&json).unwrap(), record);
        let door = DoorId::new("330683106273".parse().unwrap(), number);
        prop_assert_eq!(door.to_string().parse(), Ok(door));
        let json = serde_json::to_string(&door).unwrap();
        prop_assert_eq!(serde_json::from_str::<DoorId>(&json).unwrap(), door);
    }
}
