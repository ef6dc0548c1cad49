//! The server, started and stopped: a writer thread, a small runtime for the network, and an end
//! that finishes what was begun.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::mpsc::Sender,
    thread::JoinHandle,
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    backups::Keeper,
    listeners::Listeners,
    machine::{self, NoRandom},
    measures,
    pages::{Pages, PagesError},
    photos::PhotoFolder,
    routes::{self, Outside},
    settings::{NoPublicAddress, Settings},
    store::StoreError,
    writer::Writer,
};

/// How long requests that were begun may take after the stop.
const FINISH_MS: u64 = 10_000;

/// Threads for the network. They only read and write sockets; the work is the writer's.
const NETWORK_THREADS: usize = 2;

/// Why a server could not start, or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address or the runtime.
    #[error("listening on {address} failed: {error}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The system gives no random bytes.
    #[error(transparent)]
    Random(#[from] NoRandom),
    /// The words of the public pages, or what they answer from.
    #[error(transparent)]
    Pages(#[from] PagesError),
    /// Where it listens is no address for a phone.
    #[error(transparent)]
    Address(#[from] NoPublicAddress),
    /// There is no place for photos.
    #[error("photos have no place: with PostgreSQL a folder is named by --photos FOLDER")]
    NoPhotos,
    /// A thread ended by a panic.
    #[error("thread {0} ended by a panic")]
    Panicked(&'static str),
}

/// Starts servers.
pub struct Server;

impl Server {
    /// Opens the database and listens. It runs in threads of its own until [`Running::stop`].
    ///
    /// # Errors
    /// When database, address or randomness are not to be had.
    pub fn start(settings: Settings) -> Result<Running, StartError> {
        machine::check_random()?;
        let refuse = |error| StartError::Listen { address: settings.listen, error };
        let (listener, address) = listen(settings.listen)?;
        let asked = settings.metrics.map(listen).transpose()?;
        let metrics = asked.as_ref().map(|(_, address)| *address);
        let asked = asked.map(|(listener, _)| listener);
        let public =
            settings.public_address.map_or_else(|| format!("http://{address}").parse(), Ok);
        let pages = Pages::new(public?)?;
        let (writer, desk) = Writer::start(&settings.database, settings.tick_ms)?;
        let listeners = writer.listeners().clone();
        let measures = writer.measures().clone();
        let photos = PhotoFolder::of(settings.photos, &settings.database);
        let photos = photos.ok_or(StartError::NoPhotos)?;
        let keeper = settings.backups.map(|backups| {
            let photos = photos.folder().to_owned();
            Keeper::new(settings.database.clone(), photos, backups, measures.clone())
        });
        let handlers = routes::Desk::new(writer, pages, settings.database, photos);
        let outside =
            Outside { oldest: settings.oldest_protocol, trusted: settings.trusted_proxies };
        let router = routes::router(handlers, outside);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(NETWORK_THREADS)
            .thread_name("network")
            .enable_all()
            .build()
            .map_err(refuse)?;
        let (stop, stopped) = watch::channel(false);
        let network = std::thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || {
                if let Some(listener) = asked {
                    runtime.spawn(measures::listener::serve(listener, measures, listeners.clone()));
                }
                let served = runtime.block_on(serve(listener, router, listeners, stopped));
                // A connection that did not finish in time is dropped with the runtime.
                runtime.shutdown_timeout(Duration::from_millis(FINISH_MS));
                served
            })
            .map_err(refuse)?;
        let backups = keeper.map(Keeper::start).transpose().map_err(refuse)?;
        let threads = Some(Threads { network, desk });
        Ok(Running { address, metrics, stop, threads, _backups: backups })
    }
}

/// Listens at an address; gives also which one it became.
fn listen(at: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let refuse = |error| StartError::Listen { address: at, error };
    let listener = TcpListener::bind(at).map_err(refuse)?;
    listener.set_nonblocking(true).map_err(refuse)?;
    let address = listener.local_addr().map_err(refuse)?;
    Ok((listener, address))
}

async fn serve(
    listener: TcpListener,
    router: axum::Router,
    listeners: Listeners,
    stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut graceful = stopped.clone();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        // The other end gone means the same as a stop.
        let _ = graceful.wait_for(|stop| *stop).await;
        listeners.close();
    });
    let mut hard = stopped;
    tokio::select! {
        served = serving => served,
        () = async {
            let _ = hard.wait_for(|stop| *stop).await;
            tokio::time::sleep(Duration::from_millis(FINISH_MS)).await;
        } => Ok(()),
    }
}

struct Threads {
    network: JoinHandle<io::Result<()>>,
    desk: JoinHandle<Result<(), StoreError>>,
}

/// A server that runs. Dropped without [`Running::stop`], it ends soon after on its own.
pub struct Running {
    address: SocketAddr,
    metrics: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    threads: Option<Threads>,
    /// Dropped, it ends the thread that makes backups.
    _backups: Option<Sender<()>>,
}

impl Running {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where Prometheus finds its figures at `/metrics`, if anywhere.
    pub const fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics
    }

    /// Its address as a device is given it, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new requests, finishes those begun, brings the log into the database file.
    ///
    /// # Errors
    /// When the network or the database did not end well.
    pub fn stop(mut self) -> Result<(), StartError> {
        let Some(threads) = self.threads.take() else { return Ok(()) };
        self.stop.send_replace(true);
        let address = self.address;
        let served = threads.network.join().map_err(|_| StartError::Panicked("server"))?;
        let settled = threads.desk.join().map_err(|_| StartError::Panicked("writer"))?;
        served.map_err(|error| StartError::Listen { address, error })?;
        Ok(settled?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}
