//! Photos: made ready from what a person picked, and sent after the records that name them. Both by
//! the engine; a photo crosses as the path of a file.

use crux_core::capability::Operation;
use serde::{Deserialize, Serialize};
use wufei_domain::{photo::PhotoId, refusal::Refusal};

use super::store::OutboxCounts;

/// Makes a photo of a picture: small, upright, without metadata. It is kept until a record that names
/// it is sent, or nothing names it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparePhoto {
    /// The copy that a shell made. It is removed once it was read, whatever comes of it: what a camera
    /// writes beside a picture must not stay.
    pub path: String,
}

/// A photo that is ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadyPhoto {
    /// Which.
    pub id: PhotoId,
    /// Its file, for showing it.
    pub path: String,
}

impl Operation for PreparePhoto {
    /// `Err` names what is wrong with the picture, in words for the person.
    type Output = Result<ReadyPhoto, Refusal>;
}

/// Sends one photo whose record the server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendPhoto;

/// What became of it, and of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PhotosReport {
    /// Photos that the server has now and had not before: 0 or 1.
    pub sent: u32,
    /// Photos that it will never take: 0 or 1. They need attention.
    pub refused: u32,
    /// Photos that could be sent now.
    pub due: u32,
    /// What is left, those that need attention among it.
    pub counts: OutboxCounts,
}

impl Operation for SendPhoto {
    /// `Err` when it is to be tried again later.
    type Output = Result<PhotosReport, Refusal>;
}
