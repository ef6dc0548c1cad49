//! News: whether any feed that a device follows holds something new, in one question that may wait
//! for its answer.
//!
//! Answered at once with [`NewsResponse`] when the server's mark is another than the one shown, or
//! none was shown; else as soon as it changes. When the wait is over without a change there is no
//! body: status 204.

use serde::{Deserialize, Serialize};
use wufei_domain::news::NewsMark;

/// Seconds that an answer may be waited for at most: less than the minute after which proxies give
/// up. More is taken for this.
pub const WAIT_SECONDS_MAX: u64 = 55;

/// Asks for news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewsQuery {
    /// The mark that all feeds are known to have reached; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<NewsMark>,
    /// Seconds to wait for a change, at most [`WAIT_SECONDS_MAX`].
    #[serde(rename = "wait")]
    pub wait_seconds: u64,
}

/// There is something new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewsResponse {
    /// Where the feeds stand: a device may keep it once it has read all of them after this answer.
    pub mark: NewsMark,
}
