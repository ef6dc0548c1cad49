//! Golden vectors: the cases in `vectors/*.json` that every program in every language agrees on.
//!
//! A file is an array of cases, each with a `name`. One without a case, with a name twice or with a
//! field nobody reads is refused, so that no case is passed over in silence.

mod facts;
mod scale;
mod standings;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, de::DeserializeOwned};

use crate::refusal::{Code, Refusal};

/// The cases of a file.
fn read<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, String> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let named: Vec<Named> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if named.is_empty() {
        return Err("no case".to_owned());
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = named.iter().find(|case| !names.insert(&case.name)) {
        return Err(format!("{} twice", twice.name));
    }
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn cases<T: DeserializeOwned>(text: &str) -> Vec<T> {
    read(text).unwrap()
}

type Args = BTreeMap<String, String>;

/// What a case expects: a result or a refusal, never both.
fn expected<T>(right: Option<T>, refusal: Option<Code>, args: Args) -> Result<T, Refusal> {
    match (right, refusal) {
        (Some(right), None) if args.is_empty() => Ok(right),
        (None, Some(code)) => Err(Refusal { code, args }),
        _ => panic!("a case has either a result or a refusal"),
    }
}

/// The reader must be able to refuse, or a file could be passed over.
#[test]
fn a_file_that_says_nothing_or_too_much_is_refused() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Case {
        name: String,
        points: i64,
    }
    let refused = |text: &str| read::<Case>(text).unwrap_err();
    assert!(read::<Case>(r#"[{"name": "a", "points": 1}]"#).is_ok());
    assert_eq!(refused("[]"), "no case");
    assert_eq!(refused(r#"[{"name": "a", "points": 1}, {"name": "a", "points": 2}]"#), "a twice");
    assert!(refused(r#"[{"name": "a", "points": 1, "grams": 2}]"#).contains("unknown field"));
    assert!(refused(r#"[{"name": "a"}]"#).contains("missing field"));
    assert!(refused("").contains("EOF"));
}
