//! What stands before the product's server and answers as a server of another version would: it
//! refuses what that one could not read, and leaves out what came after its time.

use std::{
    net::SocketAddr,
    ops::RangeInclusive,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use wufei_api::{
    columns,
    error::{ErrorBody, status},
    protocol::{CURRENT, HEADER, OLDEST, PACKED_SINCE},
    push, routes,
};
use wufei_domain::{
    record::Record,
    refusal::{Code, Refusal},
};
use wufei_tests::harness::{Failure, PATIENCE};

/// Larger than any body of ours.
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The server that a front is taken for.
#[derive(Debug, Clone)]
pub struct Speaks {
    /// The version whose fields it knows.
    pub knows: u32,
    /// Versions whose pushes it takes.
    pub takes: RangeInclusive<u32>,
    /// Versions that it serves in all else.
    pub serves: RangeInclusive<u32>,
    /// Whether its refusal says which they are.
    pub says_which: bool,
    /// What the product's server is told that the device speaks, if not the truth.
    pub passed_off_as: Option<u32>,
}

impl Speaks {
    /// A server of `version`, which reads all there were until then.
    pub const fn up_to(version: u32) -> Self {
        let (takes, serves) = (OLDEST..=version, OLDEST..=version);
        Self { knows: version, takes, serves, says_which: true, passed_off_as: None }
    }

    /// A server of a later version that takes pushes of all before it and serves only its own.
    pub const fn after(version: u32) -> Self {
        let later = version + 1;
        Self { serves: later..=later, ..Self::up_to(later) }
    }
}

struct Inner {
    target: String,
    client: reqwest::Client,
    speaks: Mutex<Speaks>,
    /// The versions of requests in their order, each with whether it was read.
    heard: Mutex<Vec<(u32, bool)>>,
}

/// The front. It ends with its owner.
pub struct Front {
    inner: Arc<Inner>,
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Front {
    /// # Errors
    /// When no port can be had.
    pub fn start(target: SocketAddr, speaks: Speaks) -> Result<Self, Failure> {
        let _first_wins = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build();
        let client = client.map_err(Failure::while_doing("a client"))?;
        let target = format!("http://{target}");
        let inner = Inner { target, client, speaks: Mutex::new(speaks), heard: Mutex::default() };
        let inner = Arc::new(inner);
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (tell, told) = mpsc::channel();
        let shared = inner.clone();
        let thread = thread::spawn(move || {
            if let Err(failure) = serve(shared, &tell, stopped) {
                // Nobody waits for it any more when the owner is gone.
                let _ = tell.send(Err(failure));
            }
        });
        let bound = told.recv_timeout(PATIENCE);
        let address = bound.map_err(Failure::while_doing("a front that starts"))??;
        Ok(Self { inner, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where devices find it.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on it is taken for another server.
    pub fn becomes(&self, speaks: Speaks) {
        *locked(&self.inner.speaks) = speaks;
    }

    /// The versions of the requests that were read since the last call.
    pub fn read(&self) -> Vec<u32> {
        let heard = std::mem::take(&mut *locked(&self.inner.heard));
        heard.into_iter().filter(|(_, read)| *read).map(|(version, _)| version).collect()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that it has ended by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(
    inner: Arc<Inner>,
    tell: &mpsc::Sender<Result<SocketAddr, Failure>>,
    stopped: tokio::sync::oneshot::Receiver<()>,
) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        // Whoever waited for it may be gone.
        let _ = tell.send(Ok(listener.local_addr()?));
        let app = Router::new().fallback(handle).with_state(inner);
        tokio::select! {
            _ = axum::serve(listener, app) => {}
            _ = stopped => {}
        }
        Ok(())
    })
}

const GUARDED: [&str; 6] =
    [routes::PUSH, routes::FEED, routes::SNAPSHOT, routes::TURFS, routes::LEASE, routes::LEDGER];

async fn handle(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        return refuse(Refusal::new(Code::BodyTooLarge));
    };
    let speaks = locked(&inner.speaks).clone();
    let mut headers = parts.headers.clone();
    let mut body = body;
    if GUARDED.contains(&path) {
        let spoken = headers.get(HEADER).and_then(|value| value.to_str().ok()?.parse().ok());
        let range = if path == routes::PUSH { &speaks.takes } else { &speaks.serves };
        let spoken: u32 = spoken.unwrap_or_default();
        let read = range.contains(&spoken);
        locked(&inner.heard).push((spoken, read));
        if !read {
            return refuse(unknown(spoken, range, speaks.says_which));
        }
        if let Some(other) = speaks.passed_off_as {
            headers.insert(HEADER, HeaderValue::from(other));
        }
        if speaks.knows < PACKED_SINCE {
            if names_columns(&headers, &header::CONTENT_TYPE) {
                return refuse(Refusal::new(Code::BodyMalformed));
            }
            headers.remove(header::ACCEPT);
        }
        if path == routes::PUSH && speaks.knows < CURRENT {
            let Some(known) = as_known(&headers, &body, speaks.knows) else {
                return refuse(Refusal::new(Code::BodyMalformed));
            };
            headers.remove(header::CONTENT_ENCODING);
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            body = known.into();
        }
    }
    let to = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = inner.client.request(parts.method, format!("{}{to}", inner.target));
    for (name, value) in carried(&headers) {
        request = request.header(name, value);
    }
    match handed_on(request.body(body), speaks.knows).await {
        Ok(response) => response,
        Err(_) => refuse(Refusal::new(Code::Busy)),
    }
}

async fn handed_on(
    request: reqwest::RequestBuilder,
    knows: u32,
) -> Result<Response, reqwest::Error> {
    let answer = request.send().await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut bytes = answer.bytes().await?;
    if knows < PACKED_SINCE
        && let Ok(Value::Object(mut told)) = serde_json::from_slice(&bytes)
    {
        // What a server of the first version never said.
        for name in ["check", "snapshot", "turn"] {
            told.remove(name);
        }
        bytes = Value::Object(told).to_string().into();
    }
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    for (name, value) in carried(&headers) {
        response.headers_mut().append(name, value.clone());
    }
    Ok(response)
}

/// A push as a server of that version took it: what it did not know of it is gone.
fn as_known(headers: &HeaderMap, body: &Bytes, knows: u32) -> Option<Vec<u8>> {
    let gzip = headers.get(header::CONTENT_ENCODING).is_some_and(|name| name == "gzip");
    let plain = if gzip { unzipped(body)? } else { body.to_vec() };
    let mut push: Value = serde_json::from_slice(&plain).ok()?;
    if names_columns(headers, &header::CONTENT_TYPE) {
        push = columns::unpack(push, push::ROWS, BODY_BYTES_MAX).ok()?;
    }
    for entry in push.get_mut(push::ROWS)?.as_array_mut()? {
        if let Ok(mut record) = serde_json::from_value::<Record>(entry.clone()) {
            record.made_at.boot = None;
            *entry = serde_json::to_value(record).ok()?;
        }
    }
    if knows < PACKED_SINCE {
        push.as_object_mut()?.remove("turn");
    }
    serde_json::to_vec(&push).ok()
}

fn unzipped(body: &Bytes) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut plain = Vec::new();
    let bound = u64::try_from(BODY_BYTES_MAX).ok()?;
    flate2::read::GzDecoder::new(body.as_ref()).take(bound).read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn names_columns(headers: &HeaderMap, name: &HeaderName) -> bool {
    headers.get(name).is_some_and(|value| value == columns::MEDIA_TYPE)
}

fn unknown(spoken: u32, read: &RangeInclusive<u32>, says_which: bool) -> Refusal {
    let refusal = Refusal::new(Code::ProtocolUnknown).with("value", spoken);
    if !says_which {
        return refusal;
    }
    refusal.with("min", read.start()).with("max", read.end())
}

fn refuse(refusal: Refusal) -> Response {
    let code = StatusCode::from_u16(status(refusal.code)).unwrap_or(StatusCode::BAD_REQUEST);
    (code, axum::Json(ErrorBody { error: refusal })).into_response()
}

/// Headers that mean something beyond one connection; what is handed on is decoded.
fn carried(headers: &HeaderMap) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
    let own = [
        header::HOST,
        header::CONTENT_LENGTH,
        header::CONNECTION,
        header::TRANSFER_ENCODING,
        header::ACCEPT_ENCODING,
    ];
    headers.iter().filter(move |(name, _)| !own.contains(name))
}
