//! The console: forms and a cookie. What a password costs is worked out beside the writer's thread, a few
//! at a time.

pub mod consents;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Form,
    extract::{
        Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Deserialize;
use wufei_api::{
    error::status,
    routes::{CONSOLE, CONSOLE_LOGIN},
};
use wufei_domain::refusal::{Code, Refusal};

use super::{
    Desk,
    answer::{Refused, mixed_up},
    gate::is_from_elsewhere,
    page::{styled, unkept_with_form},
};
use crate::{
    console::{STYLE, Said, home_page, login_page},
    log::{Event, report},
    machine,
    pages::View,
    service::{
        BUSY_SECONDS, Request, Response as Answer,
        console::{
            ConsoleRequest, ConsoleResponse,
            home::Home,
            login::{Kept, Out, Tried},
            proof::{Proof, Typed, prove},
            rules::{LoginName, SESSION_MS},
            session::SessionToken,
        },
        push::held::Decision,
    },
    vault::Vault,
};

/// Passwords that are tried at once; each takes 19 MB for some hundredths of a second.
pub const PROVING_MAX: usize = 2;

/// How long somebody waits for their turn before they are told that the server is busy.
const TURN_MAX: Duration = Duration::from_secs(15);

/// The cookie's name where a browser comes over TLS: no other host and no path may set it.
pub const COOKIE_SECURE: &str = "__Host-wufei";

/// And where it does not.
const COOKIE_PLAIN: &str = "wufei";

/// The cookie's value, whatever it is called here.
pub fn cookie(headers: &HeaderMap, is_secure: bool) -> Option<SessionToken> {
    let name = if is_secure { COOKIE_SECURE } else { COOKIE_PLAIN };
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        values.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(named, value)| named.trim() == name && !value.trim().is_empty());
    found.map(|(_, value)| SessionToken(value.trim().to_owned()))
}

/// Sets the cookie, or takes it away.
fn set_cookie(token: Option<&SessionToken>, is_secure: bool) -> [(HeaderName, HeaderValue); 1] {
    let (value, seconds) = token.map_or(("", 0), |token| (token.0.as_str(), SESSION_MS / 1_000));
    let (name, secure) = if is_secure { (COOKIE_SECURE, "; Secure") } else { (COOKIE_PLAIN, "") };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    // A token is base64 of our own making.
    let cookie = HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static(""));
    [(header::SET_COOKIE, cookie)]
}

/// On to another page of the console, in the same view.
pub fn on_to(path: &str, view: &View) -> Response {
    let address =
        [(header::LOCATION, view.address(path)), (header::CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::SEE_OTHER, address).into_response()
}

/// What comes from the form to log in.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LoginForm {
    name: String,
    password: String,
    code: String,
}

type Viewed = Result<Query<ConsoleView>, QueryRejection>;

/// What stands in an address of the console.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct ConsoleView {
    lang: Option<String>,
    mode: Option<String>,
    /// There when a session was over.
    ended: Option<String>,
}

impl ConsoleView {
    fn read(view: Viewed) -> (View, bool) {
        let Self { lang, mode, ended } = view.map(|Query(view)| view).unwrap_or_default();
        (View { lang, mode }, ended.is_some())
    }
}

pub async fn style() -> Response {
    styled(STYLE)
}

pub async fn login(State(desk): State<Desk>, view: Viewed) -> Response {
    let (view, ended) = ConsoleView::read(view);
    let refusal = ended.then(|| Refusal::new(Code::SessionEnded));
    let page = login_page(desk.pages.words(view.language()), &view, refusal.as_ref());
    unkept_with_form(page)
}

