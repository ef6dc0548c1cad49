//! How the villages stand, as a table.

use maud::{Markup, html};
use wufei_app::view::standing::StandingView;

pub(super) fn render(view: &StandingView) -> Markup {
    html! {
        @if let Some(line) = &view.as_of_line { p.small.quiet { (line) } }
        @if let Some(empty) = &view.empty { p.quiet { (empty) } }
        table.standing {
            caption { (view.how_line) }
            tbody {
                @for row in &view.rows {
                    tr.own[row.own] aria-current=[row.own.then_some("true")] {
                        td.rank { (row.rank) }
                        th scope="row" {
                            (row.name)
                            @if let Some(word) = &row.own_word { " " span.mark { (word) } }
                        }
                        td { (row.per_household) }
                        td.quiet { (row.participation) }
                    }
                }
            }
        }
        @if !view.suppressed.is_empty() {
            section {
                h2 { (view.suppressed_heading) }
                ul.rows {
                    @for row in &view.suppressed {
                        li.row { div.grow { p { strong { (row.name) } } p.quiet { (row.why) } } }
                    }
                }
            }
        }
    }
}
