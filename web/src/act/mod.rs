//! Forms → events: a file a screen, the mirror of the app's events.
//!
//! [`write`] gives the fields of a form that raises an event, [`read`] turns posted fields back
//! into events. The pair loses nothing: a test holds it for every event. What may follow from an
//! event is decided in the app, never here.

mod household;
mod learning;
mod lookup;
mod outbox;
mod point;
mod settings;
mod turfs;

use std::str::FromStr;

use wufei_app::event::{
    HouseholdEvent, LearningEvent, LookupEvent, OutboxEvent, PointEvent, SettingsEvent, Tab,
    TurfsEvent, UiEvent,
};

pub use point::unit_code;

/// The field that says which event a form raises.
pub const ACTION: &str = "action";
/// The field that says where the page should stand afterwards: the id of an element.
pub const AT: &str = "at";

/// A form nobody rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadForm {
    #[error("field {0} is missing")]
    Missing(&'static str),
    #[error("field {name} has {value}, which is none of its values")]
    Value { name: &'static str, value: String },
    #[error("action {0} is unknown")]
    Action(String),
}

/// A form's hidden fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub action: &'static str,
    pub values: Vec<(&'static str, String)>,
}

impl Written {
    fn bare(action: &'static str) -> Self {
        Self { action, values: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

/// The fields of the form that raises `event`; `None` for [`UiEvent::Start`], which the shell
/// itself sends.
pub fn write(event: &UiEvent) -> Option<Written> {
    let written = match event {
        UiEvent::Start => return None,
        UiEvent::Open { tab } => Written::bare("open").with("tab", tab_code(*tab)),
        UiEvent::Back => Written::bare("back"),
        UiEvent::DismissNote => Written::bare("dismiss-note"),
        UiEvent::Lookup { event } => lookup::write(event),
        UiEvent::Learning { event } => learning::write(event),
        UiEvent::Household { event } => household::write(event),
        UiEvent::Point { event } => point::write(event),
        UiEvent::Turfs { event } => turfs::write(event),
        UiEvent::Outbox { event } => outbox::write(event),
        UiEvent::Settings { event } => settings::write(event),
    };
    Some(written)
}

/// What a posted form raises, in order: what was typed into it, then what was pressed.
///
/// # Errors
/// A field that is missing or has a value nobody rendered.
pub fn read(fields: &Fields) -> Result<Vec<UiEvent>, BadForm> {
    let action = fields.text(ACTION)?;
    match action {
        "open" => Ok(vec![UiEvent::Open { tab: fields.one_of("tab", &TABS, tab_code)? }]),
        "back" => Ok(vec![UiEvent::Back]),
        "dismiss-note" => Ok(vec![UiEvent::DismissNote]),
        _ => read_screen(action, fields)?.ok_or_else(|| BadForm::Action(shown(action))),
    }
}

/// `None` when no screen knows the action.
fn read_screen(action: &str, fields: &Fields) -> Result<Option<Vec<UiEvent>>, BadForm> {
    fn each<E>(events: Option<Vec<E>>, wrap: fn(E) -> UiEvent) -> Option<Vec<UiEvent>> {
        events.map(|events| events.into_iter().map(wrap).collect())
    }
    let Some((screen, name)) = action.split_once('-') else { return Ok(None) };
    Ok(match screen {
        "lookup" => each(lookup::read(name, fields)?, of_lookup),
        "learning" => each(learning::read(name, fields)?, of_learning),
        "household" => each(household::read(name), of_household),
        "point" => each(point::read(name, fields)?, of_point),
        "turfs" => each(turfs::read(name, fields)?, of_turfs),
        "outbox" => each(outbox::read(name, fields)?, of_outbox),
        "settings" => each(settings::read(name, fields)?, of_settings),
        _ => None,
    })
}

pub const fn of_lookup(event: LookupEvent) -> UiEvent {
    UiEvent::Lookup { event }
}

pub const fn of_learning(event: LearningEvent) -> UiEvent {
    UiEvent::Learning { event }
}

pub const fn of_household(event: HouseholdEvent) -> UiEvent {
    UiEvent::Household { event }
}

pub const fn of_point(event: PointEvent) -> UiEvent {
    UiEvent::Point { event }
}

pub const fn of_turfs(event: TurfsEvent) -> UiEvent {
    UiEvent::Turfs { event }
}

pub const fn of_outbox(event: OutboxEvent) -> UiEvent {
    UiEvent::Outbox { event }
}

pub const fn of_settings(event: SettingsEvent) -> UiEvent {
    UiEvent::Settings { event }
}

const TABS: [Tab; 7] = [
    Tab::Lookup,
    Tab::Household,
    Tab::Point,
    Tab::Turfs,
    Tab::Outbox,
    Tab::Standing,
    Tab::Settings,
];

/// The name of a tab in forms, ids and classes.
pub const fn tab_code(tab: Tab) -> &'static str {
    match tab {
        Tab::Lookup => "lookup",
        Tab::Household => "household",
        Tab::Point => "point",
        Tab::Turfs => "turfs",
        Tab::Outbox => "outbox",
        Tab::Standing => "standing",
        Tab::Settings => "settings",
    }
}

/// The fields of a posted form, in order.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    pub const fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// A field that may be absent; the first of that name.
    pub fn optional(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn text(&self, name: &'static str) -> Result<&str, BadForm> {
        self.optional(name).ok_or(BadForm::Missing(name))
    }

    fn owned(&self, name: &'static str) -> Result<String, BadForm> {
        self.text(name).map(str::to_owned)
    }

    fn parsed<T: FromStr>(&self, name: &'static str) -> Result<T, BadForm> {
        let text = self.text(name)?;
        text.parse().map_err(|_| BadForm::Value { name, value: shown(text) })
    }

    fn one_of<T: Copy>(
        &self,
        name: &'static str,
        all: &[T],
        code: fn(T) -> &'static str,
    ) -> Result<T, BadForm> {
        let text = self.text(name)?;
        all.iter()
            .copied()
            .find(|value| code(*value) == text)
            .ok_or_else(|| BadForm::Value { name, value: shown(text) })
    }

    /// The element to stand at afterwards, if a form we rendered could have named it.
    pub fn at(&self) -> Option<&str> {
        let plain = |at: &&str| {
            (1..=64).contains(&at.len())
                && at.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        self.optional(AT).filter(plain)
    }
}

/// As much of a value as an error may repeat.
fn shown(value: &str) -> String {
    value.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
