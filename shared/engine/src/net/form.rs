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

/// Plain JSON.
pub(super) const JSON: &str = "application/json";

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

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;
    use serde_json::json;

    use super::*;

    /// Rows with a number that no compression makes smaller.
    fn rows(many: u64) -> Value {
        let mixed = |n: u64| {
            let n = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 1
        };
        let row = |n: u64| json!({ "id": n, "kind": "visit", "text": mixed(n) });
        json!({ "device": "one", "entries": (0..many).map(row).collect::<Vec<_>>() })
    }

    fn read(columns: bool, body: Vec<u8>, bytes_max: usize) -> Result<Value, Refusal> {
        read_rows(&Answered { columns, begins: None, body }, "entries", bytes_max)
    }

    #[test]
    fn rows_go_out_as_columns_and_compressed_if_that_gains_anything() {
        let form = columns(&rows(200), "entries").unwrap();
        assert!(form.compressed && form.media_type == columns::MEDIA_TYPE);
        let mut packed = Vec::new();
        GzDecoder::new(form.bytes.as_slice()).read_to_end(&mut packed).unwrap();
        assert!(form.bytes.len() < packed.len(), "{} of {}", form.bytes.len(), packed.len());
        assert_eq!(read(true, packed, 1 << 20).unwrap(), rows(200));
        let small = columns(&rows(1), "entries").unwrap();
        assert!(!small.compressed);
        assert_eq!(read(true, small.bytes, 1 << 20).unwrap(), rows(1));
    }

    #[test]
    fn a_body_above_the_bound_of_the_wire_is_not_sent() {
        let refused = columns(&rows(20_000), "entries").err().unwrap();
        assert_eq!(refused.code, Code::BodyTooLarge);
    }

    #[test]
    fn plain_rows_are_read_and_a_bomb_of_columns_is_not() {
        let plain = serde_json::to_vec(&rows(3)).unwrap();
        assert_eq!(read(false, plain, 10).unwrap(), rows(3));
        let packed = columns(&rows(1), "entries").unwrap().bytes;
        assert_eq!(read(true, packed, 10).unwrap_err().code, Code::ServerFailed);
    }

    #[test]
    fn a_part_says_where_it_begins() {
        let headers = |range: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_RANGE, range.parse().unwrap());
            headers
        };
        assert_eq!(begins(&headers("bytes 128-255/1000")), Some(128));
        for other in ["bytes */1000", "lines 1-2/3", "bytes x-2/3"] {
            assert_eq!(begins(&headers(other)), None, "{other}");
        }
        assert_eq!(begins(&HeaderMap::new()), None);
    }
}
