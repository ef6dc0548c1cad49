//! Turfs on offer, and the lease on one.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
};
use wufei_api::turfs::{LeaseResponse, TurfsResponse};

use super::{
    Desk,
    answer::{Refused, body, mixed_up},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
) -> Result<Json<TurfsResponse>, Refused> {
    match desk.writer.ask(Request::Turfs(bearer)).await? {
        Response::Turfs(response) => Ok(Json(response)),
        _ => Err(mixed_up()),
    }
}

pub async fn lease(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<LeaseResponse>, Refused> {
    match desk.writer.ask(Request::Lease(bearer, body(bytes)?)).await? {
        Response::Leased(response) => Ok(Json(response)),
        _ => Err(mixed_up()),
    }
}
