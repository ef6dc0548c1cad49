//! The look-up: a field, and below it the answer as a card a bin.

use maud::{Markup, html};
use wufei_app::event::{LearningEvent, LookupEvent};
use wufei_app::view::lookup::{
    GuessCard, ItemCard, ItemLink, KeptView, LookupResult, LookupView, PartCard,
};

use super::press::{Press, action_of};
use super::{apart, household, icon, photos};
use crate::act::{ACTION, of_learning, of_lookup};

pub(super) fn render(view: &LookupView) -> Markup {
    html! {
        (search(view))
        div.answer aria-live="polite" {
            @if let Some(points) = &view.points { (household::points(points)) }
            (result(&view.result))
        }
        @if let Some(photos) = &view.photos {
            (photos::render(photos, &of_lookup(LookupEvent::AddPhoto), |photo| {
                of_lookup(LookupEvent::RemovePhoto { photo })
            }))
        }
        @if let Some(label) = &view.learn_label {
            (Press::new(of_learning(LearningEvent::Open), label).class("wide"))
        }
        p.small.quiet { (view.rulebook_line) }
    }
}

fn search(view: &LookupView) -> Markup {
    let typed = of_lookup(LookupEvent::Typed { text: String::new() });
    html! {
        div.search {
            form.field role="search" method="post" action="act" {
                input type="hidden" name=(ACTION) value=(action_of(&typed));
                label for="lookup-text" { (view.field_label) }
                div.joined {
                    input #lookup-text type="search" name="text" value=(view.typed)
                        placeholder=(view.field_hint) autocomplete="off" autocapitalize="off"
                        spellcheck="false" enterkeyhint="search" maxlength="200"
                        data-typed=(action_of(&typed));
                    button.main type="submit" { (view.search_label) }
                }
            }
            @if !view.typed.is_empty() {
                (Press::new(of_lookup(LookupEvent::Clear), &view.clear_label).class("plain"))
            }
        }
    }
}

fn result(result: &LookupResult) -> Markup {
    match result {
        LookupResult::Empty { kept, heading, examples } => html! {
            (kept_lists(kept))
            (links("items", heading, examples))
        },
        LookupResult::PointsOnly => html! {},
        LookupResult::Candidates { heading, items } => links("items", heading, items),
        LookupResult::Found { item } => card(item),
        LookupResult::Guess { guess, nearest_heading, nearest, tell_us, told } => html! {
            (guess_card(guess))
            div.unknown { (telling(tell_us.as_deref(), told.as_deref())) }
            @if !nearest.is_empty() { (links("items", nearest_heading, nearest)) }
        },
        LookupResult::Unknown { text, nearest_heading, nearest, tell_us, told } => html! {
            div.unknown {
                p.lead { (text) }
                (telling(tell_us.as_deref(), told.as_deref()))
            }
            @if !nearest.is_empty() { (links("items", nearest_heading, nearest)) }
        },
    }
}

fn telling(tell_us: Option<&str>, told: Option<&str>) -> Markup {
    html! {
        @if let Some(told) = told { p.told role="status" { (told) } }
        @if let Some(label) = tell_us {
            (Press::new(of_lookup(LookupEvent::TellUs), label).class("main"))
        }
    }
}

fn guess_card(guess: &GuessCard) -> Markup {
    html! {
        article.item.guess aria-labelledby="item" {
            h2 #item { (guess.mark) }
            section.part.(guess.colour.class()) {
                header.band {
                    (icon::of_bin(guess.colour))
                    div { p.bin-line { (guess.bin_line) } }
                }
                div.body {
                    p { (guess.grounds) }
                    @if let Some(sureness) = &guess.sureness { p.small.quiet { (sureness) } }
                }
            }
        }
    }
}

/// Favourites, then what was looked up lately.
fn kept_lists(kept: &KeptView) -> Markup {
    html! {
        @if !kept.favourites.is_empty() {
            (links("favourites", &kept.favourites_heading, &kept.favourites))
        }
        @if !kept.recents.is_empty() { (links("recents", &kept.recents_heading, &kept.recents)) }
        @if let Some(label) = &kept.empty_label {
            (Press::new(of_lookup(LookupEvent::RecentsEmptied), label).class("plain"))
        }
        @if let Some(emptied) = &kept.emptied {
            div.beside {
                p.told role="status" { (emptied) }
                @if let Some(label) = &kept.restore_label {
                    (Press::new(of_lookup(LookupEvent::RecentsRestored), label).class("plain"))
                }
            }
        }
    }
}

fn links(id: &str, heading: &str, items: &[ItemLink]) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (heading) }
            ul.rows.items {
                @for item in items {
                    li { (link(item)) }
                }
            }
        }
    }
}

fn link(item: &ItemLink) -> Markup {
    let label = html! {
        span.name { (item.name) }
        span.bin.(item.colour.class()) { (icon::of_bin(item.colour)) (item.stream_word) }
    };
    let picked = of_lookup(LookupEvent::Picked { item: item.item.clone() });
    html! { (Press::new(picked, label).class("row")) }
}

fn card(item: &ItemCard) -> Markup {
    let aloud = html! { (icon::icon(icon::SPEAKER)) (item.read_aloud_label) };
    let star = html! { (icon::icon(icon::STAR)) (item.favourite_label) };
    let favourite = of_lookup(LookupEvent::FavouritePicked { on: !item.is_favourite });
    let share = html! { (icon::icon(icon::SHARE)) (item.share_label) };
    html! {
        article.item aria-labelledby="item" {
            div.head {
                h2 #item { (item.name) }
                div.beside {
                    (Press::new(favourite, star).class("plain star").pressed(item.is_favourite))
                    (Press::new(of_lookup(LookupEvent::ReadAloud), aloud).class("plain"))
                    (Press::new(of_lookup(LookupEvent::Share), share).class("plain"))
                }
            }
            @if let Some(apart) = &item.apart { (apart::render(&item.name, apart)) }
            div.parts {
                @for (at, item_part) in (0..).zip(&item.parts) { (part(at, item_part)) }
            }
            @if let Some(points) = &item.points { (household::points(points)) }
        }
    }
}

fn part(at: u32, part: &PartCard) -> Markup {
    html! {
        section.part.(part.colour.class()) id=(apart::card_id(at)) {
            header.band {
                (icon::of_bin(part.colour))
                div {
                    @if let Some(name) = &part.name { h3 { (name) } }
                    p.bin-line { (part.bin_line) }
                }
            }
            div.body {
                p.heading { (part.reason_heading) }
                p { (part.reason) }
                @if !part.preparation.is_empty() {
                    p.heading { (part.preparation_heading) }
                    ol { @for step in &part.preparation { li { (step) } } }
                }
                p.small.quiet { (part.source_heading) " " (part.source) }
            }
        }
    }
}
