//! One line an event. Only events of this program are written: a library's may hold what it was given, a
//! driver's a whole row.

use std::{
    fmt::{self, Write as _},
    io::Write,
    sync::{Mutex, PoisonError},
};

use serde_json::{Map, Value};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::layer::{Context, Layer};
use wufei_domain::time::{Civil, UnixMs};

use super::{Log, LogForm, LogLevel};
use crate::machine;

/// What the names of our modules begin with.
const OURS: &str = "wufei_server";

/// The field of a sentence, as `tracing` calls it.
const MESSAGE: &str = "message";

/// Writes lines.
pub(super) struct Lines<W> {
    log: Log,
    out: Mutex<W>,
}

impl<W> Lines<W> {
    pub(super) const fn new(log: Log, out: W) -> Self {
        Self { log, out: Mutex::new(out) }
    }
}

impl<S: Subscriber, W: Write + Send + 'static> Layer<S> for Lines<W> {
    fn enabled(&self, about: &Metadata<'_>, _: Context<'_, S>) -> bool {
        let LogLevel(level) = self.log.level;
        let is_ours = about.target().split("::").next() == Some(OURS);
        is_ours && about.is_event() && *about.level() <= level
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::from_level(self.log.level.0))
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let line = match self.log.form {
            LogForm::Plain => fields.plain(),
            LogForm::Json => fields.json(machine::now(), *event.metadata().level()),
        };
        // Whoever reads the log may have gone; the server goes on.
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    }
}

/// What an event carries, in the order in which it was said.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn take(&mut self, name: &str) -> Value {
        self.0.shift_remove(name).unwrap_or_default()
    }

    fn plain(mut self) -> String {
        let _ = self.take("event");
        let sentence = self.take(MESSAGE);
        let mut line = format!("wufei-server: {}", sentence.as_str().unwrap_or_default());
        for (name, value) in self.0 {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let _ = write!(line, " {name}={value}");
        }
        line.push('\n');
        line
    }

    fn json(mut self, at: UnixMs, level: Level) -> String {
        let (event, sentence) = (self.take("event"), self.take(MESSAGE));
        let mut line = Map::new();
        line.insert("at".to_owned(), moment(at).into());
        line.insert("level".to_owned(), level.as_str().to_lowercase().into());
        line.insert("event".to_owned(), event);
        line.insert(MESSAGE.to_owned(), sentence);
        line.extend(self.0);
        format!("{}\n", Value::Object(line))
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }
}

/// A moment as RFC 3339 has it, in UTC, to the millisecond.
fn moment(at: UnixMs) -> String {
    let Civil { year, month, day, hour, minute } = Civil::at(at, 0);
    let ms = at.value().rem_euclid(60_000);
    let (second, ms) = (ms / 1_000, ms % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}
