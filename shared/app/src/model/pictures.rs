//! Photos for a record that is not made yet: picked by the shell, made ready by the engine, kept with
//! the draft. Nothing waits for them: a record that is made meanwhile goes without.

use serde::{Deserialize, Serialize};
use wufei_domain::{
    ids::DoorId,
    photo::{PHOTOS_MAX, PhotoId},
    refusal::{Code, Refusal},
};

use super::{Cmd, Model, Notice, ask};
use crate::{
    app::Wufei,
    effect::{
        photo::{PreparePhoto, ReadyPhoto},
        shell::{PickPhoto, Picked},
    },
    event::Event,
};

/// What a photo is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoPlace {
    /// A word that is told.
    Lookup,
    /// A visit.
    Door(DoorId),
}

/// Those of one record.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pictures {
    pub(crate) ready: Vec<ReadyPhoto>,
    #[serde(skip)]
    pub(crate) adding: Adding,
}

/// The one that is being added.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) enum Adding {
    #[default]
    Nothing,
    Picking,
    Preparing,
    /// What was wrong with the picture.
    Refused(Refusal),
}

impl Pictures {
    pub(crate) fn ids(&self) -> Vec<PhotoId> {
        self.ready.iter().map(|photo| photo.id.clone()).collect()
    }

    /// Nothing to keep.
    pub(crate) fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    /// Whether another one can be added now.
    pub(crate) fn has_room(&self) -> bool {
        self.ready.len() < PHOTOS_MAX && !self.is_busy()
    }

    pub(crate) const fn is_busy(&self) -> bool {
        matches!(self.adding, Adding::Picking | Adding::Preparing)
    }
}

impl Model {
    /// Those of a record that can still be given some.
    fn pictures(&mut self, place: PhotoPlace) -> &mut Pictures {
        match place {
            PhotoPlace::Lookup => &mut self.lookup.photos,
            PhotoPlace::Door(door) => self.turfs.photos.entry(door).or_default(),
        }
    }

    pub(super) fn add_photo(&mut self, app: &Wufei, place: PhotoPlace) -> Cmd {
        if !app.config.picks_photos || self.no_camera || !self.pictures(place).has_room() {
            return Cmd::done();
        }
        self.pictures(place).adding = Adding::Picking;
        let words = app.words(self.settings.language);
        let pick = PickPhoto {
            hint: words.text("photos-hint"),
            take_label: words.text("photos-take"),
            choose_label: words.text("photos-choose"),
            cancel_label: words.text("app-cancel"),
        };
        ask(pick, move |picked| Event::Picked(place, picked))
    }

    pub(super) fn remove_photo(&mut self, place: PhotoPlace, photo: &PhotoId) -> Cmd {
        self.pictures(place).ready.retain(|ready| ready.id != *photo);
        self.save_pictures(place)
    }

    pub(super) fn picked(&mut self, place: PhotoPlace, picked: Picked) -> Cmd {
        match picked {
            Picked::File { path } => {
                self.pictures(place).adding = Adding::Preparing;
                ask(PreparePhoto { path }, move |ready| Event::PhotoReady(place, ready))
            }
            Picked::Cancelled => self.stop_adding(place),
            // To the person it is the same as a picture that breaks off.
            Picked::Failed { .. } => self.photo_ready(place, Err(Refusal::new(Code::PhotoBroken))),
            Picked::Unavailable { .. } => {
                self.no_camera = true;
                self.notice = Some(Notice::Info("notice-photos-unavailable"));
                self.stop_adding(place)
            }
        }
    }

    fn stop_adding(&mut self, place: PhotoPlace) -> Cmd {
        self.pictures(place).adding = Adding::Nothing;
        self.save_pictures(place)
    }

    /// For a record that was made meanwhile it comes too late: nothing names it then.
    pub(super) fn photo_ready(
        &mut self,
        place: PhotoPlace,
        answer: Result<ReadyPhoto, Refusal>,
    ) -> Cmd {
        let pictures = self.pictures(place);
        if !pictures.is_busy() {
            return self.save_pictures(place);
        }
        match answer {
            Ok(photo) => {
                pictures.adding = Adding::Nothing;
                // The same picture twice is one photo.
                if !pictures.ready.contains(&photo) {
                    pictures.ready.push(photo);
                }
            }
            Err(refusal) => pictures.adding = Adding::Refused(refusal),
        }
        self.save_pictures(place)
    }

    fn save_pictures(&mut self, place: PhotoPlace) -> Cmd {
        match place {
            PhotoPlace::Lookup => self.lookup.save(),
            PhotoPlace::Door(door) => {
                let idle =
                    |pictures: &Pictures| pictures.is_empty() && pictures.adding == Adding::Nothing;
                if self.turfs.photos.get(&door).is_some_and(idle) {
                    self.turfs.photos.remove(&door);
                }
                self.turfs.save_door()
            }
        }
    }
}
