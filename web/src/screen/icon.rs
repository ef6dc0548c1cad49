//! Icons: line drawings on a 24 × 24 grid, always beside a word, never instead of one.

use maud::{Markup, html};
use wufei_app::domain::stream::BinColour;
use wufei_app::domain::visit::Outcome;
use wufei_app::event::Tab;
use wufei_app::view::Tone;

const CIRCLE: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18z";
const CHECK: &str = "M4.5 12.5l5 5L19.5 7";

/// The ways on and back.
pub const BACK: &str = "M15 5l-7 7 7 7";
pub const ONWARD: &str = "M9 5l7 7-7 7";
pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
pub const SPEAKER: &str = "M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11";
pub const SHARE: &str = "M12 15V4M8 8l4-4 4 4M6 11H5v9h14v-9h-1";
pub const PLACE: &str = "M12 21c-5-6-7-8.5-7-11.5a7 7 0 0 1 14 0c0 3-2 5.5-7 11.5zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5z";
pub const STAR: &str =
    "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z";
pub const CAMERA: &str = "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 \
                          20H5a1 1 0 0 1-1-1v-3M7 12h10";

/// A drawing that the screen reader leaves out.
pub fn icon(path: &str) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" { path d=(path) {} }
    }
}

pub fn of_tab(tab: Tab) -> Markup {
    icon(match tab {
        Tab::Lookup => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13zM15.5 15.5L21 21",
        Tab::Household => "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
        Tab::Point => "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
        Tab::Turfs => "M6 21V4h12v17M3 21h18M14.5 12v1.5",
        Tab::Outbox => "M12 15V4M7.5 8.5L12 4l4.5 4.5M4 14v6h16v-6",
        Tab::Standing => "M5 20v-7M12 20V5M19 20v-11",
        Tab::Settings => {
            "M4 7h9M17 7h3M15 5a2 2 0 1 0 0 4 2 2 0 1 0 0-4zM4 17h3M11 17h9M9 15a2 2 0 1 0 0 4 2 2 \
             0 1 0 0-4z"
        }
    })
}

/// A bin's own shape, so that colour is never the only sign.
pub fn of_bin(colour: BinColour) -> Markup {
    icon(colour.drawing())
}

pub fn of_outcome(outcome: Outcome) -> Markup {
    icon(match outcome {
        Outcome::Met => CHECK,
        Outcome::NotHome => "M4 11l8-7 8 7v9H4zM9 14.5h6",
        Outcome::Refused => "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM5.7 5.7l12.6 12.6",
        Outcome::ComeBack => "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM12 7v5l3.5 2",
        Outcome::Moved => "M14 4H5v16h9M10 12h11M17.5 8.5L21 12l-3.5 3.5",
        Outcome::NoAccess => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    })
}

/// A door nobody was at.
pub fn untouched() -> Markup {
    icon(CIRCLE)
}

pub fn of_tone(tone: Tone) -> Markup {
    icon(match tone {
        Tone::Good => CHECK,
        Tone::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM12 11v6M12 7v.5",
        Tone::Problem => "M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5",
    })
}
