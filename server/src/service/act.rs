//! What a device may ask for, who may, and inside what: the one table. The routes name an act of it
//! and describe themselves by it, and [`authorise`](super::authorise) refuses by it, with HTTP or
//! without.

use wufei_domain::role::Role;

use super::{Request, authorise::Bearer, photo::PhotoAsk};

/// What a device asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Hands records in. Which role may make which record is decided a record.
    Push,
    /// Reads a page of a feed.
    ReadFeed,
    /// Fetches a part of a feed's snapshot.
    ReadSnapshot,
    /// Asks whether any feed holds something new.
    HearNews,
    /// Lists turfs.
    ListTurfs,
    /// Takes a turf.
    LeaseTurf,
    /// Reads a household's account.
    ReadLedger,
    /// Fetches what the city has made of the rulebook.
    ReadRulebook,
    /// Lists words that the rulebook does not know.
    ListMissing,
    /// Answers them for the whole city.
    AnswerMissing,
    /// Hands in a photo that a record names which has arrived. Whoever made the record may since have
    /// another role: so every role may.
    SendPhoto,
    /// Fetches a photo: the organiser of its area, or the device whose visit names it.
    SeePhoto,
}

/// What must lie inside that for which somebody has their role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Nothing is named: what is answered is their own, or everybody's.
    Nothing,
    /// The community of each record.
    Records,
    /// The feed: of a community, a household, a recycling point or a turf.
    Feed,
    /// The turf's community.
    Turf,
    /// The household's community.
    Household,
    /// The area.
    Area,
    /// The community of the photo's record.
    Photo,
    /// The whole city.
    City,
}

impl Within {
    /// Its name in the description of the routes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Records => "records",
            Self::Feed => "feed",
            Self::Turf => "turf",
            Self::Household => "household",
            Self::Area => "area",
            Self::Photo => "photo",
            Self::City => "city",
        }
    }
}

impl Act {
    /// Who may.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Push
            | Self::ReadFeed
            | Self::ReadSnapshot
            | Self::HearNews
            | Self::SendPhoto
            | Self::ReadRulebook => &Role::ALL,
            Self::ListTurfs | Self::LeaseTurf => &[Role::Volunteer, Role::Lead],
            Self::SeePhoto => &[Role::Volunteer, Role::Lead, Role::Organiser],
            Self::ReadLedger => &[Role::Auditor],
            Self::ListMissing | Self::AnswerMissing => &[Role::Organiser],
        }
    }

    /// Whether it is done for somebody whose role holds no more: what was recorded while it did is
    /// still on its way.
    pub const fn outlives_a_grant(self) -> bool {
        matches!(self, Self::Push | Self::SendPhoto)
    }

    /// Inside what.
    pub const fn within(self) -> Within {
        match self {
            Self::HearNews | Self::ListTurfs | Self::ReadRulebook => Within::Nothing,
            Self::Push => Within::Records,
            Self::ReadFeed | Self::ReadSnapshot => Within::Feed,
            Self::LeaseTurf => Within::Turf,
            Self::ReadLedger => Within::Household,
            Self::SendPhoto | Self::SeePhoto => Within::Photo,
            Self::ListMissing => Within::Area,
            Self::AnswerMissing => Within::City,
        }
    }
}

impl Request {
    /// What a device asks for with its token; nothing for what needs none.
    pub const fn act(&self) -> Option<(Act, &Bearer)> {
        Some(match self {
            Self::Push(bearer, _) => (Act::Push, bearer),
            Self::Feed(bearer, _) => (Act::ReadFeed, bearer),
            Self::Snapshot(bearer, ..) => (Act::ReadSnapshot, bearer),
            Self::News(bearer) => (Act::HearNews, bearer),
            Self::Turfs(bearer) => (Act::ListTurfs, bearer),
            Self::Lease(bearer, _) => (Act::LeaseTurf, bearer),
            Self::Ledger(bearer, _) => (Act::ReadLedger, bearer),
            Self::Rulebook(bearer, _) => (Act::ReadRulebook, bearer),
            Self::Missing(bearer, _) => (Act::ListMissing, bearer),
            Self::AnswerMissing(bearer, ..) => (Act::AnswerMissing, bearer),
            Self::Photo(bearer, _, PhotoAsk::See) => (Act::SeePhoto, bearer),
            Self::Photo(bearer, ..) => (Act::SendPhoto, bearer),
            Self::Enrol(..)
            | Self::Console(_)
            | Self::ExpiredPhotos
            | Self::ForgetPhotos(_)
            | Self::Board
            | Self::Guide
            | Self::Screen(_)
            | Self::Opened(_)
            | Self::Health
            | Self::Tick => return None,
        })
    }
}
