//! A real device with its own database, driven by the events a screen raises, read by its view.

pub(super) mod bell;
mod household;
mod learning;
mod lookup;
pub(super) mod point;
pub(super) mod store;
mod walk;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use wufei_app::{
    event::{OutboxEvent, SettingsEvent, Tab, UiEvent},
    view::{Screen, Tone, ViewModel, outbox::OutboxView, settings::EnrolmentView},
};
use wufei_domain::words::Language;
use wufei_engine::{Device, Settings};

use super::{PATIENCE, failure::Failure};
use crate::neighbourhood::CITY;
use bell::Bell;
use store::DeviceStore;

/// Characters of a screen that a failure shows.
const GLIMPSE_CHARS: usize = 600;

/// A device under test.
pub struct TestDevice {
    name: String,
    folder: PathBuf,
    server: String,
    bell: Arc<Bell>,
    device: Option<Device>,
}

impl TestDevice {
    /// Opens a device in `folder/NAME` that talks to `server` (empty: to nobody), and starts it.
    ///
    /// # Errors
    /// When it cannot be opened or does not come to its first screen.
    pub fn open(folder: &Path, name: &str, server: &str) -> Result<Self, Failure> {
        let mut device = Self {
            name: name.to_owned(),
            folder: folder.join(name),
            server: server.to_owned(),
            bell: Arc::default(),
            device: None,
        };
        device.start()?;
        Ok(device)
    }

    fn start(&mut self) -> Result<(), Failure> {
        let settings = Settings {
            folder: self.folder.clone(),
            server: self.server.clone(),
            city: CITY.parse()?,
            extra_root_pem: None,
            picks_photos: false,
            seal: None,
        };
        self.bell = Arc::default();
        let device = Device::new(settings, self.bell.clone())
            .map_err(Failure::while_doing(format!("{}: a device that opens", self.name)))?;
        self.device = Some(device);
        self.send(UiEvent::Start)?;
        self.until("its first screen", |view| {
            (!matches!(view.screen, Screen::Starting { .. })).then_some(())
        })
    }

