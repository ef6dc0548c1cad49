//! The description of the routes: kept beside the sources, whole, and of our own body in every refusal.

use serde_json::Value;

use crate::routes::{described::Door, openapi::description, table::table};

/// Every value of a key, anywhere.
fn all<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == key {
                    found.push(value);
                }
                all(value, key, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| all(value, key, found)),
        _ => {}
    }
}

#[test]
fn the_description_is_the_one_beside_the_sources() {
    let kept = include_str!("../../openapi.json");
    let told = format!("{:#}\n", description());
    assert!(kept == told, "wufei-server openapi > server/openapi.json, and read what changed");
}

#[test]
fn every_route_is_described_and_every_name_in_it_is_there() {
    let described = description();
    assert_eq!(described["openapi"], "3.1.1");
    for route in table() {
        let operation = &described["paths"][route.path][route.verb.name().to_lowercase()];
        assert_eq!(operation["summary"], route.about, "{} {}", route.verb.name(), route.path);
        assert_eq!(operation["security"].is_array(), route.door != Door::Public, "{}", route.path);
    }
    let mut names = Vec::new();
    all(&described, "$ref", &mut names);
    assert!(names.len() > 50, "{}", names.len());
    for name in names {
        let pointer = name.as_str().unwrap().trim_start_matches('#');
        assert!(described.pointer(pointer).is_some(), "{pointer}");
    }
    let mut ids = Vec::new();
    all(&described, "operationId", &mut ids);
    let different: std::collections::BTreeSet<_> = ids.iter().map(|id| id.as_str()).collect();
    assert_eq!(different.len(), ids.len());
}

#[test]
fn every_refusal_is_our_own_body_or_a_page() {
    let described = description();
    let paths = described["paths"].as_object().unwrap();
    let mut seen = 0;
    for (path, operations) in paths {
        for (status, answer) in operations
            .as_object()
            .unwrap()
            .values()
            .flat_map(|operation| operation["responses"].as_object().unwrap())
        {
            if status.as_str() < "400" {
                continue;
            }
            let ours = &answer["content"]["application/json"]["schema"]["$ref"];
            let page = &answer["content"]["text/html"];
            assert!(
                ours == "#/components/schemas/ErrorBody" || page.is_object(),
                "{path} {status}"
            );
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}
