//! The key that a city signs its rulebooks with: Ed25519, 32 secret bytes as hex, in the environment
//! variable [`VARIABLE`] or in a file beside the database that only its owner reads. The file is made
//! at the first need. The secret is never shown, logged or kept in the database; the public half is,
//! so that an enrolment can hand it out.

use std::{
    fmt, fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use ring::signature::{Ed25519KeyPair, KeyPair as _};
use wufei_domain::{
    record::hex,
    rulebook::{RulebookHash, RulebookKey, RulebookSignature, signed},
};

use crate::{
    machine,
    settings::Database,
    store::{Connection, StoreError, statements::meta, text},
};

/// The environment variable that holds the secret where no file shall.
pub const VARIABLE: &str = "WUFEI_RULEBOOK_KEY";

/// The public half's name in `meta`.
const NAME: &str = "rulebook_key";

/// Bytes of the secret.
const SECRET_BYTES: usize = 32;

/// Why there is no key. No text of it holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum CityKeyError {
    /// The file cannot be read or made.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Others than its owner may read the file.
    #[error("{0} can be read by others than its owner: it must have mode 0600")]
    Open(PathBuf),
    /// There is no file that the key could lie beside.
    #[error(
        "the environment variable {VARIABLE} is not set: with PostgreSQL the city's key is there"
    )]
    Unset,
    /// Not 32 bytes as hex.
    #[error("{0} holds no key: 64 hex digits")]
    Malformed(String),
}

/// A city's key.
pub struct CityKey(Ed25519KeyPair);

impl fmt::Debug for CityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CityKey(…)")
    }
}

impl CityKey {
    /// The key of the environment, else that of the file beside `database`, made if it is not there.
    /// A database that is no file has none beside it.
    ///
    /// # Errors
    /// See [`CityKeyError`].
    pub fn open(database: &Database) -> Result<Self, CityKeyError> {
        match (std::env::var(VARIABLE), database.file()) {
            (Ok(secret), _) => Self::read(VARIABLE, &secret),
            (Err(_), Some(file)) => Self::beside(&path_of(file)),
            (Err(_), None) => Err(CityKeyError::Unset),
        }
    }

    /// The key in a file, which must be there.
    ///
    /// # Errors
    /// See [`CityKeyError`].
    pub fn of_file(path: &Path) -> Result<Self, CityKeyError> {
        let failed = |error| CityKeyError::File { path: path.to_owned(), error };
        if is_open_to_others(path).map_err(failed)? {
            return Err(CityKeyError::Open(path.to_owned()));
        }
        let secret = fs::read_to_string(path).map_err(failed)?;
        Self::read(&path.display().to_string(), &secret)
    }

    fn beside(path: &Path) -> Result<Self, CityKeyError> {
        let failed = |error| CityKeyError::File { path: path.to_owned(), error };
        if !path.try_exists().map_err(failed)? {
            make(path).map_err(failed)?;
        }
        Self::of_file(path)
    }

    fn read(place: &str, secret: &str) -> Result<Self, CityKeyError> {
        // The same form as that of a public key: 32 bytes as lower-case hex.
        let secret: Option<RulebookKey> = secret.trim().parse().ok();
        let pair =
            secret.and_then(|secret| Ed25519KeyPair::from_seed_unchecked(secret.bytes()).ok());
        pair.map(Self).ok_or_else(|| CityKeyError::Malformed(place.to_owned()))
    }

    /// What devices verify with.
    pub fn public(&self) -> RulebookKey {
        let bytes = self.0.public_key().as_ref().first_chunk().copied();
        RulebookKey::new(bytes.unwrap_or_default())
    }

    /// The city's word for a rulebook.
    pub fn sign(&self, version: &str, hash: &RulebookHash) -> RulebookSignature {
        let signature = self.0.sign(signed(version, hash).as_bytes());
        RulebookSignature::new(signature.as_ref().first_chunk().copied().unwrap_or([0; 64]))
    }

    /// Keeps the public half, in the place of an older one. To be called inside a transaction.
    ///
    /// # Errors
    /// What the database says.
    pub fn publish(&self, connection: &mut dyn Connection) -> Result<(), StoreError> {
        if public(connection)? == Some(self.public()) {
            return Ok(());
        }
        let values = [text(NAME), text(self.public())];
        connection.execute(&meta::PUT, &values)?;
        connection.execute(&meta::REPLACE, &values)?;
        Ok(())
    }
}

/// The public half as the database has it; none where there never was a key.
///
/// # Errors
/// What the database says.
pub fn public(connection: &mut dyn Connection) -> Result<Option<RulebookKey>, StoreError> {
    connection.first(&meta::FIND, &[text(NAME)])?.map(|row| row.read(0)).transpose()
}

/// Where the secret of a database lies.
pub fn path_of(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".rulebook-key");
    PathBuf::from(path)
}

/// Draws a secret. Of two who do so at once one wins, and whoever reads the file reads it whole.
fn make(path: &Path) -> io::Result<()> {
    let mut secret = [0; SECRET_BYTES];
    machine::random(&mut secret);
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(format!(".{}", std::process::id()));
    let fresh = PathBuf::from(fresh);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    let written = writeln!(file, "{}", hex(&secret)).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| fs::hard_link(&fresh, path));
    fs::remove_file(&fresh)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_key_is_made_once_read_by_its_owner_alone_and_signs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.sqlite.rulebook-key");
        let key = CityKey::beside(&path).unwrap();
        assert_eq!(CityKey::beside(&path).unwrap().public(), key.public());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        let hash = RulebookHash::new([1; 32]);
        let signature = key.sign("2026.1.1", &hash);
        let public = key.public();
        let verify = |version: &str| {
            let said = signed(version, &hash);
            UnparsedPublicKey::new(&ED25519, public.bytes())
                .verify(said.as_bytes(), signature.bytes())
        };
        assert!(verify("2026.1.1").is_ok());
        assert!(verify("2026.1.2").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        CityKey::beside(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(CityKey::beside(&path), Err(CityKeyError::Open(_))));
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_shown() {
        let secret = "c0ffee".repeat(11);
        let refused = CityKey::read("here", &secret).err().unwrap().to_string();
        assert_eq!(refused, "here holds no key: 64 hex digits");
    }
}
