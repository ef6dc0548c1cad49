//! The version handshake: every request but the public ones carries [`HEADER`].

/// The header's name.
pub const HEADER: &str = "wufei-protocol";

/// The version spoken here.
pub const CURRENT: u32 = 1;

/// The oldest version a server still reads.
pub const OLDEST: u32 = 1;

/// The header with the bearer token, `Bearer …`.
pub const AUTHORIZATION: &str = "authorization";
