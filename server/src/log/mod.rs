//! What the running server says to its operator, on standard error: events with a name that stays.
//!
//! [`Event`] lists all of them but one: a request that was answered ([`answered`]). An event carries a
//! sentence with words of this program, names of files and of statements, and what a database or a system
//! says; never a body, a token, a name, a number of somebody, or an address of a network. Commands beside
//! the server answer on standard output and do not come here. [`start`] belongs to the program: whoever has
//! a server in a process of their own listens with a subscriber of their own, or not at all.

mod lines;
#[cfg(test)]
pub(crate) mod tests;

use std::{fmt, io, panic, str::FromStr, time::Duration};

use lines::Lines;
use tracing::Level;
use tracing_subscriber::{Registry, layer::SubscriberExt as _};

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogForm {
    /// A sentence a line.
    #[default]
    Plain,
    /// A JSON object a line.
    Json,
}

/// Not a form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is neither plain nor json")]
pub struct NoLogForm;

impl FromStr for LogForm {
    type Err = NoLogForm;

    fn from_str(text: &str) -> Result<Self, NoLogForm> {
        match text {
            "plain" => Ok(Self::Plain),
            "json" => Ok(Self::Json),
            _ => Err(NoLogForm),
        }
    }
}

/// From which level on events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLevel(Level);

impl Default for LogLevel {
    fn default() -> Self {
        Self(Level::INFO)
    }
}

/// Not a level of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is none of error, warn, info and debug")]
pub struct NoLogLevel;

impl FromStr for LogLevel {
    type Err = NoLogLevel;

    fn from_str(text: &str) -> Result<Self, NoLogLevel> {
        match text {
            "error" => Ok(Self(Level::ERROR)),
            "warn" => Ok(Self(Level::WARN)),
            "info" => Ok(Self(Level::INFO)),
            "debug" => Ok(Self(Level::DEBUG)),
            _ => Err(NoLogLevel),
        }
    }
}

/// What is written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Log {
    /// How.
    pub form: LogForm,
    /// From which level on.
    pub level: LogLevel,
}

/// What is said to the operator. The names stay: alarms are made from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The server takes requests.
    Started,
    /// The server ended in order.
    Stopped,
    /// A backup is whole.
    BackupDone,
    /// There is no new backup, or an older one was not removed.
    BackupFailed,
    /// A new certificate is shown.
    CertificateRead,
    /// A certificate was not read again: the one before stays.
    CertificateRefused,
    /// The certificate expires soon, or has.
    CertificateLow,
    /// The city's key for rulebooks cannot be read.
    CityKeyFailed,
    /// The machine's clock moved, or is behind what the database holds.
    ClockMoved,
    /// The database was put back to an earlier moment.
    DatabasePutBack,
    /// The database, or a file that belongs to it.
    StoreFailed,
    /// A log-in at the console.
    LoginFailed,
    /// A thread lost its work.
    Panicked,
    /// A file of a photo.
    PhotoFailed,
    /// The secret that seals secrets cannot be read.
    VaultFailed,
}

impl Event {
    /// Its name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Stopped => "stopped",
            Self::BackupDone => "backup_done",
            Self::BackupFailed => "backup_failed",
            Self::CertificateRead => "certificate_read",
            Self::CertificateRefused => "certificate_refused",
            Self::CertificateLow => "certificate_low",
            Self::CityKeyFailed => "city_key_failed",
            Self::ClockMoved => "clock_moved",
            Self::DatabasePutBack => "database_put_back",
            Self::StoreFailed => "store_failed",
            Self::LoginFailed => "login_failed",
            Self::Panicked => "panicked",
            Self::PhotoFailed => "photo_failed",
            Self::VaultFailed => "vault_failed",
        }
    }

    const fn level(self) -> Level {
        match self {
            Self::Started | Self::Stopped | Self::BackupDone | Self::CertificateRead => Level::INFO,
            Self::CertificateLow | Self::ClockMoved | Self::DatabasePutBack | Self::LoginFailed => {
                Level::WARN
            }
            Self::BackupFailed
            | Self::CertificateRefused
            | Self::CityKeyFailed
            | Self::StoreFailed
            | Self::Panicked
            | Self::PhotoFailed
            | Self::VaultFailed => Level::ERROR,
        }
    }
}

/// Says it. The sentence holds words of this program, names of files and statements, and what a database
/// or a system says, never a value.
pub(crate) fn report(event: Event, sentence: &dyn fmt::Display) {
    let name = event.name();
    // A level is part of the place that says something, so there is a place for each.
    match event.level() {
        Level::ERROR => tracing::error!(event = name, "{sentence}"),
        Level::WARN => tracing::warn!(event = name, "{sentence}"),
        _ => tracing::info!(event = name, "{sentence}"),
    }
}

/// A request was answered: its route as the table has it, never the address that was asked for.
pub(crate) fn answered(route: &str, method: &str, status: u16, took: Duration) {
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::warn!(event = "request", method, route, status, ms, "answered");
    } else {
        tracing::debug!(event = "request", method, route, status, ms, "answered");
    }
}

/// Somebody listens to this process already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the log of this process was started before")]
pub struct LogStarted;

/// Writes what this program says to standard error from now on.
///
/// # Errors
/// [`LogStarted`].
pub fn start(log: Log) -> Result<(), LogStarted> {
    let lines = Lines::new(log, io::stderr());
    tracing::subscriber::set_global_default(Registry::default().with(lines))
        .map_err(|_| LogStarted)?;
    if log.form == LogForm::Json {
        // The system's own words for it are no JSON, and may quote a value.
        panic::set_hook(Box::new(|what| match what.location() {
            Some(place) => report(Event::Panicked, &format_args!("a thread panicked at {place}")),
            None => report(Event::Panicked, &"a thread panicked"),
        }));
    }
    Ok(())
}
