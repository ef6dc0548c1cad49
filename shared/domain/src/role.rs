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
    /// 组长: walks as a volunteer does, or types in what was walked on paper, and decides on records
    /// that wait in an area.
    Lead,
    /// 收运员: one recycling point, as an attendant.
    Collector,
    /// 商户: of one community.
    Merchant,
    /// 验收员: reads the standing of an area, writes nothing.
    Assessor,
    /// 教师: of one community.
    Teacher,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 10] = [
        Self::Resident,
        Self::Attendant,
        Self::Volunteer,
        Self::Auditor,
        Self::Organiser,
        Self::Lead,
        Self::Collector,
        Self::Merchant,
        Self::Assessor,
        Self::Teacher,
    ];

    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Attendant => "attendant",
            Self::Volunteer => "volunteer",
            Self::Auditor => "auditor",
            Self::Organiser => "organiser",
            Self::Lead => "lead",
            Self::Collector => "collector",
            Self::Merchant => "merchant",
            Self::Assessor => "assessor",
            Self::Teacher => "teacher",
        }
    }

    /// Whether they stand at a recycling point and log what is dropped off there.
    pub const fn stands_at_a_point(self) -> bool {
        matches!(self, Self::Attendant | Self::Collector)
    }

    /// Whether they take turfs and check in doors.
    pub const fn walks(self) -> bool {
        matches!(self, Self::Volunteer | Self::Lead)
    }

    /// Whether their area may be more than one community.
    pub const fn has_an_area(self) -> bool {
        matches!(self, Self::Auditor | Self::Organiser | Self::Lead | Self::Assessor)
    }

    /// The role of that name, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

#[cfg(test)]
mod tests;
