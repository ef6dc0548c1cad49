//! The look-up: what was typed, what was picked, and whether the unknown word was told.
//!
//! The answer itself is not state: it follows from what was typed and the guide.

use serde::{Deserialize, Serialize};
use wufei_domain::{
    ids::PointId,
    record::{Body, UnknownItem},
};
use wufei_guide::{Answer, Guide, asks_for_points, normalise};

use super::{
    Cmd, Model, ask, intent,
    pictures::{PhotoPlace, Pictures},
    save_draft, withdraw_draft,
};
use crate::{
    app::Wufei,
    effect::{
        shell::{ReadAloud, Share},
        store::DraftPlace,
    },
    event::{Event, LookupEvent, Tab},
};

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lookup {
    pub(crate) typed: String,
    /// The key of the item that was picked from a list.
    pub(crate) picked: Option<String>,
    /// Of the thing that was typed.
    #[serde(default, skip_serializing_if = "Pictures::is_empty")]
    pub(crate) photos: Pictures,
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

/// Which recycling points are asked for.
#[derive(Debug)]
pub(crate) enum PointsAsked<'model> {
    All,
    /// Those with what was typed in their name.
    Named(Vec<&'model PointId>),
}

/// Letters from which on what was typed can be a part of a point's name.
const NAME_LETTERS_MIN: usize = 2;

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

    pub(super) fn save(&self) -> Cmd {
        if self.typed.is_empty() && self.picked.is_none() && self.photos.is_empty() {
            withdraw_draft(DraftPlace::Lookup)
        } else {
            save_draft(DraftPlace::Lookup, self)
        }
    }
}

impl Model {
    pub(super) fn lookup_event(&mut self, app: &Wufei, event: LookupEvent) -> Cmd {
        if event != LookupEvent::RecentsRestored {
            self.kept.forget_emptied();
        }
        match event {
            LookupEvent::Typed { text } => {
                self.lookup.typed = text;
                self.lookup.picked = None;
                self.lookup.save()
            }
            LookupEvent::Picked { item } if self.guide(app).item(&item).is_some() => {
                let look = self.look_at(&item);
                self.lookup.picked = Some(item);
                look.and(self.lookup.save())
            }
            LookupEvent::Picked { .. } => Cmd::done(),
            LookupEvent::Clear => {
                let look = self.look_at_answer(app);
                self.lookup = Lookup::default();
                look.and(self.lookup.save())
            }
            LookupEvent::TellUs => self.tell_us(app),
            LookupEvent::AddPhoto => self.add_lookup_photo(app),
            LookupEvent::RemovePhoto { photo } => self.remove_photo(PhotoPlace::Lookup, &photo),
            LookupEvent::ReadAloud => match self.spoken_answer(app) {
                Some(text) => {
                    let language = self.settings.language.tag().to_owned();
                    let look = self.look_at_answer(app);
                    look.and(ask(ReadAloud { text, language }, Event::Spoken))
                }
                None => Cmd::done(),
            },
            LookupEvent::Share => match self.spoken_answer(app) {
                Some(text) => self.look_at_answer(app).and(ask(Share { text }, Event::Shared)),
                None => Cmd::done(),
            },
            LookupEvent::FavouritePicked { on } => match self.found(app) {
                Some(item) => self.favourite_picked(&item, on),
                None => Cmd::done(),
            },
            LookupEvent::RecentsEmptied => self.empty_recents(),
            LookupEvent::RecentsRestored => self.restore_recents(),
        }
    }

    /// The key of the item whose answer stands on the screen.
    fn found(&self, app: &Wufei) -> Option<String> {
        match self.lookup.answer(self.guide(app)) {
            Some(Answer::Found(item)) => Some(item.key.clone()),
            _ => None,
        }
    }

    /// The person leaves the answer on the screen, or does something with it: it was looked at.
    pub(super) fn look_at_answer(&mut self, app: &Wufei) -> Cmd {
        let is_shown = self.tab == Tab::Lookup && !self.learning.is_open();
        match self.found(app).filter(|_| is_shown) {
            Some(item) => self.look_at(&item),
            None => Cmd::done(),
        }
    }

