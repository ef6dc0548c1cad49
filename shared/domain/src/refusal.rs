//! How bad input is named: a code that both ends know, the value and the rule it broke.
//!
//! The sentence a person reads is made from it by [`crate::words`], in their language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// Why something was refused. Each code has one sentence a language in `words/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it stands in JSON, SQL and message ids.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The code of that name, if there is one.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }
        }
    };
}

codes! {
    /// A card number is not eight digits. Args: value.
    CardMalformed = "card_malformed",
    /// A card number's check digit does not fit. Args: value.
    CardCheckDigit = "card_check_digit",
    /// No household of this community holds the card. Args: value.
    CardUnknown = "card_unknown",
    /// A weight is not a number. Args: value.
    WeightMalformed = "weight_malformed",
    /// A weight has more decimals than the scale shows. Args: value, decimals.
    WeightTooFine = "weight_too_fine",
    /// A weight is 0. Args: value.
    WeightZero = "weight_zero",
    /// A weight is below 0. Args: value.
    WeightNegative = "weight_negative",
    /// A weight is above the scale's maximum. Args: value, max (both grams).
    WeightAboveScale = "weight_above_scale",
    /// The empty container weighs as much as the full one, or more. Args: gross, tare (grams).
    TareAboveGross = "tare_above_gross",
    /// The tariff has no such material. Args: value.
    MaterialUnknown = "material_unknown",
    /// A drop-off without a line. No args.
    LinesMissing = "lines_missing",
    /// A drop-off with too many lines. Args: value, max.
    LinesTooMany = "lines_too_many",
    /// No shift is open at this recycling point. No args.
    ShiftNotOpen = "shift_not_open",
    /// A shift is open that must be closed first. No args.
    ShiftStillOpen = "shift_still_open",
    /// No such shift. Args: value.
    ShiftUnknown = "shift_unknown",
    /// No such recycling point. Args: value.
    PointUnknown = "point_unknown",
    /// A position beyond the poles or the date line. Args: latitude, longitude (microdegrees).
    PositionOutside = "position_outside",
    /// No such drop-off. Args: value.
    DropOffUnknown = "drop_off_unknown",
    /// The drop-off was reversed before. Args: value.
    AlreadyReversed = "already_reversed",
    /// No such door. Args: value.
    DoorUnknown = "door_unknown",
    /// The door is not in the turf the volunteer holds. Args: value.
    DoorOutsideTurf = "door_outside_turf",
    /// No such turf. Args: value.
    TurfUnknown = "turf_unknown",
    /// Somebody else holds the turf. Args: value.
    TurfLeased = "turf_leased",
    /// The organiser took the turf back from this volunteer. Args: value.
    LeaseRevoked = "lease_revoked",
    /// A team lead did not take a record that was held for them. Args: why.
    RecordNotTaken = "record_not_taken",
    /// Nobody decides on a record of their own.
    RecordOwn = "record_own",
    /// No such visit. Args: value.
    VisitUnknown = "visit_unknown",
    /// The visit was voided before. Args: value.
    AlreadyVoided = "already_voided",
    /// A picture of a kind that is not read. Args: value (its name or `other`).
    PhotoKindUnknown = "photo_kind_unknown",
    /// A picture that cannot be read, or breaks off. No args.
    PhotoBroken = "photo_broken",
    /// A picture with more pixels than are read. Args: value, max (millions of pixels).
    PhotoTooLarge = "photo_too_large",
    /// A picture's file with more bytes than are read. Args: value, max (thousands of bytes).
    PhotoFileTooLarge = "photo_file_too_large",
    /// A record with too many photos. Args: value, max.
    PhotosTooMany = "photos_too_many",
    /// No record that arrived names this photo. Args: value.
    PhotoUnknown = "photo_unknown",
    /// What was sent of a photo was kept too long ago; it begins anew. Args: value.
    PhotoExpired = "photo_expired",
    /// What arrived is not the photo of this id; it begins anew. Args: value.
    PhotoHashWrong = "photo_hash_wrong",
    /// A chunk of a photo that does not begin where the last one ended. Args: value, wanted (bytes).
    OffsetWrong = "offset_wrong",
    /// A chunk of a photo that was changed on its way; nothing of it was kept. No args.
    ChunkDamaged = "chunk_damaged",
    /// A text is empty. No args.
    TextMissing = "text_missing",
    /// A text is longer than allowed. Args: value (characters), max.
    TextTooLong = "text_too_long",
    /// An enrolment code is not of the right form. Args: value.
    EnrolmentCodeMalformed = "enrolment_code_malformed",
    /// No such enrolment code. No args.
    EnrolmentCodeUnknown = "enrolment_code_unknown",
    /// The enrolment code was used before. No args.
    EnrolmentCodeUsed = "enrolment_code_used",
    /// The enrolment code is no longer valid. Args: expired_at.
    EnrolmentCodeExpired = "enrolment_code_expired",
    /// The request carries no token. No args.
    TokenMissing = "token_missing",
    /// The token is not known, or was revoked. No args.
    TokenUnknown = "token_unknown",
    /// The token belongs to another area. Args: value, area.
    TokenOtherArea = "token_other_area",
    /// The role may not do this. Args: role.
    RoleForbidden = "role_forbidden",
    /// The role of whoever asks does not hold yet. Args: from.
    GrantNotBegun = "grant_not_begun",
    /// The role of whoever asks holds no more. Args: until.
    GrantEnded = "grant_ended",
    /// The scope is not among the token's. Args: value.
    ScopeForbidden = "scope_forbidden",
    /// The cursor was not made by this server for this scope. No args.
    CursorInvalid = "cursor_invalid",
    /// The server was restored: the cursor is of an older epoch. Args: epoch.
    EpochChanged = "epoch_changed",
    /// A body that cannot be read. Args: detail.
    BodyMalformed = "body_malformed",
    /// A body larger than allowed. Args: max (bytes).
    BodyTooLarge = "body_too_large",
    /// A batch with too many entries. Args: value, max.
    BatchTooLarge = "batch_too_large",
    /// A protocol version this server does not speak. Args: value, min, max.
    ProtocolUnknown = "protocol_unknown",
    /// Two installations send under one id: one is a copy of the other. No args.
    InstallForked = "install_forked",
    /// The device was reported lost and empties itself. Args: unsent (a word of [`crate::lost`]).
    DeviceLost = "device_lost",
    /// The device was told before that it is lost, so that this cannot be taken back. Args: value.
    DeviceTold = "device_told",
    /// An id that was used for something else. Args: value.
    IdReused = "id_reused",
    /// A record whose id is not a version 7 UUID. Args: value.
    IdMalformed = "id_malformed",
    /// Name, password or code is wrong, or the name waits after a failed try; which, is not told.
    /// No args.
    LoginRefused = "login_refused",
    /// The session is over, or was none. No args.
    SessionEnded = "session_ended",
    /// A form that was not made for this session. No args.
    FormStale = "form_stale",
    /// A name to log in with that has other signs than letters, digits, dot, hyphen, or too few or many.
    /// Args: value, min, max (characters).
    LoginNameMalformed = "login_name_malformed",
    /// Somebody else logs in with that name. Args: value.
    LoginNameTaken = "login_name_taken",
    /// The person can log in already. Args: value.
    LoginThere = "login_there",
    /// A password is too short. Args: min (characters).
    PasswordShort = "password_short",
    /// A purpose, word or channel of consent that there is not. Args: value, known.
    ConsentUnknown = "consent_unknown",
    /// A version of a consent's text that there is not. Args: value, max.
    ConsentTextUnknown = "consent_text_unknown",
    /// There is no consent to take back. Args: value (the purpose).
    ConsentNotGiven = "consent_not_given",
    /// Not a mobile number in China. No args: what was typed is not repeated.
    PhoneMalformed = "phone_malformed",
    /// A row of the area table that cannot be taken. Args: line, detail.
    AreaRowBroken = "area_row_broken",
    /// An area code that is not 12 digits. Args: value.
    AreaCodeMalformed = "area_code_malformed",
    /// No such area. Args: value.
    AreaUnknown = "area_unknown",
    /// A row of an imported roll that cannot be taken. Args: line, detail.
    RollRowBroken = "roll_row_broken",
    /// A row of an answer to missing words that cannot be taken. Args: line, detail.
    RulebookRowBroken = "rulebook_row_broken",
    /// No such resource. No args.
    NotFound = "not_found",
    /// The resource is there, the method is not. No args.
    MethodUnknown = "method_unknown",
    /// The server cannot take it now. Args: seconds.
    Busy = "busy",
    /// Somebody asked too often, or guessed too many codes. Args: seconds.
    TooManyRequests = "too_many_requests",
    /// Something on the server failed; nothing was stored. No args.
    ServerFailed = "server_failed",
    /// The device's store failed; nothing was stored. Args: detail.
    StoreFailed = "store_failed",
    /// The server could not be reached. No args.
    Offline = "offline",
    /// The device's clock cannot be right. Args: now (milliseconds).
    ClockWrong = "clock_wrong",
}

/// A refusal: what was wrong, with the value and the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[error("{} {args:?}", code.as_str())]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// The values the sentence needs, by the names listed at [`Code`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Refusal {
    /// A refusal without values.
    pub const fn new(code: Code) -> Self {
        Self { code, args: BTreeMap::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests;
