//! Turfs on offer and leases, decided here with the server's clock, never by a device's.

use std::collections::BTreeMap;

use wufei_api::{
    feed::TurfFact,
    turfs::{LEASE_MS, LeaseRequest, LeaseResponse, LeaseState, TurfOffer, TurfsResponse},
};
use wufei_domain::{
    ids::{ActorId, TurfId},
    refusal::{Code, Refusal},
    scope::Scope,
    time::UnixMs,
};

use super::{
    Failure,
    act::Act,
    authorise::{Bearer, caller},
};
use crate::store::{Connection, integer, statements::turf, text};

/// The turfs of the volunteer's community, by name.
///
/// # Errors
/// [`Code::TokenUnknown`], [`Code::RoleForbidden`], and what the database says.
pub fn list(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    now: UnixMs,
) -> Result<TurfsResponse, Failure> {
    let caller = caller(connection, bearer, Act::ListTurfs)?;
    let community = caller.person.community;
    let mut leases: BTreeMap<TurfId, (ActorId, UnixMs)> = BTreeMap::new();
    for row in connection.query(&turf::LEASES, &[text(community), integer(now.value())])? {
        leases.insert(row.read(0)?, (row.read(1)?, UnixMs::new(row.integer(2)?)));
    }
    let mut turfs = Vec::new();
    for row in connection.query(&turf::OF_COMMUNITY, &[text(community)])? {
        let id = row.read(0)?;
        let state = match leases.get(&id) {
            None => LeaseState::Free,
            Some((actor, until)) if *actor == caller.person.actor => {
                LeaseState::Mine { until: *until }
            }
            Some((_, until)) => LeaseState::Taken { until: *until },
        };
        let name = row.text(1)?.to_owned();
        let fact = TurfFact { id, name, community, doors: row.integer(2)? };
        turfs.push(TurfOffer { turf: fact, state });
    }
    Ok(TurfsResponse { turfs })
}

/// Gives a turf to a volunteer, or renews their lease.
///
/// # Errors
/// [`Code::TokenUnknown`], [`Code::RoleForbidden`], [`Code::TurfUnknown`],
/// [`Code::TokenOtherArea`], [`Code::TurfLeased`], [`Code::LeaseRevoked`], and what the database
/// says.
pub fn lease(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    request: &LeaseRequest,
    now: UnixMs,
) -> Result<LeaseResponse, Failure> {
    let caller = caller(connection, bearer, Act::LeaseTurf)?;
    let unknown = || Refusal::new(Code::TurfUnknown).with("value", request.turf);
    let row = connection.first(&turf::COMMUNITY, &[text(request.turf)])?.ok_or_else(unknown)?;
    let community = row.read(0)?;
    caller.must_cover(community)?;
    let key = [text(community), text(request.turf)];
    let row = connection.first(&turf::FIND, &key)?.ok_or_else(unknown)?;
    let [community_value, turf_value] = key;
    let running = [community_value.clone(), turf_value.clone(), integer(now.value())];
    for lease in connection.query(&turf::LEASES_OF_TURF, &running)? {
        if lease.read::<ActorId>(0)? != caller.person.actor {
            return Err(Refusal::new(Code::TurfLeased).with("value", request.turf).into());
        }
    }
    let theirs = [turf_value.clone(), text(caller.person.actor)];
    if connection.first(&turf::REVOKED, &theirs)?.is_some_and(|row| row.has(0)) {
        return Err(Refusal::new(Code::LeaseRevoked).with("value", request.turf).into());
    }
    let until = now.plus_ms(LEASE_MS);
    let values = [
        community_value,
        turf_value,
        text(caller.person.actor),
        integer(now.value()),
        integer(until.value()),
    ];
    connection.execute(&turf::LEASE, &values)?;
    let name = row.text(0)?.to_owned();
    Ok(LeaseResponse {
        turf: TurfFact { id: request.turf, name, community, doors: row.integer(1)? },
        until,
        scope: Scope::Turf(request.turf),
    })
}