    /// The phone is switched off and on: the device is dropped and opened again from its database.
    ///
    /// # Errors
    /// As [`TestDevice::open`].
    pub fn restart(&mut self) -> Result<(), Failure> {
        self.device = None;
        self.start()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its own database, read beside it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn store(&self) -> Result<DeviceStore, Failure> {
        DeviceStore::open(&self.folder.join(wufei_engine::DATABASE))
    }

    fn running(&self) -> Result<&Device, Failure> {
        self.device
            .as_ref()
            .ok_or_else(|| Failure::new(format!("{}: an open device", self.name), "a closed one"))
    }

    /// Raises an event.
    ///
    /// # Errors
    /// When the device is closed.
    pub fn send(&self, event: UiEvent) -> Result<(), Failure> {
        self.running()?.send(event);
        Ok(())
    }

    /// What is shown now.
    ///
    /// # Errors
    /// When the device is closed.
    pub fn view(&self) -> Result<ViewModel, Failure> {
        Ok(self.running()?.view())
    }

    /// Waits until the view shows what `probe` looks for.
    ///
    /// # Errors
    /// When it does not within [`PATIENCE`]: with what was shown instead.
    pub fn until<T>(
        &self,
        what: &str,
        probe: impl FnMut(&ViewModel) -> Option<T>,
    ) -> Result<T, Failure> {
        self.until_within(PATIENCE, what, probe)
    }

    /// As [`TestDevice::until`], within another time.
    ///
    /// # Errors
    /// As [`TestDevice::until`].
    pub fn until_within<T>(
        &self,
        patience: Duration,
        what: &str,
        mut probe: impl FnMut(&ViewModel) -> Option<T>,
    ) -> Result<T, Failure> {
        let device = self.running()?;
        let deadline = Instant::now() + patience;
        loop {
            let rings = self.bell.rings();
            let view = device.view();
            if let Some(found) = probe(&view) {
                return Ok(found);
            }
            if Instant::now() >= deadline {
                let expected = format!("{}: {what}, within {patience:?}", self.name);
                return Err(Failure::new(expected, glimpse(&view)));
            }
            self.bell.wait_past(rings, deadline);
        }
    }

    /// Opens a place.
    ///
    /// # Errors
    /// When its tab is not the selected one in time.
    pub fn go_to(&self, tab: Tab) -> Result<(), Failure> {
        self.send(UiEvent::Open { tab })?;
        self.until(&format!("the tab {tab:?} selected"), |view| {
            view.tabs.iter().any(|link| link.tab == tab && link.selected).then_some(())
        })
    }

    /// Switches the language of the screen.
    ///
    /// # Errors
    /// When the view does not follow in time.
    pub fn speak(&self, language: Language) -> Result<(), Failure> {
        self.send(UiEvent::Settings { event: SettingsEvent::LanguagePicked { language } })?;
        self.until("the language", |view| (view.language == language).then_some(()))
    }

    /// Types an enrolment code and sends it; gives back the problem shown when it was refused.
    ///
    /// # Errors
    /// When neither comes in time.
    pub fn try_to_enrol(&self, code: &str) -> Result<Option<String>, Failure> {
        self.go_to(Tab::Settings)?;
        let typed = UiEvent::Settings { event: SettingsEvent::CodeTyped { text: code.to_owned() } };
        self.send(typed)?;
        self.until("the code in its field", |view| match &view.screen {
            Screen::Settings { settings } => match &settings.enrolment {
                EnrolmentView::Ask { typed, problem, .. } => {
                    (typed == code && problem.is_none()).then_some(())
                }
                EnrolmentView::Done { .. } => None,
            },
            _ => None,
        })?;
        self.send(UiEvent::Settings { event: SettingsEvent::Enrol })?;
        self.until("an answer to the code", |view| match &view.screen {
            Screen::Settings { settings } => match &settings.enrolment {
                EnrolmentView::Ask { problem: Some(problem), .. } => Some(Some(problem.clone())),
                EnrolmentView::Ask { .. } => None,
                EnrolmentView::Done { .. } => Some(None),
            },
            _ => None,
        })
    }

    /// Enrols with a code that must be taken.
    ///
    /// # Errors
    /// When it is refused.
    pub fn enrol(&self, code: &str) -> Result<(), Failure> {
        match self.try_to_enrol(code)? {
            None => Ok(()),
            Some(problem) => Err(Failure::new(format!("{}: to be enrolled", self.name), problem)),
        }
    }

    /// Hands the phone on: nobody is enrolled afterwards. Gives back what was said of the records
    /// that stay.
    ///
    /// # Errors
    /// When it is not asked, or not done in time.
    pub fn leave(&self) -> Result<String, Failure> {
        self.go_to(Tab::Settings)?;
        self.send(UiEvent::Settings { event: SettingsEvent::LeavePicked })?;
        let kept = self.until("to be asked", |view| match &view.screen {
            Screen::Leave { leave } => Some(leave.kept.clone()),
            _ => None,
        })?;
        self.send(UiEvent::Settings { event: SettingsEvent::LeaveConfirmed })?;
        self.until("nobody enrolled", |view| match &view.screen {
            Screen::Settings { settings } => {
                matches!(settings.enrolment, EnrolmentView::Ask { .. }).then_some(())
            }
            _ => None,
        })?;
        Ok(kept)
    }

    /// What the outbox screen shows.
    ///
    /// # Errors
    /// When it is not shown in time.
    pub fn outbox(&self) -> Result<OutboxView, Failure> {
        self.go_to(Tab::Outbox)?;
        self.until("the outbox", |view| outbox(view).cloned())
    }

    /// The list of what was refused, as the outbox screen hands it on.
    ///
    /// # Errors
    /// When the screen does not offer it, or it is not handed on in time.
    pub fn export(&self) -> Result<String, Failure> {
        self.go_to(Tab::Outbox)?;
        self.until("a list to hand on", |view| outbox(view)?.export_label.as_ref().map(drop))?;
        self.send(UiEvent::Outbox { event: OutboxEvent::Export })?;
        self.until("the list handed on", |_| self.bell.shared())
    }

    /// Asks for rounds until nothing waits and nothing runs; rounds that meet an absent server or
    /// a record that must wait are asked for again.
    ///
    /// # Errors
    /// When something still waits at the end.
    pub fn sync(&self) -> Result<(), Failure> {
        self.go_to(Tab::Outbox)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.send(UiEvent::Outbox { event: OutboxEvent::SyncNow })?;
            self.until("rounds that end", |view| {
                outbox(view).filter(|outbox| !outbox.running).map(drop)
            })?;
            let view = self.view()?;
            let done = outbox(&view).is_some_and(|outbox| outbox.waiting == 0);
            if done {
                return Ok(());
            }
            if Instant::now() >= deadline {
                let expected = format!("{}: an empty outbox, within {PATIENCE:?}", self.name);
                return Err(Failure::new(expected, glimpse(&view)));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Synchronises until the view of a place shows what `probe` looks for: what others did needs
    /// a round to arrive.
    ///
    /// # Errors
    /// When it does not in time.
    pub fn sync_until<T>(
        &self,
        tab: Tab,
        what: &str,
        mut probe: impl FnMut(&ViewModel) -> Option<T>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.sync()?;
            self.go_to(tab)?;
            let left = deadline.saturating_duration_since(Instant::now());
            let found = self.until_within(Duration::from_millis(600).min(left), what, &mut probe);
            if found.is_ok() || Instant::now() >= deadline {
                return found;
            }
        }
    }

    /// A note in the tone of a problem, if one is shown.
    ///
    /// # Errors
    /// When the device is closed.
    pub fn problem(&self) -> Result<Option<String>, Failure> {
        let note = self.view()?.note;
        Ok(note.filter(|note| note.tone == Tone::Problem).map(|note| note.text))
    }
}

fn outbox(view: &ViewModel) -> Option<&OutboxView> {
    match &view.screen {
        Screen::Outbox { outbox } => Some(outbox),
        _ => None,
    }
}

fn glimpse(view: &ViewModel) -> String {
    let note = view.note.as_ref().map(|note| note.text.as_str()).unwrap_or_default();
    let screen: String = format!("{:?}", view.screen).chars().take(GLIMPSE_CHARS).collect();
    format!("note {note:?}, screen {screen}")
}
