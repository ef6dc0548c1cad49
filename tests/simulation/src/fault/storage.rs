//! Disks that are full for a while: a write may have got through in part, and nothing was stored.

use wufei_disk::{Call, Disk, Fault as DiskFault, Plan, Times};

use super::{Ease, Fault};
use crate::{
    queue::{DeviceNo, Entry},
    world::World,
};

/// Writes that still get through, at most.
const WRITES_MAX: u64 = 8;

fn fill(disk: &Disk, writes: u64) -> u64 {
    let (fault, times) = (DiskFault::Full, Times::FromThenOn);
    disk.lay(Plan { call: Call::Write, nth: writes + 1, fault, times });
    disk.faults()
}

impl World<'_> {
    pub(super) fn fill_device(&mut self) {
        let device = self.any_device();
        let (writes, lasts_ms) = (self.chance.below(WRITES_MAX), self.between(20_000, 120_000));
        self.say(device, format_args!("disk is to be full in {writes} writes"));
        let before = fill(&self.devices[device].disk, writes);
        let ease = Ease::DeviceDisk { device, before };
        self.queue.push(self.now_ms + lasts_ms, Entry::Eases { ease });
    }

    pub(super) fn empty_device(&mut self, device: DeviceNo, before: u64) {
        let disk = &self.devices[device].disk;
        disk.spare();
        let met = disk.faults().saturating_sub(before);
        if met > 0 {
            self.count(Fault::DeviceFull);
            self.say(device, format_args!("FAULT disk was full for {met} writes"));
        }
    }

    pub(super) fn fill_server(&mut self) {
        let (writes, lasts_ms) = (self.chance.below(WRITES_MAX), self.between(10_000, 60_000));
        self.say_city(format_args!("disk is to be full in {writes} writes"));
        let before = fill(&self.city.disk, writes);
        let ease = Ease::ServerDisk { before };
        self.queue.push(self.now_ms + lasts_ms, Entry::Eases { ease });
    }

    pub(super) fn empty_server(&mut self, before: u64) {
        self.city.disk.spare();
        let met = self.city.disk.faults().saturating_sub(before);
        if met > 0 {
            self.count(Fault::ServerFull);
            self.say_city(format_args!("FAULT disk was full for {met} writes"));
        }
    }
}
