//! What somebody who logged in sees: who they are, words that are missing in their area, and the newest
//! acts of the audit log there.

use wufei_api::missing::{FLOOR, MissingAnswerResponse, MissingResponse};
use wufei_domain::{area::AreaCode, audit::AuditRow, role::Role, time::UnixMs};

use super::{
    held::{Held, may_decide, waiting},
    session::{self, SessionToken},
};
use crate::{
    city_key::CityKey,
    service::{Failure, area, audit, authorise::Person, missing},
    store::Connection,
};

/// Acts that are shown at most.
const ACTS_MAX: usize = 20;

/// Rows of the log that are looked through for them: enough for an area that is seldom acted on, and
/// the same work in a log of any length.
const LOOKED_AT: u64 = 500;

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Who they are.
    pub person: Person,
    /// What their area is called.
    pub area_name: String,
    /// Words that are missing there; for an organiser.
    pub missing: Option<MissingResponse>,
    /// Whether they may answer them: an organiser of the whole city.
    pub may_answer: bool,
    /// Records that wait for a decision there; for an organiser.
    pub held: Option<Held>,
    /// The newest acts first.
    pub acts: Vec<AuditRow>,
}

/// What a session sees.
///
/// # Errors
/// [`wufei_domain::refusal::Code::SessionEnded`]; what the database says.
pub(super) fn home(
    connection: &mut dyn Connection,
    token: &SessionToken,
    now: UnixMs,
) -> Result<Home, Failure> {
    let person = session::person(connection, token, now)?;
    let own = person.community;
    let missing = match person.role {
        Role::Organiser => Some(missing::list(connection, own, FLOOR)?),
        _ => None,
    };
    let held = if may_decide(&person) { Some(waiting(connection, own)?) } else { None };
    let may_answer = missing::may_answer(&person).is_ok();
    let newest = audit::newest(connection, LOOKED_AT)?;
    let is_theirs = |row: &AuditRow| {
        let area = row.area.as_ref().map(|area| area.parse::<AreaCode>());
        match area {
            Some(area) => area.is_ok_and(|area| own.contains(area)),
            None => person.has_the_city() || row.who == person.actor.to_string(),
        }
    };
    let acts = newest.into_iter().map(|written| written.row).filter(is_theirs);
    let acts = acts.take(ACTS_MAX).collect();
    let area_name = area::full_name(connection, own)?;
    Ok(Home { person, area_name, missing, may_answer, held, acts })
}

/// Takes rows that answer missing words.
///
/// # Errors
/// [`wufei_domain::refusal::Code::SessionEnded`]; as [`missing::answer_by`].
pub(super) fn answer(
    connection: &mut dyn Connection,
    token: &SessionToken,
    rows: &str,
    key: &CityKey,
    now: UnixMs,
) -> Result<MissingAnswerResponse, Failure> {
    let person = session::person(connection, token, now)?;
    missing::answer_by(connection, &person, rows, key, now)
}
