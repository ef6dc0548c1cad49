//! Enrolment: a one-time code against a token. Code and token are kept as hashes only; the code is
//! used up in the transaction that stores the token.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse, Identity, Token},
    feed::HouseholdFact,
    protocol,
};
use wufei_domain::{
    enrolment::EnrolmentCode,
    ids::HouseholdId,
    refusal::{Code, Refusal},
    role::Role,
    time::UnixMs,
};

use super::{
    Failure, Random, area,
    authorise::{Person, secret_hash},
};
use crate::{
    city_key,
    store::{
        Connection, StoreError, integer,
        statements::{person, roll},
        text,
    },
};

/// Bytes of a token: 256 bits.
const TOKEN_BYTES: usize = 32;

/// Whether a device that speaks that version knows the role.
fn must_be_known(role: Role, version: u32) -> Result<(), Refusal> {
    let since = protocol::role_since(role);
    if version >= since {
        return Ok(());
    }
    let refusal = Refusal::new(Code::ProtocolUnknown).with("value", version);
    Err(refusal.with("min", since).with("max", protocol::CURRENT))
}

/// Takes a code and gives a token. A device enrolled before loses its older token.
///
/// # Errors
/// [`Code::EnrolmentCodeMalformed`], [`Code::EnrolmentCodeUnknown`], [`Code::EnrolmentCodeUsed`],
/// [`Code::EnrolmentCodeExpired`], [`Code::GrantNotBegun`], [`Code::GrantEnded`],
/// [`Code::ProtocolUnknown`] for a role that a device of that version does not know, and what the
/// database says. The code can be used again.
pub fn enrol(
    connection: &mut dyn Connection,
    epoch: &str,
    (request, version): (&EnrolRequest, u32),
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<EnrolResponse, Failure> {
    let code: EnrolmentCode = request.code.parse()?;
    let hash = secret_hash(code.letters());
    let Some(row) = connection.first(&person::FIND_CODE, &[text(&hash)])? else {
        return Err(Code::EnrolmentCodeUnknown.into());
    };
    if row.has(2) {
        return Err(Code::EnrolmentCodeUsed.into());
    }
    let expires_at = UnixMs::new(row.integer(1)?);
    if expires_at <= now {
        let refusal = Refusal::new(Code::EnrolmentCodeExpired);
        return Err(refusal.with("expired_at", expires_at.value()).into());
    }
    let Some(person) = Person::find(connection, row.read(0)?)? else {
        return Err(Code::EnrolmentCodeUnknown.into());
    };
    person.validity.must_hold(now)?;
    must_be_known(person.role, version)?;
    let at = integer(now.value());
    let used = [text(hash), at.clone(), text(request.device)];
    if connection.execute(&person::USE_CODE, &used)? != 1 {
        return Err(Code::EnrolmentCodeUsed.into());
    }
    let mut drawn = [0; TOKEN_BYTES];
    random(&mut drawn);
    let token = URL_SAFE_NO_PAD.encode(drawn);
    connection.execute(&person::REVOKE_DEVICE, &[text(request.device), at.clone()])?;
    let device = [text(secret_hash(&token)), text(request.device), text(person.actor), at];
    connection.execute(&person::INSERT_DEVICE, &device)?;
    Ok(EnrolResponse {
        token: Token(token),
        identity: identity(connection, person, now)?,
        epoch: epoch.to_owned(),
        server_time: now,
        rulebook_key: city_key::public(connection)?,
    })
}

fn identity(
    connection: &mut dyn Connection,
    person: Person,
    now: UnixMs,
) -> Result<Identity, StoreError> {
    let household = match person.household {
        Some(id) => household(connection, id)?,
        None => None,
    };
    Ok(Identity {
        community_name: area::full_name(connection, person.community)?,
        scopes: person.scopes(connection, now)?,
        actor: person.actor,
        label: person.label,
        role: person.role,
        community: person.community,
        synthetic: person.synthetic,
        household,
        point: person.point,
    })
}

/// A household with its card, if it is on the roll.
///
/// # Errors
/// What the database says.
pub fn household(
    connection: &mut dyn Connection,
    id: HouseholdId,
) -> Result<Option<HouseholdFact>, StoreError> {
    let values = [text(id.community), integer(id.number)];
    let Some(row) = connection.first(&roll::FIND_HOUSEHOLD, &values)? else { return Ok(None) };
    Ok(Some(HouseholdFact { id, label: row.text(0)?.to_owned(), card: row.read(1)? }))
}
