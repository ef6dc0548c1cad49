//! Time and chance, which the app never takes by itself.

use crux_core::capability::Operation;
use wufei_domain::time::DeviceTime;

/// Asks for the time and 16 random bytes: what a new record's id is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeStamp;

/// One moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub time: DeviceTime,
    pub random: [u8; 16],
}

impl Stamp {
    /// Its chance as one number.
    pub fn number(&self) -> u64 {
        self.random.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))
    }
}

impl Operation for TakeStamp {
    type Output = Stamp;
}

/// Asks to be told when `ms` have passed. Not persistent: a restart starts afresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub ms: u64,
}

/// The time of a [`Wait`] has passed (or the device is closing).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed;

impl Operation for Wait {
    type Output = Elapsed;
}
