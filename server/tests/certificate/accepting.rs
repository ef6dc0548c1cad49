//! Who connects: over TLS, with a handshake that is never finished beside it, and what a client would see
//! of a certificate that the server ought not to have served.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use axum::{Router, routing::get, serve::Listener};
use rustls::ServerConfig;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use wufei_domain::time::UnixMs;
use wufei_server::certificate::{CertificateFiles, Held, Tls};

use crate::{
    authority::{ALWAYS, Authority, OVER},
    client::Client,
};

/// The first moment of 2021, when [`OVER`] was not.
const BEFORE: UnixMs = UnixMs::new(1_609_459_200_000);

/// Serves with a listener until the runtime that is given back is dropped.
fn served<L: Listener<Addr = SocketAddr>>(
    make: impl FnOnce(TcpListener) -> L,
) -> (tokio::runtime::Runtime, SocketAddr) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let at = listener.local_addr().unwrap();
    let guard = runtime.enter();
    let listener = make(listener);
    drop(guard);
    let router = Router::new().route("/healthz", get(async || "ok"));
    runtime.spawn(async move { axum::serve(listener, router).await });
    (runtime, at)
}

fn held(files: CertificateFiles) -> Arc<Held> {
    Arc::new(Held::open(files, BEFORE).unwrap())
}

/// Connects a few times and says nothing, or begins a handshake and goes no further.
fn stalled(at: SocketAddr) -> Vec<TcpStream> {
    let one = |index: usize| {
        let mut stream = TcpStream::connect(at).unwrap();
        // The head of a record with a handshake, and no more.
        stream.write_all(&[22, 3, 1, 2, 0][..index % 6]).unwrap();
        stream
    };
    (0..30).map(one).collect()
}

/// Whether a request is answered within a while, with handshakes that stand still beside it.
fn passes(at: SocketAddr, authority: Authority) -> bool {
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let asked = Client::connect(at, &authority).and_then(|mut client| client.health());
        let _ = done.send(asked);
    });
    is_done.recv_timeout(Duration::from_secs(5)).is_ok_and(|asked| asked.is_ok())
}

#[test]
fn a_handshake_that_stands_still_holds_up_nobody_and_is_ended() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let held = held(authority.pair(ALWAYS).put(folder.path()));
    let (_runtime, at) = served(|listener| Tls::new(listener, held, Duration::from_secs(3)));
    let mut still = stalled(at);
    assert!(passes(at, authority));
    for stream in &mut still {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut said = Vec::new();
        stream.read_to_end(&mut said).unwrap();
    }
}

/// The control: where handshakes are made in turn, the same request waits behind the others.
#[test]
fn handshakes_in_turn_would_hold_up_others() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let config = in_turn(&authority.pair(ALWAYS).put(folder.path()));
    let (_runtime, at) = served(|listener| InTurn { listener, acceptor: config.into() });
    let alone = Client::connect(at, &authority).and_then(|mut client| client.health());
    assert_eq!(alone, Ok(()), "alone it passes");
    let _still = stalled(at);
    assert!(!passes(at, authority));
}

struct InTurn {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for InTurn {
    type Io = TlsStream<tokio::net::TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, peer) = Listener::accept(&mut self.listener).await;
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, peer);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

fn in_turn(files: &CertificateFiles) -> Arc<ServerConfig> {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
    let chain = vec![CertificateDer::from_pem_file(&files.chain).unwrap()];
    let key = PrivateKeyDer::from_pem_file(&files.key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).unwrap())
}

/// The control for the look at its time: a server that took an expired certificate, because it was told
/// another time, lets nobody in.
#[test]
fn a_client_refuses_an_expired_certificate_that_was_served() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let held = held(authority.pair(OVER).put(folder.path()));
    let (_runtime, at) = served(|listener| Tls::new(listener, held, Duration::from_secs(3)));
    let refused = Client::connect(at, &authority).err().unwrap();
    assert!(refused.contains("certificate expired"), "{refused}");
}
