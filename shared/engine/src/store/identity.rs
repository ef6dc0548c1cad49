//! Who this device is enrolled as, its token, and the feeds it follows.

use std::fmt;

use ring::digest::{SHA256, digest};
use rusqlite::{OptionalExtension as _, Transaction, params};
use wufei_api::{
    enrol::{EnrolResponse, Token},
    feed::{Cursor, HouseholdFact},
};
use wufei_app::effect::store::{CardHolder, Identity};
use wufei_domain::{
    ids::{ActorId, DeviceId},
    refusal::{Code, Refusal},
    scope::Scope,
    time::UnixMs,
};

use super::{
    DEVICE, Failure, Store, batch, fact, rulebook, seal, sealed,
    snapshot::{self, UnderWay},
};

const IDENTITY: &str = "SELECT body FROM identity";
const EPOCH: &str = "SELECT epoch FROM identity";
const SAVE_IDENTITY: &str = "INSERT INTO identity (one, body, token, sealed_token, epoch)
  VALUES (1, ?1, ?2, ?3, ?4)
  ON CONFLICT (one) DO UPDATE SET body = excluded.body, token = excluded.token,
    sealed_token = excluded.sealed_token, epoch = excluded.epoch, turn = 0";
const TURN: &str = "SELECT turn FROM identity";
const LEAVE: &str = "UPDATE identity SET token = '', sealed_token = NULL, turn = 0";
const RENAME: &str = "UPDATE device SET id = ?1";
const SCOPES: &str = "SELECT scope, cursor FROM scopes ORDER BY scope";
const ADD_SCOPE: &str = "INSERT INTO scopes (scope) VALUES (?1) ON CONFLICT DO NOTHING";
const FORGET_SCOPE: &str = "DELETE FROM scopes WHERE scope = ?1";

/// What a round of sync begins with.
#[derive(Clone, PartialEq, Eq)]
pub struct Standing {
    /// This installation.
    pub device: DeviceId,
    /// The server's epoch as last seen.
    pub epoch: String,
    /// The number of the next push in that epoch.
    pub turn: u64,
    /// The feeds, each with how far it was read.
    pub scopes: Vec<(Scope, Option<Cursor>)>,
    /// Snapshots that are being fetched.
    pub snapshots: Vec<UnderWay>,
}

impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing")
            .field("device", &self.device)
            .field("epoch", &self.epoch)
            .field("turn", &self.turn)
            .field("scopes", &self.scopes.len())
            .field("snapshots", &self.snapshots.len())
            .finish()
    }
}

/// The card of a household as the app knows it.
pub(crate) fn card_holder(fact: HouseholdFact) -> CardHolder {
    CardHolder { household: fact.id, label: fact.label, card: fact.card }
}

/// The app's own part of what the server said.
fn known(identity: &wufei_api::enrol::Identity) -> Identity {
    Identity {
        actor: identity.actor,
        label: identity.label.clone(),
        role: identity.role,
        community: identity.community,
        community_name: identity.community_name.clone(),
        synthetic: identity.synthetic,
        household: identity.household.clone().map(card_holder),
        point: identity.point,
    }
}

/// Who is enrolled. After a [`super::leave`] the row stands without anybody.
pub(super) fn identity(tx: &Transaction<'_>) -> Result<Option<Identity>, Failure> {
    let body: Option<String> = tx.query_row(IDENTITY, [], |row| row.get(0)).optional()?;
    let known = body.map(|body| serde_json::from_str::<Option<Identity>>(&body)).transpose()?;
    Ok(known.flatten())
}

/// Who is enrolled now.
pub(super) fn actor(tx: &Transaction<'_>) -> Result<Option<ActorId>, Failure> {
    Ok(identity(tx)?.map(|identity| identity.actor))
}

pub(super) fn epoch(tx: &Transaction<'_>) -> Result<String, Failure> {
    let found = tx.query_row(EPOCH, [], |row| row.get(0)).optional()?;
    found.ok_or_else(|| Refusal::new(Code::TokenMissing).into())
}

pub(super) fn scopes(tx: &Transaction<'_>) -> Result<Vec<(Scope, Option<Cursor>)>, Failure> {
    let mut statement = tx.prepare_cached(SCOPES)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (scope, cursor): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        all.push((scope.parse()?, cursor.map(Cursor)));
    }
    Ok(all)
}

/// Follows a feed, from its beginning if it is new.
pub(super) fn add_scope(tx: &Transaction<'_>, scope: Scope) -> Result<(), Failure> {
    tx.prepare_cached(ADD_SCOPE)?.execute([scope.to_string()])?;
    Ok(())
}

