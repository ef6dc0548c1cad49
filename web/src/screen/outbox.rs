//! What waits to be sent, and what the server refused.

use maud::{Markup, html};
use wufei_app::event::OutboxEvent;
use wufei_app::view::outbox::{OutboxRow, OutboxView};

use super::press::Press;
use super::{icon, problem};
use crate::act::of_outbox;

pub(super) fn render(view: &OutboxView) -> Markup {
    let action = if view.running { OutboxEvent::StopSync } else { OutboxEvent::SyncNow };
    html! {
        section.panel {
            p.lead { (view.waiting_line) }
            @if let Some(line) = &view.last_line { p.quiet role="status" { (line) } }
            (Press::new(of_outbox(action), &view.action_label).class("main wide"))
        }
        @if let Some(empty) = &view.empty { p.quiet { (empty) } }
        (rows(&view.attention_heading, &view.attention, view.export_label.as_ref()))
        (rows(&view.waiting_heading, &view.rows, None))
    }
}

fn rows(heading: &str, rows: &[OutboxRow], export: Option<&String>) -> Markup {
    html! {
        @if !rows.is_empty() {
            section {
                h2 { (heading) }
                ul.rows { @for row in rows { (record(row)) } }
                @if let Some(label) = export {
                    (Press::new(of_outbox(OutboxEvent::Export), html! {
                        (icon::icon(icon::SHARE)) (label)
                    }).class("wide"))
                }
            }
        }
    }
}

fn record(row: &OutboxRow) -> Markup {
    html! {
        li.row id={ "record-" (row.record) } {
            div.grow {
                p { (row.what) }
                p.small.quiet { (row.moment) }
                (problem(&format!("problem-{}", row.record), row.problem.as_ref()))
            }
            @if let Some(label) = &row.withdraw_label {
                (Press::new(of_outbox(OutboxEvent::Withdraw { record: row.record }), html! {
                    (icon::icon(icon::CLOSE)) (label)
                }).class("plain"))
            }
        }
    }
}
