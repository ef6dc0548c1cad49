//! Sends a photo: a claim asks how much the server has, chunks bring the rest. Whatever is cut off, the
//! next claim tells where to go on.
//!
//! No clock, no network, no database here: [`PhotoWire`] is the way to a server.

use wufei_api::photo::{ChunkQuery, PhotoClaim, PhotoState};
use wufei_domain::{
    photo::{self, CHUNK_BYTES_MAX, PhotoId},
    refusal::{Code, Refusal},
};

use crate::store::photo::DuePhoto;

/// Exchanges for one photo at most: four chunks, and as many that go wrong twice.
const EXCHANGES_MAX: usize = 16;

/// The way to a server.
pub trait PhotoWire {
    /// Says which photo comes; the answer says how much of it is there.
    ///
    /// # Errors
    /// The server's refusal, or [`Code::Offline`].
    fn claim(&mut self, claim: &PhotoClaim) -> Result<PhotoState, Refusal>;

    /// Brings a chunk.
    ///
    /// # Errors
    /// As [`PhotoWire::claim`].
    fn chunk(
        &mut self,
        id: &PhotoId,
        query: &ChunkQuery,
        chunk: &[u8],
    ) -> Result<PhotoState, Refusal>;
}

/// Why a photo is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSent {
    /// It will never be.
    Never(Refusal),
    /// This one has to wait; others need not.
    Later(Refusal),
    /// None can be sent now.
    NoneNow(Refusal),
}

/// Sends what the server lacks of `photo`, whose bytes these are.
///
/// # Errors
/// See [`NotSent`].
pub fn send(wire: &mut dyn PhotoWire, photo: &DuePhoto, bytes: &[u8]) -> Result<(), NotSent> {
    // What the disk has made of it the server would refuse with its last byte.
    photo::fits(&photo.id, bytes).map_err(|_| NotSent::Never(Code::PhotoBroken.into()))?;
    let (id, community) = (photo.id.clone(), photo.community);
    let claim = PhotoClaim { id, community, bytes: bytes.len() };
    let mut state = wire.claim(&claim).map_err(sorted)?;
    for _ in 0..EXCHANGES_MAX {
        if state.is_whole() {
            return Ok(());
        }
        let chunk = bytes.get(state.offset..).unwrap_or_default();
        let chunk = &chunk[..chunk.len().min(CHUNK_BYTES_MAX)];
        let checksum = photo::checksum(chunk);
        let query = ChunkQuery { community, offset: state.offset, checksum };
        match wire.chunk(&photo.id, &query, chunk) {
            Ok(grown) => state = grown,
            Err(refusal) if refusal.code == Code::ChunkDamaged => {}
            Err(refusal) if matches!(refusal.code, Code::OffsetWrong | Code::PhotoExpired) => {
                state = wire.claim(&claim).map_err(sorted)?;
            }
            Err(refusal) => return Err(sorted(refusal)),
        }
    }
    Err(NotSent::Later(Code::ChunkDamaged.into()))
}

fn sorted(refusal: Refusal) -> NotSent {
    match refusal.code {
        Code::PhotoBroken
        | Code::PhotoFileTooLarge
        | Code::BodyMalformed
        | Code::BodyTooLarge
        | Code::IdMalformed
        | Code::TokenOtherArea
        | Code::RoleForbidden => NotSent::Never(refusal),
        // A server that was put back from a backup does not know the record until it is offered again.
        Code::PhotoUnknown | Code::PhotoHashWrong => NotSent::Later(refusal),
        _ => NotSent::NoneNow(refusal),
    }
}
