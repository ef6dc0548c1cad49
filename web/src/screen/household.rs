//! My household: card, points, drop-offs, rates, the village's place.

use maud::{Markup, html};
use wufei_app::domain::ledger::TransferState;
use wufei_app::event::HouseholdEvent;
use wufei_app::view::household::{CardView, DropOffRow, HouseholdView, PointsView};

use super::press::Press;
use super::{icon, qr};
use crate::act::of_household;

pub(super) fn render(view: &HouseholdView) -> Markup {
    html! {
        p.lead { (view.label) span.quiet { " · " (view.community_name) } }
        div.columns {
            div {
                (card(&view.card))
                dl.figures {
                    div.figure.strong {
                        dt { (view.booked_label) }
                        dd { (view.booked) span.small.quiet { (view.booked_worth) } }
                    }
                    div.figure { dt { (view.pending_label) } dd { (view.pending) } }
                }
                (points(&view.points))
                section { h2 { (view.standing_heading) } p { (view.standing_line) } }
            }
            div {
                section {
                    h2 { (view.drop_offs_heading) }
                    @if let Some(empty) = &view.drop_offs_empty { p.quiet { (empty) } }
                    @if !view.drop_offs.is_empty() {
                        ul.rows { @for row in &view.drop_offs { (drop_off(row)) } }
                    }
                }
                section {
                    h2 { (view.rates_heading) }
                    p.small.quiet { (view.rates_line) }
                    dl.rates {
                        @for rate in &view.rates { div { dt { (rate.material) } dd { (rate.rate) } } }
                    }
                }
            }
        }
    }
}

fn card(card: &CardView) -> Markup {
    html! {
        section.card aria-labelledby="card" {
            h2 #card { (card.heading) }
            (qr::render(&card.qr, &card.qr_label))
            p.number {
                span.small.quiet { (card.number_label) }
                strong { (card.number) }
            }
            p.small { (card.hint) }
        }
    }
}

/// The recycling points, on this page and in the look-up.
pub(super) fn points(points: &PointsView) -> Markup {
    html! {
        section.points-near {
            h2 { (points.heading) }
            @if let Some(empty) = &points.empty { p.quiet { (empty) } }
            @if !points.rows.is_empty() {
                ul.rows {
                    @for row in &points.rows {
                        li.row {
                            div.grow { p { strong { (row.name) } } p.small.quiet { (row.hours) } }
                            @if let Some(distance) = &row.distance { p.end { (distance) } }
                        }
                    }
                }
            }
            @if let Some(label) = &points.locate_label {
                @let label = html! { (icon::icon(icon::PLACE)) (label) };
                (Press::new(of_household(HouseholdEvent::Locate), label).class("plain"))
            }
            @if let Some(hint) = &points.locate_hint { p.small.quiet { (hint) } }
        }
    }
}

fn drop_off(row: &DropOffRow) -> Markup {
    html! {
        li.row id={ "drop-off-" (row.record) } {
            div.grow {
                p { (row.lines) }
                p.small.quiet { (row.moment) }
            }
            div.end {
                p.points.taken[taken_back(row.state)] { (row.points) }
                p.state.(row.state.code()) { (row.state_word) }
            }
        }
    }
}

/// Whether the points are struck through; the state's word says it too.
const fn taken_back(state: TransferState) -> bool {
    match state {
        TransferState::Voided | TransferState::Corrected => true,
        TransferState::Pending | TransferState::Booked => false,
    }
}
