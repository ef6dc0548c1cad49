//! A town in virtual time: seven devices and their server in one seeded queue, with everything that
//! can go wrong, and rules that hold after each step.
//!
//! What runs is the product: the app in `crux_core::Core`, the engine's store and sync client, the
//! server's service over its SQLite store, on disks in memory that lose power. What is virtual is
//! time, chance, the wire, the disks and the people.
//!
//! Start here: `story` (a seed from beginning to end), `world` (the queue), then `fault` (what goes
//! wrong, a file a family), `rules` (what must hold), `model` (what the rules compare with);
//! `control` takes a protection away, and the same must go red.
//!
//! How to read a trace (`cargo xtask simulate --seeds 1 --seed S --trace`): each line has seconds
//! of virtual time, who, and what. `taps` is a person; a question of the app and `ok` is the store
//! lane; `asks Push #7, 900 bytes` and `answers Push #7: ok` are one exchange, by its number;
//! `FAULT` is something that goes wrong, `CALM` the end of it, `VIOLATION` the last line of a red
//! seed. `power is to go at sync 3` is a plan: it strikes at the third sync from there.

mod city;
mod compare;
mod control;
mod device;
mod exchange;
mod fault;
mod ground;
mod lead;
mod listeners;
mod model;
mod organiser;
mod person;
mod queue;
mod rewired;
mod rules;
mod run;
mod story;
mod tally;
mod town;
mod trace;
mod violation;
mod wire;
mod world;

pub use compare::compare;
pub use control::Control;
pub use ground::Ground;
pub use run::{Summary, Wanted, run};
pub use town::Meddling;
pub use violation::Violation;
