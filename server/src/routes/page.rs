//! The public page of standings and its style, and the headers of every public page. No script,
//! nothing from elsewhere.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderName, header},
    response::{Html, IntoResponse, Response},
};
use maud::Markup;

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::{
    board::{self, STYLE},
    pages::View,
    service::{Request, Response as Answer},
};

const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// For a page with a form that comes back here.
const POLICY_WITH_FORM: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
                                form-action 'self'; frame-ancestors 'none'";

type Headers = [(HeaderName, &'static str); 4];

const HEADERS: Headers = headers(POLICY, "no-cache");

const fn headers(policy: &'static str, cache: &'static str) -> Headers {
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, cache),
    ]
}

/// A page for anyone that nothing on the way may keep.
pub fn unkept(page: Markup) -> Response {
    (headers(POLICY, "no-store"), Html(page.into_string())).into_response()
}

/// As [`unkept`], with a form that comes back here.
pub fn unkept_with_form(page: Markup) -> Response {
    (headers(POLICY_WITH_FORM, "no-store"), Html(page.into_string())).into_response()
}

/// A style.
pub fn styled(style: impl IntoResponse) -> Response {
    (HEADERS, [(header::CONTENT_TYPE, "text/css; charset=utf-8")], style).into_response()
}

pub async fn get(
    State(desk): State<Desk>,
    view: Result<Query<View>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(view) = view.map_err(query_malformed)?;
    match desk.writer.ask(Request::Board).await? {
        Answer::Board(published) => {
            let page = board::render(desk.pages.words(view.language()), &published, &view);
            Ok((HEADERS, Html(page.into_string())).into_response())
        }
        _ => Err(mixed_up()),
    }
}

pub async fn style() -> Response {
    styled(STYLE)
}