pub async fn enter(
    State(desk): State<Desk>,
    headers: HeaderMap,
    view: Viewed,
    form: Result<Form<LoginForm>, FormRejection>,
) -> Response {
    let (view, _) = ConsoleView::read(view);
    let older = cookie(&headers, desk.pages.is_secure());
    let form = form.map(|Form(form)| form).map_err(|_| Refusal::new(Code::LoginRefused));
    let tried = match form {
        _ if is_from_elsewhere(&headers) => Err(Code::FormStale.into()),
        Ok(form) => try_in(&desk, form, older).await,
        Err(refusal) => Err(refusal),
    };
    match tried {
        Ok(token) => (set_cookie(Some(&token), desk.pages.is_secure()), on_to(CONSOLE, &view))
            .into_response(),
        Err(refusal) => failed(&desk, &view, &refusal),
    }
}

fn told(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(status(refusal.code)).unwrap_or(StatusCode::BAD_REQUEST)
}

/// Tries a name, a password and a code. Whatever was wrong is told alike.
async fn try_in(
    desk: &Desk,
    form: LoginForm,
    older: Option<SessionToken>,
) -> Result<SessionToken, Refusal> {
    let busy = || Refusal::new(Code::Busy).with("seconds", BUSY_SECONDS);
    let name: Option<LoginName> = form.name.parse().ok();
    let kept = match name {
        Some(name) => match ask(desk, ConsoleRequest::Kept(name)).await? {
            ConsoleResponse::Kept(kept) => kept,
            _ => return Err(Code::ServerFailed.into()),
        },
        None => None,
    };
    let turn = tokio::time::timeout(TURN_MAX, desk.proving.acquire()).await;
    let turn = turn.ok().and_then(Result::ok).ok_or_else(busy)?;
    let proof = proved(desk, kept, Typed { password: form.password, code: form.code }).await?;
    drop(turn);
    match ask(desk, ConsoleRequest::Enter(proof, older)).await? {
        ConsoleResponse::Tried(Tried::In(token)) => Ok(token),
        ConsoleResponse::Tried(Tried::Out(out)) => {
            report(Event::LoginFailed, &said(out));
            Err(Code::LoginRefused.into())
        }
        _ => Err(Code::ServerFailed.into()),
    }
}

/// For the operator: never the name as it was typed, which may be a password.
fn said(out: Out) -> String {
    match out {
        Out::Unknown => "a log-in failed: nobody has that name".to_owned(),
        Out::Waits(actor) => format!("a log-in of {actor} was not looked at: the name waits"),
        Out::Wrong { actor, failed, until } => format!(
            "a log-in of {actor} failed, {failed} in a row: the name waits until {}",
            until.value()
        ),
    }
}

async fn proved(desk: &Desk, kept: Option<Kept>, typed: Typed) -> Result<Proof, Refusal> {
    let database = Arc::clone(&desk.database);
    let proved = tokio::task::spawn_blocking(move || {
        let vault =
            Vault::open(&database).inspect_err(|error| report(Event::VaultFailed, error)).ok()?;
        Some(prove(kept, &vault, &typed, machine::now()))
    });
    proved.await.ok().flatten().ok_or_else(|| Code::ServerFailed.into())
}

async fn ask(desk: &Desk, request: ConsoleRequest) -> Result<ConsoleResponse, Refusal> {
    match desk.writer.ask(Request::Console(request)).await? {
        Answer::Console(response) => Ok(response),
        _ => Err(Code::ServerFailed.into()),
    }
}

pub async fn home(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    shown(&desk, &token, &view, Said::Nothing).await
}

/// The page with what is to be said, or the way to log in for a session that is over.
async fn shown(
    desk: &Desk,
    token: &SessionToken,
    view: &View,
    said: Said,
) -> Result<Response, Refused> {
    let home: Box<Home> = match ask(desk, ConsoleRequest::Home(token.clone())).await {
        Ok(ConsoleResponse::Home(home)) => home,
        Ok(_) => return Err(mixed_up()),
        Err(refusal) if refusal.code == Code::SessionEnded => return Ok(ended(desk, view)),
        Err(refusal) => return Ok(failed(desk, view, &refusal)),
    };
    let words = desk.pages.words(view.language());
    let page = unkept_with_form(home_page(words, view, &home, &token.form_word(), &said));
    Ok(match said {
        Said::Refused(refusal, _) | Said::Undecided { refusal, .. } => {
            (told(&refusal), page).into_response()
        }
        _ => page,
    })
}

