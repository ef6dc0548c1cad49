//! The address that Prometheus asks, apart from that of devices: `/metrics` and nothing else. It asks for
//! no password, so it listens where only the operator's own machines come to.

use std::{io, net::TcpListener};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::Measures;
use crate::listeners::Listeners;

/// As OpenMetrics calls its text.
const FORM: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone)]
struct Desk {
    measures: Measures,
    listeners: Listeners,
}

/// Answers until its runtime ends.
///
/// # Errors
/// What the network says.
pub(crate) async fn serve(
    listener: TcpListener,
    measures: Measures,
    listeners: Listeners,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = Router::new().route("/metrics", get(metrics));
    axum::serve(listener, router.with_state(Desk { measures, listeners })).await
}

async fn metrics(State(desk): State<Desk>) -> Response {
    desk.measures.seated(desk.listeners.seated());
    match desk.measures.text() {
        Ok(text) => ([(header::CONTENT_TYPE, FORM)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
