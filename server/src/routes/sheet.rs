//! Posters, cards and the loop for halls, each with the code of its own place.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    response::Response,
};
use serde::Deserialize;
use wufei_domain::refusal::{Code, Refusal};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
    page::{styled, unkept},
};
use crate::{
    pages::View,
    service::{Request, Response as Answer, reach::ScreenCode},
    sheet::{
        Sheet,
        paper::{self, Paper, StyleIn},
        qr::Target,
        slides::{self, SHEETS_MAX},
    },
};

/// What stands behind a poster's or a card's address.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    lang: Option<String>,
    size: Option<String>,
    code: Option<String>,
}

/// What stands behind a loop's address.
#[derive(Debug, Deserialize)]
pub struct Turns {
    lang: Option<String>,
    /// Keys of items with commas between; without any, the rulebook's examples.
    items: Option<String>,
}

/// How many slides a style is for.
#[derive(Debug, Deserialize)]
pub struct Slides {
    slides: usize,
}

pub async fn poster(
    State(desk): State<Desk>,
    Path(item): Path<String>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(wanted) = wanted.map_err(query_malformed)?;
    let paper = match wanted.size.as_deref() {
        None => Paper::default(),
        Some(size) => size.parse().map_err(malformed)?,
    };
    if paper == Paper::Card {
        return Err(malformed("size: card has an address of its own").into());
    }
    on_paper(&desk, &item, &wanted, paper).await
}

pub async fn card(
    State(desk): State<Desk>,
    Path(item): Path<String>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(wanted) = wanted.map_err(query_malformed)?;
    on_paper(&desk, &item, &wanted, Paper::Card).await
}

pub async fn paper_style(Path(size): Path<String>) -> Result<Response, Refused> {
    let paper: Paper = size.parse().map_err(|_| not_found(&size))?;
    Ok(styled(paper.style()))
}

pub async fn turns(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    turns: Result<Query<Turns>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(turns) = turns.map_err(query_malformed)?;
    let code = known(&desk, &code).await?;
    let view = View { lang: turns.lang, mode: None };
    let wording = desk.pages.wording(view.language());
    let sheet = |key: &str| {
        wording
            .guide
            .item(key)
            .map(|item| Sheet::of_item(&wording, item))
            .ok_or_else(|| not_found(key))
    };
    let sheets: Vec<Sheet> = match turns.items.as_deref().filter(|items| !items.is_empty()) {
        Some(items) if items.split(',').count() > SHEETS_MAX => {
            let many = items.split(',').count();
            return Err(malformed(format!("items: {many} keys, at most {SHEETS_MAX}")).into());
        }
        Some(items) => items.split(',').map(|key| sheet(key.trim())).collect::<Result<_, _>>()?,
        None => {
            let items = wording.guide.examples();
            items.into_iter().take(SHEETS_MAX).map(|item| Sheet::of_item(&wording, item)).collect()
        }
    };
    let target = Target::of(desk.pages.address(), Some(&code));
    Ok(unkept(slides::render(wording.words, &sheets, &target)))
}

pub async fn turns_style(
    slides: Result<Query<Slides>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(Slides { slides }) = slides.map_err(query_malformed)?;
    Ok(styled(slides::style(slides)))
}

async fn on_paper(
    desk: &Desk,
    key: &str,
    wanted: &Wanted,
    paper: Paper,
) -> Result<Response, Refused> {
    let view = View { lang: wanted.lang.clone(), mode: None };
    let wording = desk.pages.wording(view.language());
    let item = wording.guide.item(key).ok_or_else(|| not_found(key))?;
    let code = match &wanted.code {
        Some(code) => Some(known(desk, code).await?),
        None => None,
    };
    let sheet = Sheet::of_item(&wording, item);
    let target = Target::of(desk.pages.address(), code.as_ref());
    let page = paper::render(wording.words, &sheet, Some(&target), paper, StyleIn::Address);
    Ok(unkept(page))
}

/// A code that nobody counts must not get onto paper.
async fn known(desk: &Desk, typed: &str) -> Result<ScreenCode, Refused> {
    let code: ScreenCode = typed.parse().map_err(|_| not_found(typed))?;
    match desk.writer.ask(Request::Screen(code.clone())).await? {
        Answer::Screen(true) => Ok(code),
        Answer::Screen(false) => Err(not_found(typed).into()),
        _ => Err(mixed_up()),
    }
}

fn not_found(value: &str) -> Refusal {
    Refusal::new(Code::NotFound).with("value", value.chars().take(60).collect::<String>())
}

fn malformed(detail: impl ToString) -> Refusal {
    Refusal::new(Code::BodyMalformed).with("detail", detail)
}
