//! The recycling point beside the scale: shift, review, log, mending.

use maud::{Markup, html};
use wufei_app::event::PointEvent;
use wufei_app::view::point::{LogRow, LogView, MendView, ReviewView, ShiftView};

use super::press::Press;
use super::weigh::line;
use crate::act::of_point;

pub(super) fn shift(view: &ShiftView) -> Markup {
    html! {
        section.panel {
            h2 { (view.point_name) }
            p.quiet { (view.hours) }
            p { (view.text) }
            @if let Some(label) = &view.open_label {
                (Press::new(of_point(PointEvent::OpenShift), label).class("main wide"))
            }
        }
        (Press::new(of_point(PointEvent::OpenLog), &view.log_label).class("plain"))
    }
}

pub(super) fn review(view: &ReviewView) -> Markup {
    html! {
        div.columns {
            section {
                h2 { (view.household) }
                p.number { (view.card_number) }
                ul.rows { @for row in &view.lines { (line(row, false)) } }
            }
            section.sum {
                dl.figures {
                    div.figure { dt { (view.total_label) } dd { (view.total) } }
                    div.figure.strong { dt { (view.estimate_label) } dd { (view.estimate) } }
                }
                p.small.quiet { (view.estimate_hint) }
                (Press::new(of_point(PointEvent::Confirm), &view.confirm_label).class("main wide"))
                (Press::new(of_point(PointEvent::Edit), &view.edit_label).class("wide"))
            }
        }
    }
}

pub(super) fn log(view: &LogView) -> Markup {
    html! {
        @if let Some(empty) = &view.empty { p.quiet { (empty) } }
        @if !view.rows.is_empty() {
            ul.rows { @for row in &view.rows { (log_row(row)) } }
        }
        (Press::new(of_point(PointEvent::CloseLog), &view.close_label).class("wide"))
    }
}

fn log_row(row: &LogRow) -> Markup {
    html! {
        li.row id={ "drop-off-" (row.drop_off) } {
            div.grow {
                p { strong { (row.household) } " " span.small.quiet { (row.moment) } }
                p { (row.lines) }
                p.small { (row.state_word) }
            }
            div.end {
                p.points { (row.points) }
                @if let Some(label) = &row.mend_label {
                    (Press::new(of_point(PointEvent::MendPicked { drop_off: row.drop_off }), label))
                }
            }
        }
    }
}

pub(super) fn mend(view: &MendView) -> Markup {
    let row = LogRow { mend_label: None, ..view.row.clone() };
    html! {
        ul.rows { (log_row(&row)) }
        section aria-labelledby="mend" {
            h2 #mend { (view.question) }
            p.quiet { (view.hint) }
            div.keys.single {
                @for key in &view.reasons {
                    (Press::new(of_point(PointEvent::MendConfirmed { reason: key.reason }), &key.label)
                        .class("key"))
                }
            }
        }
        (Press::new(of_point(PointEvent::MendCancelled), &view.cancel_label).class("plain"))
    }
}
