//! The console's rules: who logs in, with what, for how long, and what they then are told.
//!
//! Start here: [`login`] (name, password and code become a session), [`proof`] (what is worked out
//! outside the writer's thread, because a password takes time), [`session`] (who a session is), [`home`]
//! (what they see), [`held`] (what they decide on), [`consents`] (what households agreed to). [`rules`] has
//! the numbers.

pub mod consents;
pub mod held;
pub mod home;
pub mod login;
pub mod proof;
pub mod rules;
pub mod session;

use std::sync::Arc;

use wufei_api::missing::MissingAnswerResponse;
use wufei_domain::{ids::RecordId, time::UnixMs};

use super::{Failure, Random, push::held::Decision};
use crate::{city_key::CityKey, store::Connection};
use consents::{ConsentDesk, WordForm};
use home::Home;
use login::{Kept, Tried};
use proof::Proof;
use rules::LoginName;
use session::SessionToken;

/// What the console asks.
#[derive(Debug, Clone)]
pub enum ConsoleRequest {
    /// What is kept of a name, to prove a password and a code against.
    Kept(LoginName),
    /// To log in with what was proved; the session of an older log-in of the same browser ends.
    Enter(Proof, Option<SessionToken>),
    /// What somebody with a session sees.
    Home(SessionToken),
    /// Rows that answer missing words.
    Answer(SessionToken, String, Arc<CityKey>),
    /// What is decided on a held record.
    Decide(SessionToken, RecordId, Decision),
    /// The consent register, with the household that is looked for.
    Consents(SessionToken, Option<String>),
    /// A word for it.
    Say(SessionToken, WordForm),
    /// To log out.
    Leave(SessionToken),
}

/// What the console is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsoleResponse {
    /// To [`ConsoleRequest::Kept`]: nothing of a name that nobody has.
    Kept(Option<Kept>),
    /// To [`ConsoleRequest::Enter`].
    Tried(Tried),
    /// To [`ConsoleRequest::Home`].
    Home(Box<Home>),
    /// To [`ConsoleRequest::Answer`].
    Answered(MissingAnswerResponse),
    /// To [`ConsoleRequest::Decide`].
    Decided,
    /// To [`ConsoleRequest::Consents`].
    Consents(Box<ConsentDesk>),
    /// To [`ConsoleRequest::Say`].
    Said,
    /// To [`ConsoleRequest::Leave`].
    Left,
}

/// Decides one request.
///
/// # Errors
/// As the parts say.
pub(super) fn handle(
    connection: &mut dyn Connection,
    request: ConsoleRequest,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<ConsoleResponse, Failure> {
    Ok(match request {
        ConsoleRequest::Kept(name) => ConsoleResponse::Kept(login::kept(connection, &name)?),
        ConsoleRequest::Enter(proof, older) => {
            ConsoleResponse::Tried(login::enter(connection, &proof, older.as_ref(), now, random)?)
        }
        ConsoleRequest::Home(token) => {
            ConsoleResponse::Home(Box::new(home::home(connection, &token, now)?))
        }
        ConsoleRequest::Answer(token, rows, key) => {
            ConsoleResponse::Answered(home::answer(connection, &token, &rows, &key, now)?)
        }
        ConsoleRequest::Decide(token, id, decision) => {
            held::decide(connection, &token, id, &decision, now, random)?;
            ConsoleResponse::Decided
        }
        ConsoleRequest::Consents(token, typed) => {
            let desk = consents::desk(connection, &token, typed.as_deref(), now)?;
            ConsoleResponse::Consents(Box::new(desk))
        }
        ConsoleRequest::Say(token, form) => {
            consents::say(connection, &token, form, now, random)?;
            ConsoleResponse::Said
        }
        ConsoleRequest::Leave(token) => {
            session::leave(connection, &token, now)?;
            ConsoleResponse::Left
        }
    })
}
