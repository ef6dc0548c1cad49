//! The body of every answer that is not a success, and its HTTP status.

use serde::{Deserialize, Serialize};
use wufei_domain::refusal::{Code, Refusal};

/// A refusal on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorBody {
    /// What was wrong.
    pub error: Refusal,
}

/// The HTTP status of a code: the one table.
pub const fn status(code: Code) -> u16 {
    match code {
        Code::TokenMissing | Code::TokenUnknown | Code::SessionEnded => 401,
        Code::TokenOtherArea
        | Code::RoleForbidden
        | Code::ScopeForbidden
        | Code::GrantNotBegun
        | Code::GrantEnded
        | Code::LeaseRevoked
        | Code::RecordOwn
        | Code::DeviceLost
        | Code::LoginRefused
        | Code::FormStale => 403,
        Code::NotFound
        | Code::EnrolmentCodeUnknown
        | Code::TurfUnknown
        | Code::PointUnknown
        | Code::DoorUnknown
        | Code::DropOffUnknown
        | Code::VisitUnknown
        | Code::ShiftUnknown
        | Code::CardUnknown
        | Code::AreaUnknown
        | Code::PhotoUnknown => 404,
        Code::MethodUnknown => 405,
        Code::EnrolmentCodeUsed
        | Code::TurfLeased
        | Code::LoginNameTaken
        | Code::LoginThere
        | Code::IdReused
        | Code::AlreadyReversed
        | Code::AlreadyVoided
        | Code::EpochChanged
        | Code::InstallForked
        | Code::OffsetWrong => 409,
        Code::EnrolmentCodeExpired | Code::PhotoExpired => 410,
        Code::BodyTooLarge | Code::BatchTooLarge | Code::PhotoFileTooLarge => 413,
        Code::ProtocolUnknown => 426,
        Code::TooManyRequests => 429,
        Code::ServerFailed | Code::StoreFailed => 500,
        Code::Busy | Code::Offline => 503,
        _ => 422,
    }
}
