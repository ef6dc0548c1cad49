//! The code of a screen or a poster: counted for the day, then on to the look-up.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use wufei_api::routes::LOOK_UP;

use super::Desk;
use crate::service::{Request, reach::ScreenCode};

/// Nobody is turned away for a code that is not known, or while nothing can be counted.
pub async fn get(
    State(desk): State<Desk>,
    method: Method,
    code: Result<Path<String>, PathRejection>,
) -> Response {
    // Whoever only looks whether the address is there has opened nothing.
    if let Ok(Path(code)) = code
        && let Ok(code) = code.parse::<ScreenCode>()
        && method == Method::GET
    {
        let _ = desk.writer.ask(Request::Opened(code)).await;
    }
    let headers = [
        (header::LOCATION, LOOK_UP),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}
