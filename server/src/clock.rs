//! The machine's clock, watched: its operator is told when it moved, whichever the database is.
//!
//! What comes in is stamped, transfers are booked and sessions end by this clock. While the server runs it
//! is held against the steady one; at a start, against the newest moment that the database holds. Nothing
//! is refused for it: what was stamped wrongly keeps its place, since feeds count and do not tell the time.

use std::{fmt, time::Instant};

use wufei_domain::time::UnixMs;

use crate::{
    service::audit,
    store::{Connection, StoreError, statements::device},
};

/// A step that is not told of: clocks are set right by less all the time.
pub const STEP_MS: i64 = 60_000;

/// How the clock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moved {
    /// So many milliseconds beside the time that went by: back when less than 0.
    By(i64),
    /// It is so many milliseconds behind what the database holds.
    Behind(i64),
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(ms) => {
                let (seconds, way) = (ms.abs() / 1_000, if *ms < 0 { "back" } else { "forward" });
                write!(f, "the clock of this machine moved {way} by {seconds} s, or it slept")
            }
            Self::Behind(ms) => {
                let seconds = ms / 1_000;
                write!(f, "the clock of this machine is {seconds} s behind what the database holds")
            }
        }
    }
}

/// Both clocks at the last look.
pub(crate) struct ClockWatch {
    wall: UnixMs,
    steady: Instant,
}

impl ClockWatch {
    pub(crate) const fn new(wall: UnixMs, steady: Instant) -> Self {
        Self { wall, steady }
    }

    /// Whether it moved since the last look by [`STEP_MS`] or more beside what went by.
    pub(crate) fn look(&mut self, wall: UnixMs, steady: Instant) -> Option<Moved> {
        let passed = steady.saturating_duration_since(self.steady).as_millis();
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        let by = wall.since_ms(self.wall).saturating_sub(passed);
        *self = Self { wall, steady };
        (by.abs() >= STEP_MS).then_some(Moved::By(by))
    }
}

/// Whether it stands before the newest act or the newest contact of a device, by [`STEP_MS`] or more.
///
/// # Errors
/// What the database says.
pub(crate) fn behind(
    connection: &mut dyn Connection,
    now: UnixMs,
) -> Result<Option<Moved>, StoreError> {
    let act = audit::newest(connection, 1)?.first().map(|written| written.row.at);
    let contact = connection.first(&device::NEWEST, &[])?;
    let contact = contact.map(|row| row.integer_if_any(0)).transpose()?.flatten();
    let newest = act.max(contact.map(UnixMs::new));
    let by = newest.map_or(0, |newest| newest.since_ms(now));
    Ok((by >= STEP_MS).then_some(Moved::Behind(by)))
}
