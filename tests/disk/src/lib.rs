//! A disk in memory, below SQLite, that fails when it is told to and forgets what was not synced.
//!
//! The device's store and the server's run on it unchanged: [`Disk::new`] makes disks SQLite's
//! default file system in this process, and [`Disk::path`] gives a path to open. A [`Plan`] fails
//! the n-th call of a kind, or takes power away in the middle of it; [`Disk::crash`] brings power
//! back with what had reached the platter: all that was synced, and of the rest what [`Loss`] says,
//! torn by sectors. There is no clock and no thread in it, and chance goes by seed, so that one
//! seed is one run.
//!
//! Start here: [`Disk`], then [`plan`]; what a crash does to bytes is in `image`, to names in
//! `folder`; `locks` lets several connections share a file; `open_file` is what can be done with one,
//! `vfs` the door to SQLite.
//!
//! SQLite's table of functions is filled in here, by what rusqlite already brings: the crate
//! `sqlite-plugin` reads SQLite's headers with libclang at each build, does not tell its file system
//! whether a deletion must last, and takes random numbers from the machine.

pub mod chance;
mod disk;
mod folder;
mod image;
mod locks;
mod open_file;
pub mod plan;
mod vfs;

pub use disk::{Code, Disk, MountError};
pub use plan::{Call, Calls, Fault, Loss, Plan, Times};

#[cfg(test)]
mod tests;
