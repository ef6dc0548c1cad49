//! Whether the server lives: `ok` when the database answers.

use axum::extract::State;

use super::{Desk, answer::Refused};
use crate::service::Request;

pub async fn get(State(desk): State<Desk>) -> Result<&'static str, Refused> {
    desk.writer.ask(Request::Health).await?;
    Ok("ok")
}
