//! What stands before the handlers: a bound in time, and for devices protocol and token.

use std::time::Duration;

use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use wufei_api::{
    protocol::{CURRENT, HEADER, OLDEST},
    routes::NEWS,
};
use wufei_domain::refusal::{Code, Refusal};

use super::{answer::Refused, news::WAIT_MAX};
use crate::service::authorise::Bearer;

/// A request, its body included, takes at most this long, beside what it may wait for news.
const REQUEST: Duration = Duration::from_secs(30);

/// Ends what takes too long, and turns a panic into an answer.
pub async fn bounded(request: Request, next: Next) -> Response {
    let waits = if request.uri().path() == NEWS { WAIT_MAX } else { Duration::ZERO };
    let handled = tokio::spawn(next.run(request));
    let abort = handled.abort_handle();
    match tokio::time::timeout(REQUEST + waits, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Refused(Code::ServerFailed.into()).into_response(),
        Err(_) => {
            abort.abort();
            Refused(Code::ServerFailed.into()).into_response()
        }
    }
}

/// Lets a device in that speaks our protocol and shows a token; who it is, the service finds out.
pub async fn token(mut request: Request, next: Next) -> Result<Response, Refused> {
    protocol(request.headers())?;
    let bearer = bearer(request.headers())?;
    request.extensions_mut().insert(bearer);
    Ok(next.run(request).await)
}

fn protocol(headers: &HeaderMap) -> Result<(), Refusal> {
    let value = headers.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match value.parse::<u32>() {
        Ok(version) if (OLDEST..=CURRENT).contains(&version) => Ok(()),
        _ => Err(Refusal::new(Code::ProtocolUnknown)
            .with("value", value.chars().take(20).collect::<String>())
            .with("min", OLDEST)
            .with("max", CURRENT)),
    }
}

fn bearer(headers: &HeaderMap) -> Result<Bearer, Refusal> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(kind, token)| kind.eq_ignore_ascii_case("bearer") && !token.trim().is_empty())
        .map(|(_, token)| Bearer(token.trim().to_owned()))
        .ok_or_else(|| Code::TokenMissing.into())
}
