//! Every decoder that reads what the other side wrote, as one shape: bytes in, and out what was
//! read, or why not.

use axum::{extract::Query, http::Uri};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use wufei_api::{
    columns,
    enrol::{EnrolRequest, EnrolResponse},
    error::ErrorBody,
    feed::{self, FeedPage, FeedQuery},
    ledger::{LedgerQuery, LedgerResponse},
    push::{PushEnvelope, PushResponse},
    snapshot::{self, Snapshot},
    turfs::{LeaseRequest, LeaseResponse, TurfsResponse},
};
use wufei_domain::record::Record;

/// What a decoder took.
#[derive(Debug)]
pub struct Taken {
    /// It, written again.
    pub written: Value,
    /// Whether what was written again reads as the same.
    pub same: bool,
}

/// What a decoder says of a body: what it took, or why not.
pub type Said = Result<Taken, String>;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The body of a request or an answer.
    Json,
    /// What follows the question mark of an address.
    Query,
}

/// A decoder.
pub struct Decoder {
    /// Its folder in the corpus.
    pub folder: &'static str,
    pub form: Form,
    pub read: fn(&[u8]) -> Said,
}

/// All of them: first what a server reads, then what a device reads.
pub static ALL: [Decoder; 16] = [
    from_json("push", push),
    from_json("record", record),
    from_json("enrol", json::<EnrolRequest>),
    from_json("lease", json::<LeaseRequest>),
    from_query("feed_query", query::<FeedQuery>),
    from_query("ledger_query", query::<LedgerQuery>),
    from_json("push_response", json::<PushResponse>),
    from_json("feed", json::<FeedPage>),
    from_json("enrol_response", json::<EnrolResponse>),
    from_json("turfs", json::<TurfsResponse>),
    from_json("lease_response", json::<LeaseResponse>),
    from_json("ledger_response", json::<LedgerResponse>),
    from_json("refusal", json::<ErrorBody>),
    from_json("push_columns", push_columns),
    from_json("feed_columns", |body| columns::<FeedPage>(body, feed::ROWS)),
    from_json("snapshot", |body| columns::<Snapshot>(body, snapshot::ROWS)),
];

/// Bytes of rows that are unpacked at most.
const ROWS_BYTES_MAX: usize = 1 << 20;

const fn from_json(folder: &'static str, read: fn(&[u8]) -> Said) -> Decoder {
    Decoder { folder, form: Form::Json, read }
}

const fn from_query(folder: &'static str, read: fn(&[u8]) -> Said) -> Decoder {
    Decoder { folder, form: Form::Query, read }
}

fn json<T: DeserializeOwned + Serialize + PartialEq>(body: &[u8]) -> Said {
    serde_json::from_slice::<T>(body).map_err(|error| error.to_string()).and_then(taken)
}

/// What stands around the entries: they are kept as they came, until each is read alone.
fn push(body: &[u8]) -> Said {
    let mut taken = json::<PushEnvelope>(body)?;
    taken.written["entries"].take();
    Ok(taken)
}

/// A body whose rows in `field` are columns.
fn columns<T: DeserializeOwned + Serialize + PartialEq>(body: &[u8], field: &str) -> Said {
    let packed: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let body = columns::unpack(packed, field, ROWS_BYTES_MAX).map_err(|error| error.to_string())?;
    serde_json::from_value::<T>(body).map_err(|error| error.to_string()).and_then(taken)
}

fn push_columns(body: &[u8]) -> Said {
    let mut taken = columns::<PushEnvelope>(body, wufei_api::push::ROWS)?;
    taken.written["entries"].take();
    Ok(taken)
}

/// An entry of a push is read in two steps: first as JSON, then alone as a record.
fn record(body: &[u8]) -> Said {
    let entry: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    serde_json::from_value::<Record>(entry).map_err(|error| error.to_string()).and_then(taken)
}

/// As the router reads it: first the address must be one.
fn query<T: DeserializeOwned + Serialize + PartialEq>(body: &[u8]) -> Said {
    let address = [b"/?", body].concat();
    let uri = Uri::try_from(address).map_err(|error| format!("`{error}` is no address"))?;
    let read = Query::<T>::try_from_uri(&uri).map_err(|rejection| rejection.body_text())?;
    taken(read.0)
}

fn taken<T: DeserializeOwned + Serialize + PartialEq>(read: T) -> Said {
    let text = serde_json::to_string(&read).map_err(|error| format!("`{error}` on writing"))?;
    let same = serde_json::from_str::<T>(&text).is_ok_and(|again| again == read);
    Ok(Taken { written: serde_json::from_str(&text).unwrap_or(Value::Null), same })
}
