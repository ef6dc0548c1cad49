//! A button: a form of its own that raises one event. And the fields a form carries unseen.

use maud::{Markup, Render, html};
use wufei_app::UiEvent;

use crate::act::{self, ACTION, AT};

/// A button that works without script.
pub struct Press {
    event: UiEvent,
    label: Markup,
    class: &'static str,
    at: Option<String>,
    pressed: Option<bool>,
    switched: Option<bool>,
}

impl Press {
    /// A plain button.
    pub fn new(event: UiEvent, label: impl Render) -> Self {
        let label = html! { (label) };
        Self { event, label, class: "", at: None, pressed: None, switched: None }
    }

    /// How it looks.
    pub const fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Where the page stands afterwards, if that element is there.
    pub fn at(mut self, id: impl Into<String>) -> Self {
        self.at = Some(id.into());
        self
    }

    /// One of several to choose from: says whether it is the chosen one.
    pub const fn pressed(mut self, pressed: bool) -> Self {
        self.pressed = Some(pressed);
        self
    }

    /// A switch: says whether it is on.
    pub const fn switched(mut self, on: bool) -> Self {
        self.switched = Some(on);
        self
    }
}

impl Render for Press {
    fn render(&self) -> Markup {
        html! {
            form.press method="post" action="act" {
                (hidden(&self.event))
                @if let Some(at) = &self.at { input type="hidden" name=(AT) value=(at); }
                button.(self.class) type="submit"
                    aria-pressed=[self.pressed]
                    role=[self.switched.map(|_| "switch")]
                    aria-checked=[self.switched] {
                    (self.label)
                }
            }
        }
    }
}

/// The unseen fields that raise `event`.
pub fn hidden(event: &UiEvent) -> Markup {
    let written = act::write(event);
    html! {
        @if let Some(written) = written {
            input type="hidden" name=(ACTION) value=(written.action);
            @for (name, value) in &written.values {
                input type="hidden" name=(name) value=(value);
            }
        }
    }
}

/// The action of `event` alone, for fields that the script sends as they change.
pub fn action_of(event: &UiEvent) -> &'static str {
    act::write(event).map_or("", |written| written.action)
}
