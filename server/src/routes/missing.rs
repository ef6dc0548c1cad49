//! Missing words: what an organiser is told of them, and what they answer.

use std::sync::Arc;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{
        Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
};
use wufei_api::missing::{
    MissingAnswerRequest, MissingAnswerResponse, MissingQuery, MissingResponse,
};

use super::{
    Desk,
    answer::{Refused, body, mixed_up, query_malformed},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    query: Result<Query<MissingQuery>, QueryRejection>,
) -> Result<Json<MissingResponse>, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    match desk.writer.ask(Request::Missing(bearer, query)).await? {
        Response::Missing(response) => Ok(Json(response)),
        _ => Err(mixed_up()),
    }
}

pub async fn post(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<MissingAnswerResponse>, Refused> {
    let request: MissingAnswerRequest = body(bytes)?;
    let key = Arc::new(desk.city_key().await?);
    match desk.writer.ask(Request::AnswerMissing(bearer, request, key)).await? {
        Response::MissingAnswered(response) => Ok(Json(response)),
        _ => Err(mixed_up()),
    }
}
