//! News: answered at once when there are any, else when there are, or when the wait is over.

use std::time::{Duration, Instant};

use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response as HttpResponse},
};
use wufei_api::news::{NewsQuery, NewsResponse, WAIT_SECONDS_MAX};
use wufei_domain::refusal::{Code, Refusal};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::{
    listeners::{AWAY_SECONDS, Woken},
    service::{Request, Response, authorise::Bearer},
};

/// Longest an answer may be waited for.
pub const WAIT_MAX: Duration = Duration::from_secs(WAIT_SECONDS_MAX);

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    query: Result<Query<NewsQuery>, QueryRejection>,
) -> Result<HttpResponse, Refused> {
    let Query(NewsQuery { mark: shown, wait_seconds }) = query.map_err(query_malformed)?;
    let end = Instant::now() + Duration::from_secs(wait_seconds).min(WAIT_MAX);
    let mut seat = None;
    loop {
        let Response::News(news) = desk.writer.ask(Request::News(bearer.clone())).await? else {
            return Err(mixed_up());
        };
        if shown != Some(news.mark) {
            return Ok(Json(NewsResponse { mark: news.mark }).into_response());
        }
        if Instant::now() >= end {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        match &seat {
            // What was committed before it sat down is seen by asking once more.
            None => seat = Some(desk.writer.listeners().sit(&news)?),
            // An operator's command changes the database unseen: so it looks once more at the end.
            Some(seat) => match seat.wait(end).await {
                Woken::ToLook => {}
                Woken::ByEnd => return Ok(StatusCode::NO_CONTENT.into_response()),
                // Two copies of one device must not take the seat from each other in turns.
                Woken::ByNewer => {
                    return Err(Refusal::new(Code::Busy).with("seconds", AWAY_SECONDS).into());
                }
            },
        }
    }
}
