//! Photos on their way: a claim says which one comes, chunks bring it, and the server tells from where
//! to go on. Only a photo that a record names which has arrived is taken.
//!
//! A claim may be sent again at any time: it is also the question how much is there.

use serde::{Deserialize, Serialize};
use wufei_domain::{area::AreaCode, photo::PhotoId, time::UnixMs};

/// The type of a photo's bytes.
pub const PHOTO_MEDIA_TYPE: &str = "image/jpeg";

/// The type of a chunk's bytes.
pub const CHUNK_MEDIA_TYPE: &str = "application/octet-stream";

/// Says which photo comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhotoClaim {
    /// Which.
    pub id: PhotoId,
    /// The community of the record that names it.
    pub community: AreaCode,
    /// Its size, 1 to [`wufei_domain::photo::PHOTO_BYTES_MAX`].
    pub bytes: usize,
}

/// How much of a photo the server has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhotoState {
    /// Bytes that are there, from the first on: where the next chunk begins.
    pub offset: usize,
    /// Until when they are kept without another chunk; none once the photo is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<UnixMs>,
}

impl PhotoState {
    /// Whether all of it is there, and was found to be the photo.
    pub const fn is_whole(&self) -> bool {
        self.expires_at.is_none()
    }
}

/// What a chunk comes with; its bytes, at most [`wufei_domain::photo::CHUNK_BYTES_MAX`], are the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChunkQuery {
    /// As claimed.
    pub community: AreaCode,
    /// Where it begins.
    pub offset: usize,
    /// SHA-256 of its bytes in lower-case hex.
    pub checksum: String,
}

/// Asks for the bytes of a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhotoQuery {
    /// The community of a record that names it.
    pub community: AreaCode,
}
