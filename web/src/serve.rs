//! The addresses of the shell, and its life: start, listen, stop.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FormRejection};
use axum::extract::{DefaultBodyLimit, Form, Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::Markup;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use wufei_app::event::{SettingsEvent, Tab};
use wufei_app::{AreaCode, UiEvent};

use crate::act::{self, Fields, of_settings};
use crate::devices::{Devices, Name, Seat, Told};
use crate::guard::{self, Remote};
use crate::picture::{self, PICTURE_MAX_BYTES};
use crate::stream::{self, Streams};
use crate::wrong::Wrong;
use crate::{assets, page, shell_page};

/// A form's size: far above the longest text anyone types into one.
const BODY_MAX_BYTES: usize = 16 * 1024;
/// How long a page waits for the device to settle.
#[derive(Clone, Copy)]
struct Pace {
    /// For the device to react at all.
    reaction: Duration,
    /// A device that was quiet for this long has settled.
    quiet: Duration,
    /// At the longest.
    patience: Duration,
}

/// For a page with script: what comes later arrives as a change.
const BRISK: Pace = Pace {
    reaction: Duration::from_millis(150),
    quiet: Duration::from_millis(30),
    patience: Duration::from_millis(400),
};
/// For a page without: what is not on it now is not seen before the next press, and a record needs
/// a slow disk's time to be safe.
const PATIENT: Pace = Pace {
    reaction: Duration::from_millis(300),
    quiet: Duration::from_millis(300),
    patience: Duration::from_secs(2),
};

impl Pace {
    /// Only a script's own request says that it leads to no page.
    fn of(headers: &HeaderMap) -> Self {
        let leads = headers.get("sec-fetch-dest");
        if leads.is_some_and(|leads| leads == "empty") { BRISK } else { PATIENT }
    }
}

/// How long open requests may take to end.
const FAREWELL: Duration = Duration::from_secs(2);

/// How to run the shell.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    /// `http(s)://host:port`; empty for devices that never sync.
    pub server: String,
    /// Each device has a folder of its own in it.
    pub folder: PathBuf,
    /// The city whose rulebook answers.
    pub city: AreaCode,
    /// Whether other machines may use the devices.
    pub allow_remote: bool,
}

/// Why the shell did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Whoever reaches the port uses the devices: that must be said on purpose.
    #[error("{0} is not a loopback address; --allow-remote allows it")]
    NotLoopback(SocketAddr),
    /// The address is taken or not this machine's.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// Why.
        cause: io::Error,
    },
    /// No runtime or no thread.
    #[error("cannot start: {0}")]
    Thread(io::Error),
}

/// A shell that listens until it is stopped or dropped.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Ends the open requests, closes the devices, waits for both.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // It ended by itself or by a panic that was printed: nothing is left to wait for.
            let _ = thread.join();
        }
    }
}

/// Starts the shell on a thread of its own; it listens when this returns.
///
/// # Errors
/// See [`StartError`].
pub fn start(settings: Settings) -> Result<Running, StartError> {
    let Settings { listen, server, folder, city, allow_remote } = settings;
    if !allow_remote && !listen.ip().is_loopback() {
        return Err(StartError::NotLoopback(listen));
    }
    let refused = |cause| StartError::Listen { address: listen, cause };
    let socket = std::net::TcpListener::bind(listen).map_err(refused)?;
    socket.set_nonblocking(true).map_err(refused)?;
    let address = socket.local_addr().map_err(refused)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(StartError::Thread)?;
    let (stop, stopped) = watch::channel(false);
    let shell = Arc::new(Shell {
        devices: Devices::new(folder, server, city),
        streams: Streams::default(),
        stop: stopped.clone(),
    });
    let remote = if allow_remote { Remote::Allowed } else { Remote::Refused };
    let router = router(shell, remote);
    let life = move || {
        runtime.block_on(serve(socket, router, stopped));
        runtime.shutdown_timeout(FAREWELL);
    };
    let thread = std::thread::Builder::new()
        .name("wufei-web".to_owned())
        .spawn(life)
        .map_err(StartError::Thread)?;
    Ok(Running { address, stop, thread: Some(thread) })
}

async fn serve(socket: std::net::TcpListener, router: Router, stopped: watch::Receiver<bool>) {
    let Ok(listener) = TcpListener::from_std(socket) else { return };
    let mut asked = stopped.clone();
    let graceful = async move {
        // An error means that `Running` is gone: stop as well.
        let _ = asked.wait_for(|stop| *stop).await;
    };
    let serving = axum::serve(listener, router).with_graceful_shutdown(graceful);
    let mut leaving = stopped;
    tokio::select! {
        _ = serving.into_future() => {}
        () = async {
            let _ = leaving.wait_for(|stop| *stop).await;
            tokio::time::sleep(FAREWELL).await;
        } => {}
    }
}

struct Shell {
    devices: Devices,
    streams: Streams,
    stop: watch::Receiver<bool>,
}

type Here = State<Arc<Shell>>;

fn router(shell: Arc<Shell>, remote: Remote) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/assets/{file}", get(asset))
        .route("/d/{name}", get(enter))
        .route("/d/{name}/", get(show))
        .route("/d/{name}/act", post(act_on))
        .route("/d/{name}/answer", post(answer))
        .route("/d/{name}/picture", post(bring).layer(DefaultBodyLimit::max(PICTURE_MAX_BYTES)))
        .route("/d/{name}/photo/{id}", get(photo))
        .route("/d/{name}/changes", get(changes))
        .fallback(async || Wrong::NoPage)
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .layer(from_fn_with_state(remote, guard::stand))
        .with_state(shell)
}

