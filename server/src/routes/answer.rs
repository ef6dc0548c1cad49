//! Replies: JSON, or a refusal with the status of its code.

use axum::{
    Json,
    body::Bytes,
    extract::rejection::{BytesRejection, QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use wufei_api::error::{ErrorBody, status};
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

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let code = self.0.code;
        let seconds = self.0.args.get("seconds").and_then(|text| HeaderValue::from_str(text).ok());
        let status = StatusCode::from_u16(status(code)).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, Json(ErrorBody { error: self.0 })).into_response();
        if let Some(seconds) = seconds.filter(|_| code == Code::Busy) {
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
    let bytes = bytes.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::new(Code::BodyTooLarge).with("max", BODY_BYTES_MAX)
        } else {
            malformed(rejection.body_text())
        }
    })?;
    serde_json::from_slice(&bytes).map_err(|error| malformed(error).into())
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
