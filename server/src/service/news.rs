//! News: one mark for all feeds that somebody may read. It changes when one of them gets a fact,
//! when they may read more or fewer, with a new rulebook, and with the epoch.
//!
//! A turf once leased counts for good, as it stays readable: so whatever a device of theirs follows
//! is in the mark. Waiting for a change is not done here: a route does that.

use std::collections::BTreeSet;

use hmac::Mac as _;
use wufei_domain::{
    ids::{ActorId, DeviceId},
    news::NewsMark,
    scope::Scope,
};

use super::{
    Failure, Service,
    act::Act,
    authorise::{Bearer, Caller, caller},
    cursor, rulebook,
};
use crate::store::{
    Connection, StoreError,
    statements::{feed, turf},
    text,
};

/// Where somebody's feeds stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Epoch, feeds, their newest numbers and the rulebook in one.
    pub mark: NewsMark,
    /// The device that asks.
    pub device: DeviceId,
    /// Whose it is.
    pub actor: ActorId,
    /// The feeds that the mark was made of.
    pub scopes: BTreeSet<Scope>,
}

impl Service {
    pub(super) fn news(
        &self,
        connection: &mut dyn Connection,
        bearer: &Bearer,
    ) -> Result<News, Failure> {
        let caller = caller(connection, bearer, Act::HearNews)?;
        let scopes = readable(connection, &caller)?;
        let mut standing = vec![self.epoch.clone()];
        for scope in &scopes {
            let head = connection.first(&feed::HEAD, &[text(scope)])?;
            let seq: u64 = head.map_or(Ok(0), |row| row.integer(0))?;
            standing.push(format!("{scope}|{seq}"));
        }
        // A rulebook comes beside the feeds.
        if let Some(offer) = rulebook::offered(connection)? {
            standing.push(offer.hash.to_string());
        }
        let signed = cursor::signature(&self.cursor_key, standing.join("|").as_bytes());
        let signed = signed.map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
        let bits = signed.first_chunk().copied().unwrap_or_default();
        let mark = NewsMark::new(u64::from_be_bytes(bits));
        Ok(News { mark, device: caller.device, actor: caller.person.actor, scopes })
    }
}

/// Every feed that a device of theirs may follow.
fn readable(
    connection: &mut dyn Connection,
    caller: &Caller,
) -> Result<BTreeSet<Scope>, StoreError> {
    let person = &caller.person;
    let mut scopes = BTreeSet::from([Scope::Community(person.community)]);
    scopes.extend(caller.communities.iter().copied().map(Scope::Community));
    scopes.extend(person.household.map(Scope::Household));
    scopes.extend(person.point.map(Scope::Point));
    for row in connection.query(&turf::EVER_LEASED_BY, &[text(person.actor)])? {
        scopes.insert(Scope::Turf(row.read(0)?));
    }
    Ok(scopes)
}
