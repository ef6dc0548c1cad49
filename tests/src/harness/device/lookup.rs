//! Looking an item up.

use wufei_app::{
    event::{LookupEvent, Tab, UiEvent},
    view::{
        Screen, ViewModel,
        household::PointsView,
        lookup::{KeptView, LookupResult},
    },
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

    /// Picks an item of the rulebook and makes it a favourite.
    ///
    /// # Errors
    /// When the card does not say so in time.
    pub fn keep(&self, item: &str) -> Result<(), Failure> {
        self.go_to(Tab::Lookup)?;
        self.send(UiEvent::Lookup { event: LookupEvent::Picked { item: item.to_owned() } })?;
        self.send(UiEvent::Lookup { event: LookupEvent::FavouritePicked { on: true } })?;
        self.until(&format!("{item} kept"), |view| match &view.screen {
            Screen::Lookup { lookup } => match &lookup.result {
                LookupResult::Found { item } => item.is_favourite.then_some(()),
                _ => None,
            },
            _ => None,
        })
    }

    /// Clears the field; gives back what was kept and looked up lately.
    ///
    /// # Errors
    /// When the empty look-up does not come in time.
    pub fn kept(&self) -> Result<KeptView, Failure> {
        self.go_to(Tab::Lookup)?;
        self.send(UiEvent::Lookup { event: LookupEvent::Clear })?;
        self.until("the empty look-up", |view| match &view.screen {
            Screen::Lookup { lookup } => match &lookup.result {
                LookupResult::Empty { kept, .. } => Some(kept.clone()),
                _ => None,
            },
            _ => None,
        })
    }

    /// Types words that ask for recycling points; gives back those that are there.
    ///
    /// # Errors
    /// When none comes in time.
    pub fn points(&self, text: &str) -> Result<PointsView, Failure> {
        self.go_to(Tab::Lookup)?;
        self.send(UiEvent::Lookup { event: LookupEvent::Typed { text: text.to_owned() } })?;
        self.until(&format!("points for {text}"), |view| match &view.screen {
            Screen::Lookup { lookup } if lookup.typed == text => {
                lookup.points.clone().filter(|points| !points.rows.is_empty())
            }
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
