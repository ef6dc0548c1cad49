//! Records that wait for a decision, as an organiser of their area sees and decides on them.

use wufei_domain::{
    area::AreaCode,
    ids::{DoorId, HouseholdId, RecordId},
    record::{Body, Record},
    refusal::{Code, Refusal},
    role::Role,
    time::UnixMs,
    visit::Outcome,
};

use super::session::{self, SessionToken};
use crate::{
    service::{
        Failure, Random, area,
        audit::Entry,
        authorise::Person,
        push::held::{Decision, decide_by},
    },
    store::{Connection, Row, StoreError, statements::held, text},
};

/// Records that are shown at most; the others come when these are decided on.
pub const SHOWN_MAX: usize = 50;

/// What a decision needs to know of a record beside who made it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A visit at a door.
    Visit(DoorId, Outcome),
    /// Recyclables of a household, in grams net.
    DropOff(HouseholdId, u64),
    /// Nothing more than its kind.
    Kind,
}

/// A record that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRecord {
    /// Its id.
    pub id: RecordId,
    /// Its kind, as JSON calls it.
    pub kind: String,
    /// What is in it.
    pub about: About,
    /// What its village is called.
    pub place: String,
    /// Its turf, where it has one.
    pub turf: Option<String>,
    /// The pseudonym of its maker.
    pub label: String,
    /// When it was made, by the device's clock.
    pub made_at: UnixMs,
    /// When it came.
    pub received_at: UnixMs,
}

/// Those of an area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// The oldest, at most [`SHOWN_MAX`].
    pub shown: Vec<HeldRecord>,
    /// How many more there are.
    pub more: usize,
}

/// Whether somebody decides in their area.
pub fn may_decide(person: &Person) -> bool {
    matches!(person.role, Role::Organiser | Role::Lead)
}

/// What waits in an area.
///
/// # Errors
/// What the database says.
pub(super) fn waiting(connection: &mut dyn Connection, own: AreaCode) -> Result<Held, StoreError> {
    let rows = connection.query(&held::OPEN, &[])?;
    let mut theirs = Vec::new();
    for row in &rows {
        if own.contains(row.read(0)?) {
            theirs.push(row);
        }
    }
    let more = theirs.len().saturating_sub(SHOWN_MAX);
    let shown = theirs.into_iter().take(SHOWN_MAX).map(|row| read(connection, row));
    Ok(Held { shown: shown.collect::<Result<_, _>>()?, more })
}

fn read(connection: &mut dyn Connection, row: &Row) -> Result<HeldRecord, StoreError> {
    let record: Record = row.json(8)?;
    let about = match &record.body {
        Body::Visit(visit) => About::Visit(visit.door, visit.outcome),
        Body::DropOff(drop_off) => About::DropOff(drop_off.household, drop_off.net_grams()),
        _ => About::Kind,
    };
    Ok(HeldRecord {
        id: row.read(1)?,
        kind: row.text(2)?.to_owned(),
        about,
        place: area::full_name(connection, row.read(0)?)?,
        turf: if row.has(3) { Some(row.text(3)?.to_owned()) } else { None },
        label: row.text(4)?.to_owned(),
        made_at: UnixMs::new(row.integer(6)?),
        received_at: UnixMs::new(row.integer(7)?),
    })
}

/// Decides on one.
///
/// # Errors
/// [`Code::SessionEnded`], [`Code::RoleForbidden`], [`Code::RecordOwn`], [`Code::TokenOtherArea`] for one of another area,
/// [`Code::NotFound`] for one that does not wait; as [`decide_by`].
pub(super) fn decide(
    connection: &mut dyn Connection,
    token: &SessionToken,
    id: RecordId,
    decision: &Decision,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<(), Failure> {
    let person = session::person(connection, token, now)?;
    if !may_decide(&person) {
        return Err(person.forbidden().into());
    }
    let Some(row) = connection.first(&held::COMMUNITY, &[text(id)])? else {
        return Err(Refusal::new(Code::NotFound).with("value", id).into());
    };
    let community: AreaCode = row.read(0)?;
    if row.text(1)? == person.actor.to_string() {
        return Err(Refusal::new(Code::RecordOwn).into());
    }
    if !person.community.contains(community) {
        let refusal = Refusal::new(Code::TokenOtherArea);
        return Err(refusal.with("value", community).with("area", person.community).into());
    }
    decide_by(connection, |act| Entry::by(person.actor, act), id, decision, now, random)
}
