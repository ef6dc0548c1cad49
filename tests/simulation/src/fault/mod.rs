//! What can go wrong: one arm a fault here, one file a family.
//!
//! Those of the wire happen to bodies on their way, by the weather of the seed; the others are drawn
//! for a time of their own. What a fault does is counted when it has done it: a crash that was laid
//! for a write that never came has not occurred.

mod network;
mod power;

use crate::{queue::DeviceNo, violation::Violation, world::World};

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A body never arrives.
    Lost,
    /// A request is done twice, an answer comes twice.
    Twice,
    /// A body arrives after those that left later.
    Late,
    /// A request arrives without its end.
    CutRequest,
    /// An answer arrives without its end.
    CutAnswer,
    /// A device is cut off for a while: out, in, or both.
    CutOff,
    /// A device's process ends at once; its disk stays.
    DeviceKilled,
    /// A device loses power in the middle of a write or sync.
    DevicePower,
    /// The server's process ends at once; its disk stays.
    ServerKilled,
    /// The server loses power in the middle of a write or sync.
    ServerPower,
}

/// Something that went wrong is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ease {
    CutOff { device: DeviceNo },
}

impl Fault {
    /// All faults, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Lost,
        Self::Twice,
        Self::Late,
        Self::CutRequest,
        Self::CutAnswer,
        Self::CutOff,
        Self::DeviceKilled,
        Self::DevicePower,
        Self::ServerKilled,
        Self::ServerPower,
    ];

    /// Those that are drawn for a time of their own, each with how often it is beside the others.
    pub const DRAWN: [(Self, u64); 5] = [
        (Self::CutOff, 3),
        (Self::DeviceKilled, 2),
        (Self::DevicePower, 4),
        (Self::ServerKilled, 1),
        (Self::ServerPower, 3),
    ];

    /// For the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lost => "body lost",
            Self::Twice => "body twice",
            Self::Late => "body late, out of order",
            Self::CutRequest => "request cut",
            Self::CutAnswer => "answer cut",
            Self::CutOff => "device cut off",
            Self::DeviceKilled => "device killed",
            Self::DevicePower => "device without power",
            Self::ServerKilled => "server killed",
            Self::ServerPower => "server without power",
        }
    }
}

impl World<'_> {
    /// Something goes wrong now.
    ///
    /// # Errors
    /// A broken rule.
    pub fn strike(&mut self, fault: Fault) -> Result<(), Violation> {
        let done = |()| Ok(());
        match fault {
            Fault::Lost | Fault::Twice | Fault::Late | Fault::CutRequest | Fault::CutAnswer => {
                Err(Violation::own(format!("{} is weather", fault.name())))
            }
            Fault::CutOff => done(self.cut_off()),
            Fault::DeviceKilled => done(self.kill_device()),
            Fault::DevicePower => done(self.plan_device_power()),
            Fault::ServerKilled => done(self.kill_server()),
            Fault::ServerPower => done(self.plan_server_power()),
        }
    }

    /// Something is over.
    pub fn ease(&mut self, ease: Ease) {
        match ease {
            Ease::CutOff { device } => self.join(device),
        }
    }

    /// One more of a fault.
    pub(crate) fn count(&mut self, fault: Fault) {
        *self.tally.faults.entry(fault).or_default() += 1;
    }

    /// Any device.
    pub(crate) fn any_device(&mut self) -> DeviceNo {
        self.chance.index(self.devices.len())
    }

    /// A time from `least_ms` to `most_ms`.
    pub(crate) fn between(&mut self, least_ms: i64, most_ms: i64) -> i64 {
        let span = u64::try_from(most_ms - least_ms).unwrap_or_default() + 1;
        least_ms + i64::try_from(self.chance.below(span)).unwrap_or_default()
    }
}
