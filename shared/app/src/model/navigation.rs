//! Where a person is: tabs by role, the way back, and what a screen needs loaded.

use wufei_domain::{
    ids::{HouseholdId, PointId},
    role::Role,
};

use super::{Cmd, Model, ask, leaving::Leaving};
use crate::{
    app::Wufei,
    effect::store::{LoadOutbox, LoadStanding},
    event::{Event, Tab},
};

impl Model {
    /// The places this person can open, in the order of the tabs.
    pub(crate) fn tabs(&self) -> Vec<Tab> {
        let mut tabs = vec![Tab::Lookup];
        if self.own_household().is_some() {
            tabs.push(Tab::Household);
        }
        if self.own_point().is_some() {
            tabs.push(Tab::Point);
        }
        if self.is_volunteer() {
            tabs.push(Tab::Turfs);
        }
        if self.identity.is_some() || self.counts.waiting > 0 || self.counts.needs_attention > 0 {
            tabs.push(Tab::Outbox);
        }
        tabs.extend([Tab::Standing, Tab::Settings]);
        tabs
    }

    /// The household of an enrolled resident.
    pub(crate) fn own_household(&self) -> Option<HouseholdId> {
        let identity = self.identity.as_ref().filter(|who| who.role == Role::Resident)?;
        identity.household.as_ref().map(|holder| holder.household)
    }

    /// The recycling point of whoever stands at one.
    pub(crate) fn own_point(&self) -> Option<PointId> {
        self.identity.as_ref().filter(|who| who.role.stands_at_a_point())?.point
    }

    pub(crate) fn is_volunteer(&self) -> bool {
        self.identity.as_ref().is_some_and(|who| who.role.walks())
    }

    /// Opens a tab; one that the role does not have stays shut.
    pub(super) fn open(&mut self, app: &Wufei, tab: Tab) -> Cmd {
        if !self.tabs().contains(&tab) {
            return Cmd::done();
        }
        let look = if tab == self.tab { Cmd::done() } else { self.look_at_answer(app) };
        self.kept.forget_emptied();
        self.tab = tab;
        self.leaving = Leaving::No;
        let offers = if tab == Tab::Turfs { self.list_turfs_once() } else { Cmd::done() };
        look.and(self.load_screen()).and(offers)
    }

    /// Whether there is a step back inside the open tab.
    pub(crate) fn can_go_back(&self) -> bool {
        match self.tab {
            Tab::Lookup => self.learning.is_open() || self.lookup.picked.is_some(),
            Tab::Point => self.point.can_go_back(),
            Tab::Turfs => self.learning.intro.is_some() || self.turfs.can_go_back(),
            Tab::Settings => self.leaving.can_cancel(),
            Tab::Household | Tab::Outbox | Tab::Standing => false,
        }
    }

    pub(super) fn back(&mut self, app: &Wufei) -> Cmd {
        match self.tab {
            Tab::Lookup if self.learning.is_open() => self.learning_back(),
            Tab::Lookup => self.lookup_back(app),
            Tab::Point => self.point_back(),
            Tab::Turfs if self.learning.intro.is_some() => self.leave_intro(),
            Tab::Turfs => self.turfs_back(),
            Tab::Settings => self.leave_cancelled(),
            Tab::Household | Tab::Outbox | Tab::Standing => Cmd::done(),
        }
    }

    /// Asks for what the open tab shows.
    pub(super) fn load_screen(&mut self) -> Cmd {
        match self.tab {
            Tab::Lookup if self.learning.is_open() => self.look_at_learning(),
            Tab::Lookup => self.load_points(),
            Tab::Settings => Cmd::done(),
            Tab::Household => self.load_household(),
            Tab::Point => self.load_point(),
            Tab::Turfs => self.load_turfs(),
            Tab::Outbox => ask(LoadOutbox, Event::OutboxLoaded),
            Tab::Standing => ask(LoadStanding, Event::StandingLoaded),
        }
    }
}
