//! The key that a city signs its rulebooks and the heads of its audit log with: Ed25519, 32 secret bytes
//! as hex, in the environment variable [`VARIABLE`] or in a file beside the database. The secret is never
//! shown, logged or kept in the database; the public half is, so that an enrolment can hand it out.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use ring::signature::{Ed25519KeyPair, KeyPair as _};
use wufei_domain::{
    audit::{AuditSignature, Head},
    rulebook::{RulebookHash, RulebookKey, RulebookSignature, signed},
};

use crate::{
    secret_file,
    settings::Database,
    store::{Connection, StoreError, statements::meta, text},
};

/// Why there is no key. No text of it holds a secret.
pub type CityKeyError = secret_file::SecretError;

/// The environment variable that holds the secret where no file shall.
pub const VARIABLE: &str = "WUFEI_RULEBOOK_KEY";

/// The public half's name in `meta`.
const NAME: &str = "rulebook_key";

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
        Self::of_secret(secret_file::open(VARIABLE, database.file().map(path_of).as_deref())?)
    }

    /// The key in a file, which must be there.
    ///
    /// # Errors
    /// See [`CityKeyError`].
    pub fn of_file(path: &Path) -> Result<Self, CityKeyError> {
        Self::of_secret(secret_file::of_file(path)?)
    }

    fn of_secret(secret: [u8; secret_file::SECRET_BYTES]) -> Result<Self, CityKeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&secret);
        pair.map(Self).map_err(|_| CityKeyError::Malformed(VARIABLE.to_owned()))
    }

    /// What devices verify with.
    pub fn public(&self) -> RulebookKey {
        let bytes = self.0.public_key().as_ref().first_chunk().copied();
        RulebookKey::new(bytes.unwrap_or_default())
    }

    /// The city's word for a rulebook.
    pub fn sign(&self, version: &str, hash: &RulebookHash) -> RulebookSignature {
        RulebookSignature::new(self.signature(&signed(version, hash)))
    }

    /// The city's word for where its audit log ends.
    pub fn sign_head(&self, head: &Head) -> AuditSignature {
        AuditSignature::new(self.signature(&head.signed()))
    }

    fn signature(&self, said: &str) -> [u8; 64] {
        self.0.sign(said.as_bytes()).as_ref().first_chunk().copied().unwrap_or([0; 64])
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
    secret_file::path_of(database, ".rulebook-key")
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_key_signs_and_what_it_signed_is_told_from_other_things() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.sqlite");
        let key = CityKey::of_secret(secret_file::beside(&path_of(&file)).unwrap()).unwrap();
        assert_eq!(CityKey::of_file(&path_of(&file)).unwrap().public(), key.public());
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
}
