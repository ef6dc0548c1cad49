//! The tag type: only delegates.

use crux_core::{App, Command};
use wufei_domain::{
    area::AreaCode,
    words::{Language, Words, WordsError},
};
use wufei_guide::{BrokenData, Guide, Lessons};

use crate::{Effect, Event, Model, ViewModel, model, view, wording};

/// What the app is told when it is made.
#[derive(Debug, Clone)]
pub struct Config {
    /// The city whose rulebook answers; the community of what is recorded before enrolment.
    pub city: AreaCode,
    /// The server's address, for the settings screen.
    pub server: String,
    /// Whether the shell can let a person pick a picture.
    pub picks_photos: bool,
}

/// Data that is compiled in and cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenApp {
    #[error("words: {0}")]
    Words(#[from] WordsError),
    #[error("guide: {0}")]
    Guide(#[from] &'static BrokenData),
}

/// The app.
pub struct Wufei {
    pub config: Config,
    /// The rulebook that is compiled in; [`Model::guide`] says which one answers.
    pub(crate) guide: &'static Guide,
    pub(crate) lessons: &'static Lessons<'static>,
    chinese: Words,
    english: Words,
}

impl Wufei {
    /// The app with its words and its guide, read once.
    ///
    /// # Errors
    /// See [`BrokenApp`]; never with the data of this repository.
    pub fn new(config: Config) -> Result<Self, BrokenApp> {
        Ok(Self {
            config,
            guide: Guide::zhejiang()?,
            lessons: Lessons::zhejiang()?,
            chinese: wording::words(Language::Chinese)?,
            english: wording::words(Language::English)?,
        })
    }

    pub(crate) const fn words(&self, language: Language) -> &Words {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

impl App for Wufei {
    type Event = Event;
    type Model = Model;
    type ViewModel = ViewModel;
    type Effect = Effect;

    fn update(&self, event: Event, model: &mut Model) -> Command<Effect, Event> {
        model::update(self, event, model)
    }

    fn view(&self, model: &Model) -> ViewModel {
        view::view(self, model)
    }
}
