//! What can go wrong: one arm a fault here, one file a family.
//!
//! Those of the wire happen to bodies on their way, by the weather of the seed; the others are drawn
//! for a time of their own. What a fault does is counted when it has done it: a crash that was laid
//! for a write that never came has not occurred.
//!
//! A new fault is a variant with its line in [`Fault::ALL`] and [`Fault::name`], its weight in
//! [`Fault::DRAWN`], and one arm in `strike` that calls its family.

mod clock;
mod folder;
mod hands;
mod network;
mod organise;
mod power;
mod restore;
mod storage;

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
    /// A device's disk is full for a while.
    DeviceFull,
    /// The server's disk is full for a while.
    ServerFull,
    /// One call of a device's disk fails.
    DeviceError,
    /// One call of the server's disk fails.
    ServerError,
    /// A device's clock jumps, forward or back.
    ClockJump,
    /// A device's clock stands two days off.
    ClockSkew,
    /// A device's clock begins anew at 1970, for a while.
    ClockUnset,
    /// A device's folder is copied to another device.
    Clone,
    /// The next version of the program finds the oldest schema, with a full outbox.
    Upgrade,
    /// The server is put back to an older backup.
    Restore,
    /// Two villages become one.
    Merger,
    /// A household asks not to be visited.
    Quiet,
    /// A volunteer's leases are taken away.
    LeaseTaken,
    /// The lease on a turf runs out.
    LeaseLapsed,
    /// Somebody else is enrolled on a device with a full outbox.
    HandedOn,
}

/// Something that went wrong is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ease {
    CutOff {
        device: DeviceNo,
    },
    /// `before`: how many calls had met a fault before.
    DeviceDisk {
        device: DeviceNo,
        before: u64,
        fault: Fault,
    },
    ServerDisk {
        before: u64,
        fault: Fault,
    },
    Clock {
        device: DeviceNo,
    },
}

impl Fault {
    /// All faults, in the order of the table.
    pub const ALL: [Self; 25] = [
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
        Self::DeviceFull,
        Self::ServerFull,
        Self::DeviceError,
        Self::ServerError,
        Self::ClockJump,
        Self::ClockSkew,
        Self::ClockUnset,
        Self::Clone,
        Self::Upgrade,
        Self::Restore,
        Self::Merger,
        Self::Quiet,
        Self::LeaseTaken,
        Self::LeaseLapsed,
        Self::HandedOn,
    ];

    /// Those that are drawn for a time of their own, each with how often it is beside the others.
    pub const DRAWN: [(Self, u64); 20] = [
        (Self::CutOff, 3),
        (Self::DeviceKilled, 2),
        (Self::DevicePower, 4),
        (Self::ServerKilled, 1),
        (Self::ServerPower, 3),
        (Self::DeviceFull, 3),
        (Self::ServerFull, 2),
        (Self::DeviceError, 2),
        (Self::ServerError, 2),
        (Self::ClockJump, 2),
        (Self::ClockSkew, 2),
        (Self::ClockUnset, 1),
        (Self::Clone, 2),
        (Self::Upgrade, 3),
        (Self::Restore, 3),
        (Self::Merger, 1),
        (Self::Quiet, 1),
        (Self::LeaseTaken, 2),
        (Self::LeaseLapsed, 2),
        (Self::HandedOn, 3),
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
            Self::DeviceFull => "device's disk full",
            Self::ServerFull => "server's disk full",
            Self::DeviceError => "device's disk fails",
            Self::ServerError => "server's disk fails",
            Self::ClockJump => "clock jumps",
            Self::ClockSkew => "clock two days off",
            Self::ClockUnset => "clock at 1970",
            Self::Clone => "device's folder copied",
            Self::Upgrade => "upgrade with a full outbox",
            Self::Restore => "older backup restored",
            Self::Merger => "villages merged",
            Self::Quiet => "door asks for quiet",
            Self::LeaseTaken => "lease taken away",
            Self::LeaseLapsed => "lease run out",
            Self::HandedOn => "device handed on with a full outbox",
        }
    }
}

impl World<'_> {
    /// Something goes wrong now.
    ///
    /// # Errors
    /// A broken rule.
    pub fn strike(&mut self, fault: Fault) -> Result<(), Violation> {
        match fault {
            Fault::Lost | Fault::Twice | Fault::Late | Fault::CutRequest | Fault::CutAnswer => {
                return Err(Violation::own(format!("{} is weather", fault.name())));
            }
            Fault::CutOff => self.cut_off(),
            Fault::DeviceKilled => self.kill_device(),
            Fault::DevicePower => self.plan_device_power(),
            Fault::ServerKilled => self.kill_server(),
            Fault::ServerPower => self.plan_server_power(),
            Fault::DeviceFull => self.fill_device(),
            Fault::ServerFull => self.fill_server(),
            Fault::DeviceError => self.break_device(),
            Fault::ServerError => self.break_server(),
            Fault::ClockJump => self.jump_clock(),
            Fault::ClockSkew => self.skew_clock(),
            Fault::ClockUnset => self.unset_clock(),
            Fault::Clone => self.clone_folder(),
            Fault::Upgrade | Fault::HandedOn => self.gather(fault),
            Fault::Restore => return self.restore(),
            Fault::Merger => return self.merge_areas(),
            Fault::Quiet => return self.quiet_door(),
            Fault::LeaseTaken => return self.take_lease(),
            Fault::LeaseLapsed => self.lapse_lease(),
        }
        Ok(())
    }

    /// Something is over.
    pub fn ease(&mut self, ease: Ease) {
        match ease {
            Ease::CutOff { device } => self.join(device),
            Ease::DeviceDisk { device, before, fault } => self.mend_device(device, before, fault),
            Ease::ServerDisk { before, fault } => self.mend_server(before, fault),
            Ease::Clock { device } => self.set_clock(device),
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
