//! Recipes: which body of the corpus is taken and how it is changed, as data that proptest draws
//! and shrinks. A recipe without changes is the body as it is kept.

use std::fmt;

use proptest::{
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, RngAlgorithm, RngSeed, TestRunner},
};
use serde_json::Value;

/// Cases of a target for each case that `PROPTEST_CASES`, or the library, asks for: 256 make 2,048.
const CASES_FACTOR: u32 = 8;

/// Changes of one body at most.
const CHANGES_MAX: usize = 5;

/// Bytes that mean something to a reader of JSON or of a query.
const SPLINTERS: [&[u8]; 22] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\xff",
    b"\0",
    b"\xe2\x80\xae",
    b"-",
    b"1e400",
    b"&",
    b"=",
    b"%",
    b"%00",
    b"+",
    b"-012",
];

/// Numbers at the edges of what some field holds.
const NUMBERS: [&str; 18] = [
    "0",
    "-1",
    "1",
    "007",
    "32768",
    "5000000",
    "5000001",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "-9223372036854775808",
    "1e3",
    "0.5",
    "-0.0",
    "90000001",
];

/// Texts at the edges of what some field holds.
const TEXTS: [&str; 20] = [
    "",
    "\0",
    "330683106273",
    "003683106273",
    "330683106273-0",
    "330683106273-1",
    "330683106273-012",
    "330683106273-4294967296",
    "00001234",
    "00001231",
    "community:330683106273",
    "household:330683106273-0",
    "issuer:330683106273",
    "turf:01a20cff-7d00-7101-8101-010101010101",
    "01a20cff-7d00-7101-8101-010101010101",
    "01A20CFF-7D00-7101-8101-010101010101",
    "urn:uuid:01a20cff-7d00-7101-8101-010101010101",
    "00000000-0000-0000-0000-000000000000",
    "visit",
    "accepted",
];

/// Values of every kind, in JSON.
const VALUES: [&str; 12] = [
    "null",
    "true",
    "0",
    "-1",
    "0.5",
    "18446744073709551615",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{\"kind\":\"visit\"}",
];

/// One change.
#[derive(Debug, Clone)]
pub enum Change {
    /// One bit turns.
    Flip(Index, u8),
    /// Up to 32 bytes go.
    Cut(Index, usize),
    /// Up to 32 bytes stand twice.
    Twice(Index, usize),
    /// A splinter comes in.
    Insert(Index, &'static [u8]),
    /// A number becomes another.
    Number(Index, &'static str),
    /// A text of the JSON becomes another.
    Text(Index, &'static str),
    /// A value of the JSON becomes another, of whatever kind.
    Value(Index, &'static str),
    /// A field of the JSON goes.
    Without(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        1 => (at(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        1 => (at(), 1..32_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => (at(), 1..32_usize).prop_map(|(at, length)| Change::Twice(at, length)),
        1 => (at(), select(&SPLINTERS[..])).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        3 => (at(), select(&NUMBERS[..])).prop_map(|(at, number)| Change::Number(at, number)),
        5 => (at(), select(&TEXTS[..])).prop_map(|(at, text)| Change::Text(at, text)),
        2 => (at(), select(&VALUES[..])).prop_map(|(at, value)| Change::Value(at, value)),
        1 => at().prop_map(Change::Without),
    ]
}

/// A body, told as a person reads it when it broke a property.
#[derive(Clone)]
pub struct Body(pub Vec<u8>);

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "body {}", self.0.escape_ascii())
    }
}

/// Bodies: one of `kept`, changed.
pub fn bodies(kept: Vec<Vec<u8>>) -> impl Strategy<Value = Body> {
    // Most often one: with each further change a body is less likely to be read at all.
    let changes = prop_oneof![
        3 => prop::collection::vec(change(), 0..=1),
        1 => prop::collection::vec(change(), 2..=CHANGES_MAX),
    ];
    (select(kept), changes)
        .prop_map(|(body, changes)| Body(changes.iter().fold(body, |body, change| change.of(body))))
}

/// Runs `holds` over `values`, the same ones each time.
///
/// # Errors
/// The smallest value found for which it does not hold, with the reason.
pub fn run<V: fmt::Debug>(
    values: &impl Strategy<Value = V>,
    holds: impl Fn(V) -> Result<(), TestCaseError>,
) -> Result<(), String> {
    let asked = Config::default();
    let cases = asked.cases.saturating_mul(CASES_FACTOR);
    let config = Config {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(5),
        ..asked
    };
    TestRunner::new(config).run(values, holds).map_err(|error| error.to_string())
}

impl Change {
    /// The body with this change; as it was where there is nothing to change.
    fn of(&self, mut body: Vec<u8>) -> Vec<u8> {
        if body.is_empty() {
            return body;
        }
        match self {
            Self::Flip(at, bit) => {
                let at = at.index(body.len());
                body[at] ^= 1 << bit;
            }
            Self::Cut(at, length) => {
                let at = at.index(body.len());
                let end = (at + length).min(body.len());
                body.drain(at..end);
            }
            Self::Twice(at, length) => {
                let at = at.index(body.len());
                let end = (at + length).min(body.len());
                let piece = body[at..end].to_vec();
                body.splice(at..at, piece);
            }
            Self::Insert(at, bytes) => {
                let at = at.index(body.len() + 1);
                body.splice(at..at, bytes.iter().copied());
            }
            Self::Number(at, number) => {
                let runs = runs_of_digits(&body);
                if !runs.is_empty() {
                    body.splice(at.get(&runs).clone(), number.bytes());
                }
            }
            Self::Text(at, text) => change_json(&mut body, |whole| {
                let places = places(whole, Value::is_string);
                if !places.is_empty()
                    && let Some(found) = whole.pointer_mut(at.get::<String>(&places))
                {
                    *found = (*text).into();
                }
            }),
            Self::Value(at, value) => change_json(&mut body, |whole| {
                let places = places(whole, |_| true);
                if let Some(found) = whole.pointer_mut(at.get::<String>(&places)) {
                    *found = serde_json::from_str(value).unwrap();
                }
            }),
            Self::Without(at) => change_json(&mut body, |whole| {
                let places = places(whole, |_| true);
                let (parent, field) = at.get(&places).rsplit_once('/').unwrap_or_default();
                if let Some(Value::Object(fields)) = whole.pointer_mut(parent) {
                    fields.remove(field);
                }
            }),
        }
        body
    }
}

fn change_json(body: &mut Vec<u8>, change: impl FnOnce(&mut Value)) {
    if let Ok(mut whole) = serde_json::from_slice(body) {
        change(&mut whole);
        *body = serde_json::to_vec(&whole).unwrap();
    }
}

fn runs_of_digits(body: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let digits = body.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit());
    for at in digits.map(|(at, _)| at) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The pointer of every value in `whole`, itself included, that is `wanted`.
pub fn places(whole: &Value, wanted: fn(&Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    collect(whole, wanted, &mut String::new(), &mut found);
    found
}

fn collect(whole: &Value, wanted: fn(&Value) -> bool, here: &mut String, into: &mut Vec<String>) {
    if wanted(whole) {
        into.push(here.clone());
    }
    let inside: Vec<(String, &Value)> = match whole {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        _ => return,
    };
    for (name, value) in inside {
        let length = here.len();
        here.push('/');
        // As RFC 6901 writes it.
        here.push_str(&name.replace('~', "~0").replace('/', "~1"));
        collect(value, wanted, here, into);
        here.truncate(length);
    }
}
