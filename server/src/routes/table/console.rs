//! The rows of the console: forms, and pages that also say what was wrong.

use axum::{
    extract::DefaultBodyLimit,
    routing::{MethodRouter, get, post},
};
use wufei_api::routes::{
    CONSOLE, CONSOLE_CONSENT, CONSOLE_CONSENTS, CONSOLE_HELD, CONSOLE_LOGIN, CONSOLE_LOGOUT,
    CONSOLE_MISSING, CONSOLE_STYLE,
};

use super::{
    super::{
        Desk,
        console::{self, consents},
        described::{Door, Kind, Route, Shape, Told, Verb, fields, shape},
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
    told(404, Kind::Html, "The page; no such record waits, or there is no such household."),
    told(409, Kind::Html, "The page; the record is there in another form."),
    told(413, Kind::Html, "The page; the form is too long."),
    told(422, Kind::Html, "The page; a row or a field cannot be read."),
    told(500, Kind::Html, "The page; the server failed."),
    told(503, Kind::Html, "The page; the server is busy."),
];

fn page(path: &'static str, about: &'static str, handler: MethodRouter<Desk>) -> Route {
    let query = Some(fields::<console::ConsoleView> as Shape);
    Route { query, handler, ..public(path, about, HTML) }
}

fn form(
    path: &'static str,
    about: &'static str,
    body: Shape,
    handler: MethodRouter<Desk>,
) -> Route {
    let (body, answers) = (Some(Kind::Form(body)), SAID.to_vec());
    Route { verb: Verb::Post, body, answers, ..page(path, about, handler) }
}

fn short(handler: MethodRouter<Desk>) -> MethodRouter<Desk> {
    handler.layer(DefaultBodyLimit::max(ASKED_BYTES_MAX))
}

fn inside(route: Route) -> Route {
    Route { door: Door::Session, ..route }
}

/// All rows.
pub fn pages() -> Vec<Route> {
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
    .into_iter()
    .chain(of_consents().into_iter().map(inside))
    .collect()
}

/// The consent register's.
fn of_consents() -> [Route; 3] {
    [
        Route {
            answers: SAID.to_vec(),
            ..page(
                CONSOLE_CONSENTS,
                "Where a household's consents are looked up.",
                get(consents::home),
            )
        },
        form(
            CONSOLE_CONSENTS,
            "What one household agreed to and took back.",
            shape::<consents::FindForm>,
            short(post(consents::find)),
        ),
        form(
            CONSOLE_CONSENT,
            "Writes down a consent that was signed on paper, or that one was taken back.",
            shape::<consents::ConsentForm>,
            short(post(consents::say)),
        ),
    ]
}
