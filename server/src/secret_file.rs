//! A secret of 32 bytes as hex, in an environment variable or in a file beside the database that only
//! its owner reads. The file is made at the first need. A secret is never shown, logged or kept in the
//! database.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use wufei_domain::{record::hex, rulebook::RulebookKey};

use crate::machine;

/// Bytes of a secret.
pub const SECRET_BYTES: usize = 32;

/// Why there is no secret. No text of it holds one.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
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
    /// There is no file that it could lie beside.
    #[error("the environment variable {0} is not set: with PostgreSQL the key is there")]
    Unset(&'static str),
    /// Not 32 bytes as hex.
    #[error("{0} holds no key: 64 hex digits")]
    Malformed(String),
}

/// The secret of the environment variable, else that of the file, which is made if it is not there. A
/// database that is no file has none beside it.
///
/// # Errors
/// See [`SecretError`].
pub fn open(
    variable: &'static str,
    file: Option<&Path>,
) -> Result<[u8; SECRET_BYTES], SecretError> {
    match (std::env::var(variable), file) {
        (Ok(secret), _) => read(variable, &secret),
        (Err(_), Some(file)) => beside(file),
        (Err(_), None) => Err(SecretError::Unset(variable)),
    }
}

/// The secret in a file, which must be there.
///
/// # Errors
/// See [`SecretError`].
pub fn of_file(path: &Path) -> Result<[u8; SECRET_BYTES], SecretError> {
    let failed = |error| SecretError::File { path: path.to_owned(), error };
    if open_mode(path).map_err(failed)?.is_some() {
        return Err(SecretError::Open(path.to_owned()));
    }
    let secret = fs::read_to_string(path).map_err(failed)?;
    read(&path.display().to_string(), &secret)
}

/// The secret in a file, made if it is not there.
///
/// # Errors
/// See [`SecretError`].
pub fn beside(path: &Path) -> Result<[u8; SECRET_BYTES], SecretError> {
    let failed = |error| SecretError::File { path: path.to_owned(), error };
    if !path.try_exists().map_err(failed)? {
        make(path).map_err(failed)?;
    }
    of_file(path)
}

/// Where a secret of a database lies: its own name with more at its end.
pub fn path_of(database: &Path, end: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(end);
    PathBuf::from(path)
}

/// Reads a secret that was found at `place`.
///
/// # Errors
/// [`SecretError::Malformed`].
pub fn read(place: &str, secret: &str) -> Result<[u8; SECRET_BYTES], SecretError> {
    // The same form as that of a public key: 32 bytes as lower-case hex.
    let secret: Option<RulebookKey> = secret.trim().parse().ok();
    let bytes = secret.and_then(|secret| secret.bytes().first_chunk().copied());
    bytes.ok_or_else(|| SecretError::Malformed(place.to_owned()))
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

/// The mode of a file that others than its owner may use; `None`: only its owner may, or the system has no
/// modes.
///
/// # Errors
/// When the file cannot be looked at.
#[cfg(unix)]
pub fn open_mode(path: &Path) -> io::Result<Option<u32>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode() & 0o7777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

#[cfg(not(unix))]
pub fn open_mode(path: &Path) -> io::Result<Option<u32>> {
    fs::metadata(path).map(|_| None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = path_of(&folder.path().join("city.sqlite"), ".key");
        let secret = beside(&path).unwrap();
        assert_eq!(beside(&path).unwrap(), secret);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        beside(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(beside(&path), Err(SecretError::Open(_))));
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_shown() {
        let secret = "c0ffee".repeat(11);
        let refused = read("here", &secret).err().unwrap().to_string();
        assert_eq!(refused, "here holds no key: 64 hex digits");
    }
}
