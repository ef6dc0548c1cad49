//! What crosses the wire between a device and the server, and what an organiser imports.
//!
//! Shapes only: the rules live in `wufei-domain`, the words in its Fluent files. Each serialized
//! type has a snapshot in `tests/snapshots/`, so a change of format is a decision.
//!
//! Start here: [`routes`] (every address), [`protocol`] (versions), then a file a resource:
//! [`enrol`], [`push`], [`feed`], [`snapshot`], [`news`], [`turfs`], [`ledger`], [`rulebook`],
//! [`missing`], [`photo`]; [`error`] for every refusal; [`columns`] for the compact form of a batch and a page; [`roll`] for what an organiser imports.
#![deny(missing_docs)]

pub mod columns;
pub mod enrol;
pub mod error;
pub mod feed;
pub mod ledger;
pub mod missing;
pub mod news;
pub mod photo;
pub mod protocol;
pub mod push;
pub mod roll;
pub mod routes;
pub mod rulebook;
pub mod snapshot;
pub mod turfs;

#[cfg(test)]
mod tests;
