//! The audit log as an auditor reads it: listed, verified, and its signed head taken, to be kept in
//! another place than the database.

use std::{fmt, fs, io::Write as _, path::Path};

use ring::signature::{ED25519, UnparsedPublicKey};
use wufei_domain::{
    audit::{AuditHash, Broken, Chain, Head, SignedHead, commitment},
    rulebook::RulebookKey,
    time::UnixMs,
};

use super::{OperateError, field, in_transaction};
use crate::{
    city_key::{self, CityKey},
    service::audit::{Written, after},
    settings::Database,
    store::{Connection, StoreError, statements::audit as stored},
};

/// Rows that are read at once.
const PAGE_ROWS: u64 = 1_000;

/// Why a log does not hold.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The first thing that is wrong with it.
    #[error("the audit log is broken: {0}")]
    Broken(#[from] Broken),
    /// A file that is no head.
    #[error("this file is no head of an audit log: {0}")]
    HeadMalformed(serde_json::Error),
    /// A head of another city, or of an older key.
    #[error("the head was signed with another key, {theirs}; this city's is {ours}")]
    HeadOfOtherKey {
        /// The head's.
        theirs: RulebookKey,
        /// The database's.
        ours: RulebookKey,
    },
    /// A head that says something else than what was signed.
    #[error("the head was changed: its signature is not that of what it says")]
    HeadForged,
}

/// A log that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Rows.
    pub rows: u64,
    /// Its last row's hash.
    pub hash: AuditHash,
    /// Commitments whose words were erased.
    pub erased: u64,
    /// The row of the kept head, if one was shown.
    pub kept: Option<u64>,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, hash, erased, kept } = self;
        write!(f, "the audit log holds: {rows} rows, {erased} with words erased, hash {hash}; ")?;
        match kept {
            Some(seq) => write!(f, "it goes on from the head of row {seq}"),
            None => write!(f, "without a kept head nobody can tell whether it was written anew"),
        }
    }
}

/// Walks the whole log; with `head`, the file of a kept head, also whether it goes on from there.
///
/// # Errors
/// [`AuditError`] with the first thing that is wrong. What the file and the database say.
pub fn verify_audit(database: &Database, head: Option<&Path>) -> Result<Verified, OperateError> {
    let signed = head.map(read_head).transpose()?;
    in_transaction(database, |connection| {
        if let Some(signed) = &signed {
            check_signature(connection, signed)?;
        }
        let kept = signed.as_ref().map(SignedHead::head);
        let verified = walk(connection, kept)?;
        Ok(verified)
    })
}

fn read_head(file: &Path) -> Result<SignedHead, OperateError> {
    let json = fs::read_to_string(file).map_err(OperateError::at(file))?;
    Ok(serde_json::from_str(&json).map_err(AuditError::HeadMalformed)?)
}

fn check_signature(
    connection: &mut dyn Connection,
    signed: &SignedHead,
) -> Result<(), OperateError> {
    let theirs = signed.key;
    match city_key::public(connection)? {
        Some(ours) if ours == theirs => {}
        ours => {
            let ours = ours.unwrap_or_else(|| RulebookKey::new([0; 32]));
            return Err(AuditError::HeadOfOtherKey { theirs, ours }.into());
        }
    }
    let said = signed.head().signed();
    UnparsedPublicKey::new(&ED25519, theirs.bytes())
        .verify(said.as_bytes(), signed.signature.bytes())
        .map_err(|_| AuditError::HeadForged.into())
}

fn walk(connection: &mut dyn Connection, kept: Option<Head>) -> Result<Verified, OperateError> {
    let (mut chain, mut erased) = (Chain::new(kept), 0);
    loop {
        let page = after(connection, chain.end().0, PAGE_ROWS)?;
        for Written { row, words } in &page {
            chain.take(row).map_err(AuditError::from)?;
            match (&row.words, words) {
                (None, None) => {}
                (Some(_), None) => erased += 1,
                (Some(hash), Some((salt, words)))
                    if commitment(salt, words).to_string() == *hash => {}
                _ => return Err(AuditError::from(Broken::WordsChanged { seq: row.seq }).into()),
            }
        }
        if (page.len() as u64) < PAGE_ROWS {
            break;
        }
    }
    chain.finish(own_head(connection)?).map_err(AuditError::from)?;
    let (rows, hash) = chain.end();
    Ok(Verified { rows, hash, erased, kept: kept.map(|head| head.seq) })
}

fn own_head(connection: &mut dyn Connection) -> Result<(u64, AuditHash), StoreError> {
    match connection.first(&stored::HEAD, &[])? {
        Some(row) => Ok((row.integer(0)?, row.read(1)?)),
        None => Err(StoreError::Shape("the audit log has no head".to_owned())),
    }
}

/// A head that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadTaken(pub SignedHead);

impl fmt::Display for HeadTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SignedHead { seq, hash, key, .. } = &self.0;
        write!(f, "head of row {seq}: {hash}; signed with the key {key}; keep it elsewhere")
    }
}

/// Verifies the log and writes its head, signed with the city's key, into the new file `to`.
///
/// # Errors
/// As [`verify_audit`]; [`OperateError::Occupied`], [`OperateError::Key`], what the file says.
pub fn take_audit_head(
    database: &Database,
    to: &Path,
    now: UnixMs,
) -> Result<HeadTaken, OperateError> {
    let key = CityKey::open(database).map_err(OperateError::Key)?;
    let head = in_transaction(database, |connection| {
        let Verified { rows, hash, .. } = walk(connection, None)?;
        key.publish(connection)?;
        Ok(Head { seq: rows, hash, at: now })
    })?;
    let Head { seq, hash, at } = head;
    let signed = SignedHead { seq, hash, at, key: key.public(), signature: key.sign_head(&head) };
    let json = serde_json::to_string_pretty(&signed).map_err(AuditError::HeadMalformed)?;
    let mut options = fs::OpenOptions::new();
    let mut file =
        options.write(true).create_new(true).open(to).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => OperateError::Occupied(to.to_owned()),
            _ => OperateError::at(to)(error),
        })?;
    let written = writeln!(file, "{json}").and_then(|()| file.sync_all());
    written.map_err(OperateError::at(to))?;
    Ok(HeadTaken(signed))
}

/// The log as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditList(Vec<Written>);

impl fmt::Display for AuditList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seq,at,who,act,area,subject,detail,words")?;
        for Written { row, words } in &self.0 {
            let of = |value: &Option<String>| field(value.as_deref().unwrap_or("")).into_owned();
            write!(f, "{},{},{},{},", row.seq, row.at.value(), field(&row.who), field(&row.act))?;
            write!(f, "{},{},{},", of(&row.area), of(&row.subject), field(&row.detail))?;
            writeln!(f, "{}", field(words.as_ref().map_or("", |(_, words)| words.as_str())))?;
        }
        write!(f, "# {} rows", self.0.len())
    }
}

/// Lists the rows after row `since`.
///
/// # Errors
/// What the database says.
pub fn list_audit(database: &Database, since: u64) -> Result<AuditList, OperateError> {
    in_transaction(database, |connection| {
        let mut rows: Vec<Written> = Vec::new();
        loop {
            let last = rows.last().map_or(since, |written| written.row.seq);
            let page = after(connection, last, PAGE_ROWS)?;
            let is_last = (page.len() as u64) < PAGE_ROWS;
            rows.extend(page);
            if is_last {
                return Ok(AuditList(rows));
            }
        }
    })
}
