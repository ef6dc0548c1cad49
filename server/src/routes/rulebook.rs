//! The rulebook of the city: the patches that a device lacks.

use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
};
use wufei_api::rulebook::{RulebookAnswer, RulebookQuery};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    query: Result<Query<RulebookQuery>, QueryRejection>,
) -> Result<Json<RulebookAnswer>, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    match desk.writer.ask(Request::Rulebook(bearer, query)).await? {
        Response::Rulebook(response) => Ok(Json(*response)),
        _ => Err(mixed_up()),
    }
}
