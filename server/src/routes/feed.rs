//! Feed: a page of facts.

use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response as HttpResponse,
};
use wufei_api::{
    feed::{FeedPage, FeedQuery, ROWS},
    protocol::{PACKED_SINCE, RULEBOOK_SINCE},
};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed, with_rows},
    gate::Spoken,
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    Extension(spoken): Extension<Spoken>,
    headers: HeaderMap,
    query: Result<Query<FeedQuery>, QueryRejection>,
) -> Result<HttpResponse, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    match desk.writer.ask(Request::Feed(bearer, query)).await? {
        Response::Page(page) => {
            let page = as_read(page, spoken);
            desk.writer.measures().read(page.rows.len());
            with_rows(&headers, page, ROWS)
        }
        _ => Err(mixed_up()),
    }
}

/// The page as a device of that version reads it: without facts of a kind that it does not know, which
/// it finds by the check once it is brought up to date. Until then the check is of other facts than
/// its own.
fn as_read(mut page: FeedPage, Spoken(version): Spoken) -> FeedPage {
    page.rows.retain(|row| row.item.since() <= version);
    page.check = page.check.filter(|check| check.protocol == version);
    page.snapshot = page.snapshot.filter(|_| version >= PACKED_SINCE);
    page.rulebook = page.rulebook.filter(|_| version >= RULEBOOK_SINCE);
    page
}
