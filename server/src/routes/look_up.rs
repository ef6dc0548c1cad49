//! The public look-up. What is typed is answered and forgotten: it goes to no log and no database.

use axum::{
    Form,
    extract::{
        Query, RawQuery, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Deserialize;
use wufei_api::error::status;
use wufei_domain::refusal::{Code, Refusal};

use super::{
    Desk,
    page::{styled, unkept_with_form},
};
use crate::{
    look_up::{Question, STYLE, render},
    pages::View,
    service::rulebook::CityGuide,
};

/// Bytes of a query or a form at most: [`TYPED_CHARS_MAX`](crate::look_up::TYPED_CHARS_MAX)
/// characters of four bytes, each written as `%E7`, and what stands around them.
pub const ASKED_BYTES_MAX: usize = 4 * 1024;

/// What stands in the address.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Asked {
    lang: Option<String>,
    mode: Option<String>,
    q: Option<String>,
    item: Option<String>,
}

/// What comes from the form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

pub async fn get(
    State(desk): State<Desk>,
    RawQuery(raw): RawQuery,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let (asked, refusal) = read(raw.as_deref(), asked);
    let typed = asked.q.clone().unwrap_or_default();
    answered(&desk, asked, typed, refusal).await
}

/// From the form. What it was sent from says language and type, and is no question itself.
pub async fn post(
    State(desk): State<Desk>,
    RawQuery(raw): RawQuery,
    asked: Result<Query<Asked>, QueryRejection>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let (asked, refusal) = read(raw.as_deref(), asked);
    let asked = Asked { item: None, ..asked };
    match form {
        Ok(Form(typed)) => answered(&desk, asked, typed.q, refusal).await,
        Err(rejection) => {
            let code = match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => too_large(),
                _ => Refusal::new(Code::BodyMalformed).with("detail", rejection.body_text()),
            };
            answered(&desk, asked, String::new(), Some(code)).await
        }
    }
}

pub async fn style() -> Response {
    styled(STYLE)
}

fn read(
    raw: Option<&str>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> (Asked, Option<Refusal>) {
    if raw.is_some_and(|raw| raw.len() > ASKED_BYTES_MAX) {
        return (Asked::default(), Some(too_large()));
    }
    match asked {
        Ok(Query(asked)) => (asked, None),
        Err(rejection) => {
            let detail = rejection.body_text();
            let refusal = Refusal::new(Code::BodyMalformed).with("detail", detail);
            (Asked::default(), Some(refusal))
        }
    }
}

fn too_large() -> Refusal {
    Refusal::new(Code::BodyTooLarge).with("max", ASKED_BYTES_MAX)
}

async fn answered(desk: &Desk, asked: Asked, typed: String, refused: Option<Refusal>) -> Response {
    // A visitor is answered from the app's own rulebook while the database cannot be asked.
    let made = desk.guide().await.ok().flatten();
    let view = View { lang: asked.lang, mode: asked.mode };
    let question = Question { typed, item: asked.item };
    let wording = desk.pages.wording(view.language(), made.as_ref().map(CityGuide::guide));
    let (page, refusal) = render(&wording, &view, &question, refused);
    let page = unkept_with_form(page);
    match refusal.and_then(|refusal| StatusCode::from_u16(status(refusal.code)).ok()) {
        Some(status) => (status, page).into_response(),
        None => page,
    }
}
