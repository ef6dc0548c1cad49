//! The look-up: what was typed, what was picked, and whether the unknown word was told.
//!
//! The answer itself is not state: it follows from what was typed and the guide.

use serde::{Deserialize, Serialize};
use wufei_domain::record::{Body, UnknownItem};
use wufei_guide::{Answer, Guide};

use super::{Cmd, Model, ask, intent, save_draft, withdraw_draft};
use crate::{
    app::Wufei,
    effect::{
        shell::{ReadAloud, Share},
        store::DraftPlace,
    },
    event::{Event, LookupEvent},
};

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lookup {
    pub(crate) typed: String,
    /// The key of the item that was picked from a list.
    pub(crate) picked: Option<String>,
    #[serde(skip)]
    pub(crate) told: Told,
}

/// Whether the unknown word is kept for the guide's makers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Told {
    #[default]
    Nothing,
    /// Being stored.
    Telling(String),
    Kept(String),
}

impl Lookup {
    pub(super) fn restore(&mut self, body: &str) {
        if let Ok(lookup) = serde_json::from_str(body) {
            *self = lookup;
        }
    }

    /// What the guide answers now. A picked item wins over what was typed.
    pub(crate) fn answer<'guide>(&self, guide: &'guide Guide) -> Option<Answer<'guide>> {
        if let Some(item) = self.picked.as_deref().and_then(|key| guide.item(key)) {
            return Some(Answer::Found(item));
        }
        (!self.typed.trim().is_empty()).then(|| guide.look_up(&self.typed))
    }

    /// The word as it is told: without surrounding space.
    pub(crate) fn word(&self) -> &str {
        self.typed.trim()
    }

    fn save(&self) -> Cmd {
        if self.typed.is_empty() && self.picked.is_none() {
            withdraw_draft(DraftPlace::Lookup)
        } else {
            save_draft(DraftPlace::Lookup, self)
        }
    }
}

impl Model {
    pub(super) fn lookup_event(&mut self, app: &Wufei, event: LookupEvent) -> Cmd {
        match event {
            LookupEvent::Typed { text } => {
                self.lookup.typed = text;
                self.lookup.picked = None;
                self.lookup.save()
            }
            LookupEvent::Picked { item } if self.guide(app).item(&item).is_some() => {
                self.lookup.picked = Some(item);
                self.lookup.save()
            }
            LookupEvent::Picked { .. } => Cmd::done(),
            LookupEvent::Clear => {
                self.lookup = Lookup::default();
                self.lookup.save()
            }
            LookupEvent::TellUs => self.tell_us(app),
            LookupEvent::ReadAloud => match self.spoken_answer(app) {
                Some(text) => {
                    let language = self.settings.language.tag().to_owned();
                    ask(ReadAloud { text, language }, Event::Spoken)
                }
                None => Cmd::done(),
            },
            LookupEvent::Share => match self.spoken_answer(app) {
                Some(text) => ask(Share { text }, Event::Shared),
                None => Cmd::done(),
            },
        }
    }

    /// The answer on the screen as sentences; `None` while there is none.
    fn spoken_answer(&self, app: &Wufei) -> Option<String> {
        let Some(Answer::Found(item)) = self.lookup.answer(self.guide(app)) else { return None };
        let words = app.words(self.settings.language);
        Some(crate::view::lookup::spoken(self.guide(app), words, item))
    }

    fn tell_us(&mut self, app: &Wufei) -> Cmd {
        let word = self.lookup.word().to_owned();
        let told = match &self.lookup.told {
            Told::Nothing => false,
            Told::Telling(_) => true,
            Told::Kept(kept) => *kept == word,
        };
        let answer = self.lookup.answer(self.guide(app));
        let doubted = matches!(answer, Some(Answer::Unknown { .. } | Answer::Guess { .. }));
        if told || !doubted {
            return Cmd::done();
        }
        self.lookup.told = Told::Telling(word.clone());
        let community = self.identity.as_ref().map_or(app.config.city, |who| who.community);
        let rulebook = self.guide(app).rulebook();
        let rulebook = format!("{} {}", rulebook.id, rulebook.version);
        let item = UnknownItem { typed: word, rulebook };
        intent::record(community, Body::UnknownItem(item), Some(DraftPlace::Lookup))
    }

    pub(super) fn unknown_item_recorded(&mut self, word: &str, stored: bool) -> Cmd {
        if !stored {
            self.lookup.told = Told::Nothing;
            return Cmd::done();
        }
        self.lookup.told = Told::Kept(word.to_owned());
        // The word is a record now; what was typed meanwhile is still a draft.
        if self.lookup.word() == word { Cmd::done() } else { self.lookup.save() }
    }

    pub(super) fn lookup_back(&mut self) -> Cmd {
        self.lookup.picked = None;
        self.lookup.save()
    }
}
