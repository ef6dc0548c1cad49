//! A resident looks at their household, and tells of words the guide does not know.

use wufei_app::{
    UiEvent,
    event::{LookupEvent, Tab},
    view::Screen,
};

use super::{Hand, open};

impl Hand<'_> {
    pub(super) fn asks(&mut self, screen: &Screen) -> UiEvent {
        let Screen::Lookup { .. } = screen else { return open(Tab::Lookup) };
        match self.chance.below(5) {
            0 => open(Tab::Household),
            1 | 2 => {
                *self.weighed += 1;
                let text = format!("曲率引擎型{}", self.weighed);
                UiEvent::Lookup { event: LookupEvent::Typed { text } }
            }
            _ => UiEvent::Lookup { event: LookupEvent::TellUs },
        }
    }
}
