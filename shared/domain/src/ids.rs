//! Ids. Records carry UUIDv7 made on the device; things imported in bulk carry a compact number
//! inside their community ([`HouseholdId`], [`DoorId`]).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

use crate::{
    area::AreaCode,
    refusal::{Code, Refusal},
    time::UnixMs,
};

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if !deserializer.is_human_readable() {
                    return Uuid::deserialize(deserializer).map(Self);
                }
                // The library's own words name neither the value nor the field.
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        impl $name {
            /// A new id from a device's wall clock and 10 random bytes: a version 7 UUID.
            pub fn from_stamp(now: UnixMs, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.value()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// An id made elsewhere.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Whether it is a version 7 UUID, as a device makes them.
            pub fn is_version_7(self) -> bool {
                self.0.get_version_num() == 7
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = Refusal;

            fn from_str(text: &str) -> Result<Self, Refusal> {
                let uuid = text
                    .parse()
                    .map_err(|_| Refusal::new(Code::IdMalformed).with("value", text))?;
                Ok(Self(uuid))
            }
        }

        #[cfg(feature = "ffi")]
        uniffi::custom_type!($name, String, {
            lower: |id| id.to_string(),
            try_lift: |text| Ok(text.parse::<$name>()?),
        });
    )*};
}

uuid_id! {
    /// A record: drop-off, reversal, visit, void, proposal, unknown item, shift.
    RecordId
    /// One installation on one device.
    DeviceId
    /// A person in a role, without their name.
    ActorId
    /// A recycling point.
    PointId
    /// A turf.
    TurfId
    /// A transfer in the ledger.
    TransferId
}

macro_rules! numbered_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name {
            /// The community it stands in.
            pub community: AreaCode,
            /// Its number there, from 1.
            pub number: u32,
        }

        impl $name {
            /// The id of that number in that community.
            pub const fn new(community: AreaCode, number: u32) -> Self {
                Self { community, number }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}-{}", self.community, self.number)
            }
        }

        impl FromStr for $name {
            type Err = Refusal;

            fn from_str(text: &str) -> Result<Self, Refusal> {
                let malformed = || Refusal::new(Code::IdMalformed).with("value", text);
                let (community, number) = text.split_once('-').ok_or_else(malformed)?;
                // `parse` alone would take a plus sign and leading zeros: one id, one spelling.
                if number.starts_with(['+', '0']) {
                    return Err(malformed());
                }
                let number = number.parse().map_err(|_| malformed())?;
                Ok(Self { community: community.parse()?, number })
            }
        }

        impl TryFrom<String> for $name {
            type Error = Refusal;

            fn try_from(text: String) -> Result<Self, Refusal> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        #[cfg(feature = "ffi")]
        uniffi::custom_type!($name, String, {
            lower: |id| id.to_string(),
            try_lift: |text| Ok(text.parse::<$name>()?),
        });
    )*};
}

numbered_id! {
    /// A household on the roll of its community, written `330683106273-12`.
    HouseholdId
    /// A door on the list of its community, written `330683106273-12`.
    DoorId
}

#[cfg(test)]
mod tests;
