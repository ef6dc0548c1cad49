//! The wire: the weather of a seed, and devices that are cut off for a while.

use super::{Ease, Fault};
use crate::{
    queue::{DeviceNo, Entry},
    wire::{CutOff, Weather},
    world::World,
};

impl World<'_> {
    /// The weather of this seed, from a good day to a bad one.
    pub(crate) fn draw_weather(&mut self) {
        let grade = [0, 1, 2, 4][self.chance.index(4)];
        self.wire.weather = Weather { lost: 15, twice: 12, late: 8, cut: 10 };
        let Weather { lost, twice, late, cut } = &mut self.wire.weather;
        for rate in [lost, twice, late, cut] {
            *rate *= grade;
        }
    }

    pub(super) fn cut_off(&mut self) {
        let device = self.any_device();
        let way = CutOff::ALL[self.chance.index(CutOff::ALL.len())];
        let lasts_ms = self.between(20_000, 240_000);
        self.count(Fault::CutOff);
        self.say(device, format_args!("FAULT cut off {way:?} for {lasts_ms} ms"));
        self.wire.cut_off.insert(device, way);
        let ease = Ease::CutOff { device };
        self.queue.push(self.now_ms + lasts_ms, Entry::Eases { ease });
    }

    pub(super) fn join(&mut self, device: DeviceNo) {
        if self.wire.cut_off.remove(&device).is_some() {
            self.say(device, format_args!("is no longer cut off"));
        }
    }
}
