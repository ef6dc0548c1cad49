//! Records that wait for a decision: each with a form that takes it, or does not and says why.

use maud::{Markup, html};
use wufei_api::routes::CONSOLE_HELD;
use wufei_domain::words::Words;

use super::{FORM_WORD, Said};
use crate::{
    pages::View,
    service::{
        console::held::{About, Held, HeldRecord},
        push::held::WHY_CHARS_MAX,
    },
};

/// The section with all of them.
pub(super) fn held_records(
    words: &Words,
    view: &View,
    held: &Held,
    form_word: &str,
    said: &Said,
) -> Markup {
    let more = words.number(i64::try_from(held.more).unwrap_or(i64::MAX));
    html! {
        section aria-labelledby="held" {
            h2 #held { (words.text("console-held")) }
            @if held.shown.is_empty() {
                p.quiet { (words.text("console-held-none")) }
            } @else {
                p.quiet { (words.text("console-held-why")) }
                ul.held {
                    @for record in &held.shown {
                        li { (one(words, view, record, form_word, said)) }
                    }
                }
            }
            @if held.more > 0 { p.quiet { (words.with("console-held-more", &[("more", &more)])) } }
        }
    }
}

fn one(words: &Words, view: &View, record: &HeldRecord, form_word: &str, said: &Said) -> Markup {
    let (heading, field) = (format!("record-{}", record.id), format!("why-{}", record.id));
    let typed = match said {
        Said::Undecided { id, why, .. } if *id == record.id.to_string() => why.as_str(),
        _ => "",
    };
    let (made, came) = (words.moment(record.made_at), words.moment(record.received_at));
    html! {
        h3 id=(heading) { (about(words, record)) }
        p { (record.place) @if let Some(turf) = &record.turf { " · " (turf) } }
        p.quiet { (words.with("console-held-by", &[
            ("label", &record.label), ("made", &made), ("came", &came),
        ])) }
        form method="post" action=(view.address(CONSOLE_HELD)) aria-labelledby=(heading) {
            input type="hidden" name=(FORM_WORD) value=(form_word);
            input type="hidden" name="id" value=(record.id);
            button.main type="submit" name="decision" value="take" formnovalidate {
                (words.text("console-held-take"))
            }
            p.field {
                label for=(field) { (words.text("console-held-reason")) }
                input id=(field) name="why" type="text" required maxlength=(WHY_CHARS_MAX)
                    value=(typed);
            }
            button type="submit" name="decision" value="refuse" {
                (words.text("console-held-refuse"))
            }
        }
    }
}

fn about(words: &Words, record: &HeldRecord) -> String {
    match &record.about {
        About::Visit(door, outcome) => words.with(
            "console-held-visit",
            &[("door", &door.number.to_string()), ("outcome", outcome.code())],
        ),
        About::DropOff(household, weight) => words.with(
            "console-held-drop_off",
            &[
                ("household", &household.number.to_string()),
                ("weight", &words.weight_both(*weight)),
            ],
        ),
        About::Kind => words.with("console-held-kind", &[("kind", &record.kind)]),
    }
}
