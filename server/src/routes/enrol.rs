//! Enrolment: the one door without a token.

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
};
use wufei_api::enrol::EnrolResponse;

use super::{
    Desk,
    answer::{Refused, body, mixed_up},
};
use crate::service::{Request, Response};

pub async fn post(
    State(desk): State<Desk>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<EnrolResponse>, Refused> {
    match desk.writer.ask(Request::Enrol(body(bytes)?)).await? {
        Response::Enrolled(response) => Ok(Json(*response)),
        _ => Err(mixed_up()),
    }
}
