//! Photos: a claim, its chunks, and the bytes of one that is whole. Files are written on threads that
//! may wait, beside the writer: a record never waits for a photo.

use std::time::Duration;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{
        Path, Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::header,
    response::{IntoResponse as _, Response as HttpResponse},
};
use tokio::runtime::Handle;
use wufei_api::photo::{ChunkQuery, PHOTO_MEDIA_TYPE, PhotoClaim, PhotoQuery, PhotoState};
use wufei_domain::{photo::PhotoId, refusal::Refusal};

use super::{
    Desk,
    answer::{Refused, body, mixed_up, query_malformed, taken},
};
use crate::{
    photos::{Ask, PhotoFolder},
    service::{authorise::Bearer, photo::PhotoKey},
};

pub async fn post(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<PhotoState>, Refused> {
    let claim: PhotoClaim = body(bytes)?;
    beside(desk, move |photos, ask| photos.claim(ask, &bearer, claim)).await.map(Json)
}

pub async fn patch(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    Path(id): Path<String>,
    query: Result<Query<ChunkQuery>, QueryRejection>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<PhotoState>, Refused> {
    let id: PhotoId = id.parse()?;
    let Query(query) = query.map_err(query_malformed)?;
    let chunk = taken(bytes)?;
    beside(desk, move |photos, ask| photos.take(ask, &bearer, id, &query, &chunk)).await.map(Json)
}

pub async fn get(
    State(desk): State<Desk>,
    Extension(bearer): Extension<Bearer>,
    Path(id): Path<String>,
    query: Result<Query<PhotoQuery>, QueryRejection>,
) -> Result<HttpResponse, Refused> {
    let id: PhotoId = id.parse()?;
    let Query(PhotoQuery { community }) = query.map_err(query_malformed)?;
    let key = PhotoKey { community, id };
    let all = beside(desk, move |photos, ask| photos.see(ask, &bearer, key)).await?;
    let answer = [
        (header::CONTENT_TYPE, PHOTO_MEDIA_TYPE),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((answer, all).into_response())
}

/// Between two looks for what is kept no longer.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Removes unfinished photos that are kept no longer, some with each look, for as long as the server
/// runs. No device waits for that.
pub async fn forget_expired(desk: Desk) {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    loop {
        looks.tick().await;
        // Why not is in the log; they are found again with the next look.
        let _ = beside(desk.clone(), PhotoFolder::forget_expired).await;
    }
}

/// Works on files where waiting holds up nobody.
async fn beside<T: Send + 'static>(
    desk: Desk,
    work: impl FnOnce(&PhotoFolder, &mut Ask<'_>) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refused> {
    let here = Handle::current();
    let done = tokio::task::spawn_blocking(move || {
        let Desk { writer, photos, .. } = desk;
        work(&photos, &mut |request| here.block_on(writer.ask(request)))
    });
    Ok(done.await.map_err(|_| mixed_up())??)
}
