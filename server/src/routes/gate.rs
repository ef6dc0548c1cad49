//! What stands before the handlers: a bound in time, and for devices protocol and token.

use std::time::{Duration, Instant};

use axum::{
    Extension,
    extract::{Query, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use wufei_api::{
    protocol::{CURRENT, HEADER, OLDEST},
    routes::{CONSOLE_LOGIN, NEWS},
};
use wufei_domain::refusal::{Code, Refusal};

use super::{
    answer::Refused,
    console::{cookie, on_to},
    limit::Client,
    news::WAIT_MAX,
};
use crate::{
    limits::Limits,
    pages::View,
    service::{BUSY_SECONDS, authorise::Bearer},
};

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
        // Whoever sent it may come again: what was done of it is a repeat then.
        Err(_) => {
            abort.abort();
            Refused(Refusal::new(Code::Busy).with("seconds", BUSY_SECONDS)).into_response()
        }
    }
}

/// The oldest version of the protocol that is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oldest(pub u32);

/// The version that the device speaks which is being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken(pub u32);

/// What [`token`] works with.
#[derive(Clone)]
pub struct Gate {
    /// Which devices are let in.
    pub oldest: Oldest,
    /// Told what came of a token.
    pub limits: Limits,
}

/// Lets a device in that speaks a version we read and shows a token; who it is, the service finds out.
pub async fn token(
    State(gate): State<Gate>,
    Extension(Client(address)): Extension<Client>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refused> {
    let spoken = protocol(request.headers(), gate.oldest)?;
    let bearer = bearer(request.headers())?;
    request.extensions_mut().insert(spoken);
    request.extensions_mut().insert(bearer.clone());
    let response = next.run(request).await;
    // Between these, such as a body that cannot be read, nobody has looked at the token.
    let is_good = match response.status() {
        status if status.is_success() => true,
        StatusCode::UNAUTHORIZED => false,
        _ => return Ok(response),
    };
    gate.limits.found(address, &bearer.0, is_good, Instant::now());
    Ok(response)
}

/// Whether browsers come over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Secure(pub bool);

/// Lets a browser in that shows a session's cookie; whether the session counts, the service says. Who
/// has none is shown where to log in. What another site's page sends is not taken.
pub async fn session(
    State(Secure(is_secure)): State<Secure>,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::POST && is_from_elsewhere(request.headers()) {
        return Refused(Code::FormStale.into()).into_response();
    }
    let Some(token) = cookie(request.headers(), is_secure) else {
        let view = Query::<View>::try_from_uri(request.uri());
        return on_to(CONSOLE_LOGIN, &view.map(|Query(view)| view).unwrap_or_default());
    };
    request.extensions_mut().insert(token);
    next.run(request).await
}

/// Whether a browser says that another site's page sent this. One that says nothing is held to the word
/// of its form alone.
pub fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// The version that is said at the door without a token, where every version is let in: the oldest when
/// none is said.
pub fn said(headers: &HeaderMap) -> Spoken {
    protocol(headers, Oldest(OLDEST)).unwrap_or(Spoken(OLDEST))
}

fn protocol(headers: &HeaderMap, Oldest(oldest): Oldest) -> Result<Spoken, Refusal> {
    let value = headers.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match value.parse::<u32>() {
        Ok(version) if (oldest..=CURRENT).contains(&version) => Ok(Spoken(version)),
        _ => Err(Refusal::new(Code::ProtocolUnknown)
            .with("value", value.chars().take(20).collect::<String>())
            .with("min", oldest)
            .with("max", CURRENT)),
    }
}

/// The token that is shown.
///
/// # Errors
/// [`Code::TokenMissing`].
pub fn bearer(headers: &HeaderMap) -> Result<Bearer, Refusal> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(kind, token)| kind.eq_ignore_ascii_case("bearer") && !token.trim().is_empty())
        .map(|(_, token)| Bearer(token.trim().to_owned()))
        .ok_or_else(|| Code::TokenMissing.into())
}
