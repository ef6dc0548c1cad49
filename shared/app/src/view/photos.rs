//! The photos of a record that is being made: what is there, what is wrong, how to add one.

use serde::Serialize;
use wufei_domain::photo::{PHOTOS_MAX, PhotoId};

use super::Scene;
use crate::model::pictures::{Adding, Pictures};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PhotosView {
    /// `None` while one is being added, when no more fit, or where no photo can be picked.
    pub add_label: Option<String>,
    /// What a photo shall show; goes with `add_label`.
    pub hint: Option<String>,
    /// Said while one is made ready.
    pub busy: Option<String>,
    /// What was wrong with the last picture.
    pub problem: Option<String>,
    pub rows: Vec<PhotoRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PhotoRow {
    pub photo: PhotoId,
    /// Its file on this device, for showing it.
    pub path: String,
    /// `照片 1`.
    pub label: String,
    pub remove_label: String,
}

/// `None` where no picture can be picked, and none was.
pub(super) fn view(scene: &Scene<'_>, pictures: &Pictures) -> Option<PhotosView> {
    let can_pick = scene.app.config.picks_photos && !scene.model.no_camera;
    if !can_pick && pictures.is_empty() {
        return None;
    }
    let may_add = pictures.has_room() && can_pick;
    let left = (PHOTOS_MAX - pictures.ready.len().min(PHOTOS_MAX)).to_string();
    Some(PhotosView {
        add_label: may_add.then(|| scene.with("photos-add", &[("left", &left)])),
        hint: may_add.then(|| scene.text("photos-hint")),
        busy: pictures.is_busy().then(|| scene.text("photos-busy")),
        problem: match &pictures.adding {
            Adding::Refused(refusal) => Some(scene.words.refusal(refusal)),
            Adding::Nothing | Adding::Picking | Adding::Preparing => None,
        },
        rows: pictures
            .ready
            .iter()
            .zip(1..)
            .map(|(photo, number)| {
                let number: u32 = number;
                let label = scene.with("photos-nth", &[("number", &number.to_string())]);
                PhotoRow {
                    photo: photo.id.clone(),
                    path: photo.path.clone(),
                    remove_label: scene.with("photos-remove", &[("photo", &label)]),
                    label,
                }
            })
            .collect(),
    })
}
