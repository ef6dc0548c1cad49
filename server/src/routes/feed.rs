//! Feed: a page of facts.

use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response as HttpResponse,
};
use wufei_api::feed::{FeedQuery, ROWS};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed, with_rows},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    headers: HeaderMap,
    query: Result<Query<FeedQuery>, QueryRejection>,
) -> Result<HttpResponse, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    match desk.writer.ask(Request::Feed(bearer, query)).await? {
        Response::Page(page) => with_rows(&headers, page, ROWS),
        _ => Err(mixed_up()),
    }
}
