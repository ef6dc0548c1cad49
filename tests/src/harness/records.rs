//! Records made by hand: what a device would make, and what none would.

use wufei_api::{
    enrol::EnrolResponse,
    push::{PushRequest, PushResponse},
    routes,
};
use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    drop_off::{DropOff, Line},
    ids::{DeviceId, DoorId, HouseholdId, RecordId},
    record::{Body, Record, ShiftOpened},
    sync::Verdict,
    tariff::{Grade, MaterialId},
    time::DeviceTime,
    units::Grams,
    visit::{Outcome, Visit},
};

use super::{Answer, Failure, Http, World, now, random};
use wufei_domain::ids::TurfId;

/// Somebody with a token and no device around it.
pub struct Sender {
    /// The installation the token was given to.
    pub device: DeviceId,
    /// What the server said when it was given.
    pub enrolled: EnrolResponse,
    http: Http,
}

impl Sender {
    /// Enrols the person over raw HTTP.
    ///
    /// # Errors
    /// When it is refused.
    pub fn new(
        world: &World,
        role: wufei_domain::role::Role,
        unit: &str,
        index: usize,
    ) -> Result<Self, Failure> {
        let (device, enrolled) = world.token(role, unit, index)?;
        Ok(Self { device, enrolled, http: Http::new(&world.server.address())? })
    }

    /// Pushes records; gives back whatever comes.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn push_raw(&self, entries: &[Record]) -> Result<Answer, Failure> {
        let request = PushRequest { device: self.device, entries: entries.to_vec(), turn: None };
        self.http.post(routes::PUSH, Some(&self.enrolled.token), &request)
    }

    /// Pushes records; gives back the verdicts.
    ///
    /// # Errors
    /// When the batch is refused as a whole.
    pub fn push(&self, entries: &[Record]) -> Result<Vec<Verdict>, Failure> {
        Ok(self.push_raw(entries)?.read::<PushResponse>()?.verdicts)
    }

    /// Its client.
    pub const fn http(&self) -> &Http {
        &self.http
    }
}

/// A record made now.
///
/// # Errors
/// Without random bytes.
pub fn record(community: AreaCode, body: Body) -> Result<Record, Failure> {
    let wall = now();
    Ok(Record {
        id: RecordId::from_stamp(wall, random()?),
        community,
        made_at: DeviceTime { wall, zone_minutes: 480, monotonic_ms: 1, boot: None },
        body,
    })
}

/// A visit without answers.
///
/// # Errors
/// As [`record`].
pub fn visit(turf: TurfId, door: DoorId, outcome: Outcome) -> Result<Record, Failure> {
    let visit = Visit {
        turf,
        door,
        outcome,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    };
    record(door.community, Body::Visit(visit))
}

/// A shift at the attendant's point.
///
/// # Errors
/// As [`record`], and when the sender is no attendant.
pub fn shift(sender: &Sender) -> Result<Record, Failure> {
    let point = sender.enrolled.identity.point;
    let point = point.ok_or_else(|| Failure::new("an attendant", "somebody without a point"))?;
    record(sender.enrolled.identity.community, Body::ShiftOpened(ShiftOpened { point }))
}

/// A drop-off of cardboard in a shift.
///
/// # Errors
/// As [`record`], and for a record that is no shift.
pub fn drop_off(
    shift: &Record,
    household: HouseholdId,
    card: CardNumber,
    grams: u32,
) -> Result<Record, Failure> {
    let Body::ShiftOpened(ShiftOpened { point }) = &shift.body else {
        return Err(Failure::new("a shift", shift.body.kind()));
    };
    let line = Line {
        material: MaterialId("cardboard".to_owned()),
        gross: Grams::new(grams)?,
        tare: Grams::ZERO,
        grade: Grade::Clean,
    };
    let body = DropOff {
        point: *point,
        shift: shift.id,
        household,
        card,
        tariff_version: 1,
        lines: vec![line],
    };
    record(household.community, Body::DropOff(body))
}
