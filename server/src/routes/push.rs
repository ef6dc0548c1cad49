//! Push: a batch of records.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::HeaderMap,
};
use wufei_api::push::{PushResponse, ROWS};

use super::{
    Desk,
    answer::{Refused, body_with_rows, mixed_up},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn post(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<PushResponse>, Refused> {
    match desk.writer.ask(Request::Push(bearer, body_with_rows(&headers, bytes, ROWS)?)).await? {
        Response::Pushed(response) => Ok(Json(response)),
        _ => Err(mixed_up()),
    }
}
