//! The frame around every screen: heading, way back, tabs, note, what waits to be sent.

use maud::{DOCTYPE, Markup, html};
use wufei_app::UiEvent;
use wufei_app::view::{Note, TabLink, Tone, ViewModel};

use crate::act::tab_code;
use crate::assets::{PICTURE, SCRIPT, STYLE};
use crate::screen::{self, icon, press::Press};

/// A device's page. `revision` counts its changes: the script asks again only for a newer one.
pub fn render(view: &ViewModel, revision: u64) -> Markup {
    let head = html! {
        script src=(SCRIPT) defer {}
        @if screen::waits(&view.screen) {
            noscript { meta http-equiv="refresh" content="2"; }
        }
    };
    let body = html! {
        body data-revision=(revision) {
            a.skip href="#main" { (view.title) " ↓" }
            (header(view))
            (tabs(&view.tabs))
            main #main tabindex="-1" data-screen=(screen::name(&view.screen)) {
                div #note { @if let Some(shown) = &view.note { (note(shown)) } }
                (screen::render(&view.screen))
                @if let Some(line) = &view.sync_line { p.sync role="status" { (line) } }
            }
        }
    };
    document(&view.language_tag, view.elder, &view.title, &head, &body)
}

/// A whole document around `body`.
pub(crate) fn document(
    language: &str,
    elder: bool,
    title: &str,
    head: &Markup,
    body: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html.elder[elder] lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · 无废 Wufei" }
                link rel="stylesheet" href=(STYLE);
                link rel="icon" href=(PICTURE);
                (head)
            }
            (body)
        }
    }
}

fn header(view: &ViewModel) -> Markup {
    let (event, at) = screen::back(&view.screen);
    html! {
        header.bar {
            @if let Some(label) = &view.back {
                (back(event, at, label))
            }
            h1 { (view.title) }
            @if let Some(word) = &view.synthetic { p.synthetic { (word) } }
        }
    }
}

fn back(event: UiEvent, at: Option<String>, label: &str) -> Markup {
    let press = Press::new(event, html! { (icon::icon(icon::BACK)) span { (label) } });
    let press = press.class("back");
    html! { @if let Some(at) = at { (press.at(at)) } @else { (press) } }
}

fn tabs(tabs: &[TabLink]) -> Markup {
    html! {
        nav.tabs {
            @for tab in tabs {
                form.press method="post" action="act" {
                    (screen::press::hidden(&UiEvent::Open { tab: tab.tab }))
                    button id={ "tab-" (tab_code(tab.tab)) } type="submit"
                        aria-current=[tab.selected.then_some("page")] {
                        (icon::of_tab(tab.tab))
                        span { (tab.label) }
                        @if let Some(badge) = &tab.badge {
                            span.badge role="img" aria-label=[tab.badge_label.as_ref()] { (badge) }
                        }
                    }
                }
            }
        }
    }
}

fn note(note: &Note) -> Markup {
    let (class, role) = match note.tone {
        Tone::Good => ("good", "status"),
        Tone::Info => ("info", "status"),
        Tone::Problem => ("problem", "alert"),
    };
    html! {
        div.note.(class) role=(role) {
            (icon::of_tone(note.tone))
            p { (note.text) }
            (Press::new(UiEvent::DismissNote, &note.dismiss).class("plain"))
        }
    }
}
