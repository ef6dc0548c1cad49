//! The rows of the console: forms, and pages that also say what was wrong.

use axum::{
    extract::DefaultBodyLimit,
    routing::{MethodRouter, get, post},
};
use wufei_api::routes::{
    CONSOLE, CONSOLE_HELD, CONSOLE_LOGIN, CONSOLE_LOGOUT, CONSOLE_MISSING, CONSOLE_STYLE,
};

use super::{
    super::{
        Desk, console,
        described::{Door, Kind, Route, Told, Verb, fields, shape},
        look_up::ASKED_BYTES_MAX,
    },
    CSS, HTML, public, told,
};

const ON: Told = told(303, Kind::Nothing, "On to the console, or to where one logs in.");

/// What a page says of a form that was not taken.
const SAID: [Told; 10] = [
    ON,
    told(200, Kind::Html, "The page with what was done."),
    told(401, Kind::Html, "The page; the session is over."),
    told(403, Kind::Html, "The page; that is not theirs, or the form is not ours."),
    told(404, Kind::Html, "The page; no such record waits."),
    told(409, Kind::Html, "The page; the record is there in another form."),
    told(413, Kind::Html, "The page; the form is too long."),
    told(422, Kind::Html, "The page; a row cannot be read."),
    told(500, Kind::Html, "The page; the server failed."),
    told(503, Kind::Html, "The page; the server is busy."),
];

/// All rows.
pub fn pages() -> Vec<Route> {
    let view = Some(fields::<console::ConsoleView> as _);
    let page = |path, about, handler| Route { query: view, handler, ..public(path, about, HTML) };
    let form = |path, about, body, handler: MethodRouter<Desk>| Route {
        verb: Verb::Post,
        body: Some(Kind::Form(body)),
        answers: SAID.to_vec(),
        ..page(path, about, handler)
    };
    let short = |handler: MethodRouter<Desk>| handler.layer(DefaultBodyLimit::max(ASKED_BYTES_MAX));
    let inside = |route| Route { door: Door::Session, ..route };
    vec![
        Route {
            handler: get(console::style),
            ..public(CONSOLE_STYLE, "The style of the console.", CSS)
        },
        page(CONSOLE_LOGIN, "Where one logs in.", get(console::login)),
        form(
            CONSOLE_LOGIN,
            "A name, a password and a code become a session.",
            shape::<console::LoginForm>,
            short(post(console::enter)),
        ),
        inside(Route {
            answers: SAID.to_vec(),
            ..page(CONSOLE, "What somebody who logged in sees.", get(console::home))
        }),
        inside(form(
            CONSOLE_LOGOUT,
            "Ends the session.",
            shape::<console::ConsoleForm>,
            short(post(console::leave)),
        )),
        inside(form(
            CONSOLE_MISSING,
            "Rows that answer words which are missing, for the whole city.",
            shape::<console::ConsoleForm>,
            post(console::answer),
        )),
        inside(form(
            CONSOLE_HELD,
            "Takes a held record, or does not and says why.",
            shape::<console::HeldForm>,
            short(post(console::decide)),
        )),
    ]
}
