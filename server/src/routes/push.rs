//! Push: a batch of records.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::HeaderMap,
};
use wufei_api::{
    protocol::{HELD_SINCE, known_to},
    push::{PushResponse, ROWS},
};
use wufei_domain::sync::Verdict;

use super::{
    Desk,
    answer::{Refused, body_with_rows, mixed_up},
    gate::Spoken,
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn post(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    Extension(spoken): Extension<Spoken>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<PushResponse>, Refused> {
    match desk.writer.ask(Request::Push(bearer, body_with_rows(&headers, bytes, ROWS)?)).await? {
        Response::Pushed(response) => {
            desk.writer.measures().said(&response.verdicts);
            Ok(Json(as_read(response, spoken)))
        }
        _ => Err(mixed_up()),
    }
}

/// The answer as a device of that version reads it. A verdict or a code that it does not know would
/// keep it from reading what is said of all the other entries.
fn as_read(mut response: PushResponse, Spoken(version): Spoken) -> PushResponse {
    for verdict in &mut response.verdicts {
        match verdict {
            Verdict::Rejected { refusal } => *refusal = known_to(version, refusal.clone()),
            Verdict::Held { after_ms } if version < HELD_SINCE => {
                *verdict = Verdict::RetryLater { after_ms: *after_ms };
            }
            Verdict::Accepted
            | Verdict::Duplicate
            | Verdict::RetryLater { .. }
            | Verdict::Held { .. } => {}
        }
    }
    response
}
