//! The workers of two lanes: one makes photos ready, one sends them, so that neither waits for the
//! other.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use wufei_api::{
    enrol::Token,
    photo::{ChunkQuery, PhotoClaim, PhotoState},
    routes,
};
use wufei_app::effect::photo::{PhotosReport, PreparePhoto, ReadyPhoto, SendPhoto};
use wufei_domain::{photo::PhotoId, refusal::Refusal};

use super::{
    prepare,
    send::{NotSent, PhotoWire, send},
};
use crate::{lane::Answer, net::Http, store::Store};

/// Makes photos ready in a folder.
pub(crate) struct Darkroom {
    folder: PathBuf,
}

impl Darkroom {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Answer<PreparePhoto> for Darkroom {
    fn answer(&mut self, operation: &PreparePhoto) -> Result<ReadyPhoto, Refusal> {
        let picked = Path::new(&operation.path);
        let ready = prepare(picked, &self.folder);
        // What a camera wrote beside the picture must not stay, whatever came of it.
        let _ = fs::remove_file(picked);
        let ready = ready?;
        let path = ready.path.to_string_lossy().into_owned();
        Ok(ReadyPhoto { id: ready.id, path })
    }
}

/// Sends the photos of a device.
pub(crate) struct Postman {
    store: Store,
    http: Arc<Http>,
}

impl Postman {
    pub fn new(store: Store, http: Arc<Http>) -> Self {
        Self { store, http }
    }

    fn next(&mut self) -> Result<PhotosReport, Refusal> {
        let Some(photo) = self.store.due_photo()? else {
            return self.store.photos_left(PhotosReport::default());
        };
        // One that is gone is broken.
        let bytes = fs::read(self.store.photo_path(&photo.id)).unwrap_or_default();
        let mut wire = OverHttp { http: &self.http, token: self.store.token()? };
        let mut report = PhotosReport::default();
        match send(&mut wire, &photo, &bytes) {
            Ok(()) => {
                self.store.photo_sent(&photo)?;
                self.store.forget_file(&photo.id)?;
                report.sent = 1;
            }
            Err(NotSent::Never(refusal)) => {
                self.store.photo_refused(&photo, &refusal)?;
                report.refused = 1;
            }
            Err(NotSent::Later(refusal)) => {
                self.store.photo_tried(&photo)?;
                return Err(refusal);
            }
            Err(NotSent::NoneNow(refusal)) => return Err(refusal),
        }
        self.store.photos_left(report)
    }
}

impl Answer<SendPhoto> for Postman {
    fn answer(&mut self, _: &SendPhoto) -> Result<PhotosReport, Refusal> {
        self.next()
    }
}

struct OverHttp<'a> {
    http: &'a Http,
    token: Token,
}

impl PhotoWire for OverHttp<'_> {
    fn claim(&mut self, claim: &PhotoClaim) -> Result<PhotoState, Refusal> {
        self.http.post(routes::PHOTOS, claim, Some(&self.token))
    }

    fn chunk(
        &mut self,
        id: &PhotoId,
        query: &ChunkQuery,
        chunk: &[u8],
    ) -> Result<PhotoState, Refusal> {
        self.http.patch(&routes::photo(id), query, chunk, &self.token)
    }
}
