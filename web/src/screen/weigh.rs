//! At the scale: whose card, the keys, the line being typed, the lines so far.
//!
//! The line is one form. Without script its button enters the whole line at once; with script each
//! key and digit is sent as it comes (`data-pick`, `data-typed`) and the button only adds.

use maud::{Markup, html};
use wufei_app::domain::tariff::Grade;
use wufei_app::domain::tariff::MaterialId;
use wufei_app::domain::units::WeightUnit;
use wufei_app::event::PointEvent;
use wufei_app::view::point::{CardPick, CardStep, LineEntry, LineRow, WeighView};

use super::press::{Press, action_of};
use super::{icon, problem};
use crate::act::{ACTION, AT, of_point, unit_code};

pub(super) fn render(view: &WeighView) -> Markup {
    html! {
        div.strip {
            p { strong { (view.point_name) } " " span.quiet { (view.shift_line) } }
            (Press::new(of_point(PointEvent::OpenLog), &view.log_label).class("plain"))
        }
        div.columns {
            div { (card(&view.card)) (entry(view)) }
            div { (lines(view)) }
        }
        (Press::new(of_point(PointEvent::CloseShift), &view.close_shift_label).class("plain"))
    }
}

fn card(step: &CardStep) -> Markup {
    match step {
        CardStep::Known { label, number, change_label } => html! {
            section.panel.strip {
                p { strong { (label) } " " span.quiet { (number) } }
                (Press::new(of_point(PointEvent::ForgetCard), change_label).class("plain"))
            }
        },
        CardStep::Ask { heading, pick_heading, picks, .. } => html! {
            section.panel {
                h2 { (heading) }
                (card_field(step))
                @if !picks.is_empty() {
                    details {
                        summary { (pick_heading) }
                        ul.rows.picks { @for row in picks { li { (card_pick(row)) } } }
                    }
                }
            }
        },
    }
}

fn card_field(step: &CardStep) -> Markup {
    let CardStep::Ask { typed, field_label, enter_label, scan_label, problem: wrong, .. } = step
    else {
        return html! {};
    };
    let typing = of_point(PointEvent::CardTyped { text: String::new() });
    let scan = html! { (icon::icon(icon::CAMERA)) (scan_label) };
    html! {
        form.field method="post" action="act" {
            input type="hidden" name=(ACTION) value=(action_of(&of_point(PointEvent::CardEntered)));
            label for="card-text" { (field_label) }
            div.joined {
                input #card-text name="text" value=(typed) inputmode="numeric" autocomplete="off"
                    maxlength="60" aria-invalid=[wrong.as_ref().map(|_| "true")]
                    aria-describedby=[wrong.as_ref().map(|_| "card-problem")]
                    data-typed=(action_of(&typing));
                button.main type="submit" { (enter_label) }
            }
            (problem("card-problem", wrong.as_ref()))
        }
        (Press::new(of_point(PointEvent::ScanCard), scan).class("plain"))
    }
}

fn card_pick(pick: &CardPick) -> Markup {
    let label = html! { span.name { (pick.label) } span.quiet { (pick.number) } };
    html! { (Press::new(of_point(PointEvent::CardPicked { card: pick.card }), label).class("row")) }
}

/// A key of a group: a radio, so that one is chosen with and without script.
fn key(group: &str, value: &str, selected: bool, label: Markup) -> Markup {
    let id = format!("{group}-{value}");
    html! {
        div.choice {
            input id=(id) type="radio" name=(group) value=(value) checked[selected];
            label for=(id) { (label) }
        }
    }
}

fn entry(view: &WeighView) -> Markup {
    let entry = &view.entry;
    let picked = of_point(PointEvent::MaterialPicked { material: MaterialId(String::new()) });
    let whole = action_of(&of_point(PointEvent::LineEntered {
        material: MaterialId(String::new()),
        unit: WeightUnit::default(),
        gross: String::new(),
        tare: String::new(),
        grade: Grade::default(),
    }));
    html! {
        form.entry #entry method="post" action="act" {
            input type="hidden" name=(ACTION) value=(whole);
            input type="hidden" name=(AT) value="entry";
            fieldset data-pick=(action_of(&picked)) {
                legend { (view.materials_heading) }
                div.choices.materials {
                    @for row in &view.materials {
                        (key("material", &row.material.0, row.selected, html! {
                            span.name { (row.name) } span.small { (row.rate) }
                        }))
                    }
                }
            }
            (weights(entry))
            (grades(entry))
            (problem("line-problem", entry.problem.as_ref()))
            button.wide type="submit"
                data-action=(action_of(&of_point(PointEvent::AddLine))) { (entry.add_label) }
        }
    }
}

fn weights(entry: &LineEntry) -> Markup {
    let picked = of_point(PointEvent::UnitPicked { unit: WeightUnit::default() });
    let gross = of_point(PointEvent::GrossTyped { text: String::new() });
    let tare = of_point(PointEvent::TareTyped { text: String::new() });
    let wrong = entry.problem.is_some();
    html! {
        fieldset.bare data-pick=(action_of(&picked)) {
            legend.unseen { (entry.gross_label) }
            div.choices.pair {
                @for row in &entry.units {
                    (key("unit", unit_code(row.unit), row.selected, html! { (row.label) }))
                }
            }
        }
        div.fields {
            (weight("gross", &entry.gross_label, &entry.gross, action_of(&gross), wrong))
            (weight("tare", &entry.tare_label, &entry.tare, action_of(&tare), false))
        }
    }
}

fn weight(name: &str, label: &str, typed: &str, action: &str, wrong: bool) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            input id=(name) name=(name) value=(typed) inputmode="decimal" autocomplete="off"
                maxlength="20" data-typed=(action) aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then_some("line-problem")];
        }
    }
}

fn grades(entry: &LineEntry) -> Markup {
    let picked = of_point(PointEvent::GradePicked { grade: Grade::default() });
    html! {
        fieldset data-pick=(action_of(&picked)) {
            legend { (entry.grade_label) }
            div.choices {
                @for row in &entry.grades {
                    (key("grade", row.grade.code(), row.selected, html! { (row.label) }))
                }
            }
        }
    }
}

fn lines(view: &WeighView) -> Markup {
    html! {
        section.sum aria-labelledby="lines" {
            h2 #lines { (view.lines_heading) }
            ul.rows { @for row in &view.lines { (line(row, true)) } }
            p.lead { (view.estimate_line) }
            @if view.can_review {
                (Press::new(of_point(PointEvent::Review), &view.review_label).class("main wide"))
            }
            (Press::new(of_point(PointEvent::Withdraw), &view.withdraw_label).class("plain"))
        }
    }
}

/// A line as it was entered; `mendable` while it can be taken out.
pub(super) fn line(row: &LineRow, mendable: bool) -> Markup {
    let remove = html! { (icon::icon(icon::CLOSE)) (row.remove_label) };
    html! {
        li.row {
            div.grow {
                p { strong { (row.material) } " " (row.net) }
                p.small.quiet { (row.detail) }
            }
            div.end {
                p.points { (row.points) }
                @if mendable {
                    (Press::new(of_point(PointEvent::RemoveLine { index: row.index }), remove)
                        .class("plain"))
                }
            }
        }
    }
}
