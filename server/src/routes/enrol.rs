//! Enrolment: the one door without a token.

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::HeaderMap,
};
use wufei_api::{enrol::EnrolResponse, protocol::RULEBOOK_SINCE};

use super::{
    Desk,
    answer::{Refused, body, mixed_up},
    gate::{Spoken, said},
};
use crate::service::{Request, Response};

pub async fn post(
    State(desk): State<Desk>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<EnrolResponse>, Refused> {
    let Spoken(version) = said(&headers);
    match desk.writer.ask(Request::Enrol(body(bytes)?)).await? {
        Response::Enrolled(mut response) => {
            response.rulebook_key = response.rulebook_key.filter(|_| version >= RULEBOOK_SINCE);
            Ok(Json(*response))
        }
        _ => Err(mixed_up()),
    }
}
