//! Devices that change hands, or programs, while much waits in the outbox: first the device is cut
//! off for a while, so that it does.

use super::{Ease, Fault};
use crate::{
    queue::{DeviceNo, Entry},
    rules::agreement,
    violation::Violation,
    wire::CutOff,
    world::World,
};

/// How long a device is cut off before it changes hands, and a little longer.
const GATHER_MS: i64 = 100_000;
const JOIN_MS: i64 = 10_000;

impl World<'_> {
    /// Lets an outbox fill up; then `fault` befalls the device.
    pub(super) fn gather(&mut self, fault: Fault) {
        let device = self.any_device();
        self.wire.cut_off.insert(device, CutOff::Both);
        self.say(device, format_args!("gathers records for: {}", fault.name()));
        let at_ms = self.now_ms + GATHER_MS;
        self.queue.push(at_ms, Entry::Befalls { fault, device });
        let ease = Ease::CutOff { device };
        self.queue.push(at_ms + JOIN_MS, Entry::Eases { ease });
    }

    /// What waited for a full outbox.
    ///
    /// # Errors
    /// A broken rule.
    pub fn befall(&mut self, fault: Fault, device: DeviceNo) -> Result<(), Violation> {
        if self.devices[device].on.is_none() || self.devices[device].disk.is_off() {
            return Ok(());
        }
        let waits = agreement::waiting(self, device)?;
        match fault {
            Fault::Upgrade => self.upgrade(device, waits),
            _ => self.change_hands(device, waits),
        }
    }

    /// Somebody else is enrolled on the device; what the first one made stays and waits for them.
    fn change_hands(&mut self, device: DeviceNo, waits: i64) -> Result<(), Violation> {
        let there = &self.devices[device];
        let next = if there.person.number == there.owner.number {
            there.owner.stand_in()
        } else {
            Some(there.owner)
        };
        let Some(next) = next else { return Ok(()) };
        self.say(device, format_args!("is handed on with {waits} records in the outbox"));
        if self.enrol_in_person(device, next)? && waits > 0 {
            self.count(Fault::HandedOn);
            self.say(device, format_args!("FAULT {}", Fault::HandedOn.name()));
        }
        Ok(())
    }
}
