//! Feed: a page of facts.

use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
};
use wufei_api::feed::{FeedPage, FeedQuery};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    query: Result<Query<FeedQuery>, QueryRejection>,
) -> Result<Json<FeedPage>, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    match desk.writer.ask(Request::Feed(bearer, query)).await? {
        Response::Page(page) => Ok(Json(page)),
        _ => Err(mixed_up()),
    }
}
