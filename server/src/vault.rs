//! What seals secrets in the database: ChaCha20-Poly1305 and HMAC-SHA256 with keys made from one secret,
//! which lies in the environment variable [`VARIABLE`] or in a file beside the database. A copy of the
//! database alone opens nothing.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
    hmac,
};
use wufei_domain::{consent::Subject, phone::PhoneNumber, record::hex};

use crate::{secret_file, service::Random, settings::Database};

/// Why the vault cannot be opened. No text of it holds a secret.
pub type VaultError = secret_file::SecretError;

/// The environment variable that holds the secret where no file shall.
pub const VARIABLE: &str = "WUFEI_VAULT_KEY";

/// What keys are made for: a key of this vault is one of nothing else.
const MADE_FOR: &[u8] = b"wufei vault 1";

/// The keys.
pub struct Vault {
    sealing: LessSafeKey,
    finding: hmac::Key,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// The vault of a database; its file is made if it is not there.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn open(database: &Database) -> Result<Self, VaultError> {
        Self::of_secret(&secret_file::open(VARIABLE, database.file().map(path_of).as_deref())?)
    }

    fn of_secret(secret: &[u8]) -> Result<Self, VaultError> {
        let refuse = |_| VaultError::Malformed(VARIABLE.to_owned());
        let made = Salt::new(HKDF_SHA256, MADE_FOR).extract(secret);
        let sealing = made.expand(&[b"seal"], &CHACHA20_POLY1305).map_err(refuse)?;
        let finding = made.expand(&[b"find"], hmac::HMAC_SHA256).map_err(refuse)?;
        let sealing = LessSafeKey::new(UnboundKey::from(sealing));
        Ok(Self { sealing, finding: hmac::Key::from(finding) })
    }

    /// Seals `plain` for one place, such as `totp` of an actor: elsewhere it does not open. Gives text
    /// for a column.
    ///
    /// # Errors
    /// [`VaultError::Malformed`] for more than the cipher takes.
    pub fn seal(
        &self,
        place: &str,
        plain: &[u8],
        random: &mut Random<'_>,
    ) -> Result<String, VaultError> {
        let mut nonce = [0; NONCE_LEN];
        random(&mut nonce);
        let mut sealed = plain.to_vec();
        self.sealing
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place),
                &mut sealed,
            )
            .map_err(|_| VaultError::Malformed(place.to_owned()))?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Seals the number of a household or a person.
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub fn seal_phone(
        &self,
        subject: Subject,
        number: &PhoneNumber,
        random: &mut Random<'_>,
    ) -> Result<String, VaultError> {
        self.seal(&phone_place(subject), number.unmasked().as_bytes(), random)
    }

    /// The number that was sealed so.
    pub fn unseal_phone(&self, subject: Subject, sealed: &str) -> Option<PhoneNumber> {
        let plain = self.unseal(&phone_place(subject), sealed)?;
        String::from_utf8(plain).ok()?.parse().ok()
    }

    /// What a number is found by: the same for the same number, and without the key no number can be
    /// tried against it.
    pub fn phone_lookup(&self, number: &PhoneNumber) -> String {
        hex(hmac::sign(&self.finding, number.unmasked().as_bytes()).as_ref())
    }

    /// What was sealed for a place; nothing when it was changed, is another place's or was sealed with
    /// another key.
    pub fn unseal(&self, place: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut opened = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.sealing.open_in_place(nonce, Aad::from(place), &mut opened).ok()?;
        Some(plain.to_vec())
    }
}

fn phone_place(subject: Subject) -> String {
    format!("phone:{subject}")
}

/// Where the secret of a database lies.
pub fn path_of(database: &Path) -> PathBuf {
    secret_file::path_of(database, ".vault-key")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine;

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let vault = Vault::of_secret(&[7; 32]).unwrap();
        let sealed = vault.seal("totp:1", b"secret", &mut machine::random).unwrap();
        assert_eq!(vault.unseal("totp:1", &sealed).as_deref(), Some(b"secret".as_slice()));
        assert_ne!(vault.seal("totp:1", b"secret", &mut machine::random).unwrap(), sealed);
        assert_eq!(vault.unseal("totp:2", &sealed), None);
        assert_eq!(Vault::of_secret(&[8; 32]).unwrap().unseal("totp:1", &sealed), None);
        for broken in ["", "AA", &sealed[1..], &format!("{sealed}A"), "é"] {
            assert_eq!(vault.unseal("totp:1", broken), None, "{broken}");
        }
    }
}
