//! How bodies are written and read: JSON, rows as columns, gzip.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, HeaderMap};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use wufei_api::columns;
use wufei_domain::{
    refusal::{Code, Refusal},
    sync::BATCH_WIRE_BYTES_MAX,
};

const JSON: &str = "application/json";

/// Rows as columns if the server can, else plain.
pub(super) const ACCEPTED: &str = "application/vnd.wufei.columns+json, application/json;q=0.5";

/// A body shorter than that gains nothing.
const WORTH_COMPRESSING: usize = 512;

/// A body ready to be sent.
pub(super) struct Form {
    pub media_type: &'static str,
    pub compressed: bool,
    pub bytes: Vec<u8>,
}

/// A good answer.
pub(super) struct Answered {
    /// Whether its rows are columns.
    pub columns: bool,
    /// Where it begins in the whole, if it is a part.
    pub begins: Option<u64>,
    pub body: Vec<u8>,
}

fn malformed(error: impl ToString) -> Refusal {
    Refusal::new(Code::BodyMalformed).with("detail", error)
}

/// Plain JSON.
///
/// # Errors
/// [`Code::BodyMalformed`].
pub(super) fn plain(body: &impl Serialize) -> Result<Form, Refusal> {
    let bytes = serde_json::to_vec(body).map_err(malformed)?;
    Ok(Form { media_type: JSON, compressed: false, bytes })
}

/// The rows in `field` as columns, compressed.
///
/// # Errors
/// [`Code::BodyMalformed`]; [`Code::BodyTooLarge`] above [`BATCH_WIRE_BYTES_MAX`].
pub(super) fn columns(body: &impl Serialize, field: &str) -> Result<Form, Refusal> {
    let body = columns::pack(serde_json::to_value(body).map_err(malformed)?, field);
    let mut bytes = serde_json::to_vec(&body).map_err(malformed)?;
    let compressed = bytes.len() >= WORTH_COMPRESSING;
    if compressed {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        bytes = encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(malformed)?;
    }
    if bytes.len() > BATCH_WIRE_BYTES_MAX {
        return Err(Refusal::new(Code::BodyTooLarge).with("max", BATCH_WIRE_BYTES_MAX));
    }
    Ok(Form { media_type: columns::MEDIA_TYPE, compressed, bytes })
}

/// Whether the rows of an answer are columns.
pub(super) fn is_columns(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|name| name == columns::MEDIA_TYPE)
}

/// Where a part begins: the first number of `content-range: bytes 0-9/100`.
pub(super) fn begins(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    range.split_once('-')?.0.parse().ok()
}

/// Reads an answer whose rows in `field` may be columns of at most `bytes_max` bytes.
///
/// # Errors
/// [`Code::ServerFailed`] when it cannot be read.
pub(super) fn read_rows<T: DeserializeOwned>(
    answered: &Answered,
    field: &str,
    bytes_max: usize,
) -> Result<T, Refusal> {
    let failed = || Refusal::new(Code::ServerFailed);
    if !answered.columns {
        return serde_json::from_slice(&answered.body).map_err(|_| failed());
    }
    let body: Value = serde_json::from_slice(&answered.body).map_err(|_| failed())?;
    let body = columns::unpack(body, field, bytes_max).map_err(|_| failed())?;
    serde_json::from_value(body).map_err(|_| failed())
}
