//! What the organiser does: hands out codes, helps those whose token is not known any more, makes
//! backups.

use wufei_api::{enrol::EnrolRequest, protocol};
use wufei_app::{UiEvent, event::SettingsEvent};
use wufei_disk::Disk;
use wufei_server::{
    service::{Request, Response},
    store::sqlite::Sqlite,
};

use crate::{
    city::{Backup, Copy},
    queue::{DeviceNo, Entry},
    town::{Person, SERVER_DATABASE},
    violation::Violation,
    world::World,
};

impl World<'_> {
    /// Somebody whose token is not known any more is given another code, and types it into the app.
    ///
    /// # Errors
    /// A broken rule.
    pub fn help(&mut self, device: DeviceNo) -> Result<(), Violation> {
        self.devices[device].awaits_help = false;
        let (actor, now) = (self.devices[device].person.actor(), self.now());
        let code = self.city.issue_code(actor, now);
        if self.city.disk.is_off() {
            self.server_loses_power();
        }
        let (Some(code), true) = (code, self.devices[device].on.is_some()) else {
            self.devices[device].awaits_help = true;
            self.queue.push(self.now_ms + 30_000, Entry::Helps { device });
            return Ok(());
        };
        self.say(device, format_args!("types another code"));
        let text = code.to_string();
        let typed = UiEvent::Settings { event: SettingsEvent::CodeTyped { text } };
        self.raise(device, typed)?;
        self.raise(device, UiEvent::Settings { event: SettingsEvent::Enrol })
    }

    /// Enrols a device at the organiser's table, where no wire can fail; says whether it was done.
    ///
    /// # Errors
    /// A broken rule.
    pub fn enrol_in_person(&mut self, device: DeviceNo, person: Person) -> Result<bool, Violation> {
        let now = self.now();
        let Some(process) = &mut self.devices[device].on else { return Ok(false) };
        let Ok(installation) = process.store.device() else { return Ok(false) };
        let code = self.city.issue_code(person.actor(), now);
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(false);
        }
        let Some(code) = code else { return Ok(false) };
        let request = EnrolRequest { code: code.to_string(), device: installation };
        let settled = self.city.settle(vec![Ok(Request::Enrol(request, protocol::CURRENT))], now);
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(false);
        }
        let Ok([Ok(Response::Enrolled(response))]) = settled.as_deref() else { return Ok(false) };
        self.model.tokens.insert(response.token.0.clone(), response.identity.actor);
        let there = &mut self.devices[device];
        let Some(process) = &mut there.on else { return Ok(false) };
        let stored = process.store.enrol(response).is_ok();
        if there.disk.is_off() {
            self.lose_power(device);
            return Ok(false);
        }
        if !stored {
            return Ok(false);
        }
        there.person = person;
        self.say(device, format_args!("is enrolled in person for {}", person.number));
        self.devices[device].stop(None);
        self.start_device(device)?;
        Ok(true)
    }

    /// Makes a backup while the server runs, as the operator's command does.
    ///
    /// # Errors
    /// When a disk cannot be made.
    pub fn back_up(&mut self) -> Result<(), Violation> {
        if self.city.desk.is_none() {
            return Ok(());
        }
        let disk = Disk::new(self.chance.next())?;
        let copied = if self.city.place.is_some() {
            self.city.copied().map(|place| Some(Copy::Place(place)))?
        } else {
            Sqlite::open(&self.city.disk.path(SERVER_DATABASE))
                .and_then(|mut server| server.copy_into(&disk.path(SERVER_DATABASE)))
                .map(|()| Copy::Disk(disk))
                .ok()
        };
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(());
        }
        if let Some(copy) = copied {
            let truth = self.model.truth.clone();
            self.say_city(format_args!("is backed up with {} records", truth.accepted.len()));
            self.city.backup = Some(Backup { copy, truth });
        }
        Ok(())
    }
}
