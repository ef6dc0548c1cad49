//! The only door out to Kotlin and Swift: four operations and one callback, however many questions
//! there are.
//!
//! `new`, `send`, `view`, `answer` on [`WufeiCore`]; `changed` and `ask` on [`Shell`]. No rule and
//! no wiring lives here: `wufei-engine` has the wiring, `wufei-app` the state, `wufei-domain` the
//! rules. Every export gives a `Result`, so that a panic becomes an exception in the shell and
//! never ends the process.
#![deny(missing_docs)]

use std::sync::Arc;

use wufei_app::{
    AreaCode, UiEvent, ViewModel,
    effect::shell::{ShellAnswer, ShellQuestion},
};
use wufei_engine::{Device, Platform, Refused, Settings, store::seal::SealKey};

uniffi::setup_scaffolding!();
wufei_app::uniffi_reexport_scaffolding!();

/// What a shell tells the core once.
#[derive(Debug, Clone, uniffi::Record)]
pub struct WufeiConfig {
    /// A folder of this app alone; the database lives there.
    pub folder: String,
    /// The server, `https://…`; empty for none.
    pub server: String,
    /// The city's 12-digit area code.
    pub city: String,
    /// A root certificate of the city's own authority, in PEM; `null` for the public ones alone.
    pub extra_root_pem: Option<String>,
    /// 32 bytes from the phone's secret storage, the same at every start; `null` where there is
    /// none. With it the device's token is kept sealed.
    pub seal: Option<Vec<u8>>,
    /// Whether the shell lets a person pick a picture; else the core offers no photo.
    #[uniffi(default = false)]
    pub picks_photos: bool,
}

/// What the shell hears when a call fails. Only Rust throws it, so a flat one is right.
#[derive(Debug, thiserror::Error, uniffi::Error)]
#[uniffi(flat_error)]
pub enum WufeiError {
    /// The configuration cannot be used.
    #[error("cannot use the configuration: {0}")]
    Config(String),
    /// The folder or the database in it cannot be opened.
    #[error("cannot open the store: {0}")]
    Open(String),
    /// No such question is open, or it asked for something else.
    #[error("{0}")]
    Answer(String),
}

/// What the shell throws. Rust reads it, so it must not be flat.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum ShellError {
    /// The shell could not take the call.
    #[error("{why}")]
    Failed {
        /// For the log, without personal data.
        why: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ShellError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { why: error.reason }
    }
}

/// What a shell gives the core. Called on any thread: hand over and return.
#[uniffi::export(foreign)]
pub trait Shell: Send + Sync {
    /// The view is stale: pull [`WufeiCore::view`] soon.
    ///
    /// # Errors
    /// Ignored: nobody could do anything about it.
    fn changed(&self) -> Result<(), ShellError>;

    /// Answer later, or at once from inside, by [`WufeiCore::answer`] with the same id.
    ///
    /// # Errors
    /// The question could not even be taken; the core goes on as if it were unavailable.
    fn ask(&self, id: u64, question: ShellQuestion) -> Result<(), ShellError>;
}

struct Adapter(Arc<dyn Shell>);

impl Platform for Adapter {
    fn changed(&self) {
        let _ = self.0.changed();
    }

    fn ask(&self, id: u64, question: ShellQuestion) -> Result<(), Refused> {
        self.0.ask(id, question).map_err(|error| Refused(error.to_string()))
    }
}

/// The core on a device. One for the life of the app.
#[derive(uniffi::Object)]
pub struct WufeiCore(Device);

#[uniffi::export]
impl WufeiCore {
    /// Opens the store and starts the lanes.
    ///
    /// # Errors
    /// [`WufeiError::Config`], [`WufeiError::Open`].
    #[uniffi::constructor]
    pub fn new(config: WufeiConfig, shell: Arc<dyn Shell>) -> Result<Arc<Self>, WufeiError> {
        let city = config
            .city
            .parse::<AreaCode>()
            .map_err(|refusal| WufeiError::Config(refusal.to_string()))?;
        let seal = config.seal.map(|key| SealKey::try_from(key.as_slice())).transpose();
        let settings = Settings {
            folder: config.folder.into(),
            server: config.server,
            city,
            extra_root_pem: config.extra_root_pem,
            picks_photos: config.picks_photos,
            seal: seal.map_err(|no_key| WufeiError::Config(no_key.to_string()))?,
        };
        Device::new(settings, Arc::new(Adapter(shell)))
            .map(|device| Arc::new(Self(device)))
            .map_err(|error| WufeiError::Open(error.to_string()))
    }

    /// Raises an event. It may still be running when this returns: pull on `changed`.
    ///
    /// # Errors
    /// Only a defect of the core, as the shell's internal exception.
    pub fn send(&self, event: UiEvent) -> Result<(), WufeiError> {
        self.0.send(event);
        Ok(())
    }

    /// What is on the screen now.
    ///
    /// # Errors
    /// Only a defect of the core, as the shell's internal exception.
    pub fn view(&self) -> Result<ViewModel, WufeiError> {
        Ok(self.0.view())
    }

    /// Answers a question.
    ///
    /// # Errors
    /// [`WufeiError::Answer`]: it is not open, or it asked for something else and stays open.
    pub fn answer(&self, id: u64, answer: ShellAnswer) -> Result<(), WufeiError> {
        self.0.answer(id, answer).map_err(|error| WufeiError::Answer(error.to_string()))
    }
}
