//! What the steps share: the city, who is on stage, and what earlier steps found.

use std::collections::BTreeMap;

use wufei_api::{
    enrol::Token,
    ledger::{LedgerQuery, LedgerResponse},
    routes,
};
use wufei_domain::{
    ids::{HouseholdId, RecordId},
    role::Role,
    units::Points,
    words::{Language, Words},
};

use super::Options;
use crate::{
    harness::{Failure, TestDevice, World},
    neighbourhood::{people::COUNTY, units::MAXI},
};

/// The stage.
pub struct Stage {
    /// The city; its server can be killed.
    pub world: World,
    /// Chinese, as the devices show it.
    pub words: Words,
    /// Who is there, by name.
    cast: BTreeMap<&'static str, TestDevice>,
    auditor: Option<Token>,
    /// Grams logged by unit, as they were typed and not taken back.
    pub grams: BTreeMap<&'static str, u64>,
    /// The drop-off with a wrong weight.
    pub wrong: Option<RecordId>,
    /// What waited before and after the volunteer's phone was switched off and on.
    pub restart: Option<(Vec<RecordId>, Vec<RecordId>)>,
    keep: bool,
}

impl Stage {
    /// Sets the stage.
    pub(super) fn set(options: &Options) -> Result<Self, Failure> {
        let mut world = match &options.keep {
            Some(folder) if folder.join("server.sqlite").exists() => {
                let seen = format!("{} from another story", folder.display());
                return Err(Failure::new("a folder without databases", seen));
            }
            Some(folder) => World::in_folder(folder)?,
            None => World::new()?,
        };
        if options.sabotage {
            world.put_proxy()?;
        }
        let words =
            Words::new(Language::Chinese, &[]).map_err(Failure::while_doing("readable words"))?;
        Ok(Self {
            world,
            words,
            cast: BTreeMap::new(),
            auditor: None,
            grams: BTreeMap::new(),
            wrong: None,
            restart: None,
            keep: options.keep.is_some(),
        })
    }

    /// Closes devices, stops the server, and leaves its database whole when it is kept.
    pub(super) fn clear(mut self) -> Result<(), Failure> {
        self.cast.clear();
        self.world.server.stop()?;
        if self.keep { self.world.server.checkpoint() } else { Ok(()) }
    }

    /// Brings a device on stage.
    pub fn enter(&mut self, name: &'static str, device: TestDevice) {
        self.cast.insert(name, device);
    }

    /// Who was brought on stage before.
    ///
    /// # Errors
    /// When the step that brings them failed.
    pub fn who(&self, name: &str) -> Result<&TestDevice, Failure> {
        self.cast.get(name).ok_or_else(|| missing(name))
    }

    /// As [`Stage::who`], to be switched off and on.
    ///
    /// # Errors
    /// As [`Stage::who`].
    pub fn who_mut(&mut self, name: &str) -> Result<&mut TestDevice, Failure> {
        self.cast.get_mut(name).ok_or_else(|| missing(name))
    }

    /// A household of 马溪.
    ///
    /// # Errors
    /// Never, while the code of 马溪 is one.
    pub fn household(&self, number: u32) -> Result<HouseholdId, Failure> {
        Ok(HouseholdId::new(MAXI.parse()?, number))
    }

    /// A household's account as an auditor reads it from the server.
    ///
    /// # Errors
    /// When it is refused.
    pub fn ledger(&mut self, household: HouseholdId) -> Result<LedgerResponse, Failure> {
        if self.auditor.is_none() {
            let (_device, enrolled) = self.world.token(Role::Auditor, COUNTY, 0)?;
            self.auditor = Some(enrolled.token);
        }
        let LedgerQuery { household } = LedgerQuery { household };
        let path = format!("{}?household={household}", routes::LEDGER);
        self.world.http.get(&path, self.auditor.as_ref())?.read()
    }

    /// Points as a device shows them.
    pub fn points(&self, points: i64) -> String {
        self.words.points(Points::new(points))
    }
}

fn missing(name: &str) -> Failure {
    Failure::new(format!("{name} on stage"), "nobody: the step that brings them failed")
}
