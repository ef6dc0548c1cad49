//! The tag type: only delegates.

use wufei_domain::area::AreaCode;

/// What the app is told when it is made.
#[derive(Debug, Clone)]
pub struct Config {
    /// The city whose rulebook answers; the community of what is recorded before enrolment.
    pub city: AreaCode,
    /// The server's address, for the settings screen.
    pub server: String,
}

/// The app.
pub struct Wufei {
    pub config: Config,
}
