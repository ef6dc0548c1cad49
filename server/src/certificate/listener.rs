//! Accepts over TLS. Each handshake is a task of its own with a time limit, so that somebody who never
//! finishes theirs holds up nobody.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::Listener;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::Held;

/// How long a handshake may take.
pub const HANDSHAKE: Duration = Duration::from_secs(10);

/// Somebody whose handshake is through.
type Accepted = (TlsStream<TcpStream>, SocketAddr);

/// A listener whose connections are TLS.
pub struct Tls {
    listener: TcpListener,
    held: Arc<Held>,
    limit: Duration,
    shaking: JoinSet<Option<Accepted>>,
}

impl Tls {
    /// Accepts with the pair that holds when somebody connects; a handshake may take `limit`.
    pub fn new(listener: TcpListener, held: Arc<Held>, limit: Duration) -> Self {
        Self { listener, held, limit, shaking: JoinSet::new() }
    }

    fn shake(&mut self, stream: TcpStream, peer: SocketAddr) {
        let acceptor = TlsAcceptor::from(self.held.config());
        let limit = self.limit;
        self.shaking.spawn(async move {
            // Answers are small: the last piece of one does not wait for the next.
            let _ = stream.set_nodelay(true);
            let shaken = timeout(limit, acceptor.accept(stream)).await.ok()?.ok()?;
            Some((shaken, peer))
        });
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Accepted {
        loop {
            tokio::select! {
                (stream, peer) = Listener::accept(&mut self.listener) => self.shake(stream, peer),
                Some(done) = self.shaking.join_next() => {
                    // Whoever did not get through has hung up, or is hung up on.
                    if let Ok(Some(accepted)) = done {
                        return accepted;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}
