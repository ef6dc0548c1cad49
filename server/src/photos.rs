//! The files of photos, in a folder beside the database: one a photo, its bytes in the order in which
//! they came.
//!
//! A row says how many of them count. So bytes are on the disk before the row says so, and what lies
//! behind them, from a chunk that was cut off, is written over. One photo at a time grows. Start here:
//! [`PhotoFolder::claim`], [`PhotoFolder::take`], [`PhotoFolder::see`]; what never became whole goes
//! with [`PhotoFolder::forget_expired`].

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::Mutex,
};

use wufei_api::photo::{ChunkQuery, PhotoClaim, PhotoState};
use wufei_domain::{
    photo::{self, CHUNK_BYTES_MAX, PHOTO_BYTES_MAX, PhotoId},
    refusal::{Code, Refusal},
};

use crate::{
    Database,
    log::{Event, report},
    service::{
        Request, Response,
        authorise::Bearer,
        photo::{PhotoAsk, PhotoKey, PhotoStanding, offset_wrong},
    },
};

/// Asks the service, and waits.
pub type Ask<'a> = dyn FnMut(Request) -> Result<Response, Refusal> + 'a;

/// The folder.
#[derive(Debug)]
pub struct PhotoFolder {
    folder: PathBuf,
    one_at_a_time: Mutex<()>,
}

