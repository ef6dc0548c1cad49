//! Ledger: an auditor's view of one account.

use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
};
use wufei_api::ledger::{LedgerQuery, LedgerResponse};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
};
use crate::service::{Request, Response, authorise::Bearer};

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    query: Result<Query<LedgerQuery>, QueryRejection>,
) -> Result<Json<LedgerResponse>, Refused> {
    let Query(query) = query.map_err(query_malformed)?;
    match desk.writer.ask(Request::Ledger(bearer, query)).await? {
        Response::Ledger(response) => Ok(Json(*response)),
        _ => Err(mixed_up()),
    }
}
