//! A client that trusts one authority, and keeps its connection.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto::ring,
    pki_types::CertificateDer,
};

use crate::authority::Authority;

/// A connection.
pub struct Client(StreamOwned<ClientConnection, TcpStream>);

impl Client {
    /// Connects, and lets the handshake go through.
    pub fn connect(at: SocketAddr, trusted: &Authority) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.root.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = "localhost".try_into().unwrap();
        let mut connection = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = TcpStream::connect(at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        while connection.is_handshaking() {
            connection.complete_io(&mut stream).map_err(|error| error.to_string())?;
        }
        Ok(Self(StreamOwned::new(connection, stream)))
    }

    /// What the server showed.
    pub fn seen(&self) -> CertificateDer<'static> {
        self.0.conn.peer_certificates().unwrap()[0].clone().into_owned()
    }

    /// Asks for the server's health on this connection, which stays open.
    pub fn health(&mut self) -> Result<(), String> {
        let request = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
        self.0.write_all(request).map_err(|error| error.to_string())?;
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\nok") {
            let mut some = [0; 1024];
            match self.0.read(&mut some) {
                Ok(0) => return Err(format!("closed after {}", String::from_utf8_lossy(&answer))),
                Ok(many) => answer.extend_from_slice(&some[..many]),
                Err(error) => return Err(error.to_string()),
            }
        }
        if answer.starts_with(b"HTTP/1.1 200 ") {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&answer).into_owned())
    }
}
