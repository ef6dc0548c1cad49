//! Power and programs: a device or the server ends in the middle of something and is started again.

use wufei_disk::{Call, Fault as DiskFault, Loss, Plan, Times};
use wufei_server::service::Request;

use super::Fault;
use crate::{
    queue::{DeviceNo, Entry},
    rules,
    violation::Violation,
    world::World,
};

/// Calls of a kind until power goes, at most.
const CALLS_MAX: u64 = 12;

impl World<'_> {
    /// Power is to go in the middle of one of the next writes or syncs.
    fn power_plan(&mut self) -> Plan {
        let call = [Call::Write, Call::Sync][self.chance.index(2)];
        let nth = self.chance.below(CALLS_MAX) + 1;
        Plan { call, nth, fault: DiskFault::PowerOff, times: Times::Once }
    }

    /// What a crash does with what was not synced.
    fn loss(&mut self) -> Loss {
        match self.chance.below(3) {
            0 => Loss::Everything,
            _ => Loss::Chance(self.chance.next()),
        }
    }

    pub(super) fn kill_device(&mut self) {
        let device = self.any_device();
        if self.devices[device].on.is_none() {
            return;
        }
        self.count(Fault::DeviceKilled);
        self.say(device, format_args!("FAULT killed"));
        self.devices[device].stop(Some(Loss::Nothing));
        self.device_comes_back(device);
    }

    pub(super) fn plan_device_power(&mut self) {
        let device = self.any_device();
        let plan = self.power_plan();
        self.say(device, format_args!("power is to go at {} {}", plan.call.name(), plan.nth));
        self.devices[device].disk.lay(plan);
    }

    /// Power has gone in the middle of something. What is broken by it shows at the next start.
    pub fn lose_power(&mut self, device: DeviceNo) {
        let loss = self.loss();
        self.count(Fault::DevicePower);
        self.say(device, format_args!("FAULT power gone, {loss:?}"));
        self.devices[device].stop(Some(loss));
        self.device_comes_back(device);
    }

    fn device_comes_back(&mut self, device: DeviceNo) {
        let off_ms = self.between(2_000, 60_000);
        self.queue.push(self.now_ms + off_ms, Entry::DeviceStarts { device });
    }

    pub(super) fn kill_server(&mut self) {
        if self.city.desk.is_none() {
            return;
        }
        self.count(Fault::ServerKilled);
        self.say_city(format_args!("FAULT killed"));
        self.server_ends(Loss::Nothing);
    }

    pub(super) fn plan_server_power(&mut self) {
        let plan = self.power_plan();
        self.say_city(format_args!("power is to go at {} {}", plan.call.name(), plan.nth));
        self.city.lay(plan);
    }

    /// Power has gone in the middle of something. What is broken by it shows at the next start.
    pub fn server_loses_power(&mut self) {
        let loss = self.loss();
        self.count(Fault::ServerPower);
        self.say_city(format_args!("FAULT power gone, {loss:?}"));
        self.server_ends(loss);
    }

    fn server_ends(&mut self, loss: Loss) {
        // First, so that nothing is written any more when the files are closed.
        self.city.disk.crash(loss);
        self.city.desk = None;
        self.city.inbox.clear();
        self.hang_up();
        let off_ms = self.between(1_000, 40_000);
        self.queue.push(self.now_ms + off_ms, Entry::ServerStarts);
    }

    /// Starts the server; a disk that does not let it is tried again later.
    ///
    /// # Errors
    /// A broken rule: what was acknowledged must be there.
    pub fn start_server(&mut self) -> Result<(), Violation> {
        if self.city.desk.is_some() {
            return Ok(());
        }
        let started = self.city.start();
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(());
        }
        match started {
            Ok(()) => {}
            Err(why) if self.is_calm => {
                return Err(Violation::new("the server starts on a good disk", why));
            }
            Err(_) => {
                self.city.desk = None;
                self.say_city(format_args!("does not start"));
                self.queue.push(self.now_ms + 10_000, Entry::ServerStarts);
                return Ok(());
            }
        }
        self.say_city(format_args!("starts"));
        self.settle_doubt()?;
        rules::server_as_a_whole(self)?;
        let now = self.now();
        let ticked = self.city.settle(vec![Ok(Request::Tick)], now);
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(());
        }
        if matches!(ticked.as_deref(), Ok([Ok(_)])) {
            self.model.truth.tick(now);
        }
        Ok(())
    }
}
