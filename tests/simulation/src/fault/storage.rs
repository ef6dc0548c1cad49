//! Disks that are full for a while, or fail once: a write may have got through in part, and nothing
//! was stored; what a failed sync did not bring down, no later sync does.

use wufei_disk::{Call, Disk, Fault as DiskFault, Plan, Times, chance::Chance};

use super::{Ease, Fault};
use crate::{
    queue::{DeviceNo, Entry},
    world::World,
};

/// Writes that still get through, at most.
const WRITES_MAX: u64 = 8;

/// How long a call that is to fail is waited for.
const WAITED_FOR_MS: i64 = 90_000;

fn fill(disk: &Disk, writes: u64) -> u64 {
    let (fault, times) = (DiskFault::Full, Times::FromThenOn);
    disk.lay(Plan { call: Call::Write, nth: writes + 1, fault, times });
    disk.faults()
}

/// One of the next calls of a kind is to fail.
fn fail_one(disk: &Disk, chance: &mut Chance) -> u64 {
    let call = Call::ALL[chance.index(Call::ALL.len())];
    // Files are cut off, made and deleted seldom.
    let calls = if matches!(call, Call::Write | Call::Sync) { WRITES_MAX } else { 1 };
    let (nth, fault) = (chance.below(calls) + 1, DiskFault::Error);
    disk.lay(Plan { call, nth, fault, times: Times::Once });
    disk.faults()
}

impl World<'_> {
    pub(super) fn break_device(&mut self) {
        let device = self.any_device();
        self.say(device, format_args!("disk is to fail once"));
        let before = fail_one(&self.devices[device].disk, &mut self.chance);
        let ease = Ease::DeviceDisk { device, before, fault: Fault::DeviceError };
        self.queue.push(self.now_ms + WAITED_FOR_MS, Entry::Eases { ease });
    }

    pub(super) fn break_server(&mut self) {
        self.say_city(format_args!("disk is to fail once"));
        let before = if self.city.is_spared {
            self.city.disk.faults()
        } else {
            fail_one(&self.city.disk, &mut self.chance)
        };
        let ease = Ease::ServerDisk { before, fault: Fault::ServerError };
        self.queue.push(self.now_ms + WAITED_FOR_MS, Entry::Eases { ease });
    }

    pub(super) fn fill_device(&mut self) {
        let device = self.any_device();
        let (writes, lasts_ms) = (self.chance.below(WRITES_MAX), self.between(20_000, 120_000));
        self.say(device, format_args!("disk is to be full in {writes} writes"));
        let before = fill(&self.devices[device].disk, writes);
        let ease = Ease::DeviceDisk { device, before, fault: Fault::DeviceFull };
        self.queue.push(self.now_ms + lasts_ms, Entry::Eases { ease });
    }

    /// A device's disk is good again.
    pub(super) fn mend_device(&mut self, device: DeviceNo, before: u64, fault: Fault) {
        let disk = &self.devices[device].disk;
        disk.spare();
        let met = disk.faults().saturating_sub(before);
        if met > 0 {
            self.count(fault);
            self.say(device, format_args!("FAULT {}: {met} calls", fault.name()));
        }
    }

    pub(super) fn fill_server(&mut self) {
        let (writes, lasts_ms) = (self.chance.below(WRITES_MAX), self.between(10_000, 60_000));
        self.say_city(format_args!("disk is to be full in {writes} writes"));
        let before = if self.city.is_spared {
            self.city.disk.faults()
        } else {
            fill(&self.city.disk, writes)
        };
        let ease = Ease::ServerDisk { before, fault: Fault::ServerFull };
        self.queue.push(self.now_ms + lasts_ms, Entry::Eases { ease });
    }

    /// The server's disk is good again.
    pub(super) fn mend_server(&mut self, before: u64, fault: Fault) {
        self.city.disk.spare();
        let met = self.city.disk.faults().saturating_sub(before);
        if met > 0 {
            self.count(fault);
            self.say_city(format_args!("FAULT {}: {met} calls", fault.name()));
        }
    }
}
