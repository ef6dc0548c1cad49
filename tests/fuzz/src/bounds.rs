//! What no decoder may let through, told by the name of the field: the bounds that the types
//! document, checked here on the JSON alone, by other code than the product's.

use serde_json::{Value, json};
use wufei_domain::card::CardNumber;

/// The largest weight, in grams: 5,000 kg.
const GRAMS_MAX: u64 = 5_000_000;

/// Latitude and longitude at most, in millionths of a degree.
const MICRODEGREES_MAX: [(&str, u64); 2] =
    [("latitude_microdegrees", 90_000_000), ("longitude_microdegrees", 180_000_000)];

/// The first value of `whole` outside its bounds, as `field = value`.
pub fn outside(whole: &Value) -> Option<String> {
    match whole {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let wrong = !is_inside(name, value);
            if wrong { Some(format!("{name} = {value}")) } else { outside(value) }
        }),
        Value::Array(values) => values.iter().find_map(outside),
        _ => None,
    }
}

fn is_inside(name: &str, value: &Value) -> bool {
    match (name, value) {
        ("gross" | "tare" | "scale_max", _) => value.as_u64().is_some_and(|n| n <= GRAMS_MAX),
        ("latitude_microdegrees" | "longitude_microdegrees", _) => {
            let most = MICRODEGREES_MAX.iter().find(|(field, _)| *field == name);
            let found = value.as_i64().map(i64::unsigned_abs);
            most.zip(found).is_some_and(|((_, most), found)| found <= *most)
        }
        ("community", Value::String(text)) => is_area(text),
        ("communities", Value::Array(all)) => {
            all.iter().all(|one| one.as_str().is_some_and(is_area))
        }
        ("household" | "door" | "after", Value::String(text)) => is_numbered(text),
        ("id", Value::String(text)) => is_uuid(text) || is_numbered(text) || is_hash(text),
        ("device" | "actor" | "shift" | "drop_off" | "visit" | "source", Value::String(text)) => {
            is_uuid(text)
        }
        ("card", Value::String(text)) => is_card(text),
        ("scope", Value::String(text)) => is_scope(text),
        ("scopes", Value::Array(all)) => all.iter().all(|one| one.as_str().is_some_and(is_scope)),
        ("debit" | "credit", Value::String(text)) => match text.split_once(':') {
            Some(("issuer", code)) => is_area(code),
            Some(("household", id)) => is_numbered(id),
            _ => false,
        },
        _ => true,
    }
}

fn is_area(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("00")
}

/// A place on a community's list, from 1: one id, one spelling.
fn is_numbered(text: &str) -> bool {
    text.split_once('-').is_some_and(|(community, number)| {
        is_area(community) && number.parse::<u32>().is_ok_and(|n| n >= 1 && n.to_string() == number)
    })
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

/// SHA-256 in hex.
fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_scope(text: &str) -> bool {
    match text.split_once(':') {
        Some(("community", code)) => is_area(code),
        Some(("household", id)) => is_numbered(id),
        Some(("point" | "turf", id)) => is_uuid(id),
        _ => false,
    }
}

/// Eight digits, the last of which is the one that the card of that serial carries.
fn is_card(text: &str) -> bool {
    let serial = text.get(..7).and_then(|digits| digits.parse().ok());
    serial.and_then(CardNumber::from_serial).is_some_and(|card| card.to_string() == text)
}

#[test]
fn each_bound_holds_at_its_edge() {
    let inside = json!({
        "gross": 5_000_000, "tare": 0, "latitude_microdegrees": -90_000_000, "card": "00001234",
        "community": "330683106273", "household": "330683106273-4294967295",
        "id": "01a20cff-7d00-7101-8101-010101010101", "scope": "household:330683106273-1",
        "debit": "issuer:330683106273", "credit": "household:330683106273-1",
    });
    assert_eq!(outside(&inside), None);
    for (field, value) in [
        ("gross", json!(5_000_001)),
        ("tare", json!(-1)),
        ("latitude_microdegrees", json!(-90_000_001)),
        ("longitude_microdegrees", json!(180_000_001)),
        ("card", json!("00001231")),
        ("community", json!("003683106273")),
        ("household", json!("330683106273-0")),
        ("household", json!("330683106273-012")),
        ("id", json!("01A20CFF-7D00-7101-8101-010101010101")),
        ("id", json!("0F".repeat(32))),
        ("scope", json!("planet:earth")),
        ("credit", json!("household:330683106273")),
    ] {
        let found = outside(&json!([{ field: value }]));
        assert_eq!(found, Some(format!("{field} = {value}")));
    }
}
