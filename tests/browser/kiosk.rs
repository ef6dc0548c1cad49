//! A city with a browser shell in front of it: a real server as a process, the shell on a free port.

use std::path::PathBuf;

use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, World},
    neighbourhood::{CITY, units::MAXI},
};
use wufei_web::{Running, Settings, start};

use crate::driver::Browser;

/// The shell and the city behind it.
pub struct Kiosk {
    pub world: World,
    shell: Running,
    /// Last: the devices' databases.
    _folder: tempfile::TempDir,
}

impl Kiosk {
    pub fn open() -> Result<Self, Failure> {
        let world = World::new()?;
        let folder = tempfile::tempdir()?;
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            server: world.server.address(),
            folder: PathBuf::from(folder.path()),
            city: CITY.parse()?,
            allow_remote: false,
        };
        let shell = start(settings).map_err(Failure::while_doing("a browser shell"))?;
        Ok(Self { world, shell, _folder: folder })
    }

    /// The address of a device.
    pub fn device(&self, name: &str) -> String {
        format!("http://{}/d/{name}/", self.shell.address)
    }

    /// Opens the link that an organiser hands out, and presses the one button.
    pub fn enrol(&self, browser: &mut Browser, name: &str, role: Role) -> Result<(), Failure> {
        self.enrol_one(browser, name, role, 0)
    }

    /// As [`Kiosk::enrol`], for another person of that role.
    pub fn enrol_one(
        &self,
        browser: &mut Browser,
        name: &str,
        role: Role,
        person: usize,
    ) -> Result<(), Failure> {
        let code = self.world.code(role, MAXI, person)?;
        browser.go(&format!("{}?code={code}", self.device(name)))?;
        browser.press_exactly("登记")?;
        browser.see("登记好了")
    }
}
