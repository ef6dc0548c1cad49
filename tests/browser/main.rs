//! The browser shell and the public page in a real Chromium: people's journeys, keyboard alone,
//! without script, and what axe finds at WCAG 2.2 AA.
//!
//! Needs `chromedriver` with its Chromium; [`access`] also needs axe's script, whose path stands in
//! the variable `WUFEI_AXE`. Start here: [`driver`] and [`kiosk`], then [`journeys`]; [`eye`] looks at every
//! page and [`pictures`] holds it against its golden. [`public`] looks at the server's own pages, on screens
//! and on paper.

mod access;
mod devtools;
mod driver;
mod eye;
mod journeys;
mod keyboard;
mod kiosk;
mod pictures;
mod public;
mod questions;
mod tasks;
mod without_script;
