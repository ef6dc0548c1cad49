//! The town's server over real HTTP, on a thread of its own.

use std::net::SocketAddr;

use wufei_api::protocol::OLDEST;
use wufei_server::{Running, Server, Settings};
use wufei_tests::harness::Failure;

use crate::city::City;

/// A server of the city that listens on the loopback address; it ends with its owner.
pub struct Listening(Option<Running>);

impl Listening {
    /// # Errors
    /// When it does not start.
    pub fn start(city: &City) -> Result<Self, Failure> {
        Self::serving(city, OLDEST)
    }

    /// One that serves devices of `oldest_protocol` and later.
    ///
    /// # Errors
    /// When it does not start.
    pub fn serving(city: &City, oldest_protocol: u32) -> Result<Self, Failure> {
        let settings = Settings { oldest_protocol, ..city.settings() };
        Ok(Self(Some(Server::start(settings)?)))
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When it has ended.
    pub fn address(&self) -> Result<SocketAddr, Failure> {
        let running = self.0.as_ref().map(Running::address);
        running.ok_or_else(|| Failure::new("a server that listens", "none"))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(running) = self.0.take() {
            // A check that is red has more to say than how the server ended.
            let _ = running.stop();
        }
    }
}
