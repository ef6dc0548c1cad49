//! JSON Schema of the types that write themselves as a text or check a number, for the description of
//! the wire. The others derive theirs. Only behind the feature `schema`: no phone carries it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    area::AreaCode,
    card::CardNumber,
    digest::FeedDigest,
    ids::{ActorId, DeviceId, DoorId, HouseholdId, PointId, RecordId, TransferId, TurfId},
    ledger::Account,
    news::NewsMark,
    photo::PhotoId,
    position::Position,
    rulebook::{RulebookHash, RulebookKey, RulebookSignature},
    scope::Scope,
    time::BootId,
    units::Grams,
    whole::Whole,
};

macro_rules! area {
    () => {
        "(0[1-9]|[1-9][0-9])[0-9]{10}"
    };
}

macro_rules! numbered {
    () => {
        concat!(area!(), "-[1-9][0-9]{0,8}")
    };
}

macro_rules! uuid {
    () => {
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    };
}

macro_rules! texts {
    ($($name:ident: $pattern:expr, $about:literal;)*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let pattern = concat!("^", $pattern, "$");
                json_schema!({ "type": "string", "pattern": pattern, "description": $about })
            }
        }
    )*};
}

texts! {
    AreaCode: area!(), "A statistical area code: 2 digits province, 2 city, 2 county, 3 town, 3 village.";
    CardNumber: "[0-9]{8}", "Seven digits and a check digit (Damm's).";
    FeedDigest: "[0-9a-f]{32}", "The digest of a set of facts.";
    ActorId: uuid!(), "A person in a role, without their name.";
    DeviceId: uuid!(), "One installation on one device.";
    PointId: uuid!(), "A recycling point.";
    RecordId: uuid!(), "A record: a UUID of version 7, made on the device.";
    TransferId: uuid!(), "A transfer in the ledger.";
    TurfId: uuid!(), "A turf.";
    HouseholdId: numbered!(), "A household on the roll of its community.";
    DoorId: numbered!(), "A door on the list of its community.";
    Account: concat!("(issuer:", area!(), "|household:", numbered!(), ")"), "A side of a transfer.";
    NewsMark: "[0-9a-f]{16}", "Where all feeds of a person stood; nobody reads anything out of it.";
    PhotoId: "[0-9a-f]{64}", "SHA-256 of a photo's bytes.";
    RulebookHash: "[0-9a-f]{64}", "SHA-256 of a rulebook's canonical writing.";
    RulebookKey: "[0-9a-f]{64}", "A city's public Ed25519 key.";
    RulebookSignature: "[0-9a-f]{128}", "A city's Ed25519 signature.";
    BootId: "[0-9a-f]{16}", "One run of the program on a device.";
    Scope: concat!(
        "(community:", area!(), "|household:", numbered!(), "|(point|turf):", uuid!(), ")"
    ), "One feed.";
}

impl JsonSchema for Grams {
    fn schema_name() -> Cow<'static, str> {
        "Grams".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer", "minimum": 0, "maximum": Self::MAX.value(), "description": "A weight.",
        })
    }
}

impl JsonSchema for Position {
    fn schema_name() -> Cow<'static, str> {
        "Position".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let degrees = |most: u32| {
            let most = i64::from(most) * 1_000_000;
            json_schema!({ "type": "integer", "minimum": -most, "maximum": most })
        };
        json_schema!({
            "type": "object",
            "description": "A point on the ground, in millionths of a degree.",
            "properties": {
                "latitude_microdegrees": degrees(90),
                "longitude_microdegrees": degrees(180),
                "datum": generator.subschema_for::<crate::position::Datum>(),
            },
            "required": ["latitude_microdegrees", "longitude_microdegrees", "datum"],
            "additionalProperties": false,
        })
    }
}

/// As the value: what a newer version added may stand beside it.
impl<T: JsonSchema + Serialize + DeserializeOwned> JsonSchema for Whole<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A written value of each, so that a pattern is never tighter than what is written.
    #[test]
    fn what_is_written_has_the_length_and_letters_of_its_pattern() {
        let pattern = |schema: Schema| {
            schema.get("pattern").and_then(|text| text.as_str()).unwrap_or_default().to_owned()
        };
        let generator = &mut SchemaGenerator::default();
        assert_eq!(pattern(NewsMark::json_schema(generator)), "^[0-9a-f]{16}$");
        assert_eq!(NewsMark::new(7).to_string().len(), 16);
        assert_eq!(pattern(FeedDigest::json_schema(generator)), "^[0-9a-f]{32}$");
        assert_eq!(FeedDigest::default().to_string().len(), 32);
        assert_eq!(pattern(RulebookSignature::json_schema(generator)), "^[0-9a-f]{128}$");
        assert_eq!(RulebookSignature::new([1; 64]).to_string().len(), 128);
        assert!(pattern(Scope::json_schema(generator)).contains("(point|turf)"));
    }
}
