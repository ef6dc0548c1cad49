//! The console in the matrix: a session for each cell, put where a log-in puts it, and what its page
//! says. That only the right log-in makes one, `tests::console` asks.

use std::net::SocketAddr;

use wufei_api::routes::{CONSOLE_HELD, CONSOLE_MISSING};
use wufei_domain::role::Role;

use super::{
    super::{
        city::{FAR_AUDITOR, ORGANISER, VOLUNTEER, actor},
        console::pages::encoded,
        network::{Reply, ask},
    },
    rows::Row,
    town::{Column, Side, Town, Who, person_of, record, rows_of},
};
use crate::{
    machine,
    routes::described::Verb,
    service::{
        authorise::secret_hash,
        console::{rules::SESSION_MS, session::SessionToken},
    },
};

const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// Whose session is shown in a column, and how long ago it began. An answer for the city is inside what
/// only an organiser of all of it holds.
fn whose(row: &Row, column: Column) -> Option<(u128, i64)> {
    match column {
        Column::Without | Column::Unknown => None,
        Column::Revoked => Some((ORGANISER, SESSION_MS)),
        Column::Ended => Some((FAR_AUDITOR, 0)),
        Column::Of(Who(Role::Organiser), Side::Inside) if row.path == CONSOLE_MISSING => {
            Some((ORGANISER, 0))
        }
        Column::Of(Who(role), _) => Some((person_of(role), 0)),
    }
}

/// A session of that person, whether or not they could have logged in.
pub fn begun(town: &Town, person: u128, ago_ms: i64) -> SessionToken {
    let mut drawn = [0; 16];
    machine::random(&mut drawn);
    let token = SessionToken(wufei_domain::record::hex(&drawn));
    let (actor, hash) = (actor(person), secret_hash(&token.0));
    let at = machine::now().plus_ms(-ago_ms).value();
    town.city.tamper(&format!(
        "INSERT INTO logins (actor, name, password_hash, totp_sealed, totp_step, failed,
             locked_until, added_at)
         VALUES ('{actor}', '{actor}', '', '', 0, 0, 0, 0) ON CONFLICT DO NOTHING;
         INSERT INTO sessions (token_hash, actor, created_at, seen_at)
         VALUES ('{hash}', '{actor}', {at}, {at})"
    ));
    token
}

/// A record that waits for a decision, inside or outside; gives its id.
fn held(town: &Town, side: Side) -> String {
    let record = record("visit", side);
    let (id, community) = (record["id"].as_str().unwrap(), record["community"].as_str().unwrap());
    let (maker, now) = (actor(VOLUNTEER), machine::now().value());
    town.city.tamper(&format!(
        "INSERT INTO held_records (community, id, kind, hash, body, device, actor, made_at,
             received_at)
         VALUES ('{community}', '{id}', 'visit', '', '{record}', '', '{maker}', {now}, {now})"
    ));
    id.to_owned()
}

/// What is filled into the form of a row, beside the word of the session.
fn fields(town: &Town, row: &Row, side: Side) -> String {
    match row.path {
        CONSOLE_MISSING => format!("rows={}", encoded(&rows_of("ring-world", "环形世界"))),
        CONSOLE_HELD => format!("id={}&decision=refuse&why=x", held(town, side)),
        _ => String::new(),
    }
}

/// Asks one cell with the cookie of a session, and with the form that was made for it.
pub fn asked(town: &Town, at: SocketAddr, row: &Row, column: Column, side: Side) -> Reply {
    let token = match whose(row, column) {
        Some((person, ago_ms)) => Some(begun(town, person, ago_ms)),
        None => (column == Column::Unknown).then(|| SessionToken("nobody".to_owned())),
    };
    let word = token.as_ref().map(SessionToken::form_word).unwrap_or_default();
    let cookie = token.map(|token| format!("cookie: wufei={}", token.0));
    let headers: Vec<&str> = [FORM].into_iter().chain(cookie.as_deref()).collect();
    let asked = row.asked[usize::from(side == Side::Outside)];
    if row.verb == Verb::Get {
        return ask(at, "GET", &format!("{}{asked}", row.path), &headers, "");
    }
    let body = format!("form={word}&{}{asked}", fields(town, row, side));
    ask(at, row.verb.name(), row.path, &headers, &body)
}

/// The code of what a page says was wrong, or of why it leads to where one logs in.
pub fn said(reply: &Reply) -> Option<&str> {
    if reply.head.contains("ended=1") {
        return Some("session_ended");
    }
    let after = reply.body.split("data-code=\"").nth(1)?;
    after.split('"').next()
}
