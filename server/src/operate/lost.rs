//! Devices: the list of them, ending the token of one, reporting one lost, taking that back.
//!
//! A lost device is told at its next contact and empties itself. What it did not send it sends first,
//! unless an organiser says that this may go too. Enrolling it again with a code is an organiser's
//! word that it is in good hands: the report ends with the token it was made about.

use std::fmt;

use wufei_domain::{
    audit::AuditAct,
    ids::DeviceId,
    lost::LostWord,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{OperateError, in_transaction, open_known};
use crate::{
    service::audit::Entry,
    settings::Database,
    store::{
        Connection, Row, StoreError, integer,
        statements::{device, person},
        text,
    },
};

/// A device with a token that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Its installation's id.
    pub id: DeviceId,
    /// Whose it is: a pseudonym.
    pub label: String,
    /// Their role's code.
    pub role: String,
    /// When it was last heard of, to the hour; its enrolment if never since.
    pub last_contact: UnixMs,
    /// Since when it is lost, and what is to become of what it did not send.
    pub lost: Option<(UnixMs, LostWord)>,
    /// When it was told so, and with which word.
    pub told: Option<(UnixMs, LostWord)>,
}

impl KnownDevice {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let word_since = |at: usize| -> Result<Option<(UnixMs, LostWord)>, StoreError> {
            if !row.has(at) {
                return Ok(None);
            }
            let word = LostWord::from_code(row.text(at + 1)?).unwrap_or(LostWord::SendFirst);
            Ok(Some((UnixMs::new(row.integer(at)?), word)))
        };
        Ok(Self {
            id: row.read(0)?,
            label: row.text(1)?.to_owned(),
            role: row.text(2)?.to_owned(),
            last_contact: UnixMs::new(row.integer(3)?),
            lost: word_since(4)?,
            told: word_since(6)?,
        })
    }
}

impl fmt::Display for KnownDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, label, role, last_contact, lost, told } = self;
        write!(f, "{id},\"{}\",{role},{}", label.replace('"', "\"\""), last_contact.value())?;
        for word_since in [lost, told] {
            match word_since {
                Some((at, word)) => write!(f, ",{},{}", at.value(), word.code())?,
                None => write!(f, ",,")?,
            }
        }
        Ok(())
    }
}

/// All devices with a token that counts, by label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceList(pub Vec<KnownDevice>);

impl fmt::Display for DeviceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "device,label,role,last_contact,lost_at,lost_word,told_at,told_word")?;
        for device in &self.0 {
            writeln!(f, "{device}")?;
        }
        let lost = self.0.iter().filter(|device| device.lost.is_some()).count();
        write!(f, "# {} devices, {lost} of them reported lost", self.0.len())
    }
}

/// Lists the devices.
///
/// # Errors
/// [`OperateError::Missing`], and what the database says.
pub fn list_devices(database: &Database) -> Result<DeviceList, OperateError> {
    let rows = open_known(database)?.query(&device::LIST, &[])?;
    let devices: Result<_, StoreError> = rows.iter().map(KnownDevice::from_row).collect();
    Ok(DeviceList(devices?))
}

/// What was said of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// It is lost; it is told at its next contact.
    Lost(DeviceId, LostWord),
    /// It is no longer lost: it was not told yet.
    Found(DeviceId),
    /// It was not reported lost in the first place.
    NotLost(DeviceId),
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(device, LostWord::SendFirst) => write!(
                f,
                "{device} is reported lost: at its next contact it sends what it did not send, then \
                 empties itself; `device found` takes it back until then"
            ),
            Self::Lost(device, LostWord::GoToo) => write!(
                f,
                "{device} is reported lost: at its next contact it empties itself at once, with what \
                 it did not send; `device found` takes it back until then"
            ),
            Self::Found(device) => write!(f, "{device} is no longer reported lost"),
            Self::NotLost(device) => write!(f, "{device} was not reported lost"),
        }
    }
}

/// Reports a device lost. Said again, the last word holds.
///
/// # Errors
/// [`Code::NotFound`] when no device of that id has a token that counts. What the database says.
pub fn report_lost(
    database: &Database,
    device: DeviceId,
    word: LostWord,
    now: UnixMs,
) -> Result<Reported, OperateError> {
    in_transaction(database, |connection| {
        let values = [text(device), integer(now.value()), text(word.code())];
        if connection.execute(&device::LOSE, &values)? == 0 {
            return Err(Refusal::new(Code::NotFound).with("value", device).into());
        }
        Entry::by_operator(AuditAct::DeviceLost)
            .of(device)
            .within_that_of(connection, &device::COMMUNITY, device)?
            .with("word", word.code())
            .append(connection, now)?;
        Ok(Reported::Lost(device, word))
    })
}

/// Takes the report back.
///
/// # Errors
/// [`Code::NotFound`] as above; [`Code::DeviceTold`] once the device was told, since it empties
/// itself: a new code enrols it again. What the database says.
pub fn report_found(
    database: &Database,
    device: DeviceId,
    now: UnixMs,
) -> Result<Reported, OperateError> {
    in_transaction(database, |connection| {
        let Some(row) = connection.first(&device::FIND, &[text(device)])? else {
            return Err(Refusal::new(Code::NotFound).with("value", device).into());
        };
        if row.has(1) {
            return Err(Refusal::new(Code::DeviceTold).with("value", device).into());
        }
        if !row.has(0) {
            return Ok(Reported::NotLost(device));
        }
        connection.execute(&device::RECOVER, &[text(device)])?;
        Entry::by_operator(AuditAct::DeviceFound)
            .of(device)
            .within_that_of(connection, &device::COMMUNITY, device)?
            .append(connection, now)?;
        Ok(Reported::Found(device))
    })
}

/// The token of a device counts no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked(pub DeviceId);

impl fmt::Display for Revoked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(device) = self;
        write!(f, "the token of {device} is ended; a new code enrols it again")
    }
}

/// Ends the token of a device. Its next request is refused, a wait for news with its end; what it did
/// not send stays there and is sent once it is enrolled again.
///
/// # Errors
/// [`Code::NotFound`] when no device of that id has a token that counts. What the database says.
pub fn revoke_device(
    database: &Database,
    device: DeviceId,
    now: UnixMs,
) -> Result<Revoked, OperateError> {
    in_transaction(database, |connection| {
        let entry = Entry::by_operator(AuditAct::DeviceRevoked).of(device).within_that_of(
            connection,
            &device::COMMUNITY,
            device,
        )?;
        let values = [text(device), integer(now.value())];
        if connection.execute(&person::REVOKE_DEVICE, &values)? == 0 {
            return Err(Refusal::new(Code::NotFound).with("value", device).into());
        }
        entry.append(connection, now)?;
        Ok(Revoked(device))
    })
}
