//! The crux App: event → `update` → command, model → `view`. Pure and synchronous.
//!
//! Everything a shell shows is in a [`view::ViewModel`], every word of it formatted in the person's
//! language; everything a shell may raise is a [`event::UiEvent`]. The app asks by operations
//! ([`effect`]), each with its own type and answer; `engine` answers those that Rust can, a shell
//! the rest ([`effect::shell`]). Rules are `wufei-domain`'s, answers about items `wufei-guide`'s.
//!
//! Start here: [`event`], [`effect`], [`model`] (a file a screen), [`view`] (its mirror),
//! [`app::Wufei`] (which only delegates).

pub mod app;
pub mod card_picture;
pub mod effect;
pub mod event;
pub mod model;
pub mod view;
pub mod wording;

pub use app::{Config, Wufei};
pub use effect::Effect;
pub use event::{Event, UiEvent};
pub use model::Model;
pub use view::ViewModel;
pub use wufei_domain::{self as domain, area::AreaCode};

#[cfg(feature = "ffi")]
uniffi::setup_scaffolding!("wufei_app");

#[cfg(test)]
mod tests;
