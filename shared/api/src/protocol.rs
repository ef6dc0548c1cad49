//! The version handshake: every request but the public ones carries [`HEADER`].
//!
//! | version | what it brought |
//! |---|---|
//! | 1 | pushes and pages as plain JSON |
//! | 2 | turns of pushes, rows as columns, checks and snapshots of feeds |
//! | 3 | the run of the steady clock, unknown fields kept, records held for a lead, lost devices |
//!
//! A server reads all of them. A push is taken in each, for as long as there is a server: what an old
//! device made must arrive. The rest an operator may close to the oldest. Nothing is told to a device
//! that its version cannot read: [`code_since`], [`crate::feed::FeedItem::since`].

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
};

/// The header's name.
pub const HEADER: &str = "wufei-protocol";

/// The version spoken here.
pub const CURRENT: u32 = 3;

/// The oldest version a server still reads.
pub const OLDEST: u32 = 1;

/// Since when there are turns, columns, checks and snapshots.
pub const PACKED_SINCE: u32 = 2;

/// Since when a device is told that a lead decides on a record, and that it was reported lost.
pub const HELD_SINCE: u32 = 3;

/// Since when a device is told of the city's rulebook and its key. A device of that version that was
/// made before there was one does not read the fields.
pub const RULEBOOK_SINCE: u32 = 3;

/// Since when a device may be enrolled in a role: it must know the name.
pub const fn role_since(role: Role) -> u32 {
    match role {
        Role::Resident | Role::Attendant | Role::Volunteer | Role::Auditor => 1,
        Role::Organiser
        | Role::Lead
        | Role::Collector
        | Role::Merchant
        | Role::Assessor
        | Role::Teacher => RULEBOOK_SINCE,
    }
}

/// The header with the bearer token, `Bearer …`.
pub const AUTHORIZATION: &str = "authorization";

/// The version that first knew a code.
pub const fn code_since(code: Code) -> u32 {
    match code {
        Code::InstallForked => PACKED_SINCE,
        Code::LeaseRevoked
        | Code::GrantNotBegun
        | Code::GrantEnded
        | Code::RecordNotTaken
        | Code::RecordOwn
        | Code::DeviceLost
        | Code::DeviceTold
        | Code::RulebookRowBroken
        | Code::TooManyRequests
        | Code::LoginRefused
        | Code::SessionEnded
        | Code::FormStale
        | Code::LoginNameMalformed
        | Code::LoginNameTaken
        | Code::LoginThere
        | Code::PasswordShort
        | Code::ConsentUnknown
        | Code::ConsentTextUnknown
        | Code::ConsentNotGiven
        | Code::PhoneMalformed
        | Code::ShiftStillOpen
        | Code::PhotoKindUnknown
        | Code::PhotoBroken
        | Code::PhotoTooLarge
        | Code::PhotoFileTooLarge
        | Code::PhotosTooMany
        | Code::PhotoUnknown
        | Code::PhotoExpired
        | Code::PhotoHashWrong
        | Code::OffsetWrong
        | Code::ChunkDamaged => HELD_SINCE,
        _ => OLDEST,
    }
}

/// A refusal that a reader of `version` knows: a code from after its time becomes one of its own, with
/// the other's name in it. It could not read the rest of an answer with a code it does not know.
pub fn known_to(version: u32, refusal: Refusal) -> Refusal {
    if code_since(refusal.code) <= version {
        return refusal;
    }
    Refusal::new(Code::BodyMalformed).with("detail", refusal.code.as_str())
}

/// The version to speak from now on to a server that refused `spoken`: the newest that both ends read,
/// if that is another. Nothing when there is none, or this end is the older one.
pub fn agreed(spoken: u32, refusal: &Refusal) -> Option<u32> {
    if refusal.code != Code::ProtocolUnknown {
        return None;
    }
    let said = |name| refusal.args.get(name)?.parse::<u32>().ok();
    let newest = said("max")?.min(CURRENT);
    let oldest = said("min").unwrap_or(OLDEST).max(OLDEST);
    (newest != spoken && newest >= oldest).then_some(newest)
}
