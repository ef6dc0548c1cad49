//! Sessions. The browser has a token, the database its hash; a form carries a second word made from the
//! token, which a page of somebody else cannot know.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use wufei_domain::{audit::AuditAct, ids::ActorId, refusal::Code, time::UnixMs};

use super::rules::{IDLE_MS, SEEN_WITHIN_MS, SESSION_MS, is_over, may_log_in};
use crate::{
    service::{
        Failure, Random,
        audit::Entry,
        authorise::{Person, secret_hash},
    },
    store::{Connection, StoreError, integer, statements::login, text},
};

/// Bytes of a token: 256 bits.
const TOKEN_BYTES: usize = 32;

/// What the word of a form is made with.
const FORM_OF: &str = "wufei form 1";

/// A session as its browser shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

impl SessionToken {
    /// The word that each form of this session carries.
    pub fn form_word(&self) -> String {
        let said = format!("{FORM_OF}\n{}", self.0);
        URL_SAFE_NO_PAD.encode(Sha256::digest(said.as_bytes()))
    }

    /// Whether a form was made for this session.
    ///
    /// # Errors
    /// [`Code::FormStale`].
    pub fn check_form(&self, word: &str) -> Result<(), Code> {
        // As hashes, so that how long it takes tells nothing.
        if secret_hash(word) == secret_hash(&self.form_word()) {
            Ok(())
        } else {
            Err(Code::FormStale)
        }
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// Begins a session. Another of the same browser ends, and so do all that are over anyway.
///
/// # Errors
/// What the database says.
pub(super) fn begin(
    connection: &mut dyn Connection,
    actor: ActorId,
    older: Option<&SessionToken>,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<SessionToken, StoreError> {
    if let Some(older) = older {
        connection.execute(&login::END_SESSION, &[text(secret_hash(&older.0))])?;
    }
    let ended = [integer(now.plus_ms(-SESSION_MS).value()), integer(now.plus_ms(-IDLE_MS).value())];
    connection.execute(&login::SWEEP_SESSIONS, &ended)?;
    let mut drawn = [0; TOKEN_BYTES];
    random(&mut drawn);
    let token = SessionToken(URL_SAFE_NO_PAD.encode(drawn));
    let values = [text(secret_hash(&token.0)), text(actor), integer(now.value())];
    connection.execute(&login::BEGIN_SESSION, &values)?;
    Ok(token)
}

/// Who a session is.
///
/// # Errors
/// [`Code::SessionEnded`]; what the database says.
pub(super) fn person(
    connection: &mut dyn Connection,
    token: &SessionToken,
    now: UnixMs,
) -> Result<Person, Failure> {
    let hash = text(secret_hash(&token.0));
    let Some(row) = connection.first(&login::SESSION, std::slice::from_ref(&hash))? else {
        return Err(Code::SessionEnded.into());
    };
    let (created, seen) = (UnixMs::new(row.integer(1)?), UnixMs::new(row.integer(2)?));
    if is_over(created, seen, now) {
        return Err(Code::SessionEnded.into());
    }
    let person = Person::find(connection, row.read(0)?)?;
    let person = person
        .filter(|person| may_log_in(person.role) && person.validity.must_hold(now).is_ok())
        .ok_or(Code::SessionEnded)?;
    if now.since_ms(seen) >= SEEN_WITHIN_MS {
        connection.execute(&login::SEEN, &[hash, integer(now.value())])?;
    }
    Ok(person)
}

/// Ends a session; one that is over or unknown is left as it is.
///
/// # Errors
/// What the database says.
pub(super) fn leave(
    connection: &mut dyn Connection,
    token: &SessionToken,
    now: UnixMs,
) -> Result<(), Failure> {
    let hash = text(secret_hash(&token.0));
    let Some(row) = connection.first(&login::SESSION, std::slice::from_ref(&hash))? else {
        return Ok(());
    };
    let actor: ActorId = row.read(0)?;
    connection.execute(&login::END_SESSION, &[hash])?;
    let area = Person::find(connection, actor)?.map(|person| person.community);
    let entry = Entry::by(actor, AuditAct::LoggedOut);
    area.into_iter().fold(entry, Entry::within).append(connection, now)?;
    Ok(())
}
