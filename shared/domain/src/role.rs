//! Roles: what a token may do, inside its scopes.

use serde::{Deserialize, Serialize};

/// A role a device is enrolled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Role {
    /// 居民: one household.
    Resident,
    /// 值守员: one recycling point.
    Attendant,
    /// 志愿者: turfs of one community.
    Volunteer,
    /// 审计: reads the ledger of an area, writes nothing.
    Auditor,
    /// 组织者: answers what an area asks for, and makes the rulebook's next version.
    Organiser,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] =
        [Self::Resident, Self::Attendant, Self::Volunteer, Self::Auditor, Self::Organiser];

    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Attendant => "attendant",
            Self::Volunteer => "volunteer",
            Self::Auditor => "auditor",
            Self::Organiser => "organiser",
        }
    }

    /// The role of that name, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

#[cfg(test)]
mod tests;
