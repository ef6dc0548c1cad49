//! The pair that holds now, read again when the operator says so, and how long it is still valid.

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rustls::ServerConfig;
use wufei_domain::time::{DAY_MS, UnixMs};

use super::{CertificateError, CertificateFiles, Minute, Pair, days_left, read};
use crate::{
    log::{Event, report},
    machine,
    measures::Measures,
};

/// With fewer days left than these the operator is warned each day.
pub const LOW_DAYS: i64 = 30;

/// How often it is looked whether a day is over. Less than a day, so that a clock that was moved and a
/// machine that slept are noticed.
const LOOK: Duration = Duration::from_mins(1);

/// How long a certificate is still valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    /// Its file.
    pub path: PathBuf,
    /// Its last minute.
    pub until: Minute,
    /// Whole days until then; below 0 when it is over.
    pub days: i64,
}

impl Lifetime {
    /// Whether the operator has to be told.
    pub const fn is_low(&self) -> bool {
        self.days < LOW_DAYS
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, until, days } = self;
        let path = path.display();
        match days {
            ..0 => {
                write!(f, "the certificate in {path} expired at {until}: nobody is let in by it")
            }
            _ => write!(f, "the certificate in {path} is valid until {until}, {days} days more"),
        }
    }
}

/// The pair that holds now.
pub struct Held {
    files: CertificateFiles,
    now: Mutex<Now>,
}

struct Now {
    config: Arc<ServerConfig>,
    until: UnixMs,
    looked_at: Option<UnixMs>,
}

impl From<Pair> for Now {
    fn from(Pair { config, until }: Pair) -> Self {
        Self { config, until, looked_at: None }
    }
}

impl Held {
    /// Reads the pair of these files.
    ///
    /// # Errors
    /// When it may not be served at `now`.
    pub fn open(files: CertificateFiles, now: UnixMs) -> Result<Self, CertificateError> {
        let pair = read(&files, now)?;
        Ok(Self { files, now: Mutex::new(pair.into()) })
    }

    /// Reads the files again. Who is connected stays connected; who connects from now on sees the new
    /// certificate.
    ///
    /// # Errors
    /// When it may not be served at `now`: then the one before stays.
    pub fn renew(&self, now: UnixMs) -> Result<(), CertificateError> {
        let pair = read(&self.files, now)?;
        *self.lock() = pair.into();
        Ok(())
    }

    /// How long it is still valid; `None` when that was told less than a day ago.
    pub fn look(&self, now: UnixMs) -> Option<Lifetime> {
        let mut held = self.lock();
        if held.looked_at.is_some_and(|at| (0..DAY_MS).contains(&now.since_ms(at))) {
            return None;
        }
        held.looked_at = Some(now);
        let days = days_left(held.until, now);
        Some(Lifetime { path: self.files.chain.clone(), until: Minute(held.until), days })
    }

    /// Looks, keeps the figure, and warns the operator if there is reason to.
    pub(crate) fn tell(&self, now: UnixMs, measures: &Measures) {
        let Some(lifetime) = self.look(now) else { return };
        measures.certified(lifetime.days);
        if lifetime.is_low() {
            report(Event::CertificateLow, &format_args!("renew the certificate: {lifetime}"));
        }
    }

    /// Looks each day until its runtime ends.
    pub(crate) async fn watch(self: Arc<Self>, measures: Measures) {
        loop {
            self.tell(machine::now(), &measures);
            tokio::time::sleep(LOOK).await;
        }
    }

    /// What a handshake that begins now is made with.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.lock().config)
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        // It is replaced as a whole, so a panic elsewhere leaves nothing half-way.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
