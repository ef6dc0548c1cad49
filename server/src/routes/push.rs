//! Push: a batch of records.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
};
use wufei_api::push::PushResponse;

use super::{
    Desk,
    answer::{Refused, body, mixed_up},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn post(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<PushResponse>, Refused> {
    match desk.writer.ask(Request::Push(bearer, body(bytes)?)).await? {
        Response::Pushed(response) => Ok(Json(response)),
        _ => Err(mixed_up()),
    }
}
