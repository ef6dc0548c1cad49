//! A proxy in front of the server that hands everything on, and on demand lies once: it answers
//! `accepted` to one batch that the server never sees.

use std::{
    io::Read as _,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::read::GzDecoder;
use wufei_api::{
    columns,
    error::ErrorBody,
    push::{PushRequest, PushResponse, ROWS},
    routes,
};
use wufei_domain::{
    refusal::{Code, Refusal},
    sync::Verdict,
    time::UnixMs,
};

use super::failure::Failure;

/// Larger than any body of ours.
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

#[derive(Debug, Default)]
struct Plan {
    /// The next batch is answered here.
    armed: bool,
    /// Entries that the server never saw.
    swallowed: usize,
    /// The server's epoch, as last seen.
    epoch: Option<String>,
}

#[derive(serde::Deserialize)]
struct Epoch {
    epoch: String,
}

struct Inner {
    target: String,
    client: reqwest::Client,
    plan: Mutex<Plan>,
}

/// The proxy. It ends with its owner.
pub struct Proxy {
    inner: Arc<Inner>,
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Proxy {
    /// A proxy on a free port for `http://host:port`.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(target: &str) -> Result<Self, Failure> {
        let client = super::http::client()?;
        let inner = Arc::new(Inner { target: target.to_owned(), client, plan: Mutex::default() });
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (tell, told) = mpsc::channel();
        let shared = inner.clone();
        let thread = thread::Builder::new()
            .name("proxy".to_owned())
            .spawn(move || serve(shared, &tell, stopped))?;
        let address = told
            .recv_timeout(super::PATIENCE)
            .map_err(Failure::while_doing("a proxy that starts"))??;
        Ok(Self { inner, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where devices find it.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers the next batch itself.
    pub fn arm(&self) {
        self.inner.plan().armed = true;
    }

    /// How many entries the server never saw.
    pub fn swallowed(&self) -> usize {
        self.inner.plan().swallowed
    }
}

impl Drop for Proxy {
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

impl Inner {
    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lie, once it is armed and the batch can be read.
    fn lie(&self, path: &str, headers: &HeaderMap, body: &Bytes) -> Option<PushResponse> {
        let mut plan = self.plan();
        if path != routes::PUSH || !plan.armed {
            return None;
        }
        let batch = batch(headers, body)?;
        // Another epoch would give the lie away.
        let epoch = plan.epoch.clone()?;
        plan.armed = false;
        plan.swallowed += batch.entries.len();
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(since.as_millis()).unwrap_or_default();
        Some(PushResponse {
            verdicts: vec![Verdict::Accepted; batch.entries.len()],
            server_time: UnixMs::new(now),
            epoch,
            // So would another number than the server expects next.
            turn: batch.turn.map(|turn| turn.number),
        })
    }

    /// Remembers the server's epoch from an answer that carries it.
    fn learn(&self, answer: &[u8]) {
        if let Ok(Epoch { epoch }) = serde_json::from_slice(answer) {
            self.plan().epoch = Some(epoch);
        }
    }

    async fn hand_on(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response, reqwest::Error> {
        let mut request = self.client.request(method, format!("{}{path}", self.target));
        for (name, value) in carried(headers) {
            request = request.header(name, value);
        }
        let answer = request.body(body).send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.bytes().await?;
        self.learn(&text);
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        for (name, value) in carried(&headers) {
            response.headers_mut().append(name, value.clone());
        }
        Ok(response)
    }
}

/// A batch as a device sends it: its entries as columns, compressed if that is worth it.
fn batch(headers: &HeaderMap, body: &Bytes) -> Option<PushRequest> {
    let mut plain = body.to_vec();
    if headers.get(header::CONTENT_ENCODING).is_some_and(|name| name == "gzip") {
        plain.clear();
        let bound = u64::try_from(BODY_BYTES_MAX).ok()?;
        GzDecoder::new(body.as_ref()).take(bound).read_to_end(&mut plain).ok()?;
    }
    let packed = serde_json::from_slice(&plain).ok()?;
    serde_json::from_value(columns::unpack(packed, ROWS, BODY_BYTES_MAX).ok()?).ok()
}

/// Headers that mean something beyond one connection.
fn carried(
    headers: &HeaderMap,
) -> impl Iterator<Item = (&header::HeaderName, &header::HeaderValue)> {
    let own = [
        header::HOST,
        header::CONTENT_LENGTH,
        header::CONNECTION,
        header::TRANSFER_ENCODING,
        // What is handed on is decoded.
        header::ACCEPT_ENCODING,
    ];
    headers.iter().filter(move |(name, _)| !own.contains(name))
}

type Bound = Result<SocketAddr, Failure>;

fn serve(
    inner: Arc<Inner>,
    tell: &mpsc::Sender<Bound>,
    stopped: tokio::sync::oneshot::Receiver<()>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return drop(tell.send(Err(error.into()))),
    };
    runtime.block_on(async {
        let bound = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
        let (listener, address) = match bound.and_then(|l| l.local_addr().map(|a| (l, a))) {
            Ok(bound) => bound,
            Err(error) => return drop(tell.send(Err(error.into()))),
        };
        if tell.send(Ok(address)).is_err() {
            return;
        }
        let app = Router::new().fallback(handle).with_state(inner);
        // Dropping the server closes what is open: a device that holds a connection is no reason
        // to wait.
        tokio::select! {
            _ = axum::serve(listener, app) => {}
            _ = stopped => {}
        }
    });
}

async fn handle(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        return refuse(Code::BodyTooLarge);
    };
    if let Some(lie) = inner.lie(&path, &parts.headers, &body) {
        return axum::Json(lie).into_response();
    }
    let handed = inner.hand_on(parts.method, &path, &parts.headers, body).await;
    handed.unwrap_or_else(|_| refuse(Code::Offline))
}

fn refuse(code: Code) -> Response {
    let status = StatusCode::from_u16(wufei_api::error::status(code));
    let body = ErrorBody { error: Refusal::new(code) };
    (status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE), axum::Json(body)).into_response()
}
