//! Language, elder mode, enrolment.

use maud::{Markup, html};
use wufei_app::event::SettingsEvent;
use wufei_app::view::settings::{EnrolmentView, SettingsView};

use super::press::{Press, action_of};
use super::problem;
use crate::act::{ACTION, of_settings};

/// Whether an enrolment is on its way.
pub(super) const fn waits(view: &SettingsView) -> bool {
    matches!(view.enrolment, EnrolmentView::Ask { busy: true, .. })
}

pub(super) fn render(view: &SettingsView) -> Markup {
    html! {
        div.columns {
            div { (languages(view)) (elder(view)) }
            section.panel {
                h2 { (view.enrolment_heading) }
                (enrolment(&view.enrolment))
            }
        }
        dl.facts { div { dt { (view.server_label) } dd { (view.server) } } }
        p.small.quiet { (view.about) }
    }
}

fn languages(view: &SettingsView) -> Markup {
    html! {
        section {
            h2 { (view.language_heading) }
            div.choices {
                @for key in &view.languages {
                    (Press::new(of_settings(SettingsEvent::LanguagePicked { language: key.language }),
                        html! { span lang=(key.language.tag()) { (key.label) } })
                        .class("key small-key").pressed(key.selected))
                }
            }
        }
    }
}

fn elder(view: &SettingsView) -> Markup {
    let label = html! {
        span.grow { span.name { (view.elder_label) } span.small.quiet { (view.elder_hint) } }
        span.knob aria-hidden="true" {}
    };
    html! {
        section {
            (Press::new(of_settings(SettingsEvent::ElderPicked { on: !view.elder }), label)
                .class("row switch").switched(view.elder))
        }
    }
}

fn enrolment(view: &EnrolmentView) -> Markup {
    match view {
        EnrolmentView::Done { role, label, community, leave_label } => html! {
            p.lead { strong { (role) } }
            p { (label) }
            p.quiet { (community) }
            (Press::new(of_settings(SettingsEvent::LeavePicked), leave_label).class("wide"))
        },
        EnrolmentView::Ask {
            text,
            typed,
            field_label,
            field_hint,
            enrol_label,
            busy,
            problem: wrong,
        } => {
            let typing = of_settings(SettingsEvent::CodeTyped { text: String::new() });
            html! {
                p { (text) }
                form.field method="post" action="act" aria-busy=(busy) {
                    input type="hidden" name=(ACTION)
                        value=(action_of(&of_settings(SettingsEvent::Enrol)));
                    label for="code-text" { (field_label) }
                    input #code-text name="text" value=(typed) autocomplete="off"
                        autocapitalize="characters" spellcheck="false" maxlength="200"
                        aria-invalid=[wrong.as_ref().map(|_| "true")]
                        aria-describedby={
                            "code-hint" @if wrong.is_some() { " code-problem" }
                        }
                        data-typed=(action_of(&typing));
                    p.small.quiet #code-hint { (field_hint) }
                    (problem("code-problem", wrong.as_ref()))
                    button.main.wide type="submit" disabled[*busy] { (enrol_label) }
                }
            }
        }
    }
}
