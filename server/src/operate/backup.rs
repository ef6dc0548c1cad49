//! A backup while the server runs: one snapshot, verified before it is called a backup. It is a SQLite
//! file whatever the database is, so that either can be restored from it.

use std::{
    ffi::OsString,
    fmt, fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use wufei_domain::record::hex;

use super::{
    OperateError,
    carry::{copy_into_file, seal, unseal},
    must_be_there,
};
use crate::{
    settings::Database,
    store::{
        Connection, StoreError, in_one, postgres::Postgres, rows::Rows as _, sqlite::Sqlite,
        statements::restore,
    },
};

/// Bytes of a file that are hashed at once.
const PIECE_BYTES: usize = 64 * 1024;

/// What a verified database holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Records as they were sent.
    pub records: u64,
    /// Rows of all feeds.
    pub facts: u64,
    /// Entries of the ledger.
    pub transfers: u64,
    /// SHA-256 of the file, in hex.
    pub hash: String,
}

impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { records, facts, transfers, hash } = self;
        write!(f, "{records} records, {facts} facts, {transfers} transfers; sha256 {hash}")
    }
}

/// Copies the database as it is at one moment into the new file `to`. The server may run and take
/// records meanwhile; those after the moment are not in it. The file stands under its name only
/// once it was verified and has reached the disk.
///
/// # Errors
/// When `to` is there already, cannot be written, or the copy does not verify.
pub fn backup(database: &Database, to: &Path) -> Result<Holding, OperateError> {
    must_be_there(database)?;
    if to.exists() {
        return Err(OperateError::Occupied(to.to_owned()));
    }
    let part = beside(to, ".part");
    remove_if_there(&part)?;
    match database {
        Database::Sqlite(path) => Sqlite::open(path)?.copy_into(&part)?,
        Database::Postgres(address) => {
            let mut source = Postgres::open(address)?;
            source.hold_still()?;
            copy_into_file(&mut source, &part, crate::machine::now())?;
        }
    }
    let mut copy = Sqlite::open(&part)?;
    in_one(&mut copy, seal)?;
    // The look that a restore takes at it; what that takes out is put back.
    copy.begin()?;
    let is_sealed = unseal(&mut copy);
    copy.rollback()?;
    is_sealed?;
    copy.alone()?;
    drop(copy);
    let holding = look_at(&part, &part)?;
    settle(&part, to)?;
    Ok(holding)
}

/// Compares a backup with the sums it was made with, brings it to this program's schema, and looks at
/// all of it. The hash told is that of `named`, the file as people know it.
pub(super) fn verify(path: &Path, named: &Path) -> Result<Holding, OperateError> {
    let mut backup = Sqlite::as_it_is(path)?;
    backup.verify()?;
    in_one(&mut backup, unseal)?;
    drop(backup);
    look_at(path, named)
}

fn look_at(path: &Path, named: &Path) -> Result<Holding, OperateError> {
    let mut connection = Sqlite::open(path)?;
    connection.verify()?;
    let mut count = |statement| -> Result<u64, StoreError> {
        connection.first(statement, &[])?.map_or(Ok(0), |row| row.integer(0))
    };
    let (records, facts, transfers) =
        (count(&restore::RECORDS)?, count(&restore::FACTS)?, count(&restore::TRANSFERS)?);
    connection.alone()?;
    drop(connection);
    Ok(Holding { records, facts, transfers, hash: hash(named)? })
}

/// SHA-256 in hex, piece by piece: a city's file is larger than its server's memory may be.
fn hash(path: &Path) -> Result<String, OperateError> {
    let mut file = fs::File::open(path).map_err(OperateError::at(path))?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; PIECE_BYTES]);
    loop {
        match file.read(&mut piece).map_err(OperateError::at(path))? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(&piece[..read]),
        }
    }
}

/// Brings a finished file to the disk and to its name: whole or not at all.
pub(crate) fn settle(finished: &Path, to: &Path) -> Result<(), OperateError> {
    let file = fs::File::open(finished).map_err(OperateError::at(finished))?;
    file.sync_all().map_err(OperateError::at(finished))?;
    fs::rename(finished, to).map_err(OperateError::at(to))?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    // The name is in the folder, and a folder has to reach the disk like a file.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(OperateError::at(folder))
}

/// The same path with more at its end.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

pub(super) fn remove_if_there(path: &Path) -> Result<(), OperateError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(OperateError::at(path)(error))
        }
        _ => Ok(()),
    }
}
