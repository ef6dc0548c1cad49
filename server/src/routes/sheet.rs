//! Posters, cards and the loop for halls, each with the code of its own place.

use axum::{
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    response::Response,
};
use schemars::JsonSchema;
use serde::Deserialize;
use wufei_domain::refusal::{Code, Refusal};

use super::{
    Desk,
    answer::{Refused, mixed_up, query_malformed},
    page::{styled, unkept},
};
use crate::{
    pages::View,
    service::{Request, Response as Answer, reach::ScreenCode, rulebook::CityGuide},
    sheet::{
        Sheet, Subject,
        paper::{self, Paper, StyleIn},
        qr::Target,
        slides::{self, SHEETS_MAX},
    },
};

/// What stands behind a poster's or a card's address.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wanted {
    lang: Option<String>,
    size: Option<String>,
    code: Option<String>,
}

/// What stands behind a loop's address.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Turns {
    lang: Option<String>,
    /// Keys of items with commas between.
    items: Option<String>,
    /// Keys of lessons with commas between, shown before the items; without either, the rulebook's
    /// examples.
    lessons: Option<String>,
}

/// How many slides a style is for.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Slides {
    slides: usize,
}

/// What stands in an address for a key, a size or a code.
type Named = Result<Path<String>, PathRejection>;

/// Bytes that are no text name nothing.
fn named(path: Named) -> Result<String, Refused> {
    path.map(|Path(name)| name).map_err(|_| Code::NotFound.into())
}

pub async fn poster(
    State(desk): State<Desk>,
    item: Named,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(wanted) = wanted.map_err(query_malformed)?;
    on_paper(&desk, Subject::Item(named(item)?), &wanted, of_poster(&wanted)?).await
}

pub async fn card(
    State(desk): State<Desk>,
    item: Named,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(wanted) = wanted.map_err(query_malformed)?;
    on_paper(&desk, Subject::Item(named(item)?), &wanted, Paper::Card).await
}

pub async fn lesson_poster(
    State(desk): State<Desk>,
    lesson: Named,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(wanted) = wanted.map_err(query_malformed)?;
    on_paper(&desk, Subject::Lesson(named(lesson)?), &wanted, of_poster(&wanted)?).await
}

pub async fn lesson_card(
    State(desk): State<Desk>,
    lesson: Named,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(wanted) = wanted.map_err(query_malformed)?;
    on_paper(&desk, Subject::Lesson(named(lesson)?), &wanted, Paper::Card).await
}

/// The paper of a poster; cards have an address of their own.
fn of_poster(wanted: &Wanted) -> Result<Paper, Refusal> {
    match wanted.size.as_deref().map(str::parse) {
        None => Ok(Paper::default()),
        Some(Ok(Paper::Card)) => Err(malformed("size: card has an address of its own")),
        Some(size) => size.map_err(malformed),
    }
}

pub async fn paper_style(size: Named) -> Result<Response, Refused> {
    let size = named(size)?;
    let paper: Paper = size.parse().map_err(|_| not_found(&size))?;
    Ok(styled(paper.style()))
}

pub async fn turns(
    State(desk): State<Desk>,
    code: Named,
    turns: Result<Query<Turns>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(turns) = turns.map_err(query_malformed)?;
    let code = known(&desk, &named(code)?).await?;
    let view = View { lang: turns.lang, mode: None };
    let made = desk.guide().await?;
    let wording = desk.pages.wording(view.language(), made.as_ref().map(CityGuide::guide));
    let listed = |keys: &Option<String>, subject: fn(String) -> Subject| {
        let keys = keys.as_deref().filter(|keys| !keys.is_empty()).into_iter();
        let keys = keys.flat_map(|keys| keys.split(','));
        keys.map(|key| subject(key.trim().to_owned())).collect::<Vec<_>>()
    };
    let mut subjects = listed(&turns.lessons, Subject::Lesson);
    subjects.extend(listed(&turns.items, Subject::Item));
    if subjects.len() > SHEETS_MAX {
        let many = subjects.len();
        let detail = format!("items, lessons: {many} keys, at most {SHEETS_MAX}");
        return Err(malformed(detail).into());
    }
    if subjects.is_empty() {
        let examples = wording.guide.examples().into_iter().take(SHEETS_MAX);
        subjects.extend(examples.map(|item| Subject::Item(item.key.clone())));
    }
    let sheets = subjects.iter().map(|subject| subject.sheet(&wording, desk.pages.lessons()));
    let sheets = sheets.collect::<Result<Vec<Sheet>, _>>()?;
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
    subject: Subject,
    wanted: &Wanted,
    paper: Paper,
) -> Result<Response, Refused> {
    let view = View { lang: wanted.lang.clone(), mode: None };
    let made = desk.guide().await?;
    let wording = desk.pages.wording(view.language(), made.as_ref().map(CityGuide::guide));
    let sheet = subject.sheet(&wording, desk.pages.lessons())?;
    let code = match &wanted.code {
        Some(code) => Some(known(desk, code).await?),
        None => None,
    };
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
