//! The key that the shell keeps in the phone's own secret storage, and the token sealed with it, so
//! that a copy of the files opens nothing. What people made is sealed in `sealed`.
//!
//! AES-256-GCM with a nonce of chance. What is sealed names its place beside it, the token the
//! installation: moved into the database of another one it does not open.

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use rusqlite::{OptionalExtension as _, Transaction};
use wufei_api::enrol::Token;
use wufei_domain::refusal::{Code, Refusal};

use super::{DEVICE, Failure};

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;

const CLEAR: &str = "SELECT token FROM identity WHERE token <> ''";
const SEALED: &str = "SELECT token, sealed_token FROM identity";
const SEAL: &str = "UPDATE identity SET token = ?1, sealed_token = ?2";

/// The key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealKey([u8; KEY_BYTES]);

/// It is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a seal key is {KEY_BYTES} bytes")]
pub struct NoSealKey;

impl TryFrom<&[u8]> for SealKey {
    type Error = NoSealKey;

    fn try_from(bytes: &[u8]) -> Result<Self, NoSealKey> {
        bytes.try_into().map(Self).map_err(|_| NoSealKey)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl SealKey {
    fn cipher(&self) -> Result<LessSafeKey, Failure> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0).map_err(|_| broken("key"))?;
        Ok(LessSafeKey::new(key))
    }

    /// Seals `text` for the place of that name: nonce, ciphertext, tag.
    pub(super) fn seal(&self, mut text: Vec<u8>, place: &str) -> Result<Vec<u8>, Failure> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| broken("chance"))?;
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place),
                &mut text,
            )
            .map_err(|_| broken("sealing"))?;
        Ok([nonce.as_slice(), &text].concat())
    }

    /// `None`: sealed with another key, for another place, or damaged.
    pub(super) fn open(&self, sealed: &[u8], place: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some((nonce, text)) = sealed.split_first_chunk::<NONCE_LEN>() else { return Ok(None) };
        let (nonce, mut text) = (Nonce::assume_unique_for_key(*nonce), text.to_vec());
        let opened = self.cipher()?.open_in_place(nonce, Aad::from(place), &mut text);
        Ok(opened.ok().map(|opened| opened.to_vec()))
    }

    fn open_token(&self, sealed: &[u8], device: &str) -> Result<Option<Token>, Failure> {
        let opened = self.open(sealed, device)?;
        Ok(opened.and_then(|text| String::from_utf8(text).ok()).map(Token))
    }
}

fn broken(what: &str) -> Failure {
    Refusal::new(Code::StoreFailed).with("detail", format!("seal: {what}")).into()
}

/// This installation's id.
pub(super) fn device(tx: &Transaction<'_>) -> Result<String, Failure> {
    Ok(tx.query_row(DEVICE, [], |row| row.get(0))?)
}

/// A token as it is stored: in the clear or sealed.
pub(super) fn stored(
    tx: &Transaction<'_>,
    key: Option<&SealKey>,
    token: &Token,
) -> Result<(Option<String>, Option<Vec<u8>>), Failure> {
    Ok(match key {
        Some(key) => (None, Some(key.seal(token.0.clone().into_bytes(), &device(tx)?)?)),
        None => (Some(token.0.clone()), None),
    })
}

/// The token, if there is one that this key opens.
pub(super) fn token(tx: &Transaction<'_>, key: Option<&SealKey>) -> Result<Option<Token>, Failure> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found: Option<(Option<String>, Option<Vec<u8>>)> =
        tx.query_row(SEALED, [], read).optional()?;
    match (found, key) {
        // An installation that was left has an empty one.
        (Some((Some(clear), _)), _) => Ok(Some(Token(clear)).filter(|token| !token.0.is_empty())),
        (Some((None, Some(sealed))), Some(key)) => key.open_token(&sealed, &device(tx)?),
        _ => Ok(None),
    }
}

/// Seals a token that an earlier version, or a start without a key, left in the clear.
pub(super) fn settle(tx: &Transaction<'_>, key: &SealKey) -> Result<(), Failure> {
    let clear: Option<String> = tx.query_row(CLEAR, [], |row| row.get(0)).optional()?;
    let Some(clear) = clear else { return Ok(()) };
    tx.execute(SEAL, stored(tx, Some(key), &Token(clear))?)?;
    Ok(())
}
