//! The browser shell: the same `Device` as on a phone, its screens rendered to HTML in Rust.
//!
//! It holds no rule and no second state. A view becomes HTML (`screen`, `page`), a form becomes
//! events (`act`); everything works without script, and the script only saves page loads.
//! Which devices are open lives in `devices`, who may ask in `guard`, the addresses in `serve`.
//!
//! Start here: [`start`], then `serve`, `page`, `screen`, `act`.

mod act;
mod assets;
mod devices;
mod guard;
mod page;
mod picture;
#[cfg(test)]
mod samples;
mod screen;
mod serve;
mod shell_page;
mod stream;
mod wrong;

pub use serve::{Running, Settings, StartError, start};
