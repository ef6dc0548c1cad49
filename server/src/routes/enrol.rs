//! Enrolment: the one door without a token. Wrong codes are counted here, where the address is known.

use std::time::Instant;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::HeaderMap,
};
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    protocol::RULEBOOK_SINCE,
};
use wufei_domain::refusal::Code;

use super::{
    Desk,
    answer::{Refused, body, mixed_up},
    gate::{Spoken, said},
    limit::Client,
};
use crate::service::{Request, Response};

pub async fn post(
    State(desk): State<Desk>,
    Extension(Client(address)): Extension<Client>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<EnrolResponse>, Refused> {
    let Spoken(version) = said(&headers);
    let request: EnrolRequest = body(bytes)?;
    desk.limits.try_code(address, Instant::now())?;
    let answer = desk.writer.ask(Request::Enrol(request, version)).await;
    if !answer.as_ref().is_err_and(|refusal| is_guess(refusal.code)) {
        desk.limits.code_was_no_guess(address);
    }
    match answer? {
        Response::Enrolled(mut response) => {
            response.rulebook_key = response.rulebook_key.filter(|_| version >= RULEBOOK_SINCE);
            Ok(Json(*response))
        }
        _ => Err(mixed_up()),
    }
}

/// Whether a code was looked for and did not open: what somebody hears who tries them one by one.
const fn is_guess(code: Code) -> bool {
    matches!(
        code,
        Code::EnrolmentCodeUnknown | Code::EnrolmentCodeUsed | Code::EnrolmentCodeExpired
    )
}
