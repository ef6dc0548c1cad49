//! What is worked out of a password and a code, outside the writer's thread: hashing a password takes
//! some hundredths of a second on purpose. What follows from it is [`super::login`]'s.
//!
//! A name that nobody has costs the same work as any other.

use std::fmt;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use totp_rs::{Builder, Totp};
use wufei_domain::{ids::ActorId, time::UnixMs};

use super::{
    login::Kept,
    rules::{LoginName, PASSWORD_CHARS_MAX},
};
use crate::{service::Random, vault::Vault};

/// Bytes of a second factor's secret: as long as the hash it is used with.
pub const TOTP_BYTES: usize = 20;

/// Bytes of a password's salt.
const SALT_BYTES: usize = 16;

/// Who the codes are from, as an authenticator shows it.
const ISSUER: &str = "Wufei";

/// A hash of no password, made as ours are: what the passwords of unknown names are tried against.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
                       d3VmZWkgbm9ib2R5IDEuMA$\
                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What somebody typed. It is shown nowhere.
#[derive(Clone)]
pub struct Typed {
    /// The password.
    pub password: String,
    /// The code of the second factor.
    pub code: String,
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Whose name it was, and what was kept of them; nothing for a name that nobody has.
    pub kept: Option<Kept>,
    /// Whether the password was right.
    pub is_password: bool,
    /// The time step whose code it was.
    pub step: Option<u64>,
}

/// Tries a password and a code against what is kept of a name.
pub fn prove(kept: Option<Kept>, vault: &Vault, typed: &Typed, now: UnixMs) -> Proof {
    let hash = kept.as_ref().map_or(NOBODYS, |kept| kept.password_hash.as_str());
    let is_bounded = typed.password.chars().count() <= PASSWORD_CHARS_MAX;
    let password = if is_bounded { typed.password.as_bytes() } else { b"" };
    let is_right = Argon2::default().verify_password(password, hash).is_ok();
    let is_password = is_right && is_bounded && kept.is_some();
    let secret = kept.as_ref().and_then(|kept| vault.unseal(&place(kept.actor), &kept.totp_sealed));
    let step = secret.and_then(|secret| {
        let seconds = u64::try_from(now.value() / 1_000).unwrap_or_default();
        totp(secret, None)?.check(typed.code.trim(), seconds)
    });
    Proof { kept, is_password, step }
}

/// The place a second factor's secret is sealed for.
pub fn place(actor: ActorId) -> String {
    format!("totp:{actor}")
}

/// The second factor of a secret: six digits every 30 seconds, one step before and after is taken as
/// well. `None` for a secret or a name that authenticators do not take.
pub fn totp(secret: Vec<u8>, name: Option<&LoginName>) -> Option<Totp> {
    let name = name.map(ToString::to_string).unwrap_or_default();
    let factor = Builder::new().with_secret(secret).with_account_name(name);
    factor.with_issuer(Some(ISSUER)).build().ok()
}

/// The hash of a new password, with a salt of its own.
pub fn hashed(password: &str, random: &mut Random<'_>) -> Option<String> {
    let mut salt = [0; SALT_BYTES];
    random(&mut salt);
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).ok()?;
    Some(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(password_hash: &str) -> Kept {
        let actor: ActorId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        Kept { actor, password_hash: password_hash.to_owned(), totp_sealed: String::new() }
    }

    #[test]
    fn nobodys_hash_is_made_as_ours_are() {
        let ours = hashed("绍兴 黄酒 乌篷船", &mut crate::machine::random).unwrap();
        let made_as = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(made_as(&ours), made_as(NOBODYS));
        assert_eq!(ours.len(), NOBODYS.len());
        // It is one that can be tried: the work is done, and no password fits.
        let tried = Argon2::default().verify_password(b"x", NOBODYS).unwrap_err();
        assert_eq!(tried, argon2::password_hash::Error::PasswordInvalid);
    }

    #[test]
    fn a_password_is_right_or_not_and_a_secret_of_another_vault_gives_no_code() {
        let folder = tempfile::tempdir().unwrap();
        let vault =
            Vault::open(&crate::Database::Sqlite(folder.path().join("city.sqlite"))).unwrap();
        let hash = hashed("绍兴 黄酒 乌篷船", &mut crate::machine::random).unwrap();
        let typed = |password: &str| Typed { password: password.to_owned(), code: "1".to_owned() };
        let now = UnixMs::new(1_795_000_000_000);
        let proof = prove(Some(kept(&hash)), &vault, &typed("绍兴 黄酒 乌篷船"), now);
        assert_eq!((proof.is_password, proof.step), (true, None));
        assert!(!prove(Some(kept(&hash)), &vault, &typed("绍兴 黄酒"), now).is_password);
        assert!(!prove(None, &vault, &typed("绍兴 黄酒 乌篷船"), now).is_password);
        assert_eq!(format!("{:?}", typed("x")), "Typed(…)");
    }

    /// RFC 6238, appendix B: the code of 59 s is 94287082 with eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let totp = totp(b"12345678901234567890".to_vec(), None).unwrap();
        assert_eq!(totp.check("287082", 59), Some(1));
        assert_eq!(totp.check("287082", 59 + 30), Some(1), "the step before");
        assert_eq!(totp.check("287082", 59 + 60), None);
        assert_eq!(totp.check("28708", 59), None);
    }
}
