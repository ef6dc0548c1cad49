//! A city to play in: a server with Shaoxing's areas and the synthetic neighbourhood.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    roll::{Roll, RollPerson, RollTurf},
    routes,
};
use wufei_domain::{card::CardNumber, ids::DeviceId, role::Role, time::UnixMs};

use super::{Answer, Http, Proxy, ServerProcess, TestDevice, failure::Failure};
use crate::neighbourhood;

/// Server, roll and a client, in a folder that ends with them unless it is kept.
pub struct World {
    /// The server.
    pub server: ServerProcess,
    /// What was imported.
    pub roll: Roll,
    /// A client of the server itself, past any proxy.
    pub http: Http,
    /// What stands between the devices and the server, if anything does.
    pub proxy: Option<Proxy>,
    devices: PathBuf,
    /// Last, so that the folder goes when everything in it is closed.
    _temporary: Option<TempDir>,
}

impl World {
    /// A city with a running server, in a temporary folder.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub fn new() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-tests-").tempdir()?;
        let world = Self::in_folder(folder.path())?;
        Ok(Self { _temporary: Some(folder), ..world })
    }

    /// A city with a running server, its database at `folder/server.sqlite`, devices in
    /// `folder/devices/NAME`.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub fn in_folder(folder: &Path) -> Result<Self, Failure> {
        Self::with(ServerProcess::new(folder)?, folder)
    }

    /// A city with a running server, its data in the PostgreSQL of that address.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub fn on(database: &str) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-tests-").tempdir()?;
        let world = Self::with(ServerProcess::on(folder.path(), database)?, folder.path())?;
        Ok(Self { _temporary: Some(folder), ..world })
    }

    fn with(mut server: ServerProcess, folder: &Path) -> Result<Self, Failure> {
        let roll = neighbourhood::roll()?;
        server.import_areas()?;
        server.import_roll(&roll)?;
        server.start()?;
        let http = Http::new(&server.address())?;
        let devices = folder.join("devices");
        Ok(Self { server, roll, http, proxy: None, devices, _temporary: None })
    }

    /// The `index`-th person of a role in a unit, from 0.
    ///
    /// # Errors
    /// When the roll has no such person.
    pub fn person(&self, role: Role, unit: &str, index: usize) -> Result<&RollPerson, Failure> {
        let fits = |p: &&RollPerson| p.role == role && p.community.to_string() == unit;
        self.roll.people.iter().filter(fits).nth(index).ok_or_else(|| {
            Failure::new(format!("{} {index} of {unit}", role.code()), "no such person")
        })
    }

    /// A code for that person.
    ///
    /// # Errors
    /// When it is not issued.
    pub fn code(&self, role: Role, unit: &str, index: usize) -> Result<String, Failure> {
        self.server.issue_code(self.person(role, unit, index)?.actor, &[])
    }

    /// Puts a proxy between the server and the devices opened from now on.
    ///
    /// # Errors
    /// When it does not start.
    pub fn put_proxy(&mut self) -> Result<(), Failure> {
        self.proxy = Some(Proxy::start(&self.server.address())?);
        Ok(())
    }

    /// Where devices find the server.
    pub fn front(&self) -> String {
        self.proxy.as_ref().map_or_else(|| self.server.address(), Proxy::address)
    }

    /// A device that talks to `server`, not enrolled.
    ///
    /// # Errors
    /// When it does not open.
    pub fn device_at(&self, server: &str, name: &str) -> Result<TestDevice, Failure> {
        TestDevice::open(&self.devices, name, server)
    }

    /// Where the device of that name has its database.
    pub fn device_folder(&self, name: &str) -> PathBuf {
        self.devices.join(name)
    }

    /// A device that talks to the server, or to the proxy before it, enrolled as that person.
    ///
    /// # Errors
    /// When it does not open or is refused.
    pub fn device(
        &self,
        name: &str,
        role: Role,
        unit: &str,
        index: usize,
    ) -> Result<TestDevice, Failure> {
        let device = self.device_at(&self.front(), name)?;
        device.enrol(&self.code(role, unit, index)?)?;
        Ok(device)
    }

    /// Enrols over raw HTTP, as no device would.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn enrol_raw(&self, code: &str, device: DeviceId) -> Result<Answer, Failure> {
        self.http.post(routes::ENROL, None, &EnrolRequest { code: code.to_owned(), device })
    }

    /// A token of that person for a made-up device.
    ///
    /// # Errors
    /// When it is refused.
    pub fn token(
        &self,
        role: Role,
        unit: &str,
        index: usize,
    ) -> Result<(DeviceId, EnrolResponse), Failure> {
        let device = DeviceId::from_stamp(now(), random()?);
        let answer = self.enrol_raw(&self.code(role, unit, index)?, device)?;
        Ok((device, answer.read()?))
    }

    /// The card of a household, as typed.
    ///
    /// # Errors
    /// When the roll has no such household.
    pub fn card(&self, unit: &str, number: u32) -> Result<CardNumber, Failure> {
        let of = self.roll.communities.iter().find(|of| of.code.to_string() == unit);
        of.and_then(|of| of.households.iter().find(|household| household.number == number))
            .and_then(|household| CardNumber::from_serial(household.card_serial))
            .ok_or_else(|| Failure::new(format!("household {number} of {unit}"), "none"))
    }

    /// A turf by its place in the roll, from 0.
    ///
    /// # Errors
    /// When the roll has fewer.
    pub fn turf(&self, index: usize) -> Result<&RollTurf, Failure> {
        self.roll
            .turfs
            .get(index)
            .ok_or_else(|| Failure::new(format!("turf {index}"), "no such turf"))
    }
}

/// The wall clock.
pub fn now() -> UnixMs {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixMs::new(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// Bytes for an id.
pub fn random() -> Result<[u8; 10], Failure> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).map_err(Failure::while_doing("random bytes"))?;
    Ok(bytes)
}
