//! Clocks of devices: a jump by minutes or hours, a stand of two days away, a clock never set.

use wufei_domain::time::DAY_MS;

use super::{Ease, Fault};
use crate::{
    queue::{DeviceNo, Entry},
    town::START,
    world::World,
};

const HOUR_MS: i64 = 60 * 60_000;

impl World<'_> {
    pub(super) fn jump_clock(&mut self) {
        let device = self.any_device();
        let by_ms = self.between(-3 * HOUR_MS, 3 * HOUR_MS);
        self.devices[device].clock_off_ms += by_ms;
        self.count(Fault::ClockJump);
        self.say(device, format_args!("FAULT clock jumps by {by_ms} ms"));
    }

    pub(super) fn skew_clock(&mut self) {
        let device = self.any_device();
        let off_ms = [-2 * DAY_MS, 2 * DAY_MS][self.chance.index(2)];
        self.devices[device].clock_off_ms = off_ms;
        self.count(Fault::ClockSkew);
        self.say(device, format_args!("FAULT clock stands {off_ms} ms off"));
    }

    pub(super) fn unset_clock(&mut self) {
        let device = self.any_device();
        self.devices[device].clock_off_ms = -START.value();
        self.count(Fault::ClockUnset);
        self.say(device, format_args!("FAULT clock begins at 1970"));
        let lasts_ms = self.between(10_000, 60_000);
        let ease = Ease::Clock { device };
        self.queue.push(self.now_ms + lasts_ms, Entry::Eases { ease });
    }

    pub(super) fn set_clock(&mut self, device: DeviceNo) {
        self.devices[device].clock_off_ms = 0;
        self.say(device, format_args!("clock is set"));
    }
}