    /// The recycling points that are asked for, by a word for all of them or by the name of some.
    /// A thing of that name, `answer`, comes before the points.
    fn points_asked(&self, answer: Option<&Answer<'_>>) -> Option<PointsAsked<'_>> {
        let lookup = &self.lookup;
        if lookup.picked.is_some() {
            return None;
        }
        if asks_for_points(&lookup.typed) {
            return Some(PointsAsked::All);
        }
        let part = normalise(&lookup.typed);
        if part.chars().count() < NAME_LETTERS_MIN || matches!(answer, Some(Answer::Found(_))) {
            return None;
        }
        let points = self.household.points.get().into_iter().flatten();
        let named = points.filter(|point| normalise(&point.name).contains(&part));
        let named: Vec<_> = named.map(|point| &point.id).collect();
        (!named.is_empty()).then_some(PointsAsked::Named(named))
    }

    /// What the guide answers on the screen, and the points that are asked for. Beside a place that is
    /// asked for only a thing of that name stands; beside points of some name all but that nothing is
    /// known.
    pub(crate) fn answered<'guide>(
        &self,
        guide: &'guide Guide,
    ) -> (Option<Answer<'guide>>, Option<PointsAsked<'_>>) {
        let answer = self.lookup.answer(guide);
        let points = self.points_asked(answer.as_ref());
        let stands = |answer: &Answer<'_>| match (answer, &points) {
            (Answer::Found(_), _) | (_, None) => true,
            (_, Some(PointsAsked::All)) => false,
            (answer, Some(PointsAsked::Named(_))) => !matches!(answer, Answer::Unknown { .. }),
        };
        (answer.filter(stands), points)
    }

    /// The answer on the screen as sentences; `None` while there is none.
    fn spoken_answer(&self, app: &Wufei) -> Option<String> {
        let Some(Answer::Found(item)) = self.lookup.answer(self.guide(app)) else { return None };
        let words = app.words(self.settings.language);
        Some(crate::view::lookup::spoken(self.guide(app), words, item))
    }

    /// Whether the word on the screen is unknown and not told yet.
    fn can_tell(&self, app: &Wufei) -> bool {
        let told = match &self.lookup.told {
            Told::Nothing => false,
            Told::Telling(_) => true,
            Told::Kept(kept) => kept == self.lookup.word(),
        };
        let (answer, _) = self.answered(self.guide(app));
        let doubted = matches!(answer, Some(Answer::Unknown { .. } | Answer::Guess { .. }));
        doubted && !told
    }

    fn add_lookup_photo(&mut self, app: &Wufei) -> Cmd {
        if self.can_tell(app) { self.add_photo(app, PhotoPlace::Lookup) } else { Cmd::done() }
    }

    fn tell_us(&mut self, app: &Wufei) -> Cmd {
        if !self.can_tell(app) {
            return Cmd::done();
        }
        let word = self.lookup.word().to_owned();
        self.lookup.told = Told::Telling(word.clone());
        let community = self.identity.as_ref().map_or(app.config.city, |who| who.community);
        let rulebook = self.guide(app).rulebook();
        let rulebook = format!("{} {}", rulebook.id, rulebook.version);
        let item = UnknownItem { typed: word, rulebook, photos: self.lookup.photos.ids() };
        intent::record(community, Body::UnknownItem(item), Some(DraftPlace::Lookup))
    }

    pub(super) fn unknown_item_recorded(&mut self, word: &str, stored: bool) -> Cmd {
        if !stored {
            self.lookup.told = Told::Nothing;
            return Cmd::done();
        }
        self.lookup.told = Told::Kept(word.to_owned());
        self.lookup.photos = Pictures::default();
        // The word is a record now; what was typed meanwhile is still a draft.
        if self.lookup.word() == word { Cmd::done() } else { self.lookup.save() }
    }

    pub(super) fn lookup_back(&mut self, app: &Wufei) -> Cmd {
        let look = self.look_at_answer(app);
        self.lookup.picked = None;
        look.and(self.lookup.save())
    }
}
