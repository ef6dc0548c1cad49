//! Runs the pure app on a device: a queue around the core, a lane for each kind of work, questions
//! to the shell by id.
//!
//! No rule lives here: `wufei-app` decides, this crate carries out. What must be right is
//! synchronous and has no thread in it: [`store`] (SQLite), [`sync`] (a round as a state
//! machine) and [`photo`] (from any picture to one that travels). Around them stand thin shells: `net` (reqwest), [`clock`], the lanes.
//!
//! Start here: [`Device`] and [`Platform`], then `runner`, [`store::Store`], [`sync::SyncClient`].

pub mod clock;
mod lane;
mod net;
pub mod photo;
mod questions;
mod queue;
mod runner;
#[cfg(test)]
mod samples;
pub mod store;
pub mod sync;

use std::{fmt, fs, io, path::PathBuf, sync::Arc};

use crux_core::Core;
use wufei_app::{Config, Event, Model, Wufei, app::BrokenApp};
pub use wufei_app::{
    UiEvent, ViewModel,
    effect::shell::{ShellAnswer, ShellQuestion},
};
use wufei_domain::{area::AreaCode, ids::DeviceId, refusal::Refusal};

pub use lane::Answer;
use net::{Http, Listener, Net};
use photo::{Darkroom, Postman};
pub use questions::AnswerError;
use runner::{Runner, Workers};
use store::{Store, seal::SealKey};
use sync::Rounds;

/// The device's database inside [`Settings::folder`].
pub const DATABASE: &str = "device.sqlite";

/// Where a device keeps its things and whom it talks to.
#[derive(Clone)]
pub struct Settings {
    /// Its own folder; made if it is missing.
    pub folder: PathBuf,
    /// `http(s)://host:port`; empty for a device that never syncs.
    pub server: String,
    /// The city whose rulebook answers.
    pub city: AreaCode,
    /// Root certificates of a city's own authority, trusted beside the public ones.
    pub extra_root_pem: Option<String>,
    /// Seals the token; without one it lies in the database in the clear.
    pub seal: Option<SealKey>,
    /// Whether the shell answers [`ShellQuestion::PickPhoto`]; else no photo is offered.
    pub picks_photos: bool,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("folder", &self.folder)
            .field("server", &self.server)
            .field("city", &self.city)
            .field("extra_root_pem", &self.extra_root_pem.is_some())
            .field("seal", &self.seal.is_some())
            .field("picks_photos", &self.picks_photos)
            .finish()
    }
}

/// What a shell, or a test, gives the device. Called on any thread, with no lock held.
pub trait Platform: Send + Sync + 'static {
    /// The view is stale: pull it soon.
    fn changed(&self);

    /// Answer later, or at once from inside, with [`Device::answer`].
    ///
    /// # Errors
    /// The question could not even be taken; the app hears that it is unavailable.
    fn ask(&self, id: u64, question: ShellQuestion) -> Result<(), Refused>;
}

/// Why a shell could not take a question, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// Why a device could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made.
    #[error("folder {folder}: {cause}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// SQLite cannot open the database, or a migration failed; nothing was changed.
    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The database was written by a newer program: this one would not understand it.
    #[error("database version {found} is newer than {known}, the newest this program knows")]
    NewerDatabase {
        /// The database's version.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The token cannot be sealed; nothing was changed.
    #[error("{0}")]
    Seal(Refusal),
    /// The server's address cannot be read.
    #[error("server address {0:?} is not http(s)://host:port")]
    Server(String),
    /// A root certificate cannot be read.
    #[error("extra root certificate: {0}")]
    Root(String),
    /// The HTTP client cannot be made.
    #[error("network: {0}")]
    Net(String),
    /// The app's own words or rulebook cannot be read: a fault of the build, not of the device.
    #[error("app: {0}")]
    App(#[from] BrokenApp),
    /// A thread cannot be started.
    #[error("thread: {0}")]
    Thread(#[from] io::Error),
}

/// The app on this device.
pub struct Device(Runner<Wufei>);

impl Device {
    /// Opens the database, starts the lanes.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn new(settings: Settings, platform: Arc<dyn Platform>) -> Result<Self, OpenError> {
        let Settings { folder, server, city, extra_root_pem, seal, picks_photos } = settings;
        fs::create_dir_all(&folder)
            .map_err(|cause| OpenError::Folder { folder: folder.clone(), cause })?;
        let path = folder.join(DATABASE);
        let stamp = clock::stamp();
        let mut random = [0; 10];
        random.copy_from_slice(&stamp.random[..10]);
        let fresh = DeviceId::from_stamp(stamp.time.wall, random);
        // One connection a lane: a long round never holds up what a person taps.
        let store = || Store::open(&path, fresh, seal.clone());
        let http = Arc::new(Http::open(&server, extra_root_pem.as_deref())?);
        let mut first = store()?;
        let photos = first.photo_folder().to_owned();
        // No picture is being made ready yet: what nothing names now, nobody will.
        let _ = first.sweep_photos();
        let workers = Workers {
            store: Box::new(first),
            net: Box::new(Net::new(store()?, http.clone())),
            sync: Box::new(Rounds::new(store()?, http.clone())),
            news: Box::new(Listener::new(store()?, http.clone())),
            darkroom: Box::new(Darkroom::new(photos)),
            photos: Box::new(Postman::new(store()?, http.clone())),
            end_waits: Box::new(move || http.end_waits()),
        };
        let core =
            Core::new_with(Wufei::new(Config { city, server, picks_photos })?, Model::default());
        Ok(Self(Runner::start(core, platform, workers)?))
    }

    /// Raises an event. It may still be under way when this returns: pull the view on `changed`.
    pub fn send(&self, event: UiEvent) {
        self.0.send(Event::Ui(event));
    }

    /// What to show now.
    pub fn view(&self) -> ViewModel {
        self.0.view()
    }

    /// Answers a question of [`Platform::ask`].
    ///
    /// # Errors
    /// No such question is open, or it asked for something else and stays open.
    pub fn answer(&self, id: u64, answer: ShellAnswer) -> Result<(), AnswerError> {
        self.0.answer(id, answer)
    }
}
