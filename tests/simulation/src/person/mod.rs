//! What people do: they look at the screen and tap what it offers. A file a role.

mod attendant;
mod resident;
mod volunteer;

use wufei_app::{
    UiEvent, ViewModel,
    event::{OutboxEvent, SettingsEvent, Tab},
    view::{Screen, settings::EnrolmentView},
};
use wufei_disk::chance::Chance;
use wufei_domain::role::Role;

use crate::{
    queue::{DeviceNo, Entry},
    violation::Violation,
    world::World,
};

/// Between two taps, in milliseconds.
const TAP_LEAST_MS: i64 = 1_500;
const TAP_MOST_MS: i64 = 14_000;

/// The same at a question.
const QUIZ_LEAST_MS: i64 = 200;
const QUIZ_MOST_MS: i64 = 600;

pub(crate) fn open(tab: Tab) -> UiEvent {
    UiEvent::Open { tab }
}

/// Somebody at a device.
pub(crate) struct Hand<'a> {
    pub chance: &'a mut Chance,
    /// Counts what was weighed and typed on this device.
    pub weighed: &'a mut u32,
}

impl Hand<'_> {
    /// One of several, none when there are none.
    pub fn pick<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        if all.is_empty() { None } else { all.get(self.chance.index(all.len())) }
    }

    /// Now and then somebody looks at what waits, and takes back what was refused.
    fn at_outbox(&mut self, screen: &Screen, home: Tab) -> UiEvent {
        let Screen::Outbox { outbox } = screen else { return open(Tab::Outbox) };
        match self.pick(&outbox.attention) {
            Some(row) if self.chance.hits(1, 3) => {
                UiEvent::Outbox { event: OutboxEvent::Withdraw { record: row.record } }
            }
            _ if self.chance.hits(1, 4) => UiEvent::Outbox { event: OutboxEvent::SyncNow },
            _ if self.chance.hits(1, 8) => UiEvent::Outbox { event: OutboxEvent::StopSync },
            _ => open(home),
        }
    }

    fn next(&mut self, role: Role, view: &ViewModel) -> UiEvent {
        let home = match role {
            Role::Volunteer => Tab::Turfs,
            Role::Attendant => Tab::Point,
            _ => Tab::Lookup,
        };
        if matches!(view.screen, Screen::Outbox { .. }) || self.chance.hits(1, 40) {
            return self.at_outbox(&view.screen, home);
        }
        match role {
            Role::Volunteer => self.walks(&view.screen),
            Role::Attendant => self.weighs(&view.screen),
            _ => self.asks(&view.screen),
        }
    }
}

impl World<'_> {
    /// How long until the next tap. The short quiz goes quickly, so that there is time to walk.
    fn pause_ms(&mut self, device: DeviceNo) -> i64 {
        let view = self.devices[device].on.as_ref().map(|process| process.core.view());
        match view.map(|view| view.screen) {
            Some(Screen::Quiz { .. } | Screen::QuizDone { .. }) => {
                self.between(QUIZ_LEAST_MS, QUIZ_MOST_MS)
            }
            _ => self.between(TAP_LEAST_MS, TAP_MOST_MS),
        }
    }

    /// Somebody does the next thing at their device.
    ///
    /// # Errors
    /// What it leads to comes to.
    pub fn taps(&mut self, device: DeviceNo) -> Result<(), Violation> {
        let pause_ms = self.pause_ms(device);
        if self.now_ms + pause_ms < self.active_until_ms {
            self.queue.push(self.now_ms + pause_ms, Entry::Tap { device });
        }
        let Some(process) = &self.devices[device].on else { return Ok(()) };
        let view = process.core.view();
        if matches!(view.screen, Screen::Starting { .. }) {
            return self.raise(device, UiEvent::Start);
        }
        let role = self.devices[device].person.role;
        let is_enrolled = view
            .tabs
            .iter()
            .any(|link| matches!(link.tab, Tab::Turfs | Tab::Point | Tab::Household));
        if !is_enrolled && (role != Role::Resident || self.chance.hits(1, 3)) {
            return self.enrols(device, &view);
        }
        let weighed = &mut self.devices[device].weighed;
        let event = Hand { chance: &mut self.chance, weighed }.next(role, &view);
        self.say(device, format_args!("taps {event:?}"));
        if let UiEvent::Outbox { event } = &event {
            let there = &mut self.devices[device];
            match event {
                OutboxEvent::StopSync => there.is_stopped = true,
                OutboxEvent::SyncNow => there.is_stopped = false,
                OutboxEvent::Withdraw { .. } | OutboxEvent::Export => {}
            }
        }
        self.raise(device, event)
    }

    /// Whoever stopped the rounds begins them again; nothing else does, but a start of the app.
    ///
    /// # Errors
    /// What it leads to comes to.
    pub fn sync_again(&mut self, device: DeviceNo) -> Result<(), Violation> {
        if !std::mem::take(&mut self.devices[device].is_stopped) {
            return Ok(());
        }
        self.say(device, format_args!("is told to sync again"));
        self.raise(device, UiEvent::Outbox { event: OutboxEvent::SyncNow })
    }

    /// Each try with a code of its own: the one before may have been used without an answer.
    fn enrols(&mut self, device: DeviceNo, view: &ViewModel) -> Result<(), Violation> {
        let Screen::Settings { settings } = &view.screen else {
            return self.raise(device, open(Tab::Settings));
        };
        if matches!(settings.enrolment, EnrolmentView::Ask { busy: true, .. }) {
            return Ok(());
        }
        let (actor, now) = (self.devices[device].person.actor(), self.now());
        let code = self.city.issue_code(actor, now);
        if self.city.disk.is_off() {
            self.server_loses_power();
            return Ok(());
        }
        let Some(code) = code else { return Ok(()) };
        self.say(device, format_args!("types a code"));
        let typed = SettingsEvent::CodeTyped { text: code.to_string() };
        self.raise(device, UiEvent::Settings { event: typed })?;
        self.raise(device, UiEvent::Settings { event: SettingsEvent::Enrol })
    }
}
