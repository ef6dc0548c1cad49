//! The devices this shell holds open, by the name in their address. Each has its own database.

mod errand;
mod name;
mod seat;
mod signals;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use wufei_app::AreaCode;

pub(crate) use errand::Told;
pub use name::Name;
pub(crate) use seat::{Listener, Seat};

use crate::wrong::Wrong;

/// Devices open at once. Each holds threads and a database; a kiosk needs one, the demo four.
const OPEN_MAX: usize = 32;

/// All devices of this shell.
pub(crate) struct Devices {
    folder: PathBuf,
    server: String,
    city: AreaCode,
    open: Mutex<BTreeMap<Name, Arc<Seat>>>,
}

impl Devices {
    pub fn new(folder: PathBuf, server: String, city: AreaCode) -> Self {
        Self { folder, server, city, open: Mutex::new(BTreeMap::new()) }
    }

    /// The device of that name, opened on first use. Reads from disk: call it off the event loop.
    pub fn open(&self, name: &Name) -> Result<Arc<Seat>, Wrong> {
        // Held while a device opens, so that a name never opens twice.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seat) = open.get(name) {
            return Ok(Arc::clone(seat));
        }
        if open.len() >= OPEN_MAX {
            return Err(Wrong::Full(OPEN_MAX));
        }
        let seat = Arc::new(Seat::open(wufei_engine::Settings {
            folder: self.folder.join(name.as_str()),
            server: self.server.clone(),
            city: self.city,
            extra_root_pem: None,
            picks_photos: true,
            seal: None,
        })?);
        open.insert(name.clone(), Arc::clone(&seat));
        Ok(seat)
    }

    /// Names in use: open now, or with data from before. Reads from disk.
    pub fn names(&self) -> Vec<Name> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<Name> = open.keys().cloned().collect();
        drop(open);
        // A folder that cannot be read has no devices from before.
        let kept = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        names.extend(
            kept.filter(|entry| entry.path().join(wufei_engine::DATABASE).is_file())
                .filter_map(|entry| Name::new(entry.file_name().to_str()?)),
        );
        names.sort();
        names.dedup();
        names.truncate(OPEN_MAX);
        names
    }
}
