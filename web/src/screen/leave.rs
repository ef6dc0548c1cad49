//! Before the phone is handed to somebody else.

use maud::{Markup, html};
use wufei_app::event::SettingsEvent;
use wufei_app::view::leave::LeaveView;

use super::press::Press;
use super::problem;
use crate::act::of_settings;

pub(super) fn render(view: &LeaveView) -> Markup {
    html! {
        section.panel {
            p.lead { strong { (view.role) } }
            p { (view.label) }
            p.quiet { (view.community) }
        }
        section aria-labelledby="leave" {
            h2 #leave { (view.question) }
            p { (view.hint) }
            p { (view.kept) }
            @if let Some(line) = &view.attention { p { (line) } }
            (problem("leave-problem", view.problem.as_ref()))
            @if let Some(line) = &view.busy { p.quiet role="status" { (line) } }
            @if let Some(label) = view.confirm_label.as_ref().filter(|_| view.busy.is_none()) {
                (Press::new(of_settings(SettingsEvent::LeaveConfirmed), label).class("main wide"))
            }
        }
        (Press::new(of_settings(SettingsEvent::LeaveCancelled), &view.cancel_label).class("plain"))
    }
}
