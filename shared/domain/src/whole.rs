//! A value with everything its sender wrote, so that what a newer version adds is not lost here.
//!
//! A reader of an older version knows fewer fields. It works with those and keeps, hashes and tells
//! the others as they came; once it is brought up to date it finds them. Start here: [`Whole`].

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::Value;

/// A value that was read from JSON and, if fields stood there that this version does not know, that
/// JSON with its fields in the order of its sender. Reads as the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole<T> {
    value: T,
    own: Option<Box<Value>>,
}

impl<T> Whole<T> {
    /// The value alone, without what this version does not know.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Whether fields stood there that this version does not know.
    pub const fn has_more(&self) -> bool {
        self.own.is_some()
    }

    /// How deep objects and arrays stand in one another where fields are not known; 0 where all are.
    pub fn depth(&self) -> usize {
        self.own.as_deref().map_or(0, depth)
    }
}

impl<T: Serialize + DeserializeOwned> Whole<T> {
    /// Reads a value from its JSON.
    ///
    /// # Errors
    /// When the JSON is no such value.
    pub fn read(own: &Value) -> serde_json::Result<Self> {
        let value = T::deserialize(own)?;
        let known = serde_json::to_value(&value)?;
        let own = has_more(own, &known).then(|| Box::new(own.clone()));
        Ok(Self { value, own })
    }
}

impl<T: Serialize> Whole<T> {
    /// Its own JSON, without spaces: as this version writes it if it knows all of it, so that the order
    /// on arrival does not matter, else as it came.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

fn depth(of: &Value) -> usize {
    match of {
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        Value::Array(all) => 1 + all.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Whether `own` has a field anywhere that `known` has not.
fn has_more(own: &Value, known: &Value) -> bool {
    match (own, known) {
        (Value::Object(own), Value::Object(known)) => own
            .iter()
            .any(|(name, value)| known.get(name).is_none_or(|known| has_more(value, known))),
        (Value::Array(own), Value::Array(known)) => {
            own.iter().zip(known).any(|(own, known)| has_more(own, known))
        }
        _ => false,
    }
}

impl<T> From<T> for Whole<T> {
    fn from(value: T) -> Self {
        Self { value, own: None }
    }
}

impl<T> Deref for Whole<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> Serialize for Whole<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.own {
            Some(own) => own.serialize(serializer),
            None => self.value.serialize(serializer),
        }
    }
}

impl<'de, T: Serialize + DeserializeOwned> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let own = Value::deserialize(deserializer)?;
        Self::read(&own).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    struct Door {
        number: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<u32>,
        answers: Vec<Answer>,
    }

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    struct Answer {
        key: String,
    }

    fn read(json: &str) -> Whole<Door> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_is_known_is_written_as_this_version_writes_it() {
        for json in [
            r#"{"number":7,"answers":[{"key":"a"}]}"#,
            r#"{ "answers": [ {"key": "a"} ], "number": 7 }"#,
        ] {
            let door = read(json);
            assert!(!door.has_more());
            assert_eq!(door.json().unwrap(), r#"{"number":7,"answers":[{"key":"a"}]}"#);
            assert_eq!(door, Whole::from(door.clone().into_value()));
        }
    }

    #[test]
    fn what_is_not_known_stays_with_its_value_and_in_its_order() {
        for json in [
            r#"{"mood":"good","number":7,"answers":[]}"#,
            r#"{"answers":[{"sure":false,"key":"a"}],"number":7}"#,
            r#"{"number":7,"answers":[{"key":"a","why":{"z":0.1,"a":[1e+300,null]}}]}"#,
            r#"{"number":7,"answers":[],"mood":null}"#,
            r#"{"number":7,"answers":[],"big":18446744073709551615}"#,
        ] {
            let door = read(json);
            assert!(door.has_more(), "{json}");
            assert_eq!(door.number, 7);
            assert_eq!(door.json().unwrap(), json);
            assert_eq!(serde_json::to_value(&door).unwrap().to_string(), json);
            assert_eq!(read(&door.json().unwrap()), door);
        }
        assert_ne!(
            read(r#"{"number":7,"answers":[],"x":1}"#),
            read(r#"{"number":7,"answers":[],"x":2}"#)
        );
    }

    #[test]
    fn depth_is_counted_where_something_is_unknown() {
        for (json, depth) in [
            (r#"{"number":7,"answers":[{"key":"a"}]}"#, 0),
            (r#"{"number":7,"answers":[],"x":1}"#, 2),
            (r#"{"number":7,"answers":[],"x":[{"y":[]}]}"#, 4),
        ] {
            assert_eq!(read(json).depth(), depth, "{json}");
        }
    }

    #[test]
    fn a_field_that_is_left_out_is_nothing_more() {
        assert!(!read(r#"{"number":7,"answers":[],"after":3}"#).has_more());
        let written = r#"{"number":7,"answers":[],"after":null}"#;
        assert_eq!(read(written).json().unwrap(), written, "kept as it came");
    }

    #[test]
    fn what_is_no_such_value_is_refused() {
        for json in ["{}", r#"{"number":"seven","answers":[]}"#, "[]", "7"] {
            assert!(serde_json::from_str::<Whole<Door>>(json).is_err(), "{json}");
        }
    }
}
