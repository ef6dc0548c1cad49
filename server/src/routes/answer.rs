//! Replies: JSON, or a refusal with the status of its code.

use axum::{
    Json,
    body::Bytes,
    extract::rejection::{BytesRejection, QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use wufei_api::{
    columns::{self, Broken},
    error::{ErrorBody, status},
};
use wufei_domain::refusal::{Code, Refusal};

use super::BODY_BYTES_MAX;

/// A refusal on its way out.
#[derive(Debug)]
pub struct Refused(pub Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Self(code.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let code = self.0.code;
        let seconds = self.0.args.get("seconds").and_then(|text| HeaderValue::from_str(text).ok());
        let status = StatusCode::from_u16(status(code)).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, Json(ErrorBody { error: self.0 })).into_response();
        if let Some(seconds) =
            seconds.filter(|_| matches!(code, Code::Busy | Code::TooManyRequests))
        {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        if code == Code::TokenMissing || code == Code::TokenUnknown {
            let challenge = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// Reads a JSON body.
///
/// # Errors
/// [`Code::BodyTooLarge`], [`Code::BodyMalformed`].
pub fn body<T: DeserializeOwned>(bytes: Result<Bytes, BytesRejection>) -> Result<T, Refused> {
    serde_json::from_slice(&taken(bytes)?).map_err(|error| malformed(error).into())
}

/// Reads a JSON body whose rows in `field` are columns if its type says so.
///
/// # Errors
/// As [`body`].
pub fn body_with_rows<T: DeserializeOwned>(
    headers: &HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
    field: &str,
) -> Result<T, Refused> {
    if !names_columns(headers, &header::CONTENT_TYPE) {
        return body(bytes);
    }
    let packed = body(bytes)?;
    // Columns are counted a little more dearly than the JSON they stand for.
    let body =
        columns::unpack(packed, field, 2 * BODY_BYTES_MAX).map_err(|broken| match broken {
            Broken::TooLarge { max } => Refusal::new(Code::BodyTooLarge).with("max", max),
            broken => malformed(broken),
        })?;
    serde_json::from_value(body).map_err(|error| malformed(error).into())
}

/// An answer with its rows in `field` as columns for those who read them.
///
/// # Errors
/// [`Code::ServerFailed`] when it cannot be written.
pub fn with_rows(
    headers: &HeaderMap,
    body: impl Serialize,
    field: &str,
) -> Result<Response, Refused> {
    if !names_columns(headers, &header::ACCEPT) {
        return Ok(Json(body).into_response());
    }
    let body = serde_json::to_value(body).map_err(|_| mixed_up())?;
    let kind = [(header::CONTENT_TYPE, columns::MEDIA_TYPE)];
    Ok((kind, columns::pack(body, field).to_string()).into_response())
}

fn names_columns(headers: &HeaderMap, header: &HeaderName) -> bool {
    let values = headers.get_all(header).iter().filter_map(|value| value.to_str().ok());
    let mut names = values.flat_map(|value| value.split([',', ';']));
    names.any(|name| name.trim().eq_ignore_ascii_case(columns::MEDIA_TYPE))
}

/// The bytes of a body.
///
/// # Errors
/// As [`body`].
pub fn taken(bytes: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    bytes.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::new(Code::BodyTooLarge).with("max", BODY_BYTES_MAX)
        } else {
            malformed(rejection.body_text())
        }
    })
}

/// What a query that cannot be read is answered.
pub fn query_malformed(rejection: QueryRejection) -> Refused {
    malformed(rejection.body_text()).into()
}

fn malformed(detail: impl ToString) -> Refusal {
    Refusal::new(Code::BodyMalformed).with("detail", detail)
}

/// The writer answered a request with something meant for another.
pub fn mixed_up() -> Refused {
    Refusal::new(Code::ServerFailed).into()
}

pub async fn not_found() -> Refused {
    Refusal::new(Code::NotFound).into()
}

pub async fn method_unknown() -> Refused {
    Refusal::new(Code::MethodUnknown).into()
}
