//! Who asks: a bearer token against a person, their role and what they may read.
//!
//! A token stands in the database as its SHA-256 only and is never printed.

use std::fmt;

use sha2::{Digest, Sha256};
use wufei_domain::{
    area::{AreaCode, Level},
    ids::{ActorId, DeviceId, HouseholdId, PointId, TurfId},
    record::hex,
    refusal::{Code, Refusal},
    role::Role,
    scope::Scope,
    time::UnixMs,
};

use super::{Failure, act::Act, grant::Validity};
use crate::store::{
    Connection, Row, StoreError, integer,
    statements::{person, roll, turf},
    text,
};

/// A bearer token as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(pub String);

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

/// SHA-256 in hex of a secret: what the database keeps of it.
pub fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The role in a column.
///
/// # Errors
/// [`StoreError::Shape`] for one that this program does not know.
pub fn role(row: &Row, column: usize) -> Result<Role, StoreError> {
    let code = row.text(column)?;
    Role::from_code(code).ok_or_else(|| StoreError::Shape(format!("role {code} is not known")))
}

/// Somebody who may be enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub actor: ActorId,
    /// A pseudonym.
    pub label: String,
    /// Their role.
    pub role: Role,
    /// Their community; an auditor's or an organiser's may be larger.
    pub community: AreaCode,
    /// A resident's household.
    pub household: Option<HouseholdId>,
    /// An attendant's recycling point.
    pub point: Option<PointId>,
    /// Whether they are made up.
    pub synthetic: bool,
    /// When their role holds.
    pub validity: Validity,
}

impl Person {
    /// The person of that id, if there is one.
    ///
    /// # Errors
    /// What the database says.
    pub fn find(
        connection: &mut dyn Connection,
        actor: ActorId,
    ) -> Result<Option<Self>, StoreError> {
        connection
            .first(&person::FIND, &[text(actor)])?
            .map(|row| Self::from_row(actor, &row))
            .transpose()
    }

    fn from_row(actor: ActorId, row: &Row) -> Result<Self, StoreError> {
        let role = role(row, 1)?;
        let community = row.read(2)?;
        let household =
            if row.has(3) { Some(HouseholdId::new(community, row.integer(3)?)) } else { None };
        Ok(Self {
            actor,
            label: row.text(0)?.to_owned(),
            role,
            community,
            household,
            point: row.read_if_any(4)?,
            synthetic: row.integer::<i64>(5)? == 1,
            validity: Validity::from_row(row, 6)?,
        })
    }

    /// What a role that may not do something is told.
    pub fn forbidden(&self) -> Refusal {
        Refusal::new(Code::RoleForbidden).with("role", self.role.code())
    }

    /// The city their area is in.
    pub fn city(&self) -> AreaCode {
        let mut city = self.community;
        while let Some(parent) = city.parent().filter(|_| city.level() > Level::City) {
            city = parent;
        }
        city
    }

    /// Whether their area is all of the city.
    pub fn has_the_city(&self) -> bool {
        self.community.contains(self.city())
    }

    /// The feeds they may read at `now`: their community's, and by role their household's, point's
    /// or the turfs they hold.
    ///
    /// # Errors
    /// What the database says.
    pub fn scopes(
        &self,
        connection: &mut dyn Connection,
        now: UnixMs,
    ) -> Result<Vec<Scope>, StoreError> {
        let mut scopes = vec![Scope::Community(self.community)];
        scopes.extend(self.household.map(Scope::Household));
        scopes.extend(self.point.map(Scope::Point));
        if self.role.walks() {
            let values = [text(self.actor), integer(now.value())];
            for row in connection.query(&turf::LEASED_NOW, &values)? {
                scopes.push(Scope::Turf(row.read(0)?));
            }
        }
        Ok(scopes)
    }
}

/// Somebody with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Their device.
    pub device: DeviceId,
    /// Who they are.
    pub person: Person,
    /// The communities they write for; the area of a role that has one.
    pub communities: Vec<AreaCode>,
}

