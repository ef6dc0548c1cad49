//! A thing taken apart: a list in a list, with the lines of a tree. The lines are CSS.

use maud::{Markup, html};
use wufei_app::view::apart::{ApartBranch, ApartPiece, ApartView};

use super::icon;

/// The id of a part's card, counted from 0.
pub(super) fn card_id(part: u32) -> String {
    format!("part-{part}")
}

pub(super) fn render(name: &str, apart: &ApartView) -> Markup {
    html! {
        section.apart aria-labelledby="apart" {
            h3 #apart { (apart.heading) }
            p.root { (name) }
            ul.tree { @for piece in &apart.pieces { li { (render_piece(piece)) } } }
        }
    }
}

fn render_piece(piece: &ApartPiece) -> Markup {
    match &piece.branches[..] {
        [only] if only.condition.is_none() => render_branch(Some(&piece.name), only),
        branches => html! {
            p.name { (piece.name) }
            ul.tree {
                @for branch in branches { li { (render_branch(branch.condition.as_ref(), branch)) } }
            }
        },
    }
}

/// Leads to the part's own card.
fn render_branch(name: Option<&String>, branch: &ApartBranch) -> Markup {
    html! {
        a.branch href={ "#" (card_id(branch.part)) } {
            @if let Some(name) = name { span.name { (name) } }
            span.bin.(branch.colour.class()) { (icon::of_bin(branch.colour)) (branch.bin_line) }
        }
    }
}
