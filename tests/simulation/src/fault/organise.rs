//! What the organiser changes under way: villages merge, a household asks for quiet, a lease is
//! taken away or runs out.

use wufei_domain::role::Role;
use wufei_server::{
    operate::{allow_lease, import_areas, import_roll, revoke_lease},
    store::{Statement, StoreError, integer, text},
};

use super::Fault;
use crate::{
    town::{AREAS_AFTER_MERGER, MERGED_VILLAGE, VILLAGE, roll, turfs},
    violation::Violation,
    world::World,
};

/// Doors of the larger village.
const DOORS: u64 = 8;

const MERGER: Statement = Statement {
    name: "organise::MERGER",
    text: "INSERT INTO area_mergers VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
};

const LAPSE: Statement = Statement {
    name: "organise::LAPSE",
    text: "UPDATE leases SET until = $1 WHERE turf = $2 AND until > $1",
};

impl World<'_> {
    /// A newer area table no longer has one of the villages: it has become part of the other.
    pub(super) fn merge_areas(&mut self) -> Result<(), Violation> {
        let Some(desk) = &self.city.desk else { return Ok(()) };
        // No command of the server writes down a merger yet.
        let values = [text(MERGED_VILLAGE), text(VILLAGE), integer(self.now().value())];
        let written = desk.outside.execute(&MERGER, &values);
        let imported = import_areas(&self.city.database()?, AREAS_AFTER_MERGER, self.now());
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(());
        }
        if written.is_ok() && imported.is_ok() {
            self.count(Fault::Merger);
            self.say_city(format_args!("FAULT {MERGED_VILLAGE} becomes part of {VILLAGE}"));
        }
        Ok(())
    }

    /// A household asks not to be visited any more; some phones do not know yet.
    pub(super) fn quiet_door(&mut self) -> Result<(), Violation> {
        if self.city.desk.is_none() {
            return Ok(());
        }
        let door = u32::try_from(self.chance.below(DOORS)).unwrap_or_default() + 1;
        let imported = import_roll(&self.city.database()?, &roll(Some(door)), self.now());
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(());
        }
        if imported.is_ok() {
            self.count(Fault::Quiet);
            self.say_city(format_args!("FAULT door {door} asks for quiet"));
        }
        Ok(())
    }

    /// A volunteer's leases are taken back, or those that were are allowed again.
    pub(super) fn take_lease(&mut self) -> Result<(), Violation> {
        let device = self.any_device();
        let person = self.devices[device].person;
        if person.role != Role::Volunteer || self.city.desk.is_none() {
            return Ok(());
        }
        let (actor, now, database) = (person.actor(), self.now(), self.city.database()?);
        for turf in turfs() {
            if revoke_lease(&database, turf, actor, now).is_ok() {
                self.leases_changed(Ok(1), Fault::LeaseTaken);
            } else if allow_lease(&database, turf, actor, now).is_ok() {
                self.say_city(format_args!("allows {turf} to {} again", person.number));
            }
            if self.city.disk.is_off() {
                self.server_loses_power();
                return Ok(());
            }
        }
        Ok(())
    }

    /// The lease on a turf runs out: somebody else may take it.
    pub(super) fn lapse_lease(&mut self) {
        let turf = turfs()[self.chance.index(turfs().len())];
        let now = self.now().value();
        let Some(desk) = &self.city.desk else { return };
        let over = desk.outside.execute(&LAPSE, &[integer(now), text(turf)]);
        self.leases_changed(over, Fault::LeaseLapsed);
    }

    fn leases_changed(&mut self, changed: Result<u64, StoreError>, fault: Fault) {
        if self.city.disk.is_off() {
            self.server_loses_power();
            return;
        }
        let many = changed.unwrap_or_default();
        if many > 0 {
            self.count(fault);
            self.say_city(format_args!("FAULT {}: {many}", fault.name()));
        }
    }
}
