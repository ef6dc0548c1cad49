//! The household's forms.

use wufei_app::event::HouseholdEvent;

use super::Written;

pub(super) fn write(event: &HouseholdEvent) -> Written {
    match event {
        HouseholdEvent::Locate => Written::bare("household-locate"),
    }
}

pub(super) fn read(name: &str) -> Option<Vec<HouseholdEvent>> {
    (name == "locate").then(|| vec![HouseholdEvent::Locate])
}
