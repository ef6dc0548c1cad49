//! Rows as columns: whatever goes in comes out, and nothing that is broken or a bomb does.

use proptest::{collection, prelude::*};
use serde_json::{Value, json};
use wufei_domain::record::OWN_DEPTH_MAX;

use super::made::{items, records};
use crate::columns::{Broken, pack, unpack};

const ROOM: usize = 1 << 20;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-5_i64..5).prop_map(Value::from),
        (-9_000_i32..9_000).prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        "[a-c门牌]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            collection::btree_map("[a-d=+]{0,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_rows_come_out_as_they_went_in(rows in collection::vec(any_json(), 0..12)) {
        let body = json!({ "other": 1, "rows": rows });
        let packed = serde_json::to_string(&pack(body.clone(), "rows")).unwrap();
        let read = serde_json::from_str(&packed).unwrap();
        let unpacked = unpack(read, "rows", ROOM).unwrap();
        prop_assert_eq!(unpacked["rows"].to_string(), body["rows"].to_string());
        prop_assert_eq!(unpacked, body);
    }

    #[test]
    fn what_does_not_fit_is_refused_or_read_within_its_bound(table in any_json(), count in 0_usize..9) {
        for column in ["=", "+", "{", "["] {
            let body = json!({ "rows": { "count": count, "column": { column: table } } });
            if let Ok(read) = unpack(body, "rows", 2_000) {
                let rows = read["rows"].as_array().unwrap();
                prop_assert_eq!(rows.len(), count);
                prop_assert!(read.to_string().len() < 2 * 2_000 + 100);
            }
        }
    }
}

#[test]
fn a_batch_and_a_page_keep_their_packed_shape() {
    let body = json!({ "entries": records() });
    let packed = pack(body.clone(), "entries");
    insta::assert_json_snapshot!("push_as_columns", packed);
    assert_eq!(unpack(packed, "entries", ROOM).unwrap(), body);
    let body = json!({ "rows": items() });
    let packed = pack(body.clone(), "rows");
    insta::assert_json_snapshot!("page_as_columns", packed);
    assert_eq!(unpack(packed, "rows", ROOM).unwrap(), body);
}

#[test]
fn a_body_without_rows_stays_as_it_is() {
    let body = json!({ "error": { "code": "busy" } });
    assert_eq!(pack(body.clone(), "rows"), body);
    assert_eq!(unpack(body.clone(), "rows", 1).unwrap(), body);
}

fn refused(table: Value) -> Broken {
    unpack(json!({ "rows": table }), "rows", 10_000).unwrap_err()
}

#[test]
fn a_broken_table_is_refused_by_what_is_wrong() {
    let of = |count: usize, column: Value| json!({ "count": count, "column": column });
    assert!(matches!(refused(json!([])), Broken::Shape(_)));
    assert!(matches!(refused(of(1, json!({ "?": 1 }))), Broken::Shape(_)));
    assert_eq!(refused(of(2, json!({ "[": [1] }))), Broken::Fit { rows: 2 });
    assert_eq!(refused(of(2, json!({ "+": [1, 1, 1] }))), Broken::Fit { rows: 2 });
    assert_eq!(refused(of(2, json!({ "+": [i64::MAX, 1] }))), Broken::Overflow);
    for at in [json!([0, 2]), json!([1, 0]), json!([1, 1])] {
        let fields = json!({ "{": { "a": { "at": at, "of": { "[": [1, 2] } } } });
        assert_eq!(refused(of(2, fields)), Broken::Fit { rows: 2 }, "{at}");
    }
}

#[test]
fn a_small_table_of_many_rows_is_not_unpacked() {
    for column in [json!({ "=": "0123456789" }), json!({ "{": {} }), json!({ "=": null })] {
        let bomb = json!({ "count": usize::MAX / 16, "column": column });
        assert_eq!(refused(bomb), Broken::TooLarge { max: 10_000 });
    }
    let long = json!({ "=": "x".repeat(200) });
    assert_eq!(refused(json!({ "count": 100, "column": long })), Broken::TooLarge { max: 10_000 });
    let nested = json!({ "{": { "a": { "of": { "=": "x".repeat(200) } } } });
    assert_eq!(refused(json!({ "count": 60, "column": nested })), Broken::TooLarge { max: 10_000 });
}

/// The text of rows, packed, sent and unpacked.
fn carried(rows: &str) -> String {
    let body: Value = serde_json::from_str(&format!(r#"{{"rows":{rows}}}"#)).unwrap();
    let sent = pack(body, "rows").to_string();
    let read = unpack(serde_json::from_str(&sent).unwrap(), "rows", ROOM).unwrap();
    read["rows"].to_string()
}

#[test]
fn each_row_keeps_the_order_of_its_fields() {
    for rows in [
        r#"[{"b":1,"a":2},{"b":3,"a":4}]"#,
        r#"[{"a":1,"c":2},{"a":3,"b":4,"c":5},{"b":6,"c":7}]"#,
        // No order is right for both.
        r#"[{"b":1,"a":2},{"a":3,"b":4}]"#,
        r#"[{"x":{"z":1,"y":2.5}},{"x":{"z":0.1,"w":null,"y":2}},{"q":{},"x":{"y":1,"z":1}}]"#,
    ] {
        assert_eq!(carried(rows), rows);
    }
}

#[test]
fn rows_that_fit_no_order_are_not_taken_apart() {
    let row = |n: u32| json!({ "id": n, "kind": "visit", "at": n * 7 });
    let mut rows: Vec<Value> = (0..50).map(row).collect();
    let same = pack(json!({ "rows": rows }), "rows");
    assert!(same["rows"]["column"].get("{").is_some(), "{same}");
    rows.push(json!({ "at": 1, "kind": "visit", "id": 2 }));
    let mixed = pack(json!({ "rows": rows }), "rows");
    assert!(mixed["rows"]["column"].get("[").is_some(), "{mixed}");
}

/// Rows that differ at every level, each as deep as a record may be with what is not known of it: a
/// reader stops at 128 levels.
#[test]
fn the_deepest_record_is_read_as_columns() {
    let nest =
        |n: u32| (1..OWN_DEPTH_MAX).fold(json!({ "n": n }), |inner, _| json!({ "x": inner }));
    let fact = |n| json!({ "seq": n, "item": { "kind": "record", "fact": { "record": nest(n) } } });
    let rows = Value::from_iter([fact(1), fact(3), fact(7)]).to_string();
    assert_eq!(carried(&rows), rows);
}
