//! Cursors: an opaque, signed position that is good for one scope of one epoch.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use wufei_api::feed::Cursor;
use wufei_domain::{
    refusal::{Code, Refusal},
    scope::Scope,
};

/// Bytes of a signature.
const SIGNATURE_BYTES: usize = 32;

/// What an epoch's key makes of a position.
pub(super) fn signature(key: &[u8], position: &[u8]) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length, so there is always one.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(position);
    Some(mac)
}

/// The cursor after row `seq` of `scope`.
pub fn sign(key: &[u8], epoch: &str, scope: Scope, seq: u64) -> Cursor {
    let mut bytes = format!("{epoch}|{scope}|{seq}").into_bytes();
    if let Some(mac) = signature(key, &bytes) {
        bytes.extend_from_slice(&mac.finalize().into_bytes());
    }
    Cursor(URL_SAFE_NO_PAD.encode(bytes))
}

/// The row a cursor stands after.
///
/// # Errors
/// [`Code::CursorInvalid`] when it was not signed here for this scope, [`Code::EpochChanged`] when
/// it is of another epoch.
pub fn verify(key: &[u8], epoch: &str, scope: Scope, cursor: &Cursor) -> Result<u64, Refusal> {
    let invalid = || Refusal::new(Code::CursorInvalid);
    let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| invalid())?;
    let (position, signed) = bytes.split_last_chunk::<SIGNATURE_BYTES>().ok_or_else(invalid)?;
    let mac = signature(key, position).ok_or_else(invalid)?;
    mac.verify_slice(signed).map_err(|_| invalid())?;
    let position = str::from_utf8(position).map_err(|_| invalid())?;
    let mut parts = position.splitn(3, '|');
    let (its_epoch, its_scope, seq) = (parts.next(), parts.next(), parts.next());
    if its_scope != Some(scope.to_string().as_str()) {
        return Err(invalid());
    }
    if its_epoch != Some(epoch) {
        return Err(Refusal::new(Code::EpochChanged).with("epoch", epoch));
    }
    seq.and_then(|seq| seq.parse().ok()).ok_or_else(invalid)
}
