//! Enrolment: a one-time code against an opaque token and the scopes it opens.

use std::fmt;

use serde::{Deserialize, Serialize};
use wufei_domain::{
    area::AreaCode,
    ids::{ActorId, DeviceId, PointId},
    role::Role,
    rulebook::RulebookKey,
    scope::Scope,
    time::UnixMs,
};

use crate::feed::HouseholdFact;

/// What a device asks with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnrolRequest {
    /// The code as typed or pasted.
    pub code: String,
    /// This installation.
    pub device: DeviceId,
}

/// An opaque bearer token. Never shown, never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What an enrolled device is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// The person, without a name.
    pub actor: ActorId,
    /// How they are called on screens: a pseudonym such as `志愿者 07`.
    pub label: String,
    /// What they may do.
    pub role: Role,
    /// Their community.
    pub community: AreaCode,
    /// Its name, with town and county, such as `嵊州市谷来镇马溪村`.
    pub community_name: String,
    /// Whether all of it is synthetic data.
    pub synthetic: bool,
    /// A resident's household.
    pub household: Option<HouseholdFact>,
    /// An attendant's recycling point.
    pub point: Option<PointId>,
    /// The feeds the token may read now. A lease adds to them.
    pub scopes: Vec<Scope>,
}

/// What the server answers, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnrolResponse {
    /// The token.
    pub token: Token,
    /// What it stands for.
    pub identity: Identity,
    /// The server's epoch, changed when it is restored from a backup.
    pub epoch: String,
    /// The server's clock.
    pub server_time: UnixMs,
    /// What the city signs its rulebooks with; none from a server that has no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rulebook_key: Option<RulebookKey>,
}
