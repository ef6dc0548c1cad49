//! Codes and their values on the wire.

use std::collections::BTreeSet;

use super::{Code, Refusal};

#[test]
fn codes_keep_their_names() {
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.as_str()), Some(*code));
        assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
    }
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    assert_eq!(Code::from_name("CardMalformed"), None);
}

#[test]
fn a_refusal_goes_round_and_leaves_out_what_it_has_not() {
    let bare = Refusal::from(Code::Offline);
    assert_eq!(serde_json::to_string(&bare).unwrap(), r#"{"code":"offline"}"#);
    let full = Refusal::new(Code::LinesTooMany).with("value", 21).with("max", 20);
    let json = serde_json::to_string(&full).unwrap();
    assert_eq!(json, r#"{"code":"lines_too_many","args":{"max":"20","value":"21"}}"#);
    for refusal in [bare, full] {
        let json = serde_json::to_string(&refusal).unwrap();
        assert_eq!(serde_json::from_str::<Refusal>(&json).unwrap(), refusal);
    }
}

#[test]
fn a_code_of_a_newer_server_is_not_guessed() {
    assert!(serde_json::from_str::<Refusal>(r#"{"code":"moon_full"}"#).is_err());
}
