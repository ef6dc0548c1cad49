//! The whole story without a thread, a clock or a network: what a person taps, what the device
//! answers, what the screen says.
//!
//! Start here: [`driver`] (the app on one queue, with faults on demand), [`asks`] (what it asks),
//! [`device`] (an in-memory store, server and shell that answer it), [`town`] (the people and
//! places of the tests), [`strings`] (every string of a view). Then a file a part of the story;
//! [`random_walk`] tries what nobody thought of; [`screens`] pictures each screen.

mod album;
mod asks;
mod device;
mod dice;
mod driver;
mod strings;
mod town;

mod doors;
mod enrolling;
mod exporting;
mod intro;
mod kept;
mod language;
mod learning;
mod leaving;
mod logging;
mod lookup;
mod lost;
mod mending;
mod news;
mod photos;
mod places;
mod random_walk;
mod resident;
mod screens;
mod serving;
mod shifts;
mod start;
mod syncing;
mod turfs;
mod walking;
mod weights;
