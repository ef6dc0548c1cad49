//! Photos, as far as rows tell of them: whose record names one, how much of it is there, until when an
//! unfinished one is kept, who may see it. The bytes are [`crate::photos`]'.
//!
//! No row of a photo says who sent it, or when: one of an unknown thing belongs to nobody.

use wufei_api::photo::PhotoState;
use wufei_domain::{
    area::AreaCode,
    photo::{PhotoId, UNFINISHED_KEPT_MS, may_weigh},
    refusal::{Code, Refusal},
    role::Role,
    time::UnixMs,
};

use super::{
    Failure,
    act::Act,
    authorise::{Bearer, Caller, caller, is_city_of},
};
use crate::store::{Connection, StoreError, Value, integer, statements::photo, text};

/// Where a photo lies: no two communities share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoKey {
    /// Of the record that names it.
    pub community: AreaCode,
    /// Which.
    pub id: PhotoId,
}

/// What is asked of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoAsk {
    /// It comes and has that many bytes.
    Claim(usize),
    /// How much is there, for one who brings more.
    Stand,
    /// The bytes from one place up to another reached the disk.
    Grow(usize, usize),
    /// All bytes reached the disk, and are the photo.
    Finish(usize),
    /// Its bytes are not what the row says: it begins anew.
    BeginAnew,
    /// Whether the one who asks may see it.
    See,
}

/// How much of a photo is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoStanding {
    /// All its bytes.
    pub bytes: usize,
    /// Those that are there.
    pub received: usize,
    /// Until when an unfinished one is kept; none when it is whole.
    pub expires_at: Option<UnixMs>,
}

impl PhotoStanding {
    /// As a device is told.
    pub fn state(&self) -> PhotoState {
        PhotoState { offset: self.received, expires_at: self.expires_at }
    }
}

/// Answers what a device asks of a photo.
///
/// # Errors
/// [`Code::PhotoUnknown`] when no record that arrived names it, [`Code::PhotoExpired`] when it was
/// never claimed, or too long ago; [`Code::PhotoFileTooLarge`]; [`Code::RoleForbidden`] for one who may
/// not see it; and what the database says.
pub(super) fn answer(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    key: &PhotoKey,
    ask: &PhotoAsk,
    now: UnixMs,
) -> Result<PhotoStanding, Failure> {
    let act = if *ask == PhotoAsk::See { Act::SeePhoto } else { Act::SendPhoto };
    let caller = caller(connection, bearer, act)?;
    if *ask == PhotoAsk::See {
        return see(connection, &caller, key);
    }
    if !is_city_of(key.community, &caller) {
        caller.must_cover(key.community)?;
    }
    let unknown = || Refusal::new(Code::PhotoUnknown).with("value", &key.id);
    if connection.first(&photo::NAMED, &named(key))?.is_none() {
        return Err(unknown().into());
    }
    let found = find(connection, key)?;
    let lasts = |standing: &PhotoStanding| standing.expires_at.is_none_or(|at| at > now);
    let until = now.plus_ms(UNFINISHED_KEPT_MS);
    let expired = || Refusal::new(Code::PhotoExpired).with("value", &key.id);
    match (ask, found.filter(lasts)) {
        // Whatever size is claimed: nobody begins a photo anew that is whole.
        (PhotoAsk::Claim(bytes), Some(found))
            if found.bytes == *bytes || found.expires_at.is_none() =>
        {
            Ok(found)
        }
        (PhotoAsk::Claim(bytes), _) => begin(connection, key, *bytes, until),
        (_, None) => Err(expired().into()),
        (PhotoAsk::BeginAnew, Some(found)) => begin(connection, key, found.bytes, until),
        (PhotoAsk::Grow(from, to), Some(found)) => {
            let [community, id] = named(key);
            let values = [community, id, integer(*from), integer(*to), integer(until.value())];
            grown(connection.execute(&photo::GROW, &values)?, &found)?;
            Ok(PhotoStanding { received: *to, expires_at: Some(until), ..found })
        }
        (PhotoAsk::Finish(from), Some(found)) => {
            let [community, id] = named(key);
            let values = [community, id, integer(*from)];
            grown(connection.execute(&photo::FINISH, &values)?, &found)?;
            Ok(PhotoStanding { received: found.bytes, expires_at: None, ..found })
        }
        (PhotoAsk::Stand | PhotoAsk::See, Some(found)) => Ok(found),
    }
}

/// Two at once: the row says how far it is.
fn grown(rows: u64, found: &PhotoStanding) -> Result<(), Refusal> {
    if rows == 1 { Ok(()) } else { Err(offset_wrong(found.received, found.received)) }
}

/// What a chunk that begins at `value` is told where `wanted` is.
pub fn offset_wrong(value: usize, wanted: usize) -> Refusal {
    Refusal::new(Code::OffsetWrong).with("value", value).with("wanted", wanted)
}

fn named(key: &PhotoKey) -> [Value; 2] {
    [text(key.community), text(&key.id)]
}

fn find(
    connection: &mut dyn Connection,
    key: &PhotoKey,
) -> Result<Option<PhotoStanding>, StoreError> {
    let Some(row) = connection.first(&photo::FIND, &named(key))? else { return Ok(None) };
    let expires_at = row.integer_if_any(3)?.map(UnixMs::new);
    Ok(Some(PhotoStanding { bytes: row.integer(0)?, received: row.integer(1)?, expires_at }))
}

fn begin(
    connection: &mut dyn Connection,
    key: &PhotoKey,
    bytes: usize,
    until: UnixMs,
) -> Result<PhotoStanding, Failure> {
    may_weigh(bytes)?;
    let [community, id] = named(key);
    let values = [community, id, integer(bytes), integer(until.value())];
    connection.execute(&photo::BEGIN, &values)?;
    Ok(PhotoStanding { bytes, received: 0, expires_at: Some(until) })
}

/// For the organiser of its area, and for the device whose visit names it.
fn see(
    connection: &mut dyn Connection,
    caller: &Caller,
    key: &PhotoKey,
) -> Result<PhotoStanding, Failure> {
    caller.must_cover(key.community)?;
    let [community, id] = named(key);
    let own = [community, id, text(caller.device)];
    if caller.person.role != Role::Organiser && connection.first(&photo::SENT_FROM, &own)?.is_none()
    {
        return Err(caller.forbidden().into());
    }
    let whole = find(connection, key)?.filter(|found| found.expires_at.is_none());
    whole.ok_or_else(|| Code::NotFound.into())
}

/// Some unfinished photos that are kept no longer.
///
/// # Errors
/// What the database says.
pub(super) fn expired(
    connection: &mut dyn Connection,
    now: UnixMs,
) -> Result<Vec<PhotoKey>, StoreError> {
    let rows = connection.query(&photo::EXPIRED, &[integer(now.value())])?;
    rows.iter().map(|row| Ok(PhotoKey { community: row.read(0)?, id: row.read(1)? })).collect()
}

/// Forgets photos whose files are gone.
///
/// # Errors
/// What the database says.
pub(super) fn forget(
    connection: &mut dyn Connection,
    keys: &[PhotoKey],
    now: UnixMs,
) -> Result<(), StoreError> {
    for key in keys {
        let [community, id] = named(key);
        connection.execute(&photo::FORGET, &[community, id, integer(now.value())])?;
    }
    Ok(())
}
