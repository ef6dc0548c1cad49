//! The server, started and stopped: a writer thread, a small runtime for the network, and an end
//! that finishes what was begun.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, mpsc::Sender},
    thread::JoinHandle,
    time::Duration,
};

use axum::serve::ListenerExt as _;
use tokio::sync::watch;

use crate::{
    backups::Keeper,
    certificate::{CertificateError, HANDSHAKE, Held, Tls},
    listeners::Listeners,
    log::{Event, report},
    machine::{self, NoRandom},
    measures::{self, Measures},
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
    /// The server's own certificate may not be served.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
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
    /// When certificate, database, address or randomness are not to be had.
    pub fn start(settings: Settings) -> Result<Running, StartError> {
        machine::check_random()?;
        let refuse = |error| StartError::Listen { address: settings.listen, error };
        // Before the database is brought up to this program's schema.
        let certificate = settings.certificate.map(|files| Held::open(files, machine::now()));
        let certificate = certificate.transpose()?.map(Arc::new);
        let (listener, address) = listen(settings.listen)?;
        let asked = settings.metrics.map(listen).transpose()?;
        let metrics = asked.as_ref().map(|(_, address)| *address);
        let asked = asked.map(|(listener, _)| listener);
        let public =
            settings.public_address.map_or_else(|| url(certificate.is_some(), address).parse(), Ok);
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
        let expiring = routes::forget_expired(handlers.clone());
        let router = routes::router(handlers, outside);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(NETWORK_THREADS)
            .thread_name("network")
            .enable_all()
            .build()
            .map_err(refuse)?;
        let (stop, stopped) = watch::channel(false);
        let network = Network {
            listener,
            certificate: certificate.clone(),
            asked,
            router,
            listeners,
            measures: measures.clone(),
        };
        let network = std::thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || {
                runtime.spawn(expiring);
                let served = runtime.block_on(network.serve(stopped));
                // A connection that did not finish in time is dropped with the runtime.
                runtime.shutdown_timeout(Duration::from_millis(FINISH_MS));
                served
            })
            .map_err(refuse)?;
        let backups = keeper.map(Keeper::start).transpose().map_err(refuse)?;
        report(Event::Started, &concat!("started, version ", env!("CARGO_PKG_VERSION")));
        let threads = Some(Threads { network, desk });
        Ok(Running { address, metrics, certificate, measures, stop, threads, _backups: backups })
    }
}

/// An address of this server, without a slash at the end.
fn url(has_certificate: bool, address: SocketAddr) -> String {
    let scheme = if has_certificate { "https" } else { "http" };
    format!("{scheme}://{address}")
}

/// Listens at an address; gives also which one it became.
fn listen(at: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let refuse = |error| StartError::Listen { address: at, error };
    let listener = TcpListener::bind(at).map_err(refuse)?;
    listener.set_nonblocking(true).map_err(refuse)?;
    let address = listener.local_addr().map_err(refuse)?;
    Ok((listener, address))
}

/// What the network's thread works with.
struct Network {
    listener: TcpListener,
    certificate: Option<Arc<Held>>,
    /// Where Prometheus asks.
    asked: Option<TcpListener>,
    router: axum::Router,
    listeners: Listeners,
    measures: Measures,
}

impl Network {
    async fn serve(self, stopped: watch::Receiver<bool>) -> io::Result<()> {
        let Self { listener, certificate, asked, router, listeners, measures } = self;
        if let Some(certificate) = &certificate {
            // Before anybody can ask for the figure.
            certificate.tell(machine::now(), &measures);
        }
        if let Some(asked) = asked {
            let figures = measures::listener::serve(asked, measures.clone(), listeners.clone());
            tokio::spawn(figures);
        }
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut graceful = stopped.clone();
        let ending = async move {
            // The other end gone means the same as a stop.
            let _ = graceful.wait_for(|stop| *stop).await;
            listeners.close();
        };
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        match certificate {
            None => {
                let serving = axum::serve(listener, service).with_graceful_shutdown(ending);
                until_stopped(serving, stopped).await
            }
            Some(certificate) => {
                tokio::spawn(Arc::clone(&certificate).watch(measures));
                // Wrapped, it tells the address of who connected as one without TLS does.
                let tls = Tls::new(listener, certificate, HANDSHAKE).tap_io(|_| ());
                let serving = axum::serve(tls, service).with_graceful_shutdown(ending);
                until_stopped(serving, stopped).await
            }
        }
    }
}

/// Serves; after the stop only for as long as what was begun may take.
async fn until_stopped(
    serving: impl IntoFuture<Output = io::Result<()>>,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    tokio::select! {
        served = serving.into_future() => served,
        () = async {
            let _ = stopped.wait_for(|stop| *stop).await;
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
    certificate: Option<Arc<Held>>,
    measures: Measures,
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
        url(self.certificate.is_some(), self.address)
    }

    /// Reads the server's own certificate again, and says in the log how that went. Who is connected
    /// stays connected.
    ///
    /// # Errors
    /// When there is none, or it may not be served: then the one before stays.
    pub fn reload(&self) -> Result<(), CertificateError> {
        let now = machine::now();
        let read = self.certificate.as_ref().ok_or(CertificateError::None);
        let read = read.and_then(|held| held.renew(now).map(|()| held));
        let read = read.inspect_err(|error| {
            report(Event::CertificateRefused, &format_args!("certificate not read: {error}"));
        });
        let held = read?;
        report(Event::CertificateRead, &"certificate read again");
        held.tell(now, &self.measures);
        Ok(())
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
        settled?;
        report(Event::Stopped, &"stopped");
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}