impl Caller {
    /// Somebody with what they write for.
    ///
    /// # Errors
    /// What the database says.
    pub fn from(
        connection: &mut dyn Connection,
        device: DeviceId,
        person: Person,
    ) -> Result<Self, StoreError> {
        let communities = match person.point {
            Some(point) => point_communities(connection, point)?,
            None => vec![person.community],
        };
        Ok(Self { device, person, communities })
    }

    /// What a role that may not do something is told.
    pub fn forbidden(&self) -> Refusal {
        self.person.forbidden()
    }

    /// # Errors
    /// [`Code::TokenOtherArea`] when `community` is none of theirs.
    pub fn must_cover(&self, community: AreaCode) -> Result<(), Refusal> {
        if self.communities.iter().any(|area| area.contains(community)) {
            return Ok(());
        }
        Err(Refusal::new(Code::TokenOtherArea)
            .with("value", community)
            .with("area", self.person.community))
    }

    /// Whether they have, or had, a lease on a turf that nobody took back.
    ///
    /// # Errors
    /// What the database says.
    pub fn holds_turf(
        &self,
        connection: &mut dyn Connection,
        turf: TurfId,
    ) -> Result<bool, StoreError> {
        let leases =
            connection.first(&turf::EVER_LEASED, &[text(turf), text(self.person.actor)])?;
        Ok(leases.is_some_and(|row| row.integer::<i64>(0).is_ok_and(|count| count > 0)))
    }

    /// Whether they may read a feed. A turf once leased stays readable: what one recorded there
    /// must not vanish from one's hands when the lease runs out.
    ///
    /// # Errors
    /// [`Code::ScopeForbidden`], and what the database says.
    pub fn must_read(&self, connection: &mut dyn Connection, scope: Scope) -> Result<(), Failure> {
        let allowed = match scope {
            Scope::Community(code) => self.communities.iter().any(|area| area.contains(code)),
            Scope::Household(id) => self.person.household == Some(id),
            Scope::Point(id) => self.person.point == Some(id),
            Scope::Turf(id) => self.person.role.walks() && self.holds_turf(connection, id)?,
        };
        if allowed {
            return Ok(());
        }
        Err(Refusal::new(Code::ScopeForbidden).with("value", scope).into())
    }
}

/// Whether `community` is the city above the caller's area: what was recorded before the device was
/// enrolled carries it.
pub fn is_city_of(community: AreaCode, caller: &Caller) -> bool {
    community.level() == Level::City && community.contains(caller.person.community)
}

/// Finds out who asks, and that their role may do this.
///
/// # Errors
/// [`Code::TokenUnknown`], [`Code::RoleForbidden`], and what the database says.
pub fn caller(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    act: Act,
) -> Result<Caller, Failure> {
    let row = connection.first(&person::FIND_CALLER, &[text(secret_hash(&bearer.0))])?;
    caller_of(connection, row.as_ref(), act)
}

/// As [`caller`], from the row of [`person::FIND_CALLER`] if there is one.
///
/// # Errors
/// As [`caller`].
pub fn caller_of(
    connection: &mut dyn Connection,
    row: Option<&Row>,
    act: Act,
) -> Result<Caller, Failure> {
    let row = row.ok_or(Code::TokenUnknown)?;
    let caller = Caller::from(connection, row.read(8)?, Person::from_row(row.read(9)?, row)?)?;
    if act.roles().contains(&caller.person.role) {
        Ok(caller)
    } else {
        Err(caller.forbidden().into())
    }
}

/// Somebody on the roll, as the caller from a device of theirs.
///
/// # Errors
/// What the database says.
pub fn known(
    connection: &mut dyn Connection,
    device: DeviceId,
    actor: ActorId,
) -> Result<Option<Caller>, StoreError> {
    let Some(person) = Person::find(connection, actor)? else { return Ok(None) };
    Caller::from(connection, device, person).map(Some)
}

/// The communities a recycling point serves.
///
/// # Errors
/// What the database says.
pub fn point_communities(
    connection: &mut dyn Connection,
    point: PointId,
) -> Result<Vec<AreaCode>, StoreError> {
    let rows = connection.query(&roll::POINT_COMMUNITIES, &[text(point)])?;
    rows.iter().map(|row| row.read(0)).collect()
}
