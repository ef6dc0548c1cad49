//! Input that no type takes, and the sentence that says which part of it was wrong.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wufei_domain::record::Record;

use super::made::{items, leases, records, verdicts};
use crate::{
    enrol::{EnrolRequest, Identity},
    error::ErrorBody,
    feed::{FeedItem, FeedQuery, FeedRow},
    ledger::LedgerQuery,
    push::{PushEnvelope, PushRequest, PushResponse},
    roll::RollHousehold,
    turfs::{LeaseRequest, LeaseState},
};

/// What is said when `value` is not taken; it must name `part`.
fn refused<T: DeserializeOwned>(value: Value, part: &str) {
    let shown = value.to_string();
    match serde_json::from_value::<T>(value) {
        Ok(_) => panic!("taken: {shown}"),
        Err(error) => assert!(error.to_string().contains(part), "{error} does not name {part}"),
    }
}

fn record(at: usize) -> Value {
    serde_json::to_value(&records()[at]).unwrap()
}

/// The same with `value` at `pointer`.
fn with(mut whole: Value, pointer: &str, value: Value) -> Value {
    *whole.pointer_mut(pointer).unwrap() = value;
    whole
}

/// The same without the field `name`.
fn without(mut whole: Value, name: &str) -> Value {
    assert!(whole.as_object_mut().unwrap().remove(name).is_some());
    whole
}

#[test]
fn an_unknown_word_for_a_choice_is_named() {
    refused::<Record>(with(record(0), "/body/kind", json!("shift_dreamt")), "shift_dreamt");
    refused::<Record>(with(record(2), "/body/lines/0/grade", json!("shiny")), "shiny");
    refused::<Record>(with(record(3), "/body/reason", json!("boredom")), "boredom");
    refused::<Record>(with(record(4), "/body/outcome", json!("ignored")), "ignored");
    refused::<Record>(with(record(5), "/body/reason", json!("boredom")), "boredom");
    refused::<FeedItem>(json!({"kind": "rumour", "fact": {}}), "rumour");
    refused::<LeaseState>(json!({"lease": "sold"}), "sold");
    refused::<ErrorBody>(json!({"error": {"code": "too_tired"}}), "too_tired");
    let verdicts = json!({"verdicts": [{"verdict": "maybe"}], "server_time": 1, "epoch": "e"});
    refused::<PushResponse>(verdicts, "maybe");
}

#[test]
fn a_missing_field_is_named() {
    for name in ["id", "community", "made_at", "body"] {
        refused::<Record>(without(record(0), name), name);
    }
    refused::<PushRequest>(json!({"entries": []}), "device");
    refused::<PushEnvelope>(json!({"device": record(0)["id"]}), "entries");
    refused::<EnrolRequest>(json!({"device": record(0)["id"]}), "code");
    refused::<FeedQuery>(json!({}), "scope");
    refused::<LedgerQuery>(json!({}), "household");
    refused::<LeaseRequest>(json!({}), "turf");
    refused::<Identity>(json!({}), "actor");
    refused::<RollHousehold>(json!({"number": 1, "label": "1"}), "card_serial");
    refused::<LeaseState>(json!({"lease": "mine"}), "until");
    refused::<FeedRow>(json!({"seq": 1}), "item");
}

#[test]
fn a_value_out_of_bounds_is_named_with_its_rule() {
    let heavy = with(record(2), "/body/lines/0/gross", json!(5_000_001));
    refused::<Record>(heavy, "weight_above_scale");
    let light = with(record(2), "/body/lines/0/gross", json!(-1));
    refused::<Record>(light, "-1");
    refused::<Record>(with(record(2), "/body/card", json!("00001231")), "card_check_digit");
    refused::<Record>(with(record(2), "/body/card", json!("123")), "card_malformed");
    refused::<Record>(with(record(0), "/community", json!("3306")), "area_code_malformed");
    refused::<Record>(with(record(2), "/body/household", json!("nowhere")), "id_malformed");
    refused::<FeedQuery>(json!({"scope": "planet:earth"}), "scope_forbidden");
    refused::<FeedQuery>(json!({"scope": "turf:earth"}), "scope_forbidden");
}

#[test]
fn one_entry_that_is_no_record_leaves_the_others_readable() {
    let device = record(0)["id"].clone();
    let entries = json!([record(0), {"kind": "nonsense"}, record(1)]);
    let envelope: PushEnvelope =
        serde_json::from_value(json!({"device": device, "entries": entries})).unwrap();
    let read = envelope.entries.into_iter().map(serde_json::from_value::<Record>);
    let readable: Vec<bool> = read.map(|entry| entry.is_ok()).collect();
    assert_eq!(readable, [true, false, true]);
}

#[test]
fn a_field_that_a_later_version_adds_is_read_over() {
    for item in items() {
        let mut later = serde_json::to_value(&item).unwrap();
        later["fact"].as_object_mut().unwrap().insert("later".to_owned(), json!(1));
        assert_eq!(serde_json::from_value::<FeedItem>(later).unwrap(), item);
    }
    for lease in leases() {
        let mut later = serde_json::to_value(lease).unwrap();
        later.as_object_mut().unwrap().insert("later".to_owned(), json!(1));
        assert_eq!(serde_json::from_value::<LeaseState>(later).unwrap(), lease);
    }
    for verdict in verdicts() {
        let mut later = serde_json::to_value(&verdict).unwrap();
        later.as_object_mut().unwrap().insert("later".to_owned(), json!(1));
        let read: wufei_domain::sync::Verdict = serde_json::from_value(later).unwrap();
        assert_eq!(read, verdict);
    }
}
