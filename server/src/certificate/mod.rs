//! The server's own certificate, where no proxy ends TLS for it.
//!
//! A certificate and its key are two files of PEM that the operator names. [`read`] looks at them against
//! a given time; what it refuses at the start it refuses in the same words at a reload, and then the pair
//! before stays. Start here: [`Held`], which has the pair that holds now; [`Tls`] accepts with it.
//!
//! Looked at is the first certificate of the file, the server's own. Those after it are told to whoever
//! connects as they are: an authority may well send one along that expired.

mod held;
mod listener;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::{CertifiedKey, SingleCertAndKey},
};
use wufei_domain::time::{Civil, DAY_MS, UnixMs};
use x509_cert::{Certificate, der::Decode as _};

pub use held::{Held, LOW_DAYS, Lifetime};
pub use listener::{HANDSHAKE, Tls};

use crate::secret_file::open_mode;

/// What each block of PEM begins with.
const PEM_BEGIN: &str = "-----BEGIN ";

/// What is spoken inside TLS.
const HTTP: &[u8] = b"http/1.1";

/// Where certificate and key lie, as PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The server's certificate, then those of the authorities between it and a well-known one.
    pub chain: PathBuf,
    /// The key of the first of them, which nobody but its owner may read.
    pub key: PathBuf,
}

/// A minute of UTC: `2026-12-01 08:00 UTC`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minute(pub UnixMs);

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day, hour, minute } = Civil::at(self.0, 0);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
    }
}

/// Why a pair is not served. No text of it holds anything of the key.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The file cannot be read.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Not PEM at all.
    #[error("{} is no PEM: no line of it begins with -----BEGIN", .0.display())]
    NoPem(PathBuf),
    /// PEM without a certificate.
    #[error("{} holds no certificate: no line of it is -----BEGIN CERTIFICATE-----", .0.display())]
    NoCertificate(PathBuf),
    /// PEM without a key.
    #[error("{} holds no private key that can be read without a password", .0.display())]
    NoKey(PathBuf),
    /// A certificate or a key that cannot be read.
    #[error("{} cannot be read: {why}", path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Others than its owner may read the key.
    #[error(
        "{} has mode {mode:04o}, so that others than its owner can read the key: it must have mode 0600",
        path.display()
    )]
    Open {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Key and certificate are not of one pair.
    #[error(
        "the key in {} does not belong to the first certificate in {}",
        key.display(),
        chain.display()
    )]
    Strangers {
        /// The file of the certificate.
        chain: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// Its time is over.
    #[error("the certificate in {} expired at {until}", path.display())]
    Expired {
        /// Which file.
        path: PathBuf,
        /// When.
        until: Minute,
    },
    /// Its time has not come.
    #[error("the certificate in {} is not valid before {from}", path.display())]
    NotYet {
        /// Which file.
        path: PathBuf,
        /// From when.
        from: Minute,
    },
    /// Without a certificate of its own a server has nothing to read again.
    #[error("no certificate is named, so none is read again")]
    None,
}

/// A pair that may be served.
pub struct Pair {
    config: Arc<ServerConfig>,
    until: UnixMs,
}

/// Reads a pair and looks whether it may be served at `now`.
///
/// # Errors
/// See [`CertificateError`].
pub fn read(files: &CertificateFiles, now: UnixMs) -> Result<Pair, CertificateError> {
    let CertificateFiles { chain: path, key } = files;
    let chain = chain(path)?;
    let malformed = |path: &Path| {
        let path = path.to_owned();
        move |why: String| CertificateError::Malformed { path, why }
    };
    let provider = Arc::new(ring::default_provider());
    let loaded = provider.key_provider.load_private_key(private_key(key)?);
    let loaded = loaded.map_err(|error| malformed(key)(error.to_string()))?;
    let (from, until) = match chain.first() {
        Some(own) => validity(own).map_err(|error| malformed(path)(error.to_string()))?,
        None => return Err(CertificateError::NoCertificate(path.clone())),
    };
    let pair = CertifiedKey::new(chain, loaded);
    pair.keys_match().map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            CertificateError::Strangers { chain: path.clone(), key: key.clone() }
        }
        error => malformed(path)(error.to_string()),
    })?;
    if now > until {
        return Err(CertificateError::Expired { path: path.clone(), until: Minute(until) });
    }
    if now < from {
        return Err(CertificateError::NotYet { path: path.clone(), from: Minute(from) });
    }
    let config = config(pair, provider).map_err(|error| malformed(path)(error.to_string()))?;
    Ok(Pair { config: Arc::new(config), until })
}

fn config(
    pair: CertifiedKey,
    provider: Arc<CryptoProvider>,
) -> Result<ServerConfig, rustls::Error> {
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let one = Arc::new(SingleCertAndKey::from(pair));
    let mut config = builder.with_no_client_auth().with_cert_resolver(one);
    config.alpn_protocols = vec![HTTP.to_vec()];
    Ok(config)
}

/// The text of a file, which is PEM.
fn pem(path: &Path) -> Result<Vec<u8>, CertificateError> {
    let text =
        fs::read(path).map_err(|error| CertificateError::File { path: path.to_owned(), error })?;
    let begin = PEM_BEGIN.as_bytes();
    let is_pem = text.windows(begin.len()).any(|window| window == begin);
    if is_pem { Ok(text) } else { Err(CertificateError::NoPem(path.to_owned())) }
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let text = pem(path)?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let all = all.map_err(|error| CertificateError::Malformed {
        path: path.to_owned(),
        why: error.to_string(),
    })?;
    if all.is_empty() { Err(CertificateError::NoCertificate(path.to_owned())) } else { Ok(all) }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, CertificateError> {
    let file = |error| CertificateError::File { path: path.to_owned(), error };
    if let Some(mode) = open_mode(path).map_err(file)? {
        return Err(CertificateError::Open { path: path.to_owned(), mode });
    }
    // Of an error nothing is told: it may quote what stands in the file.
    PrivateKeyDer::from_pem_slice(&pem(path)?).map_err(|_| CertificateError::NoKey(path.to_owned()))
}

/// From when and until when a certificate is valid.
fn validity(own: &CertificateDer<'_>) -> Result<(UnixMs, UnixMs), x509_cert::der::Error> {
    let validity = Certificate::from_der(own)?.tbs_certificate.validity;
    let at = |time: x509_cert::time::Time| {
        let ms = time.to_unix_duration().as_millis();
        UnixMs::new(i64::try_from(ms).unwrap_or(i64::MAX))
    };
    Ok((at(validity.not_before), at(validity.not_after)))
}

/// Whole days from `now` until a moment; below 0 when it is over.
const fn days_left(until: UnixMs, now: UnixMs) -> i64 {
    until.since_ms(now).div_euclid(DAY_MS)
}
