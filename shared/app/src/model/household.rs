//! My household: its data as last loaded, and the recycling points, which the look-up shows too.

use wufei_domain::{
    position::{Datum, Position},
    refusal::Refusal,
};

use super::{Cmd, Loaded, Model, Notice, ask};
use crate::{
    app::Wufei,
    effect::{
        shell::{Locate, Located},
        store::{HouseholdData, LoadHousehold, LoadPoints, LoadStanding, PointPlace},
    },
    event::{Event, HouseholdEvent},
};

#[derive(Debug, Default)]
pub(crate) struct Household {
    pub(crate) data: Loaded<HouseholdData>,
    /// The recycling points of the community one is enrolled in.
    pub(crate) points: Loaded<Vec<PointPlace>>,
    /// Where the device was when last asked. Never stored, never sent.
    pub(crate) here: Option<Position>,
    pub(crate) locating: bool,
}

impl Model {
    /// The page also has a line on the village's standing, and the recycling points.
    pub(super) fn load_household(&self) -> Cmd {
        match self.own_household() {
            Some(household) => ask(LoadHousehold { household }, Event::HouseholdLoaded)
                .and(self.load_points())
                .and(ask(LoadStanding, Event::StandingLoaded)),
            None => Cmd::done(),
        }
    }

    /// Every role has the feed of its community.
    pub(super) fn load_points(&self) -> Cmd {
        match &self.identity {
            Some(who) => ask(LoadPoints { community: who.community }, Event::PointsLoaded),
            None => Cmd::done(),
        }
    }

    pub(super) fn points_loaded(&mut self, answer: Result<Vec<PointPlace>, Refusal>) -> Cmd {
        if let Some(points) = self.take(answer) {
            self.household.points = Loaded::Here(points);
        }
        Cmd::done()
    }

    pub(super) fn household_loaded(&mut self, answer: Result<HouseholdData, Refusal>) -> Cmd {
        if let Some(data) = self.take(answer) {
            self.household.data = Loaded::Here(data);
        }
        Cmd::done()
    }

    pub(super) fn household_event(&mut self, app: &Wufei, event: &HouseholdEvent) -> Cmd {
        match event {
            HouseholdEvent::Locate if self.household.locating => Cmd::done(),
            HouseholdEvent::Locate => {
                self.household.locating = true;
                let reason = app.words(self.settings.language).text("household-locate-reason");
                ask(Locate { reason }, Event::Located)
            }
        }
    }

    pub(super) fn located(&mut self, located: &Located) -> Cmd {
        self.household.locating = false;
        self.household.here = match *located {
            Located::At { latitude_microdegrees, longitude_microdegrees } => {
                Position::new(latitude_microdegrees, longitude_microdegrees, Datum::Wgs84).ok()
            }
            Located::Denied | Located::Unavailable { .. } => None,
        };
        if self.household.here.is_none() {
            self.notice = Some(Notice::Info(match located {
                Located::Denied => "notice-location-denied",
                _ => "notice-location-unavailable",
            }));
        }
        Cmd::done()
    }
}
