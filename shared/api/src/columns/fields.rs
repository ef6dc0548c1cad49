//! Objects field by field, in an order that is right for each of them.

use std::{collections::HashMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{Column, column};

/// Names of a table at most: more are those of rows that do not resemble each other.
const NAMES_MAX: usize = 256;

/// The fields of objects by name: on the wire an object whose names stand in this order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fields(pub Vec<(String, Field)>);

/// A field of objects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Field {
    /// The rows that have it, from 0 and rising; none written when all have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Vec<usize>>,
    pub of: Column,
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, field)| (name, field)))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

/// Rows by their fields; the rows themselves when one is no object, or when no order of names that
/// was found is that of every row: then each keeps its own.
pub(super) fn by_field(rows: Vec<Value>) -> Result<Fields, Vec<Value>> {
    let Some(names) = order(&rows) else { return Err(rows) };
    let count = rows.len();
    let mut fields: HashMap<String, (Vec<usize>, Vec<Value>)> = HashMap::new();
    for (at, row) in rows.into_iter().enumerate() {
        let Value::Object(row) = row else { continue };
        for (name, value) in row {
            let (rows, values) = fields.entry(name).or_default();
            rows.push(at);
            values.push(value);
        }
    }
    let field = |name: String| {
        let (at, values) = fields.remove(&name)?;
        let at = (at.len() < count).then_some(at);
        Some((name, Field { at, of: column(values) }))
    };
    Ok(Fields(names.into_iter().filter_map(field).collect()))
}

/// All names, in the order of every row. A name that is new stands behind the one before it in its
/// row; a row that has two the other way round ends the search, and so do too many names.
fn order(rows: &[Value]) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut before: Option<&Map<String, Value>> = None;
    for row in rows {
        let row = row.as_object()?;
        // Most rows have the fields of the one before them.
        if before.is_some_and(|before| before.keys().eq(row.keys())) {
            continue;
        }
        let mut next = 0;
        for name in row.keys() {
            match names.iter().position(|known| known == name) {
                Some(at) if at < next => return None,
                Some(at) => next = at + 1,
                None if names.len() == NAMES_MAX => return None,
                None => {
                    names.insert(next, name.clone());
                    next += 1;
                }
            }
        }
        before = Some(row);
    }
    Some(names)
}
