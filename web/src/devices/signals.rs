//! What a device tells its shell: that its view changed, and what only a browser can do.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{broadcast, watch};
use wufei_app::domain::words::Language;
use wufei_engine::{Platform, Refused, ShellQuestion};

use super::errand::{Errand, Kind, Task};

/// Errands that wait for a slow browser.
const ERRAND_QUEUE: usize = 8;

/// Who listens, and which errands they have not answered yet.
#[derive(Default)]
struct Audience {
    listeners: usize,
    open: BTreeMap<u64, Kind>,
    /// A picture is asked for under that id: the form that asked brings it.
    pick: Option<u64>,
}

pub(super) struct Signals {
    revision: watch::Sender<u64>,
    errands: broadcast::Sender<Errand>,
    audience: Mutex<Audience>,
    english: AtomicBool,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            revision: watch::Sender::new(0),
            errands: broadcast::Sender::new(ERRAND_QUEUE),
            audience: Mutex::default(),
            english: AtomicBool::new(false),
        }
    }
}

impl Signals {
    fn audience(&self) -> MutexGuard<'_, Audience> {
        self.audience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn revision(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// The language of the screen, for the sentences below.
    pub fn speaks(&self, language: Language) {
        self.english.store(language == Language::English, Ordering::Relaxed);
    }

    pub fn listen(&self) -> broadcast::Receiver<Errand> {
        self.audience().listeners += 1;
        self.errands.subscribe()
    }

    /// A listener goes; gives the errands that nobody is left to run.
    pub fn leave(&self) -> BTreeMap<u64, Kind> {
        let mut audience = self.audience();
        audience.listeners = audience.listeners.saturating_sub(1);
        if audience.listeners == 0 { std::mem::take(&mut audience.open) } else { BTreeMap::new() }
    }

    /// What was asked under that id, if it was open; it is not any more.
    pub fn settle(&self, id: u64) -> Option<Kind> {
        self.audience().open.remove(&id)
    }

    /// The question for a picture, if one is open; it is not any more.
    pub fn take_pick(&self) -> Option<u64> {
        self.audience().pick.take()
    }

    fn says(&self, chinese: &str, english: &str) -> String {
        if self.english.load(Ordering::Relaxed) { english } else { chinese }.to_owned()
    }

    /// Why a browser did not run such an errand.
    pub fn cannot(&self, kind: Kind) -> String {
        match kind {
            Kind::Speak => {
                self.says("这个浏览器现在不能朗读。", "This browser cannot read aloud now.")
            }
            Kind::Share => self.says("这个浏览器不能转发。", "This browser cannot share."),
            Kind::Locate => {
                self.says("这个浏览器不知道位置。", "This browser does not know where it is.")
            }
        }
    }

    fn no_camera(&self) -> String {
        self.says(
            "这里没有摄像头，请输入户卡号。",
            "There is no camera here; please type the card number.",
        )
    }
}

impl Platform for Signals {
    fn changed(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    fn ask(&self, id: u64, question: ShellQuestion) -> Result<(), Refused> {
        if matches!(question, ShellQuestion::PickPhoto { .. }) {
            self.audience().pick = Some(id);
            return Ok(());
        }
        let task = Task::of(question).ok_or_else(|| Refused(self.no_camera()))?;
        let kind = task.kind();
        let mut audience = self.audience();
        if audience.listeners == 0 || self.errands.send(Errand { id, task }).is_err() {
            return Err(Refused(self.cannot(kind)));
        }
        audience.open.insert(id, kind);
        Ok(())
    }
}