/// The installation takes a new id, at the device's time `now`.
pub(super) fn renew_device(tx: &Transaction<'_>, now: UnixMs) -> Result<(), Failure> {
    let old = seal::device(tx)?;
    // No two copies leave at the same moment: the server refuses one of them at most.
    let hash = digest(&SHA256, format!("{old}|{}", now.value()).as_bytes());
    let own = hash.as_ref().first_chunk().copied().unwrap_or_default();
    tx.execute(RENAME, [DeviceId::from_stamp(now, own).to_string()])?;
    Ok(())
}

impl Store {
    /// The bearer token.
    ///
    /// # Errors
    /// [`Code::TokenMissing`] before enrolment and for a token that the key does not open,
    /// [`Code::StoreFailed`].
    pub fn token(&mut self) -> Result<Token, Refusal> {
        let key = self.seal.clone();
        let token = self.read(|tx| seal::token(tx, key.as_ref()))?;
        token.ok_or_else(|| Code::TokenMissing.into())
    }

    /// What a round begins with.
    ///
    /// # Errors
    /// [`Code::TokenMissing`] before enrolment, [`Code::StoreFailed`].
    pub fn standing(&mut self) -> Result<Standing, Refusal> {
        // A round goes on without it.
        let _ = self.clean_traces();
        self.read(|tx| {
            let epoch = epoch(tx)?;
            let device: String = tx.query_row(DEVICE, [], |row| row.get(0))?;
            let (scopes, snapshots) = (scopes(tx)?, snapshot::under_way(tx)?);
            let turn: i64 = tx.query_row(TURN, [], |row| row.get(0))?;
            let (device, turn) = (device.parse()?, turn.unsigned_abs());
            Ok(Standing { device, epoch, turn, scopes, snapshots })
        })
    }

    /// This installation is a copy of another, as the server says: it takes an id of its own and
    /// forgets the token, which is the other's. All that was made here stays, and is sent once the
    /// device is enrolled again.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn leave_install(&mut self, now: UnixMs) -> Result<(), Refusal> {
        self.write(|tx| {
            renew_device(tx, now)?;
            tx.execute(LEAVE, [])?;
            Ok(())
        })
    }

    /// Keeps what an enrolment brought, in one transaction: identity, token, epoch, feeds. Feeds
    /// that the new token does not open are dropped with their facts; own records always stay, those
    /// of others sealed where there is a key.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn enrol(&mut self, response: &EnrolResponse) -> Result<Identity, Refusal> {
        let identity = known(&response.identity);
        let key = self.seal.clone();
        self.write(|tx| {
            let before = epoch(tx).ok();
            sealed::change_person(tx, key.as_ref(), Some(identity.actor))?;
            let body = serde_json::to_string(&identity)?;
            let (clear, sealed) = seal::stored(tx, key.as_ref(), &response.token)?;
            tx.execute(SAVE_IDENTITY, params![body, clear, sealed, response.epoch])?;
            if let Some(key) = &response.rulebook_key {
                rulebook::save_key(tx, key)?;
            }
            for (scope, _) in scopes(tx)? {
                if !response.identity.scopes.contains(&scope) {
                    drop_scope(tx, scope)?;
                }
            }
            for scope in &response.identity.scopes {
                add_scope(tx, *scope)?;
            }
            if before.is_some_and(|epoch| epoch != response.epoch) {
                batch::begin_epoch(tx, &response.epoch)?;
            }
            Ok(())
        })?;
        // What stays is swept at the next start.
        let _ = self.sweep_photos();
        // The token is given once: that traces are left must not lose it. They are tried again.
        let _ = self.clean_traces();
        Ok(identity)
    }

    /// Follows one more feed, from its beginning.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn follow(&mut self, scope: Scope) -> Result<(), Refusal> {
        self.write(|tx| add_scope(tx, scope))
    }

    /// The token no longer opens this feed: its facts go. Own records stay and are still sent. A
    /// turf is no longer followed; the others may be opened again by the next page.
    ///
    /// # Errors
    /// [`Code::StoreFailed`].
    pub fn revoke(&mut self, scope: Scope) -> Result<(), Refusal> {
        self.write(|tx| match scope {
            Scope::Turf(_) => drop_scope(tx, scope),
            _ => fact::forget(tx, scope),
        })
    }
}

/// A feed is no longer followed: its facts go, and what was fetched of its snapshot.
pub(super) fn drop_scope(tx: &Transaction<'_>, scope: Scope) -> Result<(), Failure> {
    fact::forget(tx, scope)?;
    tx.prepare_cached(FORGET_SCOPE)?.execute([scope.to_string()])?;
    Ok(())
}
