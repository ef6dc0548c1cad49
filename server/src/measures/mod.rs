//! What the server counts of itself, for Prometheus.
//!
//! A figure's label is a template of an address, a method, a status, a verdict, a result: a word of the
//! program. Never an id, a number, a name, a token or an area. Each server counts its own. Start here:
//! [`Measures`]; [`listener`] answers who asks for them.

pub mod listener;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use wufei_domain::{sync::Verdict, time::UnixMs};

use crate::{log, store::StoreError};

/// Names and values; the names are written in this crate.
type Labels = Vec<(&'static str, String)>;

/// Seconds of a request: from what a query costs to what a wait for news may last.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 30.0, 60.0];

/// Requests that share a commit, up to what one holds.
const TOGETHER: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 128.0];

/// All figures of one server.
#[derive(Clone, Default)]
pub struct Measures(Arc<Figures>);

struct Figures {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    records: Family<Labels, Counter>,
    waiting: Gauge,
    seats: Gauge,
    together: Histogram,
    failures: Family<Labels, Counter>,
    reconnects: Counter,
    feed_rows: Family<Labels, Counter>,
    backups: Family<Labels, Counter>,
    backed_up: Gauge,
    /// Without a label; not told at all by a server that has no certificate of its own.
    certified: Family<Labels, Gauge>,
}

impl Default for Figures {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("wufei");
        let seconds: fn() -> Histogram = || Histogram::new(SECONDS);
        let all = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(seconds),
            records: Family::default(),
            waiting: Gauge::default(),
            seats: Gauge::default(),
            together: Histogram::new(TOGETHER),
            failures: Family::default(),
            reconnects: Counter::default(),
            feed_rows: Family::default(),
            backups: Family::default(),
            backed_up: Gauge::default(),
            certified: Family::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", all.requests.clone());
        registry.register("request_seconds", "How long an answer took", all.seconds.clone());
        registry.register("records", "Records by what was said of them", all.records.clone());
        registry.register("queue", "Requests that wait for the writer", all.waiting.clone());
        registry.register("seats", "Devices that wait for news", all.seats.clone());
        registry.register("commit_requests", "Requests in one commit", all.together.clone());
        registry.register("commit_failures", "Commits that failed", all.failures.clone());
        let help = "Sessions with the database made anew after the database ended one";
        registry.register("database_reconnects", help, all.reconnects.clone());
        registry.register("feed_rows", "Rows that feeds got or gave out", all.feed_rows.clone());
        registry.register("backups", "Backups made by the server", all.backups.clone());
        let help = "When the last backup of this run was made, in seconds since 1970";
        registry.register("backup_seconds", help, all.backed_up.clone());
        let help = "Days until the server's own certificate expires";
        registry.register("certificate_days", help, all.certified.clone());
        for result in [DONE, FAILED] {
            // Each is told from the start, so that an alarm has something to look at.
            drop(all.backups.get_or_create(&vec![(RESULT, result.to_owned())]));
        }
        for why in [BUSY, UNREACHABLE, FAILED] {
            drop(all.failures.get_or_create(&vec![(WHY, why.to_owned())]));
        }
        for way in [ADDED, READ] {
            drop(all.feed_rows.get_or_create(&vec![(WAY, way.to_owned())]));
        }
        Self { registry, ..all }
    }
}

const RESULT: &str = "result";
const WHY: &str = "why";
const WAY: &str = "way";
const ADDED: &str = "added";
const READ: &str = "read";
const BUSY: &str = "busy";
const UNREACHABLE: &str = "unreachable";
const DONE: &str = "done";
const FAILED: &str = "failed";

impl Measures {
    /// A request waits for the writer from now on.
    pub(crate) fn waits(&self) {
        self.0.waiting.inc();
    }

    /// The writer took so many of those that waited.
    pub(crate) fn taken(&self, many: usize) {
        self.0.waiting.dec_by(i64::try_from(many).unwrap_or(i64::MAX));
    }

    /// So many requests were decided together, and how their commit went.
    pub(crate) fn settled(&self, many: usize, failed: Option<&StoreError>) {
        self.0.together.observe(f64::from(u32::try_from(many).unwrap_or(u32::MAX)));
        let why = match failed {
            None => return,
            Some(StoreError::Busy(_)) => BUSY,
            Some(StoreError::Unreachable(_)) => UNREACHABLE,
            Some(_) => FAILED,
        };
        self.0.failures.get_or_create(&vec![(WHY, why.to_owned())]).inc();
    }

    /// The database has ended so many sessions of the writer since the start.
    pub(crate) fn reconnected(&self, times: u64) {
        self.0.reconnects.inc_by(times.saturating_sub(self.0.reconnects.get()));
    }

    /// Feeds got so many rows.
    pub(crate) fn added(&self, rows: u64) {
        self.0.feed_rows.get_or_create(&vec![(WAY, ADDED.to_owned())]).inc_by(rows);
    }

    /// A page of a feed was given out, of so many rows.
    pub(crate) fn read(&self, rows: usize) {
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        self.0.feed_rows.get_or_create(&vec![(WAY, READ.to_owned())]).inc_by(rows);
    }

    /// What was said of the records of one push.
    pub(crate) fn said(&self, verdicts: &[Verdict]) {
        for verdict in verdicts {
            let word = match verdict {
                Verdict::Accepted => "accepted",
                Verdict::Duplicate => "duplicate",
                Verdict::Rejected { .. } => "rejected",
                Verdict::RetryLater { .. } => "retry_later",
                Verdict::Held { .. } => "held",
            };
            self.0.records.get_or_create(&vec![("verdict", word.to_owned())]).inc();
        }
    }

    /// A backup was tried at `now`.
    pub(crate) fn backed_up(&self, is_done: bool, now: UnixMs) {
        let result = if is_done { DONE } else { FAILED };
        self.0.backups.get_or_create(&vec![(RESULT, result.to_owned())]).inc();
        if is_done {
            self.0.backed_up.set(now.value().div_euclid(1_000));
        }
    }

    /// The server's own certificate is valid for so many days more.
    pub(crate) fn certified(&self, days: i64) {
        self.0.certified.get_or_create(&Labels::new()).set(days);
    }

    /// So many devices wait for news.
    pub(crate) fn seated(&self, many: usize) {
        self.0.seats.set(i64::try_from(many).unwrap_or(i64::MAX));
    }

    fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let route = ("route", route.to_owned());
        let mut labels = vec![route.clone(), ("method", method.to_owned())];
        labels.push(("status", status.to_string()));
        self.0.requests.get_or_create(&labels).inc();
        self.0.seconds.get_or_create(&vec![route]).observe(took.as_secs_f64());
    }

    /// All of them as text, in the form of OpenMetrics.
    ///
    /// # Errors
    /// Never, as far as is known: it is written into memory.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.0.registry)?;
        Ok(text)
    }
}

/// Whoever asks may write any word as a method.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Counts a request, and says it in the log, under the template of its address; what has none is `other`.
pub(crate) async fn measured(
    State(measures): State<Measures>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = known(request.method());
    let response = next.run(request).await;
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    measures.answered(route, method, status, took);
    log::answered(route, method, status, took);
    response
}
