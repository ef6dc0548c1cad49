//! One's own household and the table of villages.

use wufei_app::{
    event::Tab,
    view::{Screen, household::HouseholdView, standing::StandingView},
};

use super::{Failure, TestDevice};

impl TestDevice {
    /// The household's screen once it shows what is looked for; rounds run until then.
    ///
    /// # Errors
    /// When it does not in time.
    pub fn household(
        &self,
        what: &str,
        mut holds: impl FnMut(&HouseholdView) -> bool,
    ) -> Result<HouseholdView, Failure> {
        self.sync_until(Tab::Household, what, |view| match &view.screen {
            Screen::Household { household } if holds(household) => Some(household.clone()),
            _ => None,
        })
    }

    /// The table of villages once it shows what is looked for; rounds run until then.
    ///
    /// # Errors
    /// When it does not in time.
    pub fn standing(
        &self,
        what: &str,
        mut holds: impl FnMut(&StandingView) -> bool,
    ) -> Result<StandingView, Failure> {
        self.sync_until(Tab::Standing, what, |view| match &view.screen {
            Screen::Standing { standing } if holds(standing) => Some(standing.clone()),
            _ => None,
        })
    }
}