impl PhotoFolder {
    /// A folder; made with its first photo.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, one_at_a_time: Mutex::new(()) }
    }

    /// The folder beside a database.
    pub fn beside(database: &Path) -> Self {
        let mut folder = database.as_os_str().to_owned();
        folder.push(".photos");
        Self::new(folder.into())
    }

    /// The folder that was named, else that beside the database; `None` where that is no file.
    pub fn of(named: Option<PathBuf>, database: &Database) -> Option<Self> {
        named.map(Self::new).or_else(|| database.file().map(Self::beside))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a photo's bytes lie.
    pub fn path_of(&self, key: &PhotoKey) -> PathBuf {
        self.folder.join(key.community.to_string()).join(key.id.as_str())
    }

    /// Says which photo comes; answers how much of it is there. The same again is the same question.
    ///
    /// # Errors
    /// See [`crate::service::photo`].
    pub fn claim(
        &self,
        ask: &mut Ask<'_>,
        bearer: &Bearer,
        claim: PhotoClaim,
    ) -> Result<PhotoState, Refusal> {
        let _growing = self.one_at_a_time.lock();
        let PhotoClaim { id, community, bytes } = claim;
        let mut about = About { ask, bearer, key: PhotoKey { community, id } };
        let standing = about.ask(PhotoAsk::Claim(bytes))?;
        if self.has(&about.key, standing.received) {
            return Ok(standing.state());
        }
        // A database that was put back knows of files that are gone.
        Ok(about.ask(PhotoAsk::BeginAnew)?.state())
    }

    /// Takes a chunk; answers how much is there then. With the last one it is found out whether it is
    /// the photo.
    ///
    /// # Errors
    /// [`Code::ChunkDamaged`], [`Code::OffsetWrong`], [`Code::BodyTooLarge`], [`Code::BodyMalformed`]:
    /// nothing was kept; [`Code::PhotoHashWrong`], [`Code::PhotoBroken`]: it begins anew; see
    /// [`crate::service::photo`].
    pub fn take(
        &self,
        ask: &mut Ask<'_>,
        bearer: &Bearer,
        id: PhotoId,
        query: &ChunkQuery,
        chunk: &[u8],
    ) -> Result<PhotoState, Refusal> {
        if chunk.len() > CHUNK_BYTES_MAX {
            return Err(Refusal::new(Code::BodyTooLarge).with("max", CHUNK_BYTES_MAX));
        }
        if photo::checksum(chunk) != query.checksum {
            return Err(Code::ChunkDamaged.into());
        }
        let _growing = self.one_at_a_time.lock();
        let mut about = About { ask, bearer, key: PhotoKey { community: query.community, id } };
        let standing = about.ask(PhotoAsk::Stand)?;
        if standing.expires_at.is_none() {
            return Ok(standing.state());
        }
        if query.offset != standing.received {
            return Err(offset_wrong(query.offset, standing.received));
        }
        if !self.has(&about.key, standing.received) {
            about.ask(PhotoAsk::BeginAnew)?;
            return Err(offset_wrong(query.offset, 0));
        }
        let to = standing.received + chunk.len();
        if chunk.is_empty() || to > standing.bytes {
            let detail = format!("a chunk up to byte {to} of {}", standing.bytes);
            return Err(Refusal::new(Code::BodyMalformed).with("detail", detail));
        }
        self.write(&about.key, standing.received, chunk).map_err(failed)?;
        if to < standing.bytes {
            return Ok(about.ask(PhotoAsk::Grow(standing.received, to))?.state());
        }
        let all = self.read(&about.key).map_err(failed)?;
        if let Err(refusal) = photo::fits(&about.key.id, &all) {
            about.ask(PhotoAsk::BeginAnew)?;
            return Err(refusal);
        }
        Ok(about.ask(PhotoAsk::Finish(standing.received))?.state())
    }

    /// The bytes of a photo that is whole, for one who may see it.
    ///
    /// # Errors
    /// [`Code::NotFound`]; see [`crate::service::photo`].
    pub fn see(
        &self,
        ask: &mut Ask<'_>,
        bearer: &Bearer,
        key: PhotoKey,
    ) -> Result<Vec<u8>, Refusal> {
        let mut about = About { ask, bearer, key };
        about.ask(PhotoAsk::See)?;
        // What the disk has made of it is shown to nobody.
        let whole = |all: &Vec<u8>| photo::fits(&about.key.id, all).is_ok();
        let read = self.read(&about.key).ok().filter(whole);
        read.ok_or_else(|| Code::NotFound.into())
    }

    /// Removes unfinished photos that are kept no longer, some at a time; says how many those were.
    /// Files first: a row whose file is gone is found again, a file without a row is not.
    ///
    /// # Errors
    /// [`Code::ServerFailed`] when a file cannot be removed; what the service says.
    pub fn forget_expired(&self, ask: &mut Ask<'_>) -> Result<usize, Refusal> {
        let _growing = self.one_at_a_time.lock();
        let Response::ExpiredPhotos(keys) = ask(Request::ExpiredPhotos)? else {
            return Err(Code::ServerFailed.into());
        };
        if keys.is_empty() {
            return Ok(0);
        }
        for key in &keys {
            if let Err(error) = fs::remove_file(self.path_of(key))
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(failed(error));
            }
        }
        let many = keys.len();
        ask(Request::ForgetPhotos(keys)).map(|_| many)
    }

    fn has(&self, key: &PhotoKey, bytes: usize) -> bool {
        let length = fs::metadata(self.path_of(key)).map_or(0, |file| file.len());
        bytes == 0 || length >= bytes as u64
    }

    fn write(&self, key: &PhotoKey, from: usize, chunk: &[u8]) -> io::Result<()> {
        let path = self.path_of(key);
        let is_new = !path.exists();
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        file.set_len(from as u64)?;
        file.seek(SeekFrom::Start(from as u64))?;
        file.write_all(chunk)?;
        file.sync_all()?;
        if is_new {
            // Its name has to last too, and that of its folder.
            for folder in folder.ancestors().take(3).filter(|folder| folder.is_dir()) {
                sync_folder(folder)?;
            }
        }
        Ok(())
    }

    fn read(&self, key: &PhotoKey) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        let file = File::open(self.path_of(key))?;
        file.take(PHOTO_BYTES_MAX as u64 + 1).read_to_end(&mut all)?;
        Ok(all)
    }
}

/// What the service is asked of one photo.
struct About<'a, 'b> {
    ask: &'a mut Ask<'b>,
    bearer: &'a Bearer,
    key: PhotoKey,
}

impl About<'_, '_> {
    fn ask(&mut self, what: PhotoAsk) -> Result<PhotoStanding, Refusal> {
        match (self.ask)(Request::Photo(self.bearer.clone(), self.key.clone(), what))? {
            Response::Photo(standing) => Ok(standing),
            _ => Err(Code::ServerFailed.into()),
        }
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn failed(error: io::Error) -> Refusal {
    report(Event::PhotoFailed, &format_args!("photos: {error}"));
    Code::ServerFailed.into()
}
