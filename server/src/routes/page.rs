//! The public page and its style. No script, nothing from elsewhere.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderName, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::{
    board::{STYLE, View},
    service::{Request, Response as Answer},
};

const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-cache"),
];

pub async fn get(
    State(desk): State<Desk>,
    view: Result<Query<View>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(view) = view.map_err(query_malformed)?;
    match desk.writer.ask(Request::Board).await? {
        Answer::Board(published) => {
            let page = desk.pages.render(&published, &view);
            Ok((HEADERS, Html(page.into_string())).into_response())
        }
        _ => Err(mixed_up()),
    }
}

pub async fn style() -> Response {
    (HEADERS, [(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}
