//! Leaving an enrolment, so that the phone can be handed to somebody else: who was enrolled, their
//! token, their feeds, drafts, answers and kept items go in one transaction. Their own records and the
//! outbox stay, sealed where there is a key, and go up once they are enrolled again; see `sealed` and
//! `batch`.
//!
//! The server is not asked: a phone is handed on without a network too.

use rusqlite::Transaction;
use wufei_app::effect::store::{LeaveIdentity, OutboxCounts};
use wufei_domain::{
    refusal::{Code, Refusal},
    scope::Scope,
};

use super::{Failure, Store, identity, point, record, seal::SealKey, sealed, start};
use crate::lane::Answer;

/// The row stays for the epoch: without it the next enrolment could not tell that the server was
/// restored meanwhile, and what it had acknowledged before would not be offered again.
const FORGET: &str = "UPDATE identity SET body = 'null', token = '', sealed_token = NULL, turn = 0";

/// All of it inside the caller's transaction. Nothing happens when nobody is enrolled.
fn leave(tx: &Transaction<'_>, key: Option<&SealKey>) -> Result<(), Failure> {
    let Some(who) = identity::identity(tx)? else { return Ok(()) };
    // What is booked waits for the close, and only who opened the shift can close it.
    if let Some(point) = who.point
        && point::open_shift(tx, Scope::Point(point))?.is_some()
    {
        return Err(Refusal::new(Code::ShiftStillOpen).into());
    }
    sealed::change_person(tx, key, None)?;
    for (scope, _) in identity::scopes(tx)? {
        identity::drop_scope(tx, scope)?;
    }
    start::forget_drafts(tx)?;
    tx.execute(FORGET, [])?;
    Ok(())
}

impl Answer<LeaveIdentity> for Store {
    fn answer(&mut self, _: &LeaveIdentity) -> Result<OutboxCounts, Refusal> {
        let key = self.seal.clone();
        let counts = self.write(|tx| {
            leave(tx, key.as_ref())?;
            record::counts(tx)
        })?;
        // Done all the same if somebody was reading the log: it goes when the database is closed.
        let _ = self.sweep_photos();
        let _ = self.empty_log();
        let _ = self.clean_traces();
        Ok(counts)
    }
}
