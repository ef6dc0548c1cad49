//! Snapshot: a range of its bytes, as HTTP has ranges.

use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response as HttpResponse},
};
use wufei_api::snapshot::{MEDIA_TYPE, SnapshotQuery};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    headers: HeaderMap,
    query: Result<Query<SnapshotQuery>, QueryRejection>,
) -> Result<HttpResponse, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    let tag = format!("\"{}\"", query.id);
    let request = Request::Snapshot(bearer, query, range(&headers));
    let Response::Part(part) = desk.writer.ask(request).await? else { return Err(mixed_up()) };
    let (first, last, all) = (part.from, part.to - 1, part.whole.len());
    let answer = [
        (header::CONTENT_TYPE, MEDIA_TYPE.to_owned()),
        (header::CONTENT_RANGE, format!("bytes {first}-{last}/{all}")),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, tag),
    ];
    Ok((StatusCode::PARTIAL_CONTENT, answer, part.bytes().to_vec()).into_response())
}

/// From where to before where; a header that is no single range of bytes asks for the beginning.
fn range(headers: &HeaderMap) -> (u64, Option<u64>) {
    let text = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some((from, to)) = text
        .and_then(|text| text.trim().strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return (0, None);
    };
    let to = to.trim().parse().ok().and_then(|last: u64| last.checked_add(1));
    (from.trim().parse().unwrap_or(0), to)
}
