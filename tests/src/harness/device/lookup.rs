//! Looking an item up.

use wufei_app::{
    event::{LookupEvent, Tab, UiEvent},
    view::{Screen, ViewModel, lookup::LookupResult},
};

use super::{Failure, TestDevice};

impl TestDevice {
    /// Types an item; gives back what is answered.
    ///
    /// # Errors
    /// When no answer comes in time.
    pub fn look_up(&self, text: &str) -> Result<LookupResult, Failure> {
        self.go_to(Tab::Lookup)?;
        self.send(UiEvent::Lookup { event: LookupEvent::Typed { text: text.to_owned() } })?;
        self.until(&format!("an answer for {text}"), |view| match &view.screen {
            Screen::Lookup { lookup } if lookup.typed == text => match &lookup.result {
                LookupResult::Empty { .. } => None,
                result => Some(result.clone()),
            },
            _ => None,
        })
    }

    /// Keeps the unknown word that is shown; gives back what the screen says then.
    ///
    /// # Errors
    /// When it does not say so in time.
    pub fn tell_us(&self) -> Result<String, Failure> {
        self.send(UiEvent::Lookup { event: LookupEvent::TellUs })?;
        self.until("that the word is kept", |view: &ViewModel| match &view.screen {
            Screen::Lookup { lookup } => match &lookup.result {
                LookupResult::Unknown { told, .. } => told.clone(),
                _ => None,
            },
            _ => None,
        })
    }
}
