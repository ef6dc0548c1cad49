//! The photos of a record that is being made: each with its picture, and a form that brings another.
//! The form leads to a page of its own, so it works without script.

use maud::{Markup, html};
use wufei_app::UiEvent;
use wufei_app::domain::photo::PhotoId;
use wufei_app::view::photos::PhotosView;

use super::press::{Press, hidden};
use super::problem;

/// The part of the page that shows them.
const PLACE: &str = "photos";
/// The field for a file.
const FIELD: &str = "photos-picture";

pub(super) fn render(view: &PhotosView, add: &UiEvent, remove: fn(PhotoId) -> UiEvent) -> Markup {
    html! {
        section.photos #(PLACE) {
            @if !view.rows.is_empty() {
                ul.photos {
                    @for row in &view.rows {
                        li {
                            img src={ "photo/" (row.photo) } alt=(row.label);
                            (Press::new(remove(row.photo.clone()), &row.remove_label)
                                .class("plain").at(PLACE))
                        }
                    }
                }
            }
            @if let Some(busy) = &view.busy { p.quiet role="status" { (busy) } }
            (problem("photo-problem", view.problem.as_ref()))
            @if let Some(label) = &view.add_label {
                form.field method="post" action="picture" enctype="multipart/form-data" {
                    (hidden(add))
                    @if let Some(hint) = &view.hint { label for=(FIELD) { (hint) } }
                    input #(FIELD) type="file" name="picture" required
                        accept="image/jpeg,image/png,image/webp";
                    button.plain type="submit" { (label) }
                }
            }
        }
    }
}
