//! Keeps the truth of a city: enrolment, push, feed per scope, ledger, standings, public page.
//!
//! Start here: [`service`] (what the server decides, a synchronous state machine), [`store`] (the
//! connection it speaks through, every statement, both dialects), [`writer`] (the one thread that
//! owns the connection and commits in groups), `listeners` (who waits for news), `limits` (how often somebody may
//! ask), [`routes`] (the
//! table of addresses), [`pages`] (what public pages share), [`board`] (standings), [`look_up`] (which
//! bin), [`sheet`] (posters, cards and screens in halls), [`operate`] (what an organiser runs),
//! [`console`] (what somebody who logged in sees), [`city_key`] (what signs rulebooks), `clock` (whether the machine's moved), [`backups`] (made by the running server), [`certificate`] (its own, for TLS), [`log`] (what it says to its operator), [`measures`] (what it counts of itself), [`vault`] (what
//! seals secrets and phone numbers), [`photos`] (their files), [`server`] (all of it started and
//! stopped).

mod appointments;
pub mod backups;
pub mod board;
pub mod certificate;
pub mod city_key;
mod clock;
pub mod console;
mod limits;
mod listeners;
pub mod log;
pub mod look_up;
pub mod machine;
pub mod measures;
pub mod operate;
pub mod pages;
pub mod photos;
pub mod routes;
mod secret_file;
pub mod server;
pub mod service;
pub mod settings;
pub mod sheet;
mod start_mark;
pub mod store;
pub mod vault;
pub mod writer;

#[cfg(test)]
mod tests;

pub use limits::client::{NoProxy, TrustedProxies};
pub use server::{Running, Server, StartError};
pub use settings::{Database, PublicAddress, Settings};
