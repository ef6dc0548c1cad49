//! What the server is started with.

mod configuration;
mod database;
mod keys;

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

pub use configuration::{Configuration, ConfigurationError, Source, Told};
pub use database::{Database, DatabaseUnknown, PostgresAddress};
pub use keys::{FILE_VARIABLE, Form, KEYS, Key, PREFIX};
use wufei_api::protocol::OLDEST;

use crate::{
    backups::Backups, certificate::CertificateFiles, limits::client::TrustedProxies, log::Log,
};

/// Milliseconds between two rounds of counting, unless said otherwise.
pub const TICK_MS: u64 = 5_000;

/// Where people find the server: `https://fenlei.example.cn`, without a slash at the end. It stands in
/// QR codes on paper, so it is what a phone outside can reach, whatever the server listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAddress(String);

/// Characters of a public address at most: a QR code with more is hard to read from a wall.
pub const PUBLIC_ADDRESS_CHARS_MAX: usize = 100;

/// An address that cannot stand in a QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "public address {0} is not http:// or https:// with a host and perhaps a path, at most {max} \
     characters, without spaces, ?, #, @",
    max = PUBLIC_ADDRESS_CHARS_MAX
)]
pub struct NoPublicAddress(String);

impl FromStr for PublicAddress {
    type Err = NoPublicAddress;

    /// A slash at the end is left out.
    fn from_str(text: &str) -> Result<Self, NoPublicAddress> {
        let refuse = || NoPublicAddress(text.chars().take(PUBLIC_ADDRESS_CHARS_MAX).collect());
        let address = text.trim_end_matches('/');
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let rest = rest.ok_or_else(refuse)?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_~:/[]%".contains(&byte);
        let is_host = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
        if is_host && rest.bytes().all(fits) && address.len() <= PUBLIC_ADDRESS_CHARS_MAX {
            Ok(Self(address.to_owned()))
        } else {
            Err(refuse())
        }
    }
}

impl fmt::Display for PublicAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the server is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the data is.
    pub database: Database,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The certificate it serves HTTPS with; `None`: it serves HTTP.
    pub certificate: Option<CertificateFiles>,
    /// Milliseconds between two rounds of counting standings and booking what is overdue.
    pub tick_ms: u64,
    /// The oldest version of the protocol that is served, from
    /// [`OLDEST`](wufei_api::protocol::OLDEST) to [`CURRENT`](wufei_api::protocol::CURRENT). What an
    /// older device made is taken all the same.
    pub oldest_protocol: u32,
    /// Where the files of photos lie; `None`: beside the database, where that is a file.
    pub photos: Option<PathBuf>,
    /// What stands in the QR codes of posters and screens; `None`: where it listens.
    pub public_address: Option<PublicAddress>,
    /// Whose word on the address of a request is taken.
    pub trusted_proxies: TrustedProxies,
    /// What is kept of the city by the server itself; `None`: nothing.
    pub backups: Option<Backups>,
    /// Where Prometheus asks for figures, without a password; `None`: nowhere.
    pub metrics: Option<SocketAddr>,
    /// What the program writes to its log. A server in another process is heard by whoever runs it.
    pub log: Log,
}

impl Settings {
    /// A server on a free port of the loopback address.
    pub fn loopback(database: Database) -> Self {
        Self {
            database,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            certificate: None,
            tick_ms: TICK_MS,
            oldest_protocol: OLDEST,
            photos: None,
            public_address: None,
            trusted_proxies: TrustedProxies::default(),
            backups: None,
            metrics: None,
            log: Log::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_what_a_phone_can_open() {
        for (typed, kept) in [
            ("https://fenlei.example.cn/", "https://fenlei.example.cn"),
            ("http://10.0.0.7:8789", "http://10.0.0.7:8789"),
            ("https://example.cn/fenlei", "https://example.cn/fenlei"),
        ] {
            assert_eq!(typed.parse::<PublicAddress>().unwrap().to_string(), kept);
        }
        let long = format!("https://{}.cn", "x".repeat(PUBLIC_ADDRESS_CHARS_MAX));
        for typed in
            ["", "fenlei.cn", "ftp://a.cn", "https://", "https://a b", "https://a?b", &long]
        {
            assert!(typed.parse::<PublicAddress>().is_err(), "{typed}");
        }
    }
}