/// A page that says what went wrong, where there is no home to say it on.
fn failed(desk: &Desk, view: &View, refusal: &Refusal) -> Response {
    let page = login_page(desk.pages.words(view.language()), view, Some(refusal));
    (told(refusal), unkept_with_form(page)).into_response()
}

fn ended(desk: &Desk, view: &View) -> Response {
    let login = format!("{}&ended=1", view.address(CONSOLE_LOGIN));
    let gone = set_cookie(None, desk.pages.is_secure());
    let on = [(header::LOCATION, login), (header::CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::SEE_OTHER, gone, on).into_response()
}

/// What comes from a form of the console.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConsoleForm {
    form: String,
    rows: String,
}

/// What comes from the form about a held record.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HeldForm {
    form: String,
    /// Which.
    id: String,
    /// `take` or `refuse`.
    decision: String,
    /// Why it is refused.
    why: String,
}

type Sent = Result<Form<ConsoleForm>, FormRejection>;

fn sent(token: &SessionToken, form: Sent) -> Result<ConsoleForm, Refusal> {
    let Form(form) = form.map_err(|rejection| unread(&rejection))?;
    token.check_form(&form.form)?;
    Ok(form)
}

pub async fn answer(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
    form: Sent,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    let form = match sent(&token, form) {
        Ok(form) => form,
        Err(refusal) => {
            return shown(&desk, &token, &view, Said::Refused(refusal, String::new())).await;
        }
    };
    // A browser ends a line with two characters.
    let rows = form.rows.replace("\r\n", "\n");
    let key = match desk.city_key().await {
        Ok(key) => Arc::new(key),
        Err(Refused(refusal)) => {
            return shown(&desk, &token, &view, Said::Refused(refusal, rows)).await;
        }
    };
    let request = ConsoleRequest::Answer(token.clone(), rows.clone(), key);
    let said = match ask(&desk, request).await {
        Ok(ConsoleResponse::Answered(answered)) => Said::Answered(answered),
        Ok(_) => return Err(mixed_up()),
        Err(refusal) => Said::Refused(refusal, rows),
    };
    shown(&desk, &token, &view, said).await
}

pub async fn decide(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
    form: Result<Form<HeldForm>, FormRejection>,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    let said = match form.map_err(|rejection| unread(&rejection)) {
        Ok(Form(form)) => match decided(&desk, &token, &form).await {
            Ok(is_taken) => Said::Decided(is_taken),
            Err(refusal) => Said::Undecided { refusal, id: form.id, why: form.why },
        },
        Err(refusal) => Said::Refused(refusal, String::new()),
    };
    shown(&desk, &token, &view, said).await
}

/// Whether a held record was taken.
async fn decided(desk: &Desk, token: &SessionToken, form: &HeldForm) -> Result<bool, Refusal> {
    token.check_form(&form.form)?;
    let decision = match form.decision.as_str() {
        "take" => Decision::Take,
        "refuse" => Decision::Refuse(form.why.clone()),
        other => {
            let detail = format!("decision: {other} is not take or refuse");
            return Err(Refusal::new(Code::BodyMalformed).with("detail", detail));
        }
    };
    let is_taken = decision == Decision::Take;
    match ask(desk, ConsoleRequest::Decide(token.clone(), form.id.parse()?, decision)).await? {
        ConsoleResponse::Decided => Ok(is_taken),
        _ => Err(Code::ServerFailed.into()),
    }
}

fn unread(rejection: &FormRejection) -> Refusal {
    Refusal::new(Code::BodyMalformed).with("detail", rejection.body_text())
}

pub async fn leave(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
    form: Sent,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    if let Err(refusal) = sent(&token, form) {
        return shown(&desk, &token, &view, Said::Refused(refusal, String::new())).await;
    }
    ask(&desk, ConsoleRequest::Leave(token)).await?;
    let gone = set_cookie(None, desk.pages.is_secure());
    Ok((gone, on_to(CONSOLE_LOGIN, &view)).into_response())
}
