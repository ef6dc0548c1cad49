//! My household: its data as last loaded.

use wufei_domain::refusal::Refusal;

use super::{Cmd, Loaded, Model, ask};
use crate::{
    effect::store::{HouseholdData, LoadHousehold, LoadStanding},
    event::Event,
};

#[derive(Debug, Default)]
pub(crate) struct Household {
    pub(crate) data: Loaded<HouseholdData>,
}

impl Model {
    /// The page also has a line on the village's standing.
    pub(super) fn load_household(&self) -> Cmd {
        match self.own_household() {
            Some(household) => ask(LoadHousehold { household }, Event::HouseholdLoaded)
                .and(ask(LoadStanding, Event::StandingLoaded)),
            None => Cmd::done(),
        }
    }

    pub(super) fn household_loaded(&mut self, answer: Result<HouseholdData, Refusal>) -> Cmd {
        if let Some(data) = self.take(answer) {
            self.household.data = Loaded::Here(data);
        }
        Cmd::done()
    }
}
