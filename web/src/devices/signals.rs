//! What a device tells its shell: that its view changed, and what only a browser can do.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::{broadcast, watch};
use wufei_app::domain::words::Language;
use wufei_engine::{Platform, Refused, ShellQuestion};

/// Sentences that wait for a slow browser.
const SPEECH_QUEUE: usize = 8;

/// A text to read aloud in the browser, which answers under its id.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Speech {
    pub id: u64,
    pub text: String,
    /// BCP 47.
    pub language: String,
}

/// Who listens, and which questions they have not answered yet.
#[derive(Default)]
struct Audience {
    listeners: usize,
    open: BTreeSet<u64>,
}

pub(super) struct Signals {
    revision: watch::Sender<u64>,
    speech: broadcast::Sender<Speech>,
    audience: Mutex<Audience>,
    english: AtomicBool,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            revision: watch::Sender::new(0),
            speech: broadcast::Sender::new(SPEECH_QUEUE),
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

    /// The language of the screen, for the two sentences below.
    pub fn speaks(&self, language: Language) {
        self.english.store(language == Language::English, Ordering::Relaxed);
    }

    pub fn listen(&self) -> broadcast::Receiver<Speech> {
        self.audience().listeners += 1;
        self.speech.subscribe()
    }

    /// A listener goes; gives the questions that nobody is left to answer.
    pub fn leave(&self) -> BTreeSet<u64> {
        let mut audience = self.audience();
        audience.listeners = audience.listeners.saturating_sub(1);
        if audience.listeners == 0 { std::mem::take(&mut audience.open) } else { BTreeSet::new() }
    }

    /// Whether the question was open; it is not any more.
    pub fn settle(&self, id: u64) -> bool {
        self.audience().open.remove(&id)
    }

    fn says(&self, chinese: &str, english: &str) -> String {
        if self.english.load(Ordering::Relaxed) { english } else { chinese }.to_owned()
    }

    pub fn nobody_listens(&self) -> String {
        self.says("这个浏览器现在不能朗读。", "This browser cannot read aloud now.")
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
        let operation = match question {
            ShellQuestion::Scan { .. } => return Err(Refused(self.no_camera())),
            ShellQuestion::ReadAloud { operation } => operation,
        };
        let mut audience = self.audience();
        let speech = Speech { id, text: operation.text, language: operation.language };
        if audience.listeners == 0 || self.speech.send(speech).is_err() {
            return Err(Refused(self.nobody_listens()));
        }
        audience.open.insert(id);
        Ok(())
    }
}