async fn list(State(shell): Here) -> Result<Markup, Wrong> {
    let names = off_loop(move || shell.devices.names()).await?;
    Ok(shell_page::devices(&names))
}

async fn asset(Path(file): Path<String>) -> Result<Response, Wrong> {
    assets::find(&file).ok_or(Wrong::NoPage)
}

async fn enter(Path(name): Path<String>) -> Result<Redirect, Wrong> {
    Ok(Redirect::permanent(&home(&named(&name)?, None)))
}

#[derive(Deserialize)]
struct Asked {
    code: Option<String>,
}

async fn show(
    State(shell): Here,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Wrong> {
    let name = named(&name)?;
    let seat = seat(shell, &name).await?;
    if let Some(text) = asked.code {
        let events = vec![
            UiEvent::Open { tab: Tab::Settings },
            of_settings(SettingsEvent::CodeTyped { text }),
        ];
        raise(&seat, events, BRISK).await?;
        // Away from the address with the code, so that it is not typed again by a reload.
        return Ok(Redirect::to(&home(&name, None)).into_response());
    }
    let (view, revision) = off_loop(move || seat.view()).await?;
    Ok(page::render(&view, revision).into_response())
}

async fn act_on(
    State(shell): Here,
    Path(name): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Redirect, Wrong> {
    let name = named(&name)?;
    let fields = Fields::new(form.map_err(unreadable)?.0);
    let events = act::read(&fields)?;
    let seat = seat(shell, &name).await?;
    raise(&seat, events, Pace::of(&headers)).await?;
    Ok(Redirect::to(&home(&name, fields.at())))
}

/// A form that brings a picture.
async fn bring(
    State(shell): Here,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Redirect, Wrong> {
    let name = named(&name)?;
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Wrong::TooLarge(PICTURE_MAX_BYTES),
        _ => Wrong::Unreadable(rejection.body_text()),
    })?;
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let posted = picture::read(kind, &body)
        .ok_or_else(|| Wrong::Unreadable("no form with a picture".to_owned()))?;
    let (events, at) = (act::read(&posted.fields)?, posted.fields.at().map(str::to_owned));
    let file = body.slice_ref(posted.file);
    let seat = seat(shell, &name).await?;
    settled(&seat, PATIENT, move |seat| seat.pick(events, &file)).await?.map_err(Wrong::Picture)?;
    Ok(Redirect::to(&home(&name, at.as_deref())))
}

/// A photo that stands on the page.
async fn photo(
    State(shell): Here,
    Path((name, id)): Path<(String, String)>,
) -> Result<Response, Wrong> {
    let (name, id) = (named(&name)?, id.parse().map_err(|_| Wrong::NoPage)?);
    let seat = seat(shell, &name).await?;
    let photo = off_loop(move || seat.photo(&id)).await?.ok_or(Wrong::NoPage)?;
    Ok(([(CONTENT_TYPE, "image/jpeg")], photo).into_response())
}

async fn answer(
    State(shell): Here,
    Path(name): Path<String>,
    form: Result<Form<Told>, FormRejection>,
) -> Result<StatusCode, Wrong> {
    let name = named(&name)?;
    let told = form.map_err(unreadable)?.0;
    let seat = seat(shell, &name).await?;
    off_loop(move || seat.told(&told)).await??;
    Ok(StatusCode::NO_CONTENT)
}

async fn changes(State(shell): Here, Path(name): Path<String>) -> Result<Response, Wrong> {
    let seat = seat(Arc::clone(&shell), &named(&name)?).await?;
    stream::open(seat, &shell.streams, shell.stop.clone())
}

fn named(name: &str) -> Result<Name, Wrong> {
    Name::new(name).ok_or_else(|| Wrong::Name(name.chars().take(40).collect()))
}

fn home(name: &Name, at: Option<&str>) -> String {
    at.map_or_else(|| format!("/d/{name}/"), |at| format!("/d/{name}/#{at}"))
}

fn unreadable(rejection: FormRejection) -> Wrong {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Wrong::TooLarge(BODY_MAX_BYTES),
        _ => Wrong::Unreadable(rejection.body_text()),
    }
}

async fn seat(shell: Arc<Shell>, name: &Name) -> Result<Arc<Seat>, Wrong> {
    let name = name.clone();
    off_loop(move || shell.devices.open(&name)).await?
}

/// Sends the events and waits until the device has settled, or as long as the pace allows.
async fn raise(seat: &Arc<Seat>, events: Vec<UiEvent>, pace: Pace) -> Result<(), Wrong> {
    settled(seat, pace, |seat| seat.send(events)).await
}

/// Does something with the device and waits as [`raise`] does.
async fn settled<T: Send + 'static>(
    seat: &Arc<Seat>,
    pace: Pace,
    work: impl FnOnce(&Seat) -> T + Send + 'static,
) -> Result<T, Wrong> {
    let mut revision = seat.revision();
    revision.mark_unchanged();
    let device = Arc::clone(seat);
    let deadline = Instant::now() + pace.patience;
    let done = off_loop(move || work(&device)).await?;
    let mut quiet = pace.reaction;
    loop {
        let until = deadline.min(Instant::now() + quiet);
        match timeout_at(until, revision.changed()).await {
            Ok(Ok(())) => quiet = pace.quiet,
            Ok(Err(_)) | Err(_) => return Ok(done),
        }
    }
}

/// Runs what waits for disk or a device where waiting is fine.
async fn off_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Wrong> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Wrong::Stopping)
}

#[cfg(test)]
mod tests;
