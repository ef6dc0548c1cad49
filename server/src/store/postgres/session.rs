//! A session: a connection with its settings, driven by a small runtime of its own. The runtime turns
//! only while somebody waits for the database, so it costs no thread.

use std::{error::Error as _, fs, sync::Arc, time::Duration};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{OLDEST, SCHEMA, SHARED, failed};
use crate::{settings::PostgresAddress, store::StoreError};

/// How long a connection may take to come about, unless the address says otherwise.
const CONNECT: Duration = Duration::from_secs(5);

/// What holds for a session. A lock that another holds is waited for as long as SQLite waits for a
/// file. A database that was set not to wait for its disk is made to: what is acknowledged lasts.
const SETTINGS: &str = "SET lock_timeout TO '5s'; SET client_min_messages TO warning; \
    SET TIME ZONE 'UTC'; \
    SELECT set_config('synchronous_commit', 'on', false) \
    WHERE current_setting('synchronous_commit') = 'off'";

/// What names a database's own past: the cluster, and the timeline, which a promoted replica and a
/// cluster that was put back to an earlier moment begin anew.
const LINEAGE: &str = "SELECT system_identifier || '-' || \
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) FROM pg_control_system()";

/// A connection and what drives it.
pub(super) struct Session {
    pub(super) runtime: Runtime,
    pub(super) client: Arc<Client>,
    /// `None` where the database does not tell.
    pub(super) lineage: Option<String>,
}

impl Session {
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::TooOld`], [`StoreError::Encoding`].
    pub(super) fn open(address: &PostgresAddress) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::Unreachable(error.to_string()))?;
        let mut config = address.config().clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config.application_name("wufei-server");
        let tls = MakeRustlsConnect::new(tls(address)?);
        let connected = runtime.block_on(config.connect(tls));
        let (client, connection) =
            connected.map_err(|error| StoreError::Unreachable(cause(&error)))?;
        // Its end is told by whatever is asked next.
        runtime.spawn(async { drop(connection.await) });
        let mut session = Self { runtime, client: Arc::new(client), lineage: None };
        session.look()?;
        session.lineage = session.single("lineage", LINEAGE).ok().flatten();
        Ok(session)
    }

    fn look(&self) -> Result<(), StoreError> {
        let found = self.single("version", "SHOW server_version_num")?.unwrap_or_default();
        let number = found.parse::<i64>().unwrap_or_default();
        if number < OLDEST {
            return Err(StoreError::TooOld { found, needed: OLDEST / 10_000 });
        }
        let encoding = self.single("encoding", "SHOW server_encoding")?.unwrap_or_default();
        if encoding != "UTF8" {
            return Err(StoreError::Encoding(encoding));
        }
        self.batch("settings", &format!("SET search_path TO {SCHEMA}; {SETTINGS}"))
    }

    pub(super) fn batch(&self, name: &str, commands: &str) -> Result<(), StoreError> {
        let done = self.runtime.block_on(self.client.batch_execute(commands));
        done.map_err(|error| failed(name, &error))
    }

    /// The text in the first column of the first row that commands answer with.
    pub(super) fn single(&self, name: &str, commands: &str) -> Result<Option<String>, StoreError> {
        let said = self.runtime.block_on(self.client.simple_query(commands));
        let said = said.map_err(|error| failed(name, &error))?;
        let first = said.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row.get(0).map(str::to_owned)),
            _ => None,
        });
        Ok(first.flatten())
    }

    /// Shares the database with other sessions, until this one ends.
    pub(super) fn share(&self) -> Result<(), StoreError> {
        self.batch("share", &format!("SELECT pg_advisory_lock_shared({SHARED})"))
    }

    /// Has the database for itself, until this one ends.
    pub(super) fn alone(&self) -> Result<(), StoreError> {
        self.batch("alone", &format!("SELECT pg_advisory_lock({SHARED})"))
    }
}

/// The authority named in the address alone, else the well-known ones.
fn tls(address: &PostgresAddress) -> Result<ClientConfig, StoreError> {
    let roots = match address.root() {
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
        Some(file) => {
            let broken =
                |why: String| StoreError::Unreachable(format!("{}: {why}", file.display()));
            let text = fs::read(file).map_err(|error| broken(error.to_string()))?;
            let mut roots = RootCertStore::empty();
            for certificate in CertificateDer::pem_slice_iter(&text) {
                let certificate = certificate.map_err(|error| broken(error.to_string()))?;
                roots.add(certificate).map_err(|error| broken(error.to_string()))?;
            }
            if roots.is_empty() {
                return Err(broken("holds no certificate".to_owned()));
            }
            roots
        }
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Unreachable(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The library's words and those of what caused it: alone they are only "error connecting".
pub(super) fn cause(error: &tokio_postgres::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        words.push_str(": ");
        words.push_str(&deeper.to_string());
        cause = deeper.source();
    }
    words
}
