//! Every address of the server, once.

/// `GET`: 200 and `ok` when the database answers.
pub const HEALTH: &str = "/healthz";
/// `GET`: the public page of standings, as HTML.
pub const BOARD: &str = "/";
/// `GET`: the style of [`BOARD`].
pub const BOARD_STYLE: &str = "/board.css";
/// `POST`: [`crate::enrol::EnrolRequest`]. The one route without a token.
pub const ENROL: &str = "/v1/enrol";
/// `POST`: [`crate::push::PushRequest`].
pub const PUSH: &str = "/v1/push";
/// `GET` with [`crate::feed::FeedQuery`].
pub const FEED: &str = "/v1/feed";
/// `GET` with [`crate::snapshot::SnapshotQuery`] and a range of bytes.
pub const SNAPSHOT: &str = "/v1/snapshot";
/// `GET` with [`crate::news::NewsQuery`]: waits for its answer.
pub const NEWS: &str = "/v1/news";
/// `GET`: the turfs a volunteer may take, [`crate::turfs::TurfsResponse`].
pub const TURFS: &str = "/v1/turfs";
/// `POST`: [`crate::turfs::LeaseRequest`].
pub const LEASE: &str = "/v1/turfs/lease";
/// `GET` with [`crate::ledger::LedgerQuery`]: an auditor's view of one household's account.
pub const LEDGER: &str = "/v1/ledger";
/// `GET` with [`crate::rulebook::RulebookQuery`]: what the city has made of the rulebook in the app.
pub const RULEBOOK: &str = "/v1/rulebook";
