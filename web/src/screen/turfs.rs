//! Turfs to take, and the door list in the order of the walk.

use maud::{Markup, html};
use wufei_app::domain::ids::DoorId;
use wufei_app::event::TurfsEvent;
use wufei_app::view::turfs::{DoorRow, DoorsView, MyTurf, TurfOffer, TurfsView};

use super::icon;
use super::press::Press;
use crate::act::of_turfs;

/// The id of a door's row: where the list stands again after the door was visited.
pub(super) fn row_id(door: impl std::fmt::Display) -> String {
    format!("door-{door}")
}

pub(super) fn turfs(view: &TurfsView) -> Markup {
    html! {
        div.columns {
            section {
                h2 { (view.mine_heading) }
                @if let Some(empty) = &view.mine_empty { p.quiet { (empty) } }
                @if !view.mine.is_empty() { ul.rows { @for turf in &view.mine { (mine(turf)) } } }
            }
            section aria-busy=(view.busy) {
                h2 { (view.offers_heading) }
                @if let Some(line) = &view.offers_line { p.quiet role="status" { (line) } }
                @if !view.offers.is_empty() {
                    ul.rows { @for turf in &view.offers { (offer(turf)) } }
                }
                (Press::new(of_turfs(TurfsEvent::Refresh), &view.refresh_label))
            }
        }
    }
}

fn mine(turf: &MyTurf) -> Markup {
    html! {
        li.row {
            div.grow { p { strong { (turf.name) } } p.quiet { (turf.progress) } }
            (Press::new(of_turfs(TurfsEvent::Walk { turf: turf.turf }), &turf.walk_label).class("main"))
        }
    }
}

fn offer(turf: &TurfOffer) -> Markup {
    html! {
        li.row {
            div.grow { p { strong { (turf.name) } } p.quiet { (turf.detail) } }
            @if let Some(label) = &turf.take_label {
                (Press::new(of_turfs(TurfsEvent::Take { turf: turf.turf }), label))
            }
        }
    }
}

pub(super) fn doors(view: &DoorsView) -> Markup {
    html! {
        p.lead { strong { (view.name) } " " span.quiet { (view.progress) } }
        @if let Some(loading) = &view.loading { p.quiet role="status" { (loading) } }
        ol.rows.doors { @for door in &view.doors { (door_row(door, view.next)) } }
        (Press::new(of_turfs(TurfsEvent::OpenProposal), &view.propose_label).class("wide"))
    }
}

/// One row; where the walk goes on is marked.
fn door_row(row: &DoorRow, next: Option<DoorId>) -> Markup {
    let is_next = next == Some(row.door);
    let id = row_id(row.door);
    let face = html! {
        span.sign { (row.outcome.map_or_else(icon::untouched, icon::of_outcome)) }
        span.grow {
            span.name { (row.label) }
            span.state { (row.state_word) }
            @if let Some(word) = &row.unsent_word { span.mark { (word) } }
            @if let Some(word) = &row.pair_word { span.mark.pair { (word) } }
        }
    };
    html! {
        li.done[row.outcome.is_some()] aria-current=[is_next.then_some("step")] id=(id) {
            @if let Some(label) = &row.open_label {
                (Press::new(of_turfs(TurfsEvent::DoorPicked { door: row.door }), html! {
                    (face) span.end { (label) (icon::icon(icon::ONWARD)) }
                }).class("row"))
            } @else {
                div.row.closed { (face) }
            }
        }
    }
}
